import { accepts } from "../model/constraint.ts";
import type { Permission } from "../model/permission.ts";
import type { DriftFact } from "../model/reasons.ts";
import { compareVersions, type Version } from "../model/version.ts";
import type { RowFacts } from "./facts.ts";

// How the installed, the offered and the accepted versions of one row relate.

/** A range without `latest`: what is in it stays as it is. */
export function isPlainRange({ constraint }: RowFacts): boolean {
  return constraint !== null && !constraint.latest;
}

/** Whether the installed version is one that the assignment accepts; false when it is absent or not comparable. */
export function isInstalledAccepted({ constraint, version }: RowFacts): boolean {
  return constraint !== null && version !== null && accepts(constraint, version);
}

/** Whether an install or upgrade now would bring an accepted version. */
export function isOfferedAccepted(facts: RowFacts): boolean {
  const offered = offeredVersion(facts);
  return offered !== null && facts.constraint !== null && accepts(facts.constraint, offered);
}

/** The version an install or upgrade would bring now; null when that cannot be told. */
export function offeredVersion({ app }: RowFacts): Version | null {
  return app.offer.state === "offered" ? app.offer.version : null;
}

/** Positive when installed is newer than offered; NaN, which no comparison holds for, where one of them is missing. */
export function compareToOffered(facts: RowFacts): number {
  const offered = offeredVersion(facts);
  return facts.version === null || offered === null ? Number.NaN : compareVersions(facts.version, offered);
}

/** What the offered version requires to be consented; null when that is not known. */
export function requiredPermissions({ app }: RowFacts): readonly Permission[] | null {
  return app.offer.state === "offered" && app.offer.required.state === "known" ? app.offer.required.permissions : null;
}

/** The drift of a row that an install or upgrade would close. */
export function behind({ installed }: RowFacts): readonly DriftFact[] {
  return [installed.own === null ? "missing" : "outdated"];
}
