import type { Plan, PlanApp, Result } from "../../model/plan.ts";
import type { DriftFact } from "../../model/reasons.ts";
import { CONSENT_FACTS } from "../text/drift.ts";
import { isUnknown } from "../unread.ts";
import { countReadings, type ReadingFigures } from "./reading-figures.ts";
import { isDone, isOpen, type PageRow, type RowState, type StateCounts, stateOf, versionNow } from "./row-state.ts";
import { countWaiting, type Waiting } from "./waiting-figures.ts";

/** Everything a page says of a plan in numbers: small, however many rows there are. */
export interface PlanFigures {
  readonly rows: number;
  readonly people: number;
  readonly states: StateCounts;
  /** Rows whose live state is not known and would matter. */
  readonly unknown: number;
  /** By app, in the order of the plan. */
  readonly apps: readonly AppFigures[];
  /** What waits, the largest first. */
  readonly waiting: readonly Waiting[];
  readonly readings: ReadingFigures;
  /** The first rows that wait, in the order of the plan. */
  readonly open: readonly PageRow[];
}

/** One app in numbers. */
export interface AppFigures {
  readonly app: PlanApp;
  readonly rows: number;
  readonly states: StateCounts;
  /** What people have, the most frequent first; those whose version is not told among them. */
  readonly versions: readonly VersionFigures[];
  readonly notInstalled: number;
  /** People whose live state is not known, or was not looked at. */
  readonly notKnown: number;
  /** Installations whose consent in force was read. */
  readonly consentRead: number;
  readonly consentUnread: number;
  readonly consentDrift: Readonly<Partial<Record<DriftFact, number>>>;
}

/** A version of an app: `version` null where Graph told none. */
export interface VersionFigures {
  readonly version: string | null;
  readonly people: number;
  readonly asDesired: number;
}

/** How many rows that wait are kept for listing. */
export const LISTED_ROWS = 100;

/** Goes through all rows once. */
export function figuresOf(plan: Plan | Result, policySuspended: boolean): PlanFigures {
  const rows: readonly PageRow[] = plan.rows;
  const states = noStates();
  const apps = new Map(plan.apps.map((app) => [app.name, countApp(app)]));
  const people = new Set<string>();
  const waiting = countWaiting(policySuspended);
  const readings = countReadings();
  const open: PageRow[] = [];
  let unknown = 0;
  for (const row of rows) {
    const state = stateOf(row);
    states[state] += 1;
    people.add(row.user.id ?? row.user.asWritten);
    apps.get(row.app)?.note(row, state);
    readings.note(row);
    if (isUnknown(row)) unknown += 1;
    if (!isOpen(state)) continue;
    waiting.note(row, state);
    if (open.length < LISTED_ROWS) open.push(row);
  }
  return {
    rows: rows.length,
    people: people.size,
    states,
    unknown,
    apps: [...apps.values()].map((counting) => counting.figures()),
    waiting: waiting.figures(),
    readings: readings.figures(),
    open,
  };
}

function noStates(): Record<RowState, number> {
  return { "in-sync": 0, differs: 0, "to-change": 0, "not-done": 0, held: 0, blocked: 0, "not-concerned": 0 };
}

function countApp(app: PlanApp) {
  const states = noStates();
  const versions = new Map<string | null, { people: number; asDesired: number }>();
  const consentDrift: Partial<Record<DriftFact, number>> = {};
  const counts = { rows: 0, notInstalled: 0, notKnown: 0, consentRead: 0, consentUnread: 0 };

  function noteConsent({ observed, drift }: PageRow): void {
    if (observed.state !== "present") return;
    if (observed.consent.state === "known") counts.consentRead += 1;
    else counts.consentUnread += 1;
    for (const fact of CONSENT_FACTS) {
      if (drift.includes(fact)) consentDrift[fact] = (consentDrift[fact] ?? 0) + 1;
    }
  }

  return {
    note(row: PageRow, state: RowState): void {
      counts.rows += 1;
      states[state] += 1;
      const now = versionNow(row, app);
      if (now.kind === "version") {
        const version = versions.get(now.version) ?? { people: 0, asDesired: 0 };
        versions.set(now.version, version);
        version.people += 1;
        if (state === "in-sync") version.asDesired += 1;
      } else if (now.kind === "not-installed") counts.notInstalled += 1;
      else counts.notKnown += 1;
      // What was read before a change says nothing about the consent after it.
      if (!isDone(row)) noteConsent(row);
    },
    figures(): AppFigures {
      const sorted = [...versions].sort(([, a], [, b]) => b.people - a.people);
      return {
        app,
        ...counts,
        states,
        versions: sorted.map(([version, figures]) => ({ version, ...figures })),
        consentDrift,
      };
    },
  };
}
