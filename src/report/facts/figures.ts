import type { Plan, PlanApp, Result } from "../../model/plan.ts";
import type { DriftFact } from "../../model/reasons.ts";
import type { Rows } from "../../model/rows.ts";
import {
  isDone,
  isReadLater,
  judge,
  type Judgement,
  type Mover,
  type RowWithOutcome,
  type Setting,
} from "../../plan/convergence.ts";
import { type WayOut, wayLine, wayFinder } from "../../plan/way-out.ts";
import { CONSENT_FACTS } from "./consent.ts";
import { isListed, readAt, type RowState, rowState, type StateCounts, versionNow, whyOf } from "./row-state.ts";

/** How well and how lately people were read. */
export interface ReadingFigures {
  /** Rows that rest on a reading, by when it was made: quarters of an hour since the epoch. */
  readonly byQuarter: ReadonlyMap<number, number>;
  readonly known: number;
  readonly notReadYet: number;
  readonly unreadable: number;
  /** Rows that were decided without looking. */
  readonly notNeeded: number;
  /** ISO time; null when no row rests on a reading. */
  readonly oldestAt: string | null;
}

/** How long a step of {@link ReadingFigures.byQuarter} is. */
export const QUARTER_MS = 15 * 60_000;

/** Counts what rows rest on, one after another. */
function countReadings(): ReadingCount {
  const byQuarter = new Map<number, number>();
  const counts = { known: 0, notReadYet: 0, unreadable: 0, notNeeded: 0 };
  let oldestAt: string | null = null;
  let last = { at: "", quarter: 0 };
  return {
    note(row: RowWithOutcome): void {
      const { state } = row.observed;
      if (isReadLater(row)) counts.notReadYet += 1;
      else if (state === "unreadable") counts.unreadable += 1;
      else if (state === "not-observed") counts.notNeeded += 1;
      const at = readAt(row);
      if (at === null || state === "unreadable" || state === "not-observed") return;
      counts.known += 1;
      // ISO times of the same form sort as text.
      if (oldestAt === null || at < oldestAt) oldestAt = at;
      if (last.at !== at) last = { at, quarter: Math.floor(Date.parse(at) / QUARTER_MS) };
      byQuarter.set(last.quarter, (byQuarter.get(last.quarter) ?? 0) + 1);
    },
    figures: (): ReadingFigures => ({ byQuarter, ...counts, oldestAt }),
  };
}

/** What {@link countReadings} is told, and gives in the end. */
interface ReadingCount {
  readonly note: (row: RowWithOutcome) => void;
  readonly figures: () => ReadingFigures;
}

/** Rows that wait for the same party for the same reason. */
export interface Waiting {
  readonly move: Mover;
  readonly app: string;
  readonly state: RowState;
  readonly code: string | null;
  readonly sentence: string;
  readonly count: number;
  /** The most frequent facts of rows of their own, at most three. */
  readonly details: readonly Told[];
  /** Rows with other facts. */
  readonly otherDetails: number;
  /** What to write where, the most frequent first, at most three. */
  readonly ways: readonly Told[];
  /** Rows with other ways. */
  readonly otherWays: number;
}

/** A sentence, and of how many rows it is true. */
export interface Told {
  readonly text: string;
  readonly count: number;
}

/** How many facts of one reason are told apart while counting, so that a million different ones do not fill the memory. */
const DETAILS_COUNTED = 200;
const DETAILS_SHOWN = 3;

/** Gathers rows that wait, one after another. */
function countWaiting(setting: Setting, find: (row: RowWithOutcome) => WayOut | null): WaitingCount {
  const groups = new Map<string, Pick<Waiting, "move" | "app" | "state" | "code" | "sentence"> & Details>();
  return {
    note(row: RowWithOutcome, state: RowState): void {
      const { move, code, sentence, detail } = whyOf(row, setting);
      const key = `${state} ${move} ${code ?? row.action ?? ""} ${row.app}`;
      const group = groups.get(key) ?? {
        move,
        app: row.app,
        state,
        code,
        sentence,
        rows: 0,
        told: new Map(),
        ways: new Map(),
      };
      groups.set(key, group);
      group.rows += 1;
      noteText(group.told, detail);
      const way = find(row);
      noteText(group.ways, way === null ? null : wayLine(way));
    },
    figures(): readonly Waiting[] {
      const all = [...groups.values()].map(({ told, ways: written, rows, ...group }) => {
        const [details, otherDetails] = mostFrequent(told, rows);
        const [ways, otherWays] = mostFrequent(written, rows);
        return { ...group, count: rows, details, otherDetails, ways, otherWays };
      });
      return all.sort((a, b) => b.count - a.count);
    },
  };
}

