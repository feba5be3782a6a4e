import { InternalError } from "../errors.ts";
import { accepts, parseConstraint } from "../model/constraint.ts";
import { compareVersions, parseVersion, type Version } from "../model/version.ts";

/**
 * A range without `latest` that accepts every version that people have now, so that nothing moves: from the oldest on, and
 * pre-releases by name. Versions that have no place in the order are in no range.
 */
export function acceptedVersions(installed: Iterable<string | null>): string {
  const versions = [...new Set(installed)]
    .flatMap((text) => (text === null ? [] : (parseVersion(text) ?? [])))
    .sort(compareVersions);
  const releases = versions.filter(({ prerelease }) => prerelease.length === 0);
  const [oldest] = releases;
  const range = oldest === undefined ? null : `>=${plain(oldest)}`;
  const others = versions.filter((version) => range === null || !isIn(range, version)).map((one) => `=${plain(one)}`);
  const text = [...(range === null ? [] : [range]), ...new Set(others)].join(" || ");
  return text === "" ? ">=0" : text;
}

function isIn(range: string, version: Version): boolean {
  const parsed = parseConstraint(range);
  if (!parsed.ok) throw new InternalError(`a version of the tenant makes no range: ${range}`);
  return accepts(parsed.constraint, version);
}

/** Without what a version says of its build, which does not count. */
function plain({ text }: Version): string {
  return text.replace(/\+.*$/, "");
}
