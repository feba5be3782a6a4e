import type { Target } from "./desired.ts";
import type { Move } from "./reasons.ts";

/**
 * Whose turn it is where targets do not tell whom they hold: a name that fits nothing or two things, or a group without members, is for
 * whoever wrote it; a failed read is for the administrator of the directory, and comes first where there are both.
 */
export function moveForTargets(
  targets: readonly Pick<Target, "state">[],
): Extract<Move, "directory-admin" | "assignment-owner"> {
  return targets.some(({ state }) => state === "unreadable") ? "directory-admin" : "assignment-owner";
}
