import semver from "semver";
import { compareVersions, parseVersion, sameRelease, type Version } from "./version.ts";

/**
 * Which versions an assignment accepts. Graph can only move an installation to what the catalog offers now,
 * so a constraint never chooses a version.
 */
export interface Constraint {
  /** As written, outer white space removed. Two assignments agree when their texts are equal. */
  readonly text: string;
  /** True for `latest` and `latest RANGE`: an accepted version is still brought to an accepted newer one. */
  readonly latest: boolean;
  /** Alternatives joined by `||`; null: everything, which only plain `latest` accepts. */
  readonly alternatives: readonly Interval[] | null;
}

/** The versions from `min` to `max`, without pre-releases but for those of the releases in `prereleasesOf`. */
interface Interval {
  readonly min: Bound | null;
  readonly max: Bound | null;
  readonly prereleasesOf: readonly Version[];
}

/** One end of an interval. */
interface Bound {
  readonly version: Version;
  readonly inclusive: boolean;
}

/** A constraint, or what is wrong with the text and a way out, both for people. */
type ParsedConstraint =
  | { readonly ok: true; readonly constraint: Constraint }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/**
 * Reads `latest`, `latest RANGE` or `RANGE`. `= < <= > >=` compare whole versions of up to four parts, missing
 * parts being 0; `x`, `~`, `^`, hyphen ranges, bare partials and `||` mean what npm's ranges mean, on the first three parts.
 */
export function parseConstraint(written: string): ParsedConstraint {
  const text = written.trim();
  if (text === "latest") return { ok: true, constraint: { text, latest: true, alternatives: null } };
  const latest = /^latest\s/.test(text);
  const range = latest ? text.slice("latest".length).trim() : text;
  if (range === "")
    return { ok: false, message: "the version is empty", hint: 'write a range such as ">=2.3 <3", or latest' };
  const alternatives: Interval[] = [];
  for (const part of range.split("||")) {
    const parsed = parseAlternative(part.trim());
    if (typeof parsed === "string") return notAVersion(text, parsed);
    if (isImpossible(parsed)) {
      return {
        ok: false,
        message: `no version can be in "${part.trim()}"`,
        hint: "the lower bound must be below the upper one; join alternatives with ||",
      };
    }
    alternatives.push(parsed);
  }
  return { ok: true, constraint: { text, latest, alternatives } };
}

/** Whether `version` is in the range; plain `latest` accepts every version. */
export function accepts(constraint: Constraint, version: Version): boolean {
  return constraint.alternatives === null || constraint.alternatives.some((interval) => contains(interval, version));
}

/** Whether `version` is above the upper end of every alternative, so that only going back could reach the range. */
export function isNewerThanAll(constraint: Constraint, version: Version): boolean {
  return (
    constraint.alternatives !== null && constraint.alternatives.every((interval) => !isBelow(version, interval.max))
  );
}

/** Whether the range holds one version only, such as `2.3.1` or `=2.3`. */
export function acceptsOneVersion(constraint: Constraint): boolean {
  const [only, ...others] = constraint.alternatives ?? [];
  if (only === undefined || others.length > 0 || only.min === null || only.max === null) return false;
  return compareVersions(only.min.version, only.max.version) === 0;
}

function contains(interval: Interval, version: Version): boolean {
  if (!isAbove(version, interval.min) || !isBelow(version, interval.max)) return false;
  return version.prerelease.length === 0 || interval.prereleasesOf.some((named) => sameRelease(named, version));
}

function isAbove(version: Version, min: Bound | null): boolean {
  if (min === null) return true;
  const order = compareVersions(version, min.version);
  return order > 0 || (order === 0 && min.inclusive);
}

function isBelow(version: Version, max: Bound | null): boolean {
  if (max === null) return true;
  const order = compareVersions(version, max.version);
  return order < 0 || (order === 0 && max.inclusive);
}

function isImpossible({ min, max }: Interval): boolean {
  if (max === null) return false;
  if (min === null) return !max.inclusive && max.version.parts.every((part) => part === 0);
  const order = compareVersions(min.version, max.version);
  return order > 0 || (order === 0 && !(min.inclusive && max.inclusive));
}

const HYPHEN_RANGE = /^(\S+)\s+-\s+(\S+)$/;

/** An interval, or the part of the text that is no range. */
function parseAlternative(text: string): Interval | string {
  if (text === "") return "an empty alternative";
  const hyphen = HYPHEN_RANGE.exec(text);
  const comparators: Comparator[] = [];
  const tokens = hyphen === null ? text.replaceAll(/([<>=~^]+)\s+/g, "$1").split(/\s+/) : [text];
  for (const token of tokens) {
    const parsed = hyphen === null ? parseToken(token) : parseHyphenRange(hyphen[1] ?? "", hyphen[2] ?? "");
    if (parsed === null) return `"${token}"`;
    comparators.push(...parsed);
  }
  return intersect(comparators);
}

