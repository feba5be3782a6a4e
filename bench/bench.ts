/** One number that a bench came to. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "ratio" | "%" | "requests" | "MB" | "MB/s" | "bytes a row" | "s" | "h" | "workers";
  /** What it must reach; null: reported as it comes. */
  readonly mark: { readonly atMost: number } | { readonly atLeast: number } | null;
  /** What helps to read it, in one line. */
  readonly note: string | null;
}

/** One thing that is measured. */
export interface Bench {
  /** As it is asked for: `npm run bench -- NAME`. */
  readonly name: string;
  /** One sentence. */
  readonly measures: string;
  readonly run: () => Promise<readonly Figure[]>;
}
