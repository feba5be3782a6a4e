import type { Configuration, TargetConfiguration } from "../../src/desired/configuration.ts";
import { membersOf, type Tenant } from "../fakes/directory.ts";

/**
 * Who wins, told once more and naively: for each user of a tenant that answers everything, each assignment of the app
 * is asked for its best rank. One line for each pair, by `user id / app`: what is wished and where it stands.
 */
export function expectedRows(configuration: Configuration, tenant: Tenant): ReadonlyMap<string, string> {
  const rows = new Map<string, string>();
  for (const app of configuration.apps) {
    for (const { id } of tenant.users) {
      const row = expectedRow(configuration, tenant, id, app.name);
      if (row !== null) rows.set(`${id} / ${app.name}`, row);
    }
  }
  return rows;
}

function expectedRow(configuration: Configuration, tenant: Tenant, userId: string, app: string): string | null {
  const reaching = configuration.assignments
    .filter((assignment) => assignment.app === app)
    .filter((assignment) => !assignment.except.some((target) => holds(target, tenant, userId)))
    .flatMap((assignment) => {
      const ranks = assignment.to.filter((target) => holds(target, tenant, userId)).map(({ kind }) => rankOf(kind));
      return ranks.length === 0 ? [] : [{ ...assignment, rank: Math.min(...ranks) }];
    });
  const rank = Math.min(...reaching.map((assignment) => assignment.rank));
  const best = reaching.filter((assignment) => assignment.rank === rank);
  const priority = Math.max(...best.map((assignment) => assignment.priority));
  const tied = best
    .filter((assignment) => assignment.priority === priority)
    .sort((a, b) => a.source.line - b.source.line)
    .map(({ ensure, version, source }) => ({ wish: `${ensure} ${version?.text ?? "-"}`, line: source.line }));
  const [first] = tied;
  if (first === undefined) return null;
  if (tied.every(({ wish }) => wish === first.wish)) return `${rank} ${first.wish} ${first.line}`;
  return `${rank} conflict ${tied.map(({ line }) => line).join(" ")}`;
}

function rankOf(kind: TargetConfiguration["kind"]): number {
  return { user: 0, group: 1, usersFrom: 1, everyone: 2 }[kind];
}

function holds(target: TargetConfiguration, tenant: Tenant, userId: string): boolean {
  const user = tenant.users.find(({ id }) => id === userId);
  if (user === undefined) return false;
  const isMeant = (name: string): boolean =>
    [user.id, user.userPrincipalName].some((own) => own?.toLowerCase() === name.toLowerCase());
  switch (target.kind) {
    case "user":
      return isMeant(target.name);
    case "usersFrom":
      return target.users.some(isMeant);
    case "group": {
      const named = tenant.groups.find(({ displayName }) => displayName.toLowerCase() === target.name.toLowerCase());
      return named !== undefined && membersOf(tenant.groups, named.id).has(userId);
    }
    case "everyone":
      return user.userType === "Member" && user.accountEnabled === true && user.assignedPlans?.length !== 0;
  }
}
