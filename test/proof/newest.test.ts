import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions, parseVersion } from "../../src/model/version.ts";
import { newestPublished } from "../../src/proof/evidence.ts";
import { IDENTITY } from "../definitions.ts";
import { shareOf } from "../share.ts";

function published(version: string | null, publishingState = "published") {
  return {
    id: `definition ${version}`,
    version,
    publishingState,
    permissions: { state: "unknown" },
    identity: IDENTITY,
  } as const;
}

describe("the newest published definition", () => {
  it.each([
    [["1.9", "1.10"], "1.10"],
    [["2.0.0-rc.1", "1.9.9"], "2.0.0-rc.1"],
    [["2.0.0-rc.1", "2.0.0"], "2.0.0"],
    [["2.0.0-rc.2", "2.0.0-rc.10", "2.0.0-rc"], "2.0.0-rc.10"],
    [["2.0.0-1", "2.0.0-alpha"], "2.0.0-alpha"],
    [["1.2.3.4", "1.2.3.5"], "1.2.3.5"],
    [["1.0", "1.0.0"], null],
    [["1.0+build.1", "1.0+build.2"], null],
    [["1.0", "one"], null],
    [["1.2.3.4.5"], null],
    [["99999999999999999999"], null],
    [[""], null],
    [[], null],
  ])("of %j is %j", (versions, newest) => {
    expect(newestPublished(versions.map((version) => published(version)))?.version ?? null).toBe(newest);
  });

  it("is one that is published", () => {
    expect(newestPublished([published("2.0", "submitted"), published("1.0")])?.version).toBe("1.0");
    expect(newestPublished([published(null, "submitted"), published("1.0")])?.version).toBe("1.0");
    expect(newestPublished([published(null), published("1.0")])).toBeNull();
  });

  it("is the same as by the order that plans go by, though computed apart from it", () => {
    const number = fc.nat({ max: 3 });
    const words = fc.array(fc.constantFrom("rc", "alpha", "1", "2", "10", "b-1"), { maxLength: 3 });
    const version = fc
      .tuple(fc.array(number, { minLength: 1, maxLength: 4 }), words)
      .map(([numbers, prerelease]) => numbers.join(".") + (prerelease.length === 0 ? "" : `-${prerelease.join(".")}`));
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [first, second] = [parseVersion(a), parseVersion(b)];
        if (first === null || second === null) throw new Error("both are versions");
        const order = compareVersions(first, second);
        const expected = order === 0 ? null : order > 0 ? a : b;
        expect(newestPublished([published(a), published(b)])?.version ?? null).toBe(expected);
      }),
      { numRuns: shareOf(1000) },
    );
  });
});
