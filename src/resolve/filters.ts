import { UsageError } from "../errors.ts";
import type { App, DesiredRow, Filters, Target, User } from "../model/desired.ts";
import { foldCase } from "./person.ts";

/** @throws UsageError for a name in `names` that is no app's, naming the apps there are */
export function checkAppNames(names: readonly string[], apps: readonly App[]): void {
  const known = new Set(apps.map(({ name }) => name));
  for (const name of names) {
    if (known.has(name)) continue;
    const hint =
      known.size === 0 ? "the desired state has no apps" : `apps of the desired state: ${[...known].join(", ")}`;
    throw new UsageError(`the desired state has no app "${name}"`, hint);
  }
}

/**
 * The rows that pass: the same filter given twice is "or", different filters are "and". A user is named by principal
 * name, object id or as written in the desired state, without case.
 * @throws UsageError for a user that no row has, whatever the other filters
 */
export function filterRows(
  rows: readonly DesiredRow[],
  filters: Filters,
  targets: readonly Target[],
): readonly DesiredRow[] {
  if (filters.apps.length === 0 && filters.users.length === 0) return rows;
  const apps = new Set(filters.apps);
  const users = findUsers(rows, filters.users, targets);
  return rows.filter(
    ({ app, user }) => (apps.size === 0 || apps.has(app.name)) && (filters.users.length === 0 || users.has(user)),
  );
}

function findUsers(
  rows: readonly DesiredRow[],
  names: readonly string[],
  targets: readonly Target[],
): ReadonlySet<User> {
  const wanted = new Set(names.map(foldCase));
  const found = new Set<User>();
  const matched = new Set<string>();
  for (const { user } of rows) {
    for (const name of [user.userPrincipalName, user.id, user.asWritten]) {
      const folded = name === null ? null : foldCase(name);
      if (folded === null || !wanted.has(folded)) continue;
      found.add(user);
      matched.add(folded);
    }
  }
  const missing = names.find((name) => !matched.has(foldCase(name)));
  if (missing !== undefined) throw new UsageError(`no assignment reaches the user "${missing}"`, missingHint(targets));
  return found;
}

function missingHint(targets: readonly Target[]): string {
  const unread = targets.filter(({ kind, role, state }) => role === "to" && kind !== "user" && state !== "read");
  const advice = "name a user by principal name or object id";
  if (unread.length === 0) return advice;
  return `${advice}; targets that were not read may hold the user: ${unread.map(({ name }) => name).join(", ")}`;
}
