import semver from "semver";

/**
 * A version as the Teams catalog writes it: one to four numbers and perhaps a pre-release.
 * `1.7` has the parts 1, 7, 0, 0; `2.0.0-rc.1` the pre-release `["rc", "1"]`. Build metadata is dropped.
 */
export interface Version {
  readonly text: string;
  readonly parts: readonly [number, number, number, number];
  readonly prerelease: readonly string[];
}

const VERSION = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9a-z-]+(?:\.[0-9a-z-]+)*))?(?:\+[0-9a-z.-]+)?$/i;

/** Null for text that has no place in the order: no number first, five parts, a number too large to be exact. */
export function parseVersion(text: string): Version | null {
  const match = VERSION.exec(text);
  if (match === null) return null;
  const [, a = "0", b = "0", c = "0", d = "0", prerelease] = match;
  const parts = [Number(a), Number(b), Number(c), Number(d)] as const;
  if (!parts.every(Number.isSafeInteger)) return null;
  return { text, parts, prerelease: prerelease === undefined ? [] : prerelease.split(".") };
}

/** {@link parseVersion}, which remembers: of the versions that people have few are different. */
export function rememberingVersions(): (text: string) => Version | null {
  const known = new Map<string, Version | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const version = parseVersion(text);
    known.set(text, version);
    return version;
  };
}

/** Negative, zero or positive, as for sorting. A pre-release is older than its release; parts compare as numbers. */
export function compareVersions(a: Version, b: Version): number {
  return compareParts(a, b) || comparePrereleases(a.prerelease, b.prerelease);
}

/** True when both are the same release, whatever their pre-releases. */
export function sameRelease(a: Version, b: Version): boolean {
  return compareParts(a, b) === 0;
}

function compareParts(a: Version, b: Version): number {
  return a.parts[0] - b.parts[0] || a.parts[1] - b.parts[1] || a.parts[2] - b.parts[2] || a.parts[3] - b.parts[3];
}

function comparePrereleases(a: Version["prerelease"], b: Version["prerelease"]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = semver.compareIdentifiers(a[index], b[index]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
