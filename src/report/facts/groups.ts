import type { PlanRow } from "../../model/plan.ts";
import { installedVersion, permissionText } from "./wording.ts";

/** How many people of a group are named. */
const NAMED = 10;

/** How many cases of a group are told apart. */
const CASES = 10;

/** Rows about which the same is to be said. */
export interface Group<Row extends PlanRow> {
  readonly first: Row;
  readonly count: number;
  /** The first ten, in the order of the plan. */
  readonly shown: readonly Row[];
}

/** Groups rows by a key, in the order in which the keys first occur. Of each group only ten rows are kept. */
export function groupRows<Row extends PlanRow>(
  rows: Iterable<Row>,
  keyOf: (row: Row) => readonly (string | null)[],
): readonly Group<Row>[] {
  const groups = new Map<string, { first: Row; count: number; shown: Row[] }>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { first: row, count: 1, shown: [row] });
    } else {
      group.count += 1;
      if (group.shown.length < NAMED) group.shown.push(row);
    }
  }
  return [...groups.values()];
}

/** Rows with something in common, and the cases among them: groups in which more is in common, the most frequent first. */
export interface NestedGroup<Row extends PlanRow> {
  readonly first: Row;
  readonly count: number;
  /** At most ten. */
  readonly cases: readonly Group<Row>[];
  /** The cases beyond these. */
  readonly rest: readonly Group<Row>[];
}

/** Groups rows by one key and, within each group, by a second one. */
export function groupTwice<Row extends PlanRow>(
  rows: Iterable<Row>,
  outer: (row: Row) => readonly (string | null)[],
  inner: (row: Row) => readonly (string | null)[],
): readonly NestedGroup<Row>[] {
  const all = groupRows(rows, (row) => [...outer(row), ...inner(row)]);
  return [...Map.groupBy(all, ({ first }) => JSON.stringify(outer(first))).values()].flatMap((nested) => {
    const [earliest] = nested;
    if (earliest === undefined) return [];
    const cases = nested.toSorted((a, b) => b.count - a.count);
    return [{ first: earliest.first, count: total(nested), cases: cases.slice(0, CASES), rest: cases.slice(CASES) }];
  });
}

/** How many rows the groups hold together. */
export function total(groups: readonly { readonly count: number }[]): number {
  return groups.reduce((sum, group) => sum + group.count, 0);
}

/** How often each text occurs in all, the most frequent first. */
export function tally(texts: readonly (readonly [string, number])[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const [text, count] of texts) counts.set(text, (counts.get(text) ?? 0) + count);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

/** What makes two changes of one app the same: action, installed version and consent. */
export function changeKey(row: PlanRow): readonly (string | null)[] {
  return [row.action, installedVersion(row), ...row.consent.map(permissionText)];
}

/** What varies between rows that are in the same situation: times, ids, and how often something was tried. */
const VARYING = /\d{4}-\d\d-\d\dT[\d:.]+Z|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\b\d+ (?:times?|tries)\b/gi;

/** A sentence about a row without what differs from row to row though the situation is the same. */
export function situation(detail: string | null): string | null {
  return detail?.replaceAll(VARYING, "…") ?? null;
}
