import type { PlanRow } from "../../model/plan.ts";
import { printable } from "../printable.ts";
import { count } from "./wording.ts";

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

/** How many cases are not told apart, and how many people they concern. */
export function* otherCases(rest: readonly Group<PlanRow>[]): Generator<string> {
  if (rest.length > 0) yield `    and ${count(rest.length, "other case")} with ${count(total(rest), "user")}`;
}

/** How many rows the groups hold together. */
export function total(groups: readonly { readonly count: number }[]): number {
  return groups.reduce((sum, group) => sum + group.count, 0);
}

/** The principal name, or what the desired state calls the user where the directory gave none. */
export function personName({ user }: PlanRow): string {
  return printable(user.userPrincipalName ?? user.asWritten);
}

/** Up to ten names, then how many more there are. */
export function names(group: Group<PlanRow>): readonly string[] {
  const shown = group.shown.map(personName);
  const more = group.count - shown.length;
  const last = shown.at(-1);
  return more > 0 && last !== undefined ? [...shown.slice(0, -1), `${last} and ${more} more`] : shown;
}
