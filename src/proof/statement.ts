/** One thing that was proved of a plan, or that was found not to hold. */
export interface Statement {
  /** What is claimed, in a sentence for people: lower case, no period. */
  readonly claim: string;
  readonly holds: boolean;
  /** Rows and targets that contradict it, each in a sentence that names it; the first few, then how many more. */
  readonly counterexamples: readonly string[];
}
