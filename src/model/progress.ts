/** How far a stage has come, for whoever shows it. */
export interface Progress {
  /** What the run is busy with, in the order in which it happens. */
  readonly stage: "targets" | "catalog" | "installations" | "changes";
  readonly done: number;
  /** Null while it is not known how many there are. */
  readonly total: number | null;
}

/** Called often; must return quickly and never throw. */
export type ReportProgress = (progress: Progress) => void;
