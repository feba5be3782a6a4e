import { sameName } from "./name.ts";
import { localTime } from "./time-zone.ts";

/** A stop of all changes that somebody asked for outside of git. Times are milliseconds since the epoch. */
export interface Freeze {
  /** A name of the desired state, or an id of the app; null: every app. */
  readonly app: string | null;
  /** For people: who asked for it, and where. */
  readonly who: string;
  readonly reason: string | null;
  readonly sinceMs: number;
  /** Null: until somebody ends it. */
  readonly untilMs: number | null;
}

/** What the store knows of freezes, asked before every write. */
export type Freezes =
  | { readonly state: "known"; readonly inForce: readonly Freeze[] }
  /** Nothing may be changed, since that may be frozen. */
  | { readonly state: "unreadable"; readonly why: string };

/** What an app is called: its name in the desired state, and its ids as far as the catalog told. */
interface FrozenApp {
  readonly name: string;
  readonly id: string | null;
  readonly manifestId: string | null;
}

export const NOT_FROZEN: Freezes = { state: "known", inForce: [] };

/** Why changes of an app are frozen, for people; null: they are not. */
export function whyFrozen(freezes: Freezes, app: FrozenApp, zone: string): string | null {
  if (freezes.state === "unreadable") return untoldText(freezes);
  const names = [app.name, app.id, app.manifestId];
  const isOfIt = (written: string): boolean => names.some((name) => sameName(name, written));
  const found = freezes.inForce.find((freeze) => freeze.app === null || isOfIt(freeze.app));
  return found === undefined ? null : describeFreeze(found, zone);
}

/** `whether changes are frozen cannot be told: nothing listens there` */
export function untoldText({ why }: Extract<Freezes, { state: "unreadable" }>): string {
  return `whether changes are frozen cannot be told: ${why}`;
}

/** `every app frozen by ana@build-7 since 2026-11-29 08:00 UTC, until 2026-11-30 08:00 UTC: the audit runs` */
export function describeFreeze({ app, who, reason, sinceMs, untilMs }: Freeze, zone: string): string {
  const until = untilMs === null ? "" : `, until ${localTime(untilMs, zone)}`;
  // What began has begun: the minute of a beginning is the one that it fell into.
  const since = localTime(Math.floor(sinceMs / 60_000) * 60_000, zone);
  return `${app ?? "every app"} frozen by ${who} since ${since}${until}${reason === null ? "" : `: ${reason}`}`;
}
