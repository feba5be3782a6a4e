/**
 * What the changelog says of a version, without its heading.
 * @param changelog text in the form of Keep a Changelog: https://keepachangelog.com/en/1.1.0/
 * @throws Error where the version has no section, or an empty one: a release that says nothing of itself is a mistake
 */
export function notesOf(changelog: string, version: string): string {
  const sections = changelog.split(/^(?=## )/m);
  const headings = sections.map((section) => /^## \[([^\]]+)\](?: - (\S+))?/.exec(section));
  const found = sections.find((_section, index) => headings[index]?.[1] === version);
  if (found === undefined) {
    throw new Error(
      `CHANGELOG.md has no section "## [${version}] - DATE"; rename "## [Unreleased]" and begin a new one above it`,
    );
  }
  const date = headings[sections.indexOf(found)]?.[2] ?? "";
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) {
    throw new Error(`the section of ${version} in CHANGELOG.md has no date; write "## [${version}] - 2026-12-01"`);
  }
  const notes = found.slice(found.indexOf("\n") + 1).trim();
  if (notes === "") throw new Error(`the section of ${version} in CHANGELOG.md is empty`);
  return `${notes}\n`;
}
