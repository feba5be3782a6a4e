/** What a pass is busy with. */
export type Stage = "load" | "resolve" | "observe" | "plan" | "apply" | "report";

/** Told when a stage begins, which ends the one before. Returns quickly and never throws. */
export type NoteStage = (stage: Stage) => void;
