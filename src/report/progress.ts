import type { Progress } from "../model/progress.ts";

/** Progress, with how long the stage has stood still so far because Graph asked to wait, in milliseconds. */
export interface ThrottledProgress extends Progress {
  readonly throttledMs?: number;
}

/** One line without a line break or any other control character, such as `reading what 250 users have: 120 of 250`. */
export function renderProgress(progress: ThrottledProgress): string {
  const { done, total, throttledMs = 0 } = progress;
  const amount = total === null ? `${done} so far` : `${done} of ${total}`;
  const waited = throttledMs > 0 ? `; Graph asked to wait, ${Math.ceil(throttledMs / 1000)} s so far` : "";
  return `${doing(progress)}: ${amount}${waited}`;
}

function doing({ stage, total }: Progress): string {
  switch (stage) {
    case "targets":
      return "reading users, groups and lists";
    case "catalog":
      return "reading the app catalog";
    case "installations":
      return total === null
        ? "reading what users have"
        : `reading what ${total} ${total === 1 ? "user has" : "users have"}`;
    case "changes":
      return "changing and reading back";
  }
}
