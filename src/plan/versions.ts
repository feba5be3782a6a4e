import { InternalError } from "../errors.ts";
import { accepts, type Constraint } from "../model/constraint.ts";
import type { Denied } from "../model/desired.ts";
import type { Permission } from "../model/permission.ts";
import type { DriftFact } from "../model/reasons.ts";
import { compareVersions, type Version } from "../model/version.ts";
import type { RowFacts } from "./facts.ts";
import type { Offer } from "./offer.ts";

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
  return accepts(acceptedVersions(facts), offeredVersion(facts));
}

/**
 * The versions that the assignment accepts, for rules after those of conflicts and removals, which accept none.
 * @throws InternalError before them
 */
export function acceptedVersions({ constraint }: RowFacts): Constraint {
  if (constraint === null) throw new InternalError("a row that accepts no version was asked which");
  return constraint;
}

/**
 * What an install or upgrade would bring now, for rules after the one for when that cannot be told.
 * @throws InternalError before it
 */
export function offered({ app: { app, offer } }: RowFacts): Extract<Offer, { readonly state: "offered" }> {
  if (offer.state === "none") throw new InternalError(`${app.name} was asked for what it does not offer`);
  return offer;
}

/** The version of {@link offered}. */
export function offeredVersion(facts: RowFacts): Version {
  return offered(facts).version;
}

/**
 * Positive when installed is newer than offered, for an installed version that compares.
 * @throws InternalError for another
 */
export function compareToOffered(facts: RowFacts): number {
  if (facts.version === null) throw new InternalError(`${facts.app.app.name} was compared where it is not installed`);
  return compareVersions(facts.version, offeredVersion(facts));
}

/** What the offered version requires to be consented, and who gets it. */
interface Requirement {
  readonly permissions: readonly Permission[];
  /** The Entra application; null: none. */
  readonly clientAppId: string | null;
}

/** Null when part of it is not known: then the definition as a whole is unknown. */
export function requirement(facts: RowFacts): Requirement | null {
  const { identity, required } = offered(facts);
  if (identity.state === "unknown" || required.state === "unknown") return null;
  return { permissions: required.permissions, clientAppId: identity.clientAppId };
}

/**
 * As {@link requirement}, for rules after the one for when that is not known: unknown is never nothing.
 * @throws InternalError before it
 */
export function knownRequirement(facts: RowFacts): Requirement {
  const known = requirement(facts);
  if (known === null) throw new InternalError(`what ${facts.app.app.name} requires was used though it is not known`);
  return known;
}

/** The drift of a row that an install or upgrade would close; a denied version that is accepted is behind nothing. */
export function behind(facts: RowFacts): readonly DriftFact[] {
  if (facts.installed.own === null) return ["missing"];
  return isPlainRange(facts) && isInstalledAccepted(facts) ? [] : ["outdated"];
}

/** The entry of `deny` that holds a version; null: nobody denies it. */
export function deniedBy({ app: { app } }: RowFacts, version: Version | null): Denied | null {
  return version === null ? null : (app.deny.find(({ versions }) => accepts(versions, version)) ?? null);
}

/** Whether what is installed is denied, and what is offered is accepted, newer and not denied. */
export function isBetterOffered(facts: RowFacts): boolean {
  if (facts.app.offer.state === "none" || deniedBy(facts, facts.version) === null) return false;
  return isOfferedAccepted(facts) && compareToOffered(facts) < 0 && deniedBy(facts, offeredVersion(facts)) === null;
}
