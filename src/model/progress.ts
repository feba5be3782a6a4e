/** How far a stage has come, for whoever shows it. */
export interface Progress {
  readonly stage: "catalog" | "observe" | "apply" | "verify";
  readonly done: number;
  readonly total: number;
}

export type ReportProgress = (progress: Progress) => void;
