import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { notesOf } from "../../scripts/release/changelog.ts";
import { otherVersions } from "../../scripts/release/named-versions.ts";
import { releaseNames } from "../../scripts/release/release-names.ts";
import { packageVersion } from "../../src/cli/version.ts";
import { readText, ROOT } from "../architecture/repository.ts";

const IMAGE = "registry.example.com/contoso/trueup";
const CHANGELOG =
  "# Changelog\n\n## [Unreleased]\n\n- more\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- rings\n\n## [0.1.0] - 2026-11-01\n\n- all\n";

describe("the names of a release", () => {
  it("are one version, with a v for git only", () => {
    expect(releaseNames("v1.4.2", "1.4.2", IMAGE)).toEqual({
      version: "1.4.2",
      moving: "v1",
      imageTags: [`${IMAGE}:1.4.2`, `${IMAGE}:1.4`],
    });
  });

  it.each([
    ["v0.2.0", "0.1.0", IMAGE, /the tag "v0\.2\.0" is not v0\.1\.0/],
    ["0.1.0", "0.1.0", IMAGE, /the tag "0\.1\.0" is not v0\.1\.0/],
    ["v0.1.0", "0.1.0", "", /set the variable RELEASE_IMAGE/],
    ["v0.1.0", "0.1.0", "trueup", /set the variable RELEASE_IMAGE/],
    ["v0.1.0", "0.1.0", "ghcr.io/Contoso/trueup", /set the variable RELEASE_IMAGE/],
  ])("of %s at version %s as %j are refused", (tag, version, image, expected) => {
    expect(() => releaseNames(tag, version, image)).toThrow(expected);
  });

  it("stand in every file as package.json has them", () => {
    expect(otherVersions(packageVersion())).toEqual([]);
  });

  it("are missed where a file has another version, or one with a v", () => {
    expect(otherVersions("9.9.9")).toContainEqual(
      expect.stringMatching(/^deploy\/compose\/compose\.yaml:\d+: trueup:/),
    );
    expect(otherVersions("9.9.9").length).toBeGreaterThan(8);
  });
});

describe("what a release says of itself", () => {
  it.each([
    ["0.2.0", "### Added\n\n- rings\n"],
    ["0.1.0", "- all\n"],
  ])("of %s is its section of the changelog", (version, expected) => {
    expect(notesOf(CHANGELOG, version)).toBe(expected);
  });

  it.each([
    ["0.3.0", CHANGELOG, /has no section "## \[0\.3\.0\] - DATE"/],
    ["Unreleased", CHANGELOG, /has no date/],
    ["0.1.0", "## [0.1.0] - 2026-11-01\n\n## [0.0.1] - 2026-10-01\n", /is empty/],
  ])("of %s is refused where the changelog does not have it", (version, changelog, expected) => {
    expect(() => notesOf(changelog, version)).toThrow(expected);
  });
});

describe("the scripts of the release workflow", () => {
  it("refuse a tag that the changelog does not know, before anything is built", () => {
    const { status, stdout, stderr } = script("scripts/release/names.ts", `v${packageVersion()}`, IMAGE);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`CHANGELOG.md has no section "## [${packageVersion()}] - DATE"`);
  });

  it("are the ones that it calls", () => {
    const called = [...readText(".github/workflows/release.yml").matchAll(/scripts\/release\/[a-z-]+\.ts/g)].flat();
    expect(called).toEqual(["scripts/release/names.ts", "scripts/release/notes.ts"]);
  });
});

function script(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  return { status, stdout, stderr };
}
