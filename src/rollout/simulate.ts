import type { PlanRow } from "../model/plan.ts";
import type { Reason } from "../model/reasons.ts";
import type { Rollout, RolloutPhase, RolloutState } from "../model/rollout.ts";
import { advance, type Step } from "./advance.ts";
import { conclude } from "./conclude.ts";
import { countOutcome } from "./measure.ts";
import { type Measured, NOTHING_MEASURED } from "./gates.ts";
import { openTo } from "./opening.ts";
import { fractionOf, rememberingFractions } from "./ring-of-person.ts";
import type { Definition, Situation } from "./situation.ts";
import { isRolledOut, type Row } from "./tally.ts";

/** What is assumed of the time to come. */
export interface Assumptions {
  /** A pass comes so often, in milliseconds. */
  readonly everyMs: number;
  /** The part of changes that is refused, from 0 to 1. */
  readonly refusals: number;
  /** The part of upgraded people who remove the app, from 0 to 1. */
  readonly removals: number;
  /** So many changes a pass, and in 24 hours, at the most; null: as many as are due. */
  readonly perPass: number | null;
  readonly perDay: number | null;
  /** When the definition was first seen, in milliseconds since the epoch; null: never. */
  readonly firstSeenAt: number | null;
  /** When the windows are open from a moment on, in milliseconds since the epoch; null: never. */
  readonly opensAt: (ms: number) => number | null;
  /** It ends after so many looks at everybody; left out: as many as a year and more takes. */
  readonly mostPasses?: number;
}

/** One pass of the time to come in which something happens. */
export interface SimulatedPass {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly ring: string | null;
  /** Rings that were opened in it. */
  readonly opens: boolean;
  readonly people: number;
  readonly requests: number;
  /** Of the requests, those that the removals gate asks for: people and as many others, whatever is remembered of them. */
  readonly rereads: number;
}

/** How the rollout would go on. */
export interface Simulation {
  readonly definition: Definition;
  readonly passes: readonly SimulatedPass[];
  /** When everybody has it; null: it does not come to that. */
  readonly doneAt: number | null;
  /** How it stands when the simulation ends. */
  readonly phase: RolloutPhase;
  /** For people: why it does not end; null: it does. */
  readonly detail: string | null;
}

const DAY_MS = 86_400_000;
/** Longer than any rollout that somebody means. */
const LONGEST_MS = 400 * DAY_MS;
/** A write, and the read that shows what came of it. */
const REQUESTS_PER_CHANGE = 2;

/** Held for now, and not for ever. */
const PASSING: ReadonlySet<Reason> = new Set<Reason>([
  "rollout-without-store",
  "next-ring",
  "soaking",
  "gate-pending",
  "gate-unreadable",
  "not-aged",
  "next-run",
  "next-day",
  "change-limit",
  "outside-window",
  "settling",
]);

/**
 * Plays a rollout forward in virtual time: the same decisions as in real time, and people who behave as assumed. Signals are
 * taken to pass, since nobody knows what they will say.
 */
export function simulate(
  rows: readonly PlanRow[],
  rollout: Rollout,
  definition: Definition,
  kept: RolloutState | null,
  assumed: Assumptions,
  nowMs: number,
): Simulation {
  const world = new SimulatedWorld(rows, { ...rollout, gates: { ...rollout.gates, signals: [] } }, definition, assumed);
  const passes: SimulatedPass[] = [];
  const ended = (doneAt: number | null, phase: RolloutPhase, detail: string | null): Simulation => ({
    definition,
    passes,
    doneAt,
    phase,
    detail,
  });
  let state = kept;
  let before = nowMs;
  let waits: Pick<Step, "phase" | "detail"> = { phase: "not-begun", detail: null };
  // Passes in which nothing can happen are left out: each looks at everybody.
  const nextPass = (at: number, due: number | null): number | null => {
    if (due === null) return null;
    return assumed.opensAt(at + Math.max(1, Math.ceil((due - at) / assumed.everyMs)) * assumed.everyMs);
  };
  let looks = 0;
  let at = assumed.opensAt(nowMs);
  while (at !== null && at - nowMs < LONGEST_MS) {
    looks += 1;
    if (looks > (assumed.mostPasses ?? Infinity))
      return ended(null, waits.phase, `it takes more than ${looks - 1} passes`);
    const step = advance({ ...world.situation(state, at), openMs: at - before });
    const people = step.halt === null ? world.bring(step, at) : 0;
    const rereads = step.halt === null ? world.rereads(before, at) : 0;
    const after = conclude(world.situation(step.state, at));
    const opens = step.events.some(({ kind }) => kind === "opened" || kind === "recovered");
    const ring = rollout.rings[step.openRings - 1]?.name ?? null;
    if (people > 0 || opens || rereads > 0)
      passes.push({ at, ring, opens, people, requests: rows.length + people * REQUESTS_PER_CHANGE, rereads });
    if (after.halt !== null) return ended(null, after.phase, after.detail);
    if (after.phase === "done") return ended(at, "done", null);
    state = after.state;
    before = at;
    waits = step;
    at = nextPass(at, people > 0 || opens ? at : world.nextEvent(step.until, at));
  }
  return ended(null, waits.phase, waits.detail ?? "it does not come to an end within a year");
}

