/** What came of one change that was begun. */
export type Ending =
  /** Read back as planned. */
  | "as-planned"
  /** Sent, and not seen for as long as it is looked for. */
  | "unverified"
  /** Nothing changed, or nothing is known yet: refused, not sent, to be tried again. */
  | "nothing-learned";

/**
 * How many changes of one app are under way at once: one, then 2, 4, 8 …, doubled when as many as may be under way came
 * back as planned, one after the other. A change that is not seen halves it. So a version that is not what was planned
 * meets no more people than are under way, and that is few until the version has proved itself.
 */
export interface SlowStart {
  /** Whether one more may begin now. */
  readonly isOpen: () => boolean;
  readonly begin: () => void;
  readonly end: (ending: Ending) => void;
}

/** Starts with one change. */
export function createSlowStart(): SlowStart {
  let allowed = 1;
  let underWay = 0;
  let inARow = 0;
  return {
    isOpen: () => underWay < allowed,
    begin: () => {
      underWay += 1;
    },
    end: (ending) => {
      underWay -= 1;
      if (ending === "nothing-learned") return;
      inARow = ending === "as-planned" ? inARow + 1 : 0;
      if (ending === "unverified") allowed = Math.max(1, Math.floor(allowed / 2));
      else if (inARow >= allowed) {
        allowed *= 2;
        inARow = 0;
      }
    },
  };
}
