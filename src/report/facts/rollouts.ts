import type { GateVerdict, RolloutPace, RolloutPhase, RolloutProgress } from "../../model/rollout.ts";
import { localTime, weekdayTime } from "../../model/time-zone.ts";
import type { DriftDocument, PlanDocument, ResultDocument } from "../../plan-file/document.ts";
import { printable } from "./printable.ts";
import { count, number, span } from "./wording.ts";

/** When the report was made, and in which time zone it speaks. */
export interface Telling {
  readonly nowMs: number;
  readonly timeZone: string;
  /** How the rollouts would go on; left out: none was played forward. */
  readonly paces?: readonly RolloutPace[];
}

/** As a document tells. */
export function tellingOf({ createdAt, limits, paces = [] }: ToBeTold): Telling {
  return { nowMs: Date.parse(createdAt), timeZone: limits.timeZone, paces };
}

type ToBeTold = Pick<PlanDocument | DriftDocument | ResultDocument, "createdAt" | "limits"> &
  Partial<Pick<PlanDocument, "paces">>;

const SOON_MS = 6 * 24 * 3_600_000;

/** `Tue 09:00` within a week, `2026-12-14 09:00 Europe/Berlin` otherwise. */
export function whenText(ms: number, { nowMs, timeZone }: Telling): string {
  return Math.abs(ms - nowMs) < SOON_MS ? weekdayTime(ms, timeZone) : localTime(ms, timeZone);
}

/** `expenses 2.4.0` */
export function rolloutName({ app, version }: Pick<RolloutProgress, "app" | "version">): string {
  return `${printable(app)}${version === null ? "" : ` ${printable(version)}`}`;
}

/** `ring 2 of 4, pilot: 150 of 150 done, soaks until Tue 09:00, then 1,850 people` */
export function rolloutText(rollout: RolloutProgress, telling: Telling): string {
  const { phase, rings, at, until, detail } = rollout;
  const ring = at === null ? undefined : rings[at];
  const people = rings.reduce((sum, one) => sum + (one.people ?? 0), 0);
  if (phase === "done") return `done: ${doneOf(rings)} of ${count(people, "person", "people")} have it`;
  const where =
    ring === undefined || at === null
      ? ""
      : `ring ${at + 1} of ${rings.length}, ${printable(ring.name)}: ${ringFigure(ring.done)} of ${ringFigure(ring.people)} done`;
  const parts = [where, waitsFor(phase, until, detail, telling), thenText(rollout)];
  return parts.filter((part) => part !== "").join(", ");
}

/** A figure of a ring; where nobody counted that is not none. */
export function ringFigure(amount: number | null): string {
  return amount === null ? "not known" : number(amount);
}

function doneOf(rings: RolloutProgress["rings"]): string {
  return number(rings.reduce((sum, one) => sum + (one.done ?? 0), 0));
}

function waitsFor(phase: RolloutPhase, until: number | null, detail: string | null, telling: Telling): string {
  const more = detail === null ? "" : printable(detail);
  const time = until === null ? "" : whenText(until, telling);
  switch (phase) {
    case "not-begun":
      return more === "" ? "it begins when somebody needs the version" : more;
    case "not-aged":
      return `it begins at ${time}, when the version is old enough`;
    case "soaking":
      return until !== null && until <= telling.nowMs ? "the next run asks its gates" : `soaks until ${time}`;
    case "gate-pending":
      return `waits for ${more}`;
    case "gate-unreadable":
      return `CANNOT READ ${more}`;
    case "halted":
      return `HALTED: ${more}`;
    case "expired":
      return `EXPIRED: ${more}`;
    case "without-store":
      return `nothing is brought to anybody, as there is no store: ${more}`;
    case "promotable":
      return until === null ? more : `${more}, at ${time}`;
    case "rolling":
    case "done":
      return more;
  }
}

/** Who comes next, where the rollout goes on by itself. */
function thenText({ phase, rings, at }: RolloutProgress): string {
  if (phase === "halted" || phase === "expired" || phase === "without-store") return "";
  const waiting = rings.slice(at === null ? 0 : at + 1).map(({ people, done }) => (people ?? 0) - (done ?? 0));
  const next = waiting.find((people) => people > 0);
  return next === undefined ? "" : `then ${count(next, "person", "people")}`;
}

/**
 * `at this pace everyone has it on 2026-12-14 09:00 Europe/Berlin` where the rollout was played forward, `at the earliest …`
 * where it was not; empty where nothing opens by itself.
 */
export function calendarText({ app, rings, phase }: RolloutProgress, { timeZone, paces = [] }: Telling): string {
  if (phase === "done") return "";
  const pace = paces.find((one) => one.app === app);
  if (pace?.doneAt != null) return `at this pace everyone has it on ${localTime(pace.doneAt, timeZone)}`;
  if (pace != null && pace.detail !== null) {
    return `at this pace it does not reach everybody: ${printable(pace.detail)}; trueup rollout ${printable(app)} --simulate says more`;
  }
  const last = rings.at(-1)?.earliestAt ?? null;
  if (last === null || phase === "halted" || phase === "expired") return "";
  return `at the earliest everyone has it on ${localTime(last, timeZone)}`;
}

/** Whom the removals gate has read again; empty where it has nobody. */
export function rereadsText({ rereads }: Pick<RolloutProgress, "rereads">): string {
  const people = rereadPeople({ rereads });
  if (rereads === null || people === 0) return "";
  return (
    `the removals gate reads up to ${count(people, "person", "people")} again after ${span(rereads.afterMs)}: ` +
    `${number(rereads.upgraded)} with the version, ${number(rereads.others)} without`
  );
}

/** How many people the removals gate has read again. */
export function rereadPeople({ rereads }: Pick<RolloutProgress, "rereads">): number {
  return rereads === null ? 0 : rereads.upgraded + rereads.others;
}

/** Whether somebody has to do something about it. */
export function needsSomebody({ phase }: Pick<RolloutProgress, "phase">): boolean {
  return ["halted", "expired", "without-store", "gate-unreadable"].includes(phase);
}

/** In words, for whoever looks at a gate. */
export const GATE_WORDS: Readonly<Record<GateVerdict, string>> = {
  pass: "passes",
  fail: "FAILS",
  pending: "cannot tell yet",
  unknown: "does not answer",
};
