import process from "node:process";

// What takes long is tried in part by `npm test`, and as a whole by `npm run test:whole`, a step of `.ci/run`.

/** Whether everything is tried; `it.runIf(isWhole)` is a test of the whole run alone. */
export const isWhole = process.env["TRUEUP_WHOLE"] === "1";

/** A fifth of so many cases; all of them in the whole run. */
export function shareOf(all: number): number {
  return isWhole ? all : Math.ceil(all / 5);
}

/** The first few of these; all of them in the whole run. */
export function firstOf<Case>(all: readonly Case[], few: number): readonly Case[] {
  return isWhole ? all : all.slice(0, few);
}
