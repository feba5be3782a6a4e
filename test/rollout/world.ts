import type { ActingRow, DecidedRow } from "../../src/model/plan.ts";
import { held } from "../../src/model/plan.ts";
import { REASONS } from "../../src/model/reasons.ts";
import type { Ring, Rollout, RolloutEvent, RolloutProgress, RolloutState } from "../../src/model/rollout.ts";
import { advance, type Step } from "../../src/rollout/advance.ts";
import { conclude } from "../../src/rollout/conclude.ts";
import { rememberingFractions } from "../../src/rollout/ring-of-person.ts";
import type { Definition, Situation } from "../../src/rollout/situation.ts";
import { supersede } from "../../src/rollout/state.ts";
import { type Measured, NOTHING_MEASURED } from "../../src/rollout/gates.ts";
import { holdsOf } from "../../src/rollout/hold.ts";
import { progressOf } from "../../src/rollout/progress.ts";

// A tenant of a few people and one app, in virtual time: a pass decides, writes what it may, and keeps what it learned.

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const T0 = Date.parse("2026-12-01T08:00:00Z");
export const CATALOG = "bbbbbbbb-0000-4000-8000-000000000001";
const NO_GATES = { refusals: null, readBack: null, unverified: null, removals: null, signals: [] };

export function digestOf(version: string): string {
  return `sha256:${version.replaceAll(".", "").padStart(64, "0")}`;
}

export function ring(name: string, facts: Partial<Ring> = {}): Ring {
  return { name, members: { kind: "everybody-else" }, soakMs: DAY, needsProof: true, ...facts };
}

export function named(name: string, userIds: readonly string[], facts: Partial<Ring> = {}): Ring {
  return ring(name, { members: { kind: "named", userIds: new Set(userIds), isWhole: true }, ...facts });
}

export function share(name: string, part: number, atLeast = 0, facts: Partial<Ring> = {}): Ring {
  return ring(name, { members: { kind: "share", share: part, atLeast }, ...facts });
}

export function rollout(rings: readonly Ring[], facts: Partial<Rollout> = {}): Rollout {
  return {
    app: "expenses",
    rings,
    gates: NO_GATES,
    window: null,
    afterMs: 0,
    expiresMs: null,
    rotates: false,
    urgent: null,
    resume: null,
    source: { file: "rollouts.yaml", line: 3, column: 3 },
    ...facts,
  };
}

export function userId(index: number): string {
  return `cccccccc-0000-4000-8000-${String(index).padStart(12, "0")}`;
}

/** What happens to somebody who is written. */
export type Fate = "applied" | "refused" | "otherwise" | "unverified";

/** Why somebody else has to act first for a person. */
type Blocked =
  | "not-read-yet"
  | "targets-unreadable"
  | "user-not-eligible"
  | "denied-version"
  | "permissions-not-approved"
  | "identity-not-approved"
  | "definition-not-locked"
  | "version-past-range";

export interface PassOptions {
  readonly isWhole?: boolean;
  readonly keeps?: boolean;
  readonly isSuspended?: boolean;
  readonly hours?: number;
  readonly signals?: Situation["signals"];
  readonly measured?: Partial<Measured>;
  readonly opensAt?: Situation["opensAt"];
  readonly waitsFor?: string | null;
}

export interface Pass {
  readonly step: Step;
  readonly written: readonly string[];
  readonly reasons: ReadonlyMap<string, string | null>;
  readonly details: ReadonlyMap<string, string | null>;
  readonly warnings: readonly string[];
  readonly progress: RolloutProgress;
  /** What the run came to; null: it was a look. */
  readonly ended: Step | null;
}

export class World {
  readonly people = new Map<string, string>();
  readonly fates = new Map<string, Fate>();
  readonly holds = new Map<string, "protected" | "unreadable" | Blocked>();
  /** Whose app git takes away. */
  readonly unwanted = new Set<string>();
  readonly events: RolloutEvent[] = [];
  states = new Map<string, RolloutState>();
  outcomes: { readonly user: string; readonly fate: Fate; readonly at: number; readonly digest: string }[] = [];
  offered = "2.0.0";
  now = T0;
  firstSeenAt: number | null = T0 - 30 * DAY;
  rollout: Rollout | null;

  constructor(people: number, of: Rollout | null) {
    this.rollout = of;
    for (let index = 0; index < people; index += 1) this.people.set(userId(index), "1.0.0");
  }

  get digest(): string {
    return digestOf(this.offered);
  }

  get state(): RolloutState | null {
    return this.states.get(this.digest) ?? null;
  }

  loseStore(): void {
    this.states = new Map();
    this.outcomes = [];
  }

  pass({
    isWhole = true,
    keeps = true,
    isSuspended = false,
    hours = 1,
    signals = {},
    measured = {},
    opensAt = (ms) => ms,
    waitsFor = null,
  }: PassOptions = {}): Pass {
    this.now += hours * HOUR;
    if (keeps)
      for (const [digest, state] of this.states)
        if (digest !== this.digest && state.beganAt !== null) this.states.set(digest, supersede(state));
    const rows = this.rows();
    const given = this.situation(rows, { isWhole, isSuspended, hours, signals, measured, opensAt, waitsFor });
    const step = advance(given);
    const progress = progressOf(given, step, this.rollout);
    const hold = holdsOf(this.rollout, step, progress, rows, (ms) => new Date(ms).toISOString());
    const after = rows.map((one, index) => {
      const found = hold(one, index);
      return one.verdict === "act" && found !== null ? held(one, found.reason, found.detail) : one;
    });
    const due = after.filter(({ verdict }) => verdict === "act").map(({ user }) => String(user.id));
    const ended = keeps ? this.keep(step, due, { isWhole, isSuspended, measured, opensAt, waitsFor }) : null;
    return {
      step,
      written: keeps ? due : [],
      reasons: new Map(after.map(({ user, reason }) => [String(user.id), reason])),
      details: new Map(after.map(({ user, detail }) => [String(user.id), detail])),
      warnings: progress.warnings,
      progress,
      ended,
    };
  }

