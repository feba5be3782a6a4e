/** A branch that no test went into. */
export interface Branch {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** What kind of fork it is, in the words of Istanbul: `if`, `cond-expr`, `binary-expr`, `switch`, `default-arg`. */
  readonly fork: string;
  /** Which way of the fork, counted from 1. */
  readonly way: number;
  /** The line of source, without the blanks around it. */
  readonly source: string;
}

/** What is read of Istanbul's report (https://github.com/istanbuljs/istanbuljs, `coverage-final.json`). */
interface FileCoverage {
  readonly path: string;
  readonly branchMap: Readonly<Record<string, Fork>>;
  /** How often each way of each fork was taken. */
  readonly b: Readonly<Record<string, readonly number[]>>;
}

interface Fork {
  readonly type: string;
  readonly loc: Place;
  /** Without a start where a way has no text: an `if` without `else`. */
  readonly locations: readonly (Place | { readonly start: { readonly line?: undefined } })[];
}

interface Place {
  readonly start: { readonly line: number };
}

/**
 * The branches of a coverage report that were never gone into, by file and line.
 * @param readSource the text of a file by the path that the report has
 * @param nameOf how a file is named to people
 * @throws TypeError when the report is none of Istanbul's
 */
export function neverReached(
  report: unknown,
  readSource: (path: string) => string,
  nameOf: (path: string) => string,
): readonly Branch[] {
  if (!isReport(report)) throw new TypeError("this is no coverage report of Istanbul");
  const files = Object.values(report).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return files.flatMap((coverage) => {
    const lines = readSource(coverage.path).split("\n");
    return branchesOf(coverage)
      .map((branch) => ({ ...branch, file: nameOf(coverage.path), source: lines[branch.line - 1]?.trim() ?? "" }))
      .toSorted((a, b) => a.line - b.line);
  });
}

function branchesOf({ branchMap, b }: FileCoverage): readonly Pick<Branch, "line" | "fork" | "way">[] {
  return Object.entries(branchMap).flatMap(([id, { type, loc, locations }]) =>
    (b[id] ?? []).flatMap((count, index) => {
      if (count > 0) return [];
      return [{ line: locations[index]?.start.line ?? loc.start.line, fork: type, way: index + 1 }];
    }),
  );
}

function isReport(report: unknown): report is Readonly<Record<string, FileCoverage>> {
  if (typeof report !== "object" || report === null) return false;
  return Object.values(report).every(
    (file: unknown) =>
      typeof file === "object" && file !== null && "branchMap" in file && "b" in file && "path" in file,
  );
}
