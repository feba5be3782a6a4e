import type { GuardChange } from "./guard-changes.ts";
import type { LockChange } from "./lock/update-lock.ts";
import { type Permission, permissionsLacking, samePermissions } from "./model/permission.ts";
import { type Plan, type PlanApp, type PlanRow, rowKey } from "./model/plan.ts";
import type { Rows } from "./model/rows.ts";

/** What a change of the desired state alters, of two plans that were made from one set of observations. */
export interface Difference {
  /** Acting rows that would not act, or not in this way, without the change. */
  readonly because: RowSet;
  /** Acting rows that act alike without it: drift that is there anyway. */
  readonly anyway: number;
  /**
   * Rows that act, are held or are blocked, and stand alike without the change. None of an app whose consent may go to
   * somebody else from now on.
   */
  readonly older: RowSet;
  /** Rows that would act without the change and do not with it, as they would be without it. */
  readonly noLonger: Rows<RowThatActs>;
  /** Pairs that are managed from now on, and that are not any more. */
  readonly pairsAdded: number;
  readonly pairsRemoved: number;
  readonly apps: readonly AppDifference[];
  /** Guards that it alters; loosened ones come first. */
  readonly guards: readonly GuardChange[];
  /** Definitions that it puts into the lock file, changes there or takes out. */
  readonly lock: readonly LockChange[];
}

/** Some rows of a plan. A row is in it whichever object it is held as. */
export interface RowSet extends Iterable<PlanRow> {
  readonly size: number;
  has(row: PlanRow): boolean;
}

type RowThatActs = Extract<PlanRow, { readonly verdict: "act" }>;

/** What a change says about one app, where it says anything. */
export interface AppDifference {
  readonly app: string;
  readonly kind: "added" | "removed" | "changed";
  /** Whether the name stands for another app of the catalog from now on. */
  readonly isAnother: boolean;
  /** The Entra application that git pinned, and the one it pins from now on; null where that did not change. */
  readonly pin: { readonly before: string | null; readonly after: string | null } | null;
  /** Permissions that are approved from now on, and that are not any more. */
  readonly approved: readonly Permission[];
  readonly withdrawn: readonly Permission[];
}

/** Compares the plan of a change with the plan of what it changes. `also`: what it alters beside rows and apps. */
export function compareWithBase(
  head: Plan,
  base: Plan,
  also: Pick<Difference, "guards" | "lock"> = { guards: [], lock: [] },
): Difference {
  const before = finderIn(base);
  const after = finderIn(head);
  const apps = appDifferences(head.apps, base.apps);
  const others = new Set(apps.filter(({ isAnother }) => isAnother).map(({ app }) => app));
  const altered = new Set(apps.filter(({ isAnother, pin }) => isAnother || pin !== null).map(({ app }) => app));
  const acting = head.rows.filter(isActing);
  const because = rowSet(acting.filter((row) => others.has(row.app) || !actsAlike(row, before.find(row))));
  return {
    because,
    anyway: acting.length - because.size,
    older: rowSet(head.rows.filter((row) => !altered.has(row.app) && standsAlike(row, before.find(row)))),
    noLonger: base.rows.filter(isActing).filter((row) => after.find(row)?.verdict !== "act"),
    pairsAdded: head.rows.filter((row) => before.find(row) === undefined).length,
    pairsRemoved: base.rows.filter((row) => after.find(row) === undefined).length,
    apps,
    guards: also.guards,
    lock: also.lock,
  };
}

/** Finds the row of a plan that is about the same pair. */
function finderIn({ rows }: Plan): { readonly find: (row: PlanRow) => PlanRow | undefined } {
  const places = new Map(rows.map((row, place) => [rowKey(row), place]));
  return {
    find(row) {
      const place = places.get(rowKey(row));
      return place === undefined ? undefined : rows.at(place);
    },
  };
}

function rowSet(rows: Rows<PlanRow>): RowSet {
  const keys = new Set(rows.map(rowKey));
  return { size: rows.length, has: (row) => keys.has(rowKey(row)), [Symbol.iterator]: () => rows[Symbol.iterator]() };
}

function isActing(row: PlanRow): row is RowThatActs {
  return row.verdict === "act";
}

/** The version follows from the catalog, which is the same for both. */
function actsAlike(row: PlanRow, before: PlanRow | undefined): boolean {
  return before?.verdict === "act" && before.action === row.action && samePermissions(row.consent, before.consent);
}

function standsAlike(row: PlanRow, before: PlanRow | undefined): boolean {
  switch (row.verdict) {
    case "act":
      return actsAlike(row, before);
    case "held":
    case "blocked":
      return (
        before?.verdict === row.verdict &&
        before.reason === row.reason &&
        before.action === row.action &&
        samePermissions(row.consent, before.consent)
      );
    case "nothing":
      return false;
  }
}

function appDifferences(head: readonly PlanApp[], base: readonly PlanApp[]): readonly AppDifference[] {
  const before = new Map(base.map((app) => [app.name, app]));
  const after = new Map(head.map((app) => [app.name, app]));
  const names = [...new Set([...after.keys(), ...before.keys()])].sort();
  return names.flatMap((name) => appDifference(name, after.get(name), before.get(name)));
}

function appDifference(app: string, after: PlanApp | undefined, before: PlanApp | undefined): readonly AppDifference[] {
  const approved = permissionsLacking(after?.approved ?? [], before?.approved ?? []);
  const withdrawn = permissionsLacking(before?.approved ?? [], after?.approved ?? []);
  const [pinned, pins] = [before?.clientAppId ?? null, after?.clientAppId ?? null];
  const pin = pinned === pins ? null : { before: pinned, after: pins };
  const permissions = { app, pin, approved, withdrawn };
  if (before === undefined) return [{ ...permissions, kind: "added", isAnother: false }];
  if (after === undefined) return [{ ...permissions, kind: "removed", isAnother: false }];
  const isAnother = before.id !== after.id;
  const isSame = approved.length + withdrawn.length === 0 && !isAnother && pin === null;
  return isSame ? [] : [{ ...permissions, kind: "changed", isAnother }];
}