  rows(): readonly DecidedRow[] {
    return [...this.people].map(([id, version]) => this.row(id, version));
  }

  private keep(
    step: Step,
    due: readonly string[],
    {
      isWhole,
      isSuspended,
      measured,
      opensAt,
      waitsFor,
    }: Required<Pick<PassOptions, "isWhole" | "isSuspended" | "measured" | "opensAt" | "waitsFor">>,
  ): Step {
    this.events.push(...step.events);
    if (step.state !== null) this.states.set(this.digest, step.state);
    for (const user of due) {
      const fate = this.fates.get(user) ?? "applied";
      this.outcomes.push({ user, fate, at: this.now, digest: this.digest });
      if (fate === "applied") this.people.set(user, this.offered);
      if (fate === "otherwise") this.people.set(user, "1.5.0");
    }
    const rows = this.rows();
    const options = { isWhole, isSuspended, hours: 0, signals: {}, measured, opensAt, waitsFor };
    const ended = conclude(this.situation(rows, options));
    this.events.push(...ended.events);
    if (ended.state !== null) this.states.set(this.digest, ended.state);
    return ended;
  }

  private situation(
    rows: readonly DecidedRow[],
    { isWhole, isSuspended, hours, signals, measured, opensAt, waitsFor }: Required<Omit<PassOptions, "keeps">>,
  ): Situation {
    const { state } = this;
    const since = state?.measuredSince ?? 0;
    const own = this.outcomes.filter(({ digest, at }) => digest === this.digest && at >= (state?.beganAt ?? 0));
    const counted = own.filter(({ at }) => at >= since);
    const of = (fate: Fate): number => counted.filter((one) => one.fate === fate).length;
    const users = (fate: Fate): ReadonlySet<string> =>
      new Set(own.filter((one) => one.fate === fate).map(({ user }) => user));
    return {
      definition: this.definition(),
      rollout: this.rollout,
      rows,
      state,
      measured: {
        ...NOTHING_MEASURED,
        tries: counted.length,
        refused: of("refused"),
        succeeded: of("applied"),
        otherwise: of("otherwise"),
        unverified: of("unverified"),
        ...measured,
      },
      tried: { applied: users("applied"), refused: users("refused") },
      lastTriedAt: own.at(-1)?.at ?? null,
      signals,
      firstSeenAt: this.firstSeenAt,
      nowMs: this.now,
      whyPartial: isWhole ? null : "it goes on in a run without filters",
      isSuspended,
      opensAt,
      waitsFor,
      openMs: hours * HOUR,
      fraction: rememberingFractions(CATALOG, rows.length),
    };
  }

  private definition(): Definition {
    return { app: this.rollout?.app ?? "expenses", catalogId: CATALOG, digest: this.digest, version: this.offered };
  }

  private row(id: string, version: string): DecidedRow {
    const hold = this.holds.get(id);
    const common = {
      user: { id, userPrincipalName: `${id}@contoso.com`, asWritten: id },
      app: "expenses",
      desired: { ensure: "upgraded", version: "latest" },
      consent: [],
      sources: [],
      detail: null,
    } as const;
    const at = new Date(this.now).toISOString();
    const observed = {
      state: "present",
      version,
      installationId: `i-${id}`,
      consent: { state: "unknown" },
      at,
    } as const;
    if (hold === "unreadable")
      return {
        ...common,
        observed: { state: "unreadable", at },
        drift: ["unknown"],
        verdict: "blocked",
        action: null,
        reason: "unreadable",
        move: "trueup",
      };
    if (hold !== undefined && hold !== "protected" && version !== this.offered)
      return {
        ...common,
        observed,
        drift: [],
        verdict: "blocked",
        action: null,
        reason: hold,
        move: REASONS[hold].move,
      };
    if (version === this.offered)
      return { ...common, observed, drift: [], verdict: "nothing", action: null, reason: "in-sync", move: "none" };
    const app = APP;
    const acting: ActingRow = {
      ...common,
      observed,
      drift: ["outdated"],
      verdict: "act",
      action: "upgrade",
      reason: null,
      move: "trueup",
      on: { app, catalogId: CATALOG, offered: { text: this.offered, parts: [2, 0, 0, 0], prerelease: [] } },
    };
    if (this.unwanted.has(id))
      return {
        ...acting,
        desired: { ensure: "absent", version: null },
        drift: ["unwanted"],
        action: "uninstall",
        on: { ...acting.on, offered: null },
      };
    return hold === "protected" ? held(acting, "protected", null) : acting;
  }
}

const APP: ActingRow["on"]["app"] = {
  name: "expenses",
  id: CATALOG,
  manifestId: null,
  displayName: "Expenses",
  catalog: "found",
  suspended: false,
  owner: null,
  repairConsent: "report",
  replaces: null,
  lock: { state: "no-lock" },
  offered: null,
  clientAppId: null,
  approved: [],
  source: { file: "apps.yaml", line: 3, column: 3 },
  lacking: [],
  unused: [],
};
