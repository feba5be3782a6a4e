import { UsageError } from "../errors.ts";
import type { Filters } from "../model/desired.ts";
import type { ApprovedPlan } from "./plan-file.ts";

/**
 * The filters of a run that applies a reviewed plan: the plan's own, so that a plan of one app is applied to that app.
 * @param given those of the command line; empty, or the same as the plan's
 * @throws UsageError when they are others
 */
export function filtersOf({ filters }: Pick<ApprovedPlan, "filters">, given: Filters): Filters {
  const isGiven = given.apps.length > 0 || given.users.length > 0;
  if (isGiven && !(sameNames(given.apps, filters.apps) && sameNames(given.users, filters.users))) {
    throw new UsageError(
      `the reviewed plan was made with ${describe(filters)}, and this run was asked for ${describe(given)}`,
      "leave --app and --user out: the plan says what it is about",
    );
  }
  return filters;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return folded(a).symmetricDifference(folded(b)).size === 0;
}

function folded(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

function describe({ apps, users }: Filters): string {
  const flags = [...apps.map((name) => `--app ${name}`), ...users.map((name) => `--user ${name}`)];
  return flags.length === 0 ? "no filter" : flags.join(" ");
}