interface Comparator {
  readonly operator: "<" | "<=" | ">" | ">=" | "=";
  readonly version: Version;
}

const COMPARISON = /^(<=|>=|<|>|=)(.+)$/;

function parseToken(token: string): readonly Comparator[] | null {
  const comparison = COMPARISON.exec(token);
  if (comparison === null) return parseNpmRange(token);
  const version = parseVersion(comparison[2] ?? "");
  if (version === null) return parseNpmRange(token);
  return [{ operator: parseOperator(comparison[1]), version }];
}

/** `2.3`, `2.x`, `~2.3.1`, `^1.2`: npm decides the bounds; a fourth part is kept on the lower bound, or makes a bare version exact. */
function parseNpmRange(token: string): readonly Comparator[] | null {
  if (/[A-Z*]|^v/.test(token.replace(/-.*$/, "")) && token !== "*") return null;
  const fourParts = /^([~^]?)(\d+\.\d+\.\d+)\.(\d+)((?:-.*)?)$/.exec(token);
  const [, operator = "", release = "", fourth = "0", suffix = ""] = fourParts ?? [];
  if (fourParts !== null && operator === "") return exactly(`${release}.${fourth}${suffix}`);
  const comparators = desugar(fourParts === null ? token : `${operator}${release}${suffix}`);
  if (comparators === null || fourParts === null) return comparators;
  const lower = parseVersion(`${release}.${fourth}${suffix}`);
  if (lower === null) return null;
  return comparators.map((comparator) =>
    comparator.operator === ">=" ? { ...comparator, version: lower } : comparator,
  );
}

/** `1.2 - 2.3` is `>=1.2.0 <2.4.0`; a whole version with four parts is a bound as it is. */
function parseHyphenRange(from: string, to: string): readonly Comparator[] | null {
  const lower = from.split(".").length === 4 ? parseVersion(from) : null;
  const upper = to.split(".").length === 4 ? parseVersion(to) : null;
  const lowerPart = lower === null ? desugar(`${from} - *`) : [{ operator: ">=" as const, version: lower }];
  const upperPart = upper === null ? desugar(`0.0.0 - ${to}`) : [{ operator: "<=" as const, version: upper }];
  return lowerPart === null || upperPart === null ? null : [...lowerPart, ...upperPart];
}

function parseOperator(text: string | undefined): Comparator["operator"] {
  return text === "<" || text === "<=" || text === ">" || text === ">=" ? text : "=";
}

function exactly(text: string): readonly Comparator[] | null {
  const version = parseVersion(text);
  return version === null ? null : [{ operator: "=", version }];
}

/** npm's own reading of a range, as plain comparisons; null when npm does not know it. */
function desugar(range: string): readonly Comparator[] | null {
  const normalized = semver.validRange(range);
  if (normalized === null) return null;
  if (normalized === "*") return [];
  const comparators: Comparator[] = [];
  for (const text of normalized.split(" ")) {
    const [, operator, versionText = ""] = /^(<=|>=|<|>)?(.+)$/.exec(text) ?? [];
    const version = parseVersion(versionText);
    if (version === null) return null;
    comparators.push({ operator: parseOperator(operator), version });
  }
  return comparators;
}

function intersect(comparators: readonly Comparator[]): Interval {
  let min: Bound | null = null;
  let max: Bound | null = null;
  for (const { operator, version } of comparators) {
    const bound = { version, inclusive: operator !== "<" && operator !== ">" };
    if (operator !== "<" && operator !== "<=") min = tighter(min, bound, 1);
    if (operator !== ">" && operator !== ">=") max = tighter(max, bound, -1);
  }
  // npm writes the upper end of `^1.2.3` as `<2.0.0-0`: that is a bound, not a pre-release somebody named.
  const named = comparators.map((comparator) => comparator.version).filter((version) => !isNpmBound(version));
  return { min, max, prereleasesOf: named.filter((version) => version.prerelease.length > 0) };
}

function tighter(current: Bound | null, next: Bound, direction: 1 | -1): Bound {
  if (current === null) return next;
  const order = compareVersions(next.version, current.version) * direction;
  if (order !== 0) return order > 0 ? next : current;
  return current.inclusive ? next : current;
}

function isNpmBound(version: Version): boolean {
  return version.prerelease.length === 1 && version.prerelease[0] === "0";
}

function notAVersion(text: string, part: string): ParsedConstraint {
  const hint =
    'versions look like 2.3.1 and ranges like ">=2.3 <3", "2.x", "~2.3", "1.2 - 2.4", "latest" or "latest <3"';
  return { ok: false, message: `${part} is not a version range, in "${text}"`, hint };
}
