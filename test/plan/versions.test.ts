import * as fc from "fast-check";
import semver from "semver";
import { describe, expect, it } from "vitest";
import {
  accepts,
  acceptsOneVersion,
  type Constraint,
  isNewerThanAll,
  parseConstraint,
} from "../../src/model/constraint.ts";
import { compareVersions, parseVersion, type Version } from "../../src/model/version.ts";
import { shareOf } from "../share.ts";

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === null) throw new Error(`${text} is no version`);
  return parsed;
}

function constraint(text: string): Constraint {
  const parsed = parseConstraint(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.constraint;
}

describe("versions: one to four numbers, perhaps a pre-release; missing parts are 0", () => {
  it.each([
    ["0.9", "<", "1.0"],
    ["1.9", "<", "1.10"],
    ["1.7", "=", "1.7.0"],
    ["1.7", "=", "1.7.0.0"],
    ["1.2.3", "<", "1.2.3.4"],
    ["6.0.0", ">", "1.99.99.99"],
    ["2.0.0-rc.1", "<", "2.0.0"],
    ["2.0.0-rc.2", "<", "2.0.0-rc.10"],
    ["2.0.0-alpha", "<", "2.0.0-beta"],
    ["2.0.0-1", "<", "2.0.0-alpha"],
    ["2.0.0-rc", "<", "2.0.0-rc.1"],
    ["1.0.0+build.7", "=", "1.0.0+build.8"],
    ["1.02", "=", "1.2"],
    ["1.9.9-rc.1", "<", "2.0.0-rc.1"],
  ])("%s %s %s", (a, relation, b) => {
    const order = Math.sign(compareVersions(version(a), version(b)));
    expect(order).toBe({ "<": -1, "=": 0, ">": 1 }[relation]);
    expect(Math.sign(compareVersions(version(b), version(a)))).toBe(order === 0 ? 0 : -order);
  });

  it.each([
    "",
    "v1.2",
    "1.2.3.4.5",
    "1.",
    ".1",
    "1.x",
    "next",
    "1,2",
    "1.2 ",
    "-1",
    "9007199254740993",
    "1.2.3-",
    "1.2.3-a..b",
  ])("%j is no version", (text) => expect(parseVersion(text)).toBeNull());

  const versions = fc
    .tuple(fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }), fc.constantFrom("", "-a", "-a.1", "-a.2", "-b", "-1"))
    .map(([parts, suffix]) => version(parts.join(".") + suffix));
  it("the order is total", () => {
    fc.assert(
      fc.property(versions, versions, versions, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe("constraints", () => {
  it.each([
    // Comparisons are of whole versions, padded.
    [">=2.3 <3", ["2.3", "2.3.0", "2.10.1", "2.99.99.99"], ["2.2.9", "3", "3.0.0.1", "2.4.0-rc.1", "3.0.0-rc.1"]],
    ["=2.3", ["2.3", "2.3.0.0"], ["2.3.1", "2.3.0.1"]],
    [">2.3", ["2.3.0.1", "2.3.1", "9"], ["2.3", "2.3.0.0"]],
    ["<=2.3", ["2.3", "1"], ["2.3.0.1", "2.3.1"]],
    ["<2.3.0.5", ["2.3.0.4"], ["2.3.0.5"]],
    [">= 2.3", ["2.3"], ["2.2"]],
    // Bare versions: a partial one is a range, a whole one is itself.
    ["2", ["2", "2.9.9.9"], ["1.9", "3"]],
    ["2.3", ["2.3.0", "2.3.7", "2.3.7.1"], ["2.4", "2.2.9"]],
    ["2.3.1", ["2.3.1", "2.3.1.0"], ["2.3.1.1", "2.3.2"]],
    ["1.2.3.4", ["1.2.3.4"], ["1.2.3", "1.2.3.5"]],
    // As npm has them, on the first three parts.
    ["2.x", ["2.0", "2.99"], ["3", "1.9"]],
    ["*", ["0", "1.2.3.4"], ["1.0.0-rc.1"]],
    ["~2.3.1", ["2.3.1", "2.3.9", "2.3.9.9"], ["2.4", "2.3.0"]],
    ["~2.3", ["2.3.0", "2.3.9"], ["2.4"]],
    ["^1.2.3", ["1.2.3", "1.9"], ["2", "1.2.2"]],
    ["^0.2.3", ["0.2.3", "0.2.9"], ["0.3"]],
    ["^1.2.3.4", ["1.2.3.4", "1.2.4"], ["1.2.3.3", "1.2.3", "2"]],
    ["1.2 - 2.3", ["1.2", "2.3.9.9"], ["2.4", "1.1"]],
    ["1.2.3 - 2.3.4", ["2.3.4"], ["2.3.4.1", "2.3.5"]],
    ["1.2.3.4 - 2.0.0.5", ["1.2.3.4", "2.0.0.5"], ["1.2.3.3", "2.0.0.6"]],
    ["1.x || >=3 <4", ["1.5", "3.5"], ["2", "4"]],
    // A pre-release only where the range names one.
    [">=2.4.0-rc.1 <3", ["2.4.0-rc.1", "2.4.0-rc.2", "2.4.0"], ["2.4.0-beta", "2.5.0-rc.1"]],
    ["^2.4.0-rc.1", ["2.4.0-rc.1", "2.9"], ["3.0.0-rc.1", "2.5.0-rc.1"]],
    // latest takes whatever is offered.
    ["latest", ["0.1", "99", "2.4.0-rc.1"], []],
    ["latest <3", ["2.9"], ["3", "2.4.0-rc.1"]],
    ["latest 2.x", ["2.0"], ["3"]],
  ])("%s", (text, accepted, refused) => {
    const parsed = constraint(text);
    expect(accepted.filter((each) => !accepts(parsed, version(each)))).toEqual([]);
    expect(refused.filter((each) => accepts(parsed, version(each)))).toEqual([]);
  });

  it.each([
    ["", "the version is empty"],
    ["latest ", "ok"],
    ["Latest", '"Latest" is not a version range'],
    ["2.X", '"2.X" is not a version range'],
    ["v2.3", '"v2.3" is not a version range'],
    ["latest latest", '"latest" is not a version range'],
    ["newest", '"newest" is not a version range'],
    ["1.2.3.4.5", '"1.2.3.4.5" is not a version range'],
    ["2.3 -", '"-" is not a version range'],
    ["||", "an empty alternative"],
    [">3 <2", 'no version can be in ">3 <2"'],
    ["2.x || >3 <2", 'no version can be in ">3 <2"'],
    [">2 <2", 'no version can be in ">2 <2"'],
    ["<0", 'no version can be in "<0"'],
  ])("%j: %s", (text, says) => {
    const parsed = parseConstraint(text);
    expect(parsed.ok ? "ok" : parsed.message).toContain(says);
  });

  it.each([
    ["<3", "3.0", true],
    ["<3", "3.0.0-rc.1", false],
    ["2.x || 4.x", "3", false],
    ["2.x || 4.x", "5", true],
    [">=2", "99", false],
    ["latest", "99", false],
  ])("of %s, %s is newer than all: %s", (text, each, expected) =>
    expect(isNewerThanAll(constraint(text), version(each))).toBe(expected),
  );

  it.each([
    ["2.3.1", true],
    ["=2.3", true],
    ["1.2.3.4", true],
    [">=2.3 <=2.3", true],
    ["2.3", false],
    ["2.3.1 || 2.3.2", false],
    ["latest", false],
  ])("%s accepts one version only: %s", (text, expected) => expect(acceptsOneVersion(constraint(text))).toBe(expected));

  it("agrees with npm on versions of three parts and ranges without comparisons", () => {
    const three = fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)).map((parts) => parts.join("."));
    const partial = fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));
    const simple = fc.oneof(
      partial,
      partial.map((text) => `^${text}`),
      partial.map((text) => `~${text}`),
      fc.nat(4).map((major) => `${major}.x`),
      fc.tuple(partial, partial).map(([from, to]) => `${from} - ${to}`),
    );
    const ranges = fc.array(simple, { minLength: 1, maxLength: 3 }).map((alternatives) => alternatives.join(" || "));
    fc.assert(
      fc.property(ranges, three, (range, each) => {
        const parsed = parseConstraint(range);
        if (parsed.ok) expect(accepts(parsed.constraint, version(each))).toBe(semver.satisfies(each, range));
      }),
      { numRuns: shareOf(500) },
    );
  });
});