/** The people of an app in virtual time. */
class SimulatedWorld {
  readonly #rollout: Rollout;
  readonly #definition: Definition;
  readonly #assumed: Assumptions;
  readonly #rows: Row[];
  /** To how many the version was brought, and how many of them remove it, by when. */
  readonly #broughtAt = new Map<number, { people: number; gone: number }>();
  readonly #applied = new Set<string>();
  readonly #refused = new Set<string>();
  readonly #fraction: Situation["fraction"];
  #measured: Measured = NOTHING_MEASURED;
  #sentAt: number[] = [];

  constructor(rows: readonly PlanRow[], rollout: Rollout, definition: Definition, assumed: Assumptions) {
    this.#rollout = rollout;
    this.#definition = definition;
    this.#assumed = assumed;
    this.#fraction = rememberingFractions(definition.catalogId, rows.length);
    this.#rows = rows.map(released);
  }

  situation(state: RolloutState | null, at: number): Situation {
    return {
      definition: this.#definition,
      rollout: this.#rollout,
      rows: this.#rows,
      state,
      measured: { ...this.#measured, ...this.#removals(at) },
      tried: { applied: this.#applied, refused: this.#refused },
      lastTriedAt: this.#sentAt.at(-1) ?? null,
      signals: {},
      firstSeenAt: this.#assumed.firstSeenAt,
      nowMs: at,
      whyPartial: null,
      isSuspended: false,
      opensAt: this.#assumed.opensAt,
      openMs: 0,
      fraction: this.#fraction,
    };
  }

  /** Brings the version to whoever may have it now, within the limits; gives to how many it was sent. */
  bring({ state, places }: Step, at: number): number {
    if (state === null) return 0;
    const { perPass, perDay, refusals } = this.#assumed;
    this.#sentAt = this.#sentAt.filter((sent) => sent > at - DAY_MS);
    const most = Math.min(perPass ?? Infinity, (perDay ?? Infinity) - this.#sentAt.length);
    const isOpen = openTo(places, this.#rollout, state);
    let sent = 0;
    for (const [index, row] of this.#rows.entries()) {
      const { id } = row.user;
      if (sent >= most) break;
      if (row.verdict !== "act" || id === null || !isRolledOut(row)) continue;
      if (this.#refused.has(id.toLowerCase()) || !isOpen(id, index)) continue;
      sent += 1;
      this.#sentAt.push(at);
      this.#conclude(index, row, id.toLowerCase(), fractionOf("refusals", id, "") < refusals, at);
    }
    return sent;
  }

  /** Whom the removals gate has to see between two times: those for whom it is long enough ago, and as many others. */
  rereads(fromMs: number, toMs: number): number {
    const withinMs = this.#rollout.gates.removals?.withinMs ?? null;
    if (withinMs === null) return 0;
    const due = [...this.#broughtAt].filter(([at]) => at + withinMs > fromMs && at + withinMs <= toMs);
    return 2 * due.reduce((sum, [, { people }]) => sum + people, 0);
  }

  #conclude(index: number, row: Row, userId: string, isRefused: boolean, at: number): void {
    const ended = isRefused
      ? ({ status: "failed", code: "refused" } as const)
      : ({ status: "applied", code: null } as const);
    this.#measured = countOutcome(this.#measured, ended, 1);
    if (isRefused) {
      this.#refused.add(userId);
      return;
    }
    this.#applied.add(userId);
    const brought = this.#broughtAt.get(at) ?? { people: 0, gone: 0 };
    this.#broughtAt.set(at, brought);
    brought.people += 1;
    const { removals } = this.#assumed;
    if (fractionOf("removals", userId, "") < removals) brought.gone += 1;
    const observed = {
      state: "present",
      version: this.#definition.version,
      installationId: "",
      consent: { state: "unknown" },
      at: "",
    } as const;
    this.#rows[index] = { ...row, observed, verdict: "nothing", action: null, reason: "in-sync" };
  }

  /** Half-way through the time in which it counts, whoever removes the app has done so; others do so as rarely as assumed. */
  #removals(at: number): Pick<Measured, "upgraded" | "control" | "uncounted"> {
    const withinMs = this.#rollout.gates.removals?.withinMs ?? 0;
    let [people, gone, uncounted] = [0, 0, 0];
    for (const [broughtAt, brought] of this.#broughtAt) {
      if (at < broughtAt + withinMs) uncounted += brought.people;
      else [people, gone] = [people + brought.people, gone + brought.gone];
    }
    return { upgraded: { people, gone }, control: { people, gone: 0 }, uncounted };
  }

  /** When something can happen again that did not happen in a pass; null: it never does. */
  nextEvent(until: number | null, at: number): number | null {
    const { gates, expiresMs } = this.#rollout;
    const withinMs = gates.removals?.withinMs ?? 0;
    const sentBefore = this.#assumed.perDay === null ? null : this.#sentAt[0];
    const times = [
      until ?? at,
      ...[...this.#broughtAt.keys()].map((broughtAt) => broughtAt + withinMs),
      sentBefore == null ? at : sentBefore + DAY_MS,
      at + (expiresMs ?? 0),
    ].filter((time) => time > at);
    return times.length === 0 ? null : Math.min(...times);
  }
}

/** The row without what holds it for now. */
function released(row: PlanRow): Row {
  if (row.verdict !== "held" || row.action === null || !PASSING.has(row.reason)) return row;
  return { ...row, verdict: "act", action: row.action, reason: null, detail: null };
}
