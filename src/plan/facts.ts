import type { CatalogEntry } from "../model/catalog.ts";
import type { Constraint } from "../model/constraint.ts";
import type { App, DesiredRow, Ensure } from "../model/desired.ts";
import { compareWithLock, type LockComparison } from "../model/lock.ts";
import {
  type AppIds,
  appIds,
  findInstalled,
  type Installed,
  NOT_READ_YET,
  type Observed,
  type UserObservation,
} from "../model/observation.ts";
import { pairKey } from "../model/plan.ts";
import { parseVersion, type Version } from "../model/version.ts";
import { type Offer, offeredDefinition, offerOf, type RequiredBy, requirementsOf } from "./offer.ts";

/** What is the same for every row of one app. */
export interface AppFacts {
  readonly app: App;
  readonly entry: CatalogEntry;
  readonly ids: AppIds;
  readonly offer: Offer;
  readonly requiredBy: RequiredBy;
  /** The app of the desired state whose own id the replaced one is, by name; null: it is nobody's, as it has to be. */
  readonly replacedIsAlso: string | null;
  readonly lock: LockComparison;
}

/** Everything that the decision about one (user, app) pair looks at. */
export interface RowFacts {
  readonly row: DesiredRow;
  readonly app: AppFacts;
  /** Null when the winning assignments disagree. */
  readonly ensure: Ensure | null;
  /** Null for `absent` and when the winning assignments disagree. */
  readonly constraint: Constraint | null;
  readonly observation: UserObservation;
  readonly installed: Installed;
  /** The installed version; null when the app is absent or its version has no place in the order. */
  readonly version: Version | null;
  readonly mayConsent: boolean | "unknown";
  /** TrueUp removed the app to install it again, and was cut off before that. */
  readonly isUnfinished: boolean;
}

/** Judges the catalog's answer about one app, once for all of its rows. */
export function appFacts(app: App, entry: CatalogEntry, others: readonly AppIdsOf[] = []): AppFacts {
  const replacedIsAlso =
    app.replaces === null ? null : (others.find(({ catalogId }) => catalogId === app.replaces?.id)?.name ?? null);
  const [ids, offer] = [appIds(app, entry), offerOf(entry)];
  const lock = compareWithLock(app.lock, ids.catalogId, offeredDefinition(offer));
  return { app, entry, ids, offer, requiredBy: requirementsOf(entry), lock, replacedIsAlso };
}

/** An app by name, and its catalog id in lower case as far as that is known. */
export interface AppIdsOf {
  readonly name: string;
  readonly catalogId: string | null;
}

/** Finds what was observed of a user by object id. */
export type FindsUsers = Pick<Observed["users"], "get">;

/** A user that nobody read counts as not read yet, never as a user without apps. */
export function rowFacts(
  row: DesiredRow,
  app: AppFacts,
  observed: Pick<Observed, "mayConsent" | "unfinished"> & { readonly users: FindsUsers },
  readVersion: (text: string) => Version | null = parseVersion,
): RowFacts {
  const observation = (row.user.id === null ? undefined : observed.users.get(row.user.id)) ?? NOT_READ_YET;
  const installed = findInstalled(app.ids, observation.state === "read" ? observation.installations : []);
  const assignment = row.claim.kind === "won" ? row.claim.assignment : null;
  return {
    row,
    app,
    ensure: assignment?.ensure ?? null,
    constraint: assignment?.version ?? null,
    observation,
    installed,
    version: installed.own?.version == null ? null : readVersion(installed.own.version),
    mayConsent: observed.mayConsent,
    isUnfinished: isUnfinished(observed.unfinished, app.ids, row.user.id),
  };
}

function isUnfinished(unfinished: Observed["unfinished"], { catalogId }: AppIds, userId: string | null): boolean {
  if (unfinished === undefined || catalogId === null || userId === null) return false;
  return unfinished.has(pairKey(catalogId, userId));
}
