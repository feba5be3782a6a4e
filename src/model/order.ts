import type { SourceLocation } from "./diagnostic.ts";
import type { PlanRow, PlanUser } from "./plan.ts";

/** By UTF-16 code units, so that the order is the same on every machine and in every language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By file, line, column: "first by file and line" everywhere in the rules. */
export function compareLocations(a: SourceLocation, b: SourceLocation): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

/** The order of the rows of a plan: by app, then by {@link orderOfUser}. */
export function comparePlanOrder(a: Pick<PlanRow, "app" | "user">, b: Pick<PlanRow, "app" | "user">): number {
  return compareText(a.app, b.app) || compareText(orderOfUser(a.user), orderOfUser(b.user));
}

/** A text that sorts as the user does: by lower-cased principal name (as written where it is not known), then id. */
export function orderOfUser(user: PlanUser): string {
  return `${nameInOrder(user)}\u0000${user.id ?? ""}`;
}

/** The part of {@link orderOfUser} that comes before the id. */
export function nameInOrder({ userPrincipalName, asWritten }: PlanUser): string {
  return (userPrincipalName ?? asWritten).toLowerCase();
}
