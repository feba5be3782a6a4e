import { createHash } from "node:crypto";
import type { Hold } from "./lines.ts";
import { HOLDS, type HoldWord } from "./table.ts";

// The second engine of the holds: it plays the table of docs/decision-table.md, and knows nothing of `src/gate`.

/** A row that would act, as far as the holds look at it. */
export interface DueRow {
  readonly user: string;
  readonly app: "expenses" | "travel";
  readonly action: "install" | "upgrade" | "uninstall" | "replace" | "reinstall";
  readonly ensure: "installed" | "upgraded" | "absent";
  readonly facts: ReadonlySet<RowFact>;
}

/** What is true of a row by itself. */
export type RowFact =
  | "user protected"
  | "under an exception"
  | "sent but unseen"
  | "tried in vain"
  | "held by its rollout";

/** What is true of every row of an app. */
export interface DueApp {
  readonly suspended: boolean;
  readonly frozen: boolean;
  readonly exceptionUnread: boolean;
  readonly ownWindowClosed: boolean;
  readonly urgent: boolean;
  readonly earlierUploads: number;
}

/** Rows that would act, and all that may hold them. No limit: null. */
export interface Due {
  readonly rows: readonly DueRow[];
  readonly apps: Readonly<Record<DueRow["app"], DueApp>>;
  readonly suspended: boolean;
  readonly frozen: "no" | "everything" | "cannot be told";
  readonly unresolved: boolean;
  readonly store: "there" | "no-store" | "unreadable";
  readonly windowClosed: boolean;
  readonly maxRemovals: number;
  readonly maxDue: number | null;
  readonly perDay: number | null;
  readonly sentToday: number;
  readonly perRun: number | null;
  readonly maxChanges: number;
}

type Says = (row: DueRow, due: Due, left: readonly DueRow[]) => boolean;

const ofRow =
  (fact: RowFact): Says =>
  ({ facts }) =>
    facts.has(fact);
const ofAction =
  (action: DueRow["action"]): Says =>
  (row) =>
    row.action === action;

/** What each word means. `left`: the rows that no earlier line held. */
const WORDS: Readonly<Record<HoldWord, Says>> = {
  "policy suspended": (_row, due) => due.suspended,
  "app suspended": ({ app }, { apps }) => apps[app].suspended,
  frozen: ({ app }, due) => due.frozen !== "no" || due.apps[app].frozen,
  "user protected": ofRow("user protected"),
  "protected entry not resolved": (_row, due) => due.unresolved,
  "under an exception": ofRow("under an exception"),
  "exception not read": ({ app }, { apps }) => apps[app].exceptionUnread,
  "sent but unseen": ofRow("sent but unseen"),
  "tried in vain": ofRow("tried in vain"),
  reinstalls: ofAction("reinstall"),
  "only to be upgraded": ({ ensure }) => ensure === "upgraded",
  "without a store": (_row, { store }) => store !== "there",
  removes: ofAction("uninstall"),
  replaces: ofAction("replace"),
  "too many removals": (_row, due, left) =>
    left.filter(({ action }) => action === "uninstall").length > due.maxRemovals,
  "too many earlier uploads": (row, due, left) =>
    left.filter(({ app, action }) => app === row.app && action === "replace").length > due.apps[row.app].earlierUploads,
  "too much due": (_row, { maxDue }, left) => maxDue !== null && left.length > maxDue,
  "held by its rollout": ofRow("held by its rollout"),
  "without a slot today": (row, due, left) => due.perDay !== null && !slots(due.perDay, due, left).has(row),
  "without a place in this run": (row, { perRun }, left) =>
    perRun !== null && left.toSorted(byKey(({ user, app }) => `${hashOf(user)} ${app}`)).indexOf(row) >= perRun,
  "too many changes": (_row, due, left) => left.length > due.maxChanges,
  "window closed": (_row, due) => due.windowClosed,
  "own window closed": ({ app }, { apps }) => apps[app].ownWindowClosed,
};

/** Who gets the slots of the day: the first user of each app, then the second of each, and so on; urgent apps before all others. */
function slots(perDay: number, due: Due, rows: readonly DueRow[]): ReadonlySet<DueRow> {
  const queueOf = ({ app }: DueRow): readonly DueRow[] =>
    rows.filter((one) => one.app === app).toSorted(byKey(({ user }) => hashOf(user)));
  const inTurn = rows.toSorted(
    byKey((row) => `${due.apps[row.app].urgent ? "first" : "then"} ${queueOf(row).indexOf(row)} ${row.app}`),
  );
  const got = new Set<DueRow>();
  let free = due.store === "unreadable" ? 0 : Math.max(0, perDay - (due.store === "there" ? due.sentToday : 0));
  for (const row of inTurn) {
    const needs = row.action === "replace" || row.action === "reinstall" ? 2 : 1;
    const hasDayOfItsOwn = free === perDay;
    if (needs > free && !hasDayOfItsOwn) continue;
    got.add(row);
    free -= needs;
  }
  return got;
}

function byKey<Item>(key: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => (key(a) < key(b) ? -1 : 1);
}

const HASHES = new Map<string, string>();

function hashOf(user: string): string {
  const known = HASHES.get(user) ?? createHash("sha256").update(user).digest("hex");
  HASHES.set(user, known);
  return known;
}

/** What becomes of each row by the table: the reason that holds it, or `act`. */
export function ruleHolds(due: Due, table: readonly Hold[] = HOLDS): ReadonlyMap<DueRow, string> {
  const reasons = new Map<DueRow, string>();
  for (const { applies, reason } of table) {
    const left = due.rows.filter((row) => !reasons.has(row));
    for (const row of left) if (applies((word) => WORDS[word](row, due, left))) reasons.set(row, reason);
  }
  return new Map(due.rows.map((row) => [row, reasons.get(row) ?? "act"]));
}
