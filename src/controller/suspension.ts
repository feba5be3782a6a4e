import { causeOf } from "../errors.ts";
import { statSync } from "node:fs";
import type { Clock } from "../model/clock.ts";

/** A switch that stops all changes at once, outside of git. */
export interface Suspension {
  /** Why nothing may be changed now, for people; null: it may. Asked before every write. */
  readonly because: () => string | null;
}

/** A file is looked for at most so often, in milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** Suspended while the file is there, whatever it holds, and while it cannot be told; without a file never. */
export function createSuspension(file: string | null, clock: Clock): Suspension {
  if (file === null) return { because: () => null };
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let reason: string | null = null;
  return {
    because() {
      if (clock.elapsed() - lookedAtMs >= LOOK_EVERY_MS) {
        reason = lookFor(file);
        lookedAtMs = clock.elapsed();
      }
      return reason;
    },
  };
}

function lookFor(file: string): string | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) === undefined ? null : `${file} is there`;
  } catch (error) {
    return `whether ${file} is there cannot be told: ${causeOf(error)}`;
  }
}