interface Details {
  rows: number;
  readonly told: Map<string, number>;
  readonly ways: Map<string, number>;
}

function noteText(counts: Map<string, number>, text: string | null): void {
  if (text === null) return;
  const before = counts.get(text);
  if (before !== undefined || counts.size < DETAILS_COUNTED) counts.set(text, (before ?? 0) + 1);
}

/** The most frequent texts, and how many of the rows have others or none. */
function mostFrequent(
  counts: ReadonlyMap<string, number>,
  rows: number,
): readonly [shown: readonly Told[], others: number] {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, DETAILS_SHOWN).map(([text, count]) => ({ text, count }));
  const told = shown.reduce((sum, { count }) => sum + count, 0);
  return [shown, shown.length === 0 ? 0 : rows - told];
}

/** What {@link countWaiting} is told, and gives in the end: the largest group first. */
interface WaitingCount {
  readonly note: (row: RowWithOutcome, state: RowState) => void;
  readonly figures: () => readonly Waiting[];
}

/** Everything a page says of a plan in numbers: small, however many rows there are. */
export interface PlanFigures {
  readonly rows: number;
  readonly people: number;
  readonly states: StateCounts;
  readonly judgement: Judgement;
  /** By app, in the order of the plan. */
  readonly apps: readonly AppFigures[];
  /** What waits, the largest first. */
  readonly waiting: readonly Waiting[];
  readonly readings: ReadingFigures;
  /** The first rows that wait, in the order of the plan. */
  readonly open: readonly RowWithOutcome[];
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
interface VersionFigures {
  readonly version: string | null;
  readonly people: number;
  readonly asDesired: number;
}

/** How many rows that wait are kept for listing. */
export const LISTED_ROWS = 100;

/** Goes through all rows once. */
export function figuresOf(plan: Plan | Result, setting: Setting): PlanFigures {
  const rows: Rows<RowWithOutcome> = plan.rows;
  const states = noStates();
  const apps = new Map(plan.apps.map((app) => [app.name, countApp(app)]));
  const people = new Set<string>();
  const waiting = countWaiting(setting, wayFinder(plan));
  const readings = countReadings();
  const open: RowWithOutcome[] = [];
  for (const row of rows) {
    const state = rowState(row, setting);
    states[state] += 1;
    people.add(row.user.id ?? row.user.asWritten);
    apps.get(row.app)?.note(row, state);
    readings.note(row);
    if (!isListed(state)) continue;
    waiting.note(row, state);
    if (open.length < LISTED_ROWS) open.push(row);
  }
  return {
    rows: rows.length,
    people: people.size,
    states,
    judgement: judge(plan, setting),
    apps: [...apps.values()].map((counting) => counting.figures()),
    waiting: waiting.figures(),
    readings: readings.figures(),
    open,
  };
}

function noStates(): Record<RowState, number> {
  return { "as-desired": 0, differs: 0, waiting: 0, "held-as-meant": 0, open: 0, unknown: 0, "not-concerned": 0 };
}

function countApp(app: PlanApp) {
  const states = noStates();
  const versions = new Map<string | null, { people: number; asDesired: number }>();
  const consentDrift: Partial<Record<DriftFact, number>> = {};
  const counts = { rows: 0, notInstalled: 0, notKnown: 0, consentRead: 0, consentUnread: 0 };

  function noteConsent({ observed, drift }: RowWithOutcome): void {
    if (observed.state !== "present") return;
    if (observed.consent.state === "known") counts.consentRead += 1;
    else counts.consentUnread += 1;
    for (const fact of CONSENT_FACTS) {
      if (drift.includes(fact)) consentDrift[fact] = (consentDrift[fact] ?? 0) + 1;
    }
  }

  return {
    note(row: RowWithOutcome, state: RowState): void {
      counts.rows += 1;
      states[state] += 1;
      const now = versionNow(row, app);
      if (now.kind === "version") {
        const version = versions.get(now.version) ?? { people: 0, asDesired: 0 };
        versions.set(now.version, version);
        version.people += 1;
        if (state === "as-desired") version.asDesired += 1;
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
