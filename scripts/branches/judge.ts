import type { Branch } from "./never-reached.ts";

/** Branches that no input reaches, and why they are there all the same. */
export interface Unreachable {
  readonly file: string;
  /** The line of source that holds them, as it is. */
  readonly source: string;
  readonly why: string;
}

/** What is to be done about a report. */
export interface Judgement {
  /** Branches to be tested, or removed. */
  readonly open: readonly Branch[];
  /** Branches that only a mistake of this program could lead into: they end the run with an internal error. */
  readonly assertions: readonly Branch[];
  /** Entries of the list whose line is gone, or is reached by now. */
  readonly outdated: readonly Unreachable[];
}

/** Compares what was never reached with the list of what cannot be. */
export function judge(branches: readonly Branch[], list: readonly Unreachable[]): Judgement {
  const isListed = (branch: Branch): boolean =>
    list.some(({ file, source }) => file === branch.file && source === branch.source);
  return {
    open: branches.filter((branch) => !isAssertion(branch) && !isListed(branch)),
    assertions: branches.filter(isAssertion),
    outdated: list.filter(({ file, source }) => !branches.some((one) => one.file === file && one.source === source)),
  };
}

function isAssertion({ source }: Branch): boolean {
  return source.includes("throw new InternalError(");
}
