import type { Configuration } from "../desired/configuration.ts";
import type { CatalogEntry, Definition } from "../model/catalog.ts";
import { type App, identityKey } from "../model/desired.ts";
import type { Observed, UserObservation } from "../model/observation.ts";
import type { Plan, PlanApp, PlanRow } from "../model/plan.ts";
import { planRows, type PlanRows } from "../model/plan-rows.ts";
import type { DirectoryRecord } from "./directory-record.ts";
import { type Deciding, decidingFor, type Reaches, reachesOf } from "./reach.ts";

/** What a plan is proved from: everything as it came in, before any stage made something of it. */
export interface ProofInputs {
  /** The desired state as loaded, with its policy. */
  readonly configuration: Configuration;
  readonly directory: DirectoryRecord;
  /** The answers of the catalog and what people have, as read. */
  readonly observed: Observed;
  /** When the plan was made, in milliseconds since the epoch. */
  readonly nowMs: number;
}

/** Everything raw that speaks for or against one row that acts. */
export interface RowEvidence {
  readonly row: PlanRow;
  /** The plan's own words about the app; what is written goes by them. */
  readonly planned: PlanApp | null;
  /** The app as the desired state has it. */
  readonly app: App | null;
  readonly entry: CatalogEntry | null;
  /** The newest published definition. */
  readonly offered: Definition | null;
  /** Null: no answer of the directory showed the row's user. */
  readonly deciding: Deciding | null;
  readonly isProtected: boolean;
  /** Why an exception keeps the row from acting, for people; null: none does. */
  readonly excepted: string | null;
  /** An earlier row acts on the same user and app. */
  readonly isRepeated: boolean;
  readonly observation: UserObservation | null;
  readonly mayConsent: Observed["mayConsent"];
  /** TrueUp removed the app to install it again, and was cut off before that. */
  readonly isUnfinished: boolean;
}

/** The rows that act, the evidence about each, and about the policy, which concerns all of them. */
export interface Evidence {
  readonly acting: PlanRows<PlanRow>;
  /** About each of them, one after another, since there may be a million. */
  readonly ofRows: () => Iterable<RowEvidence>;
  readonly isSuspended: boolean;
  /** Whether any exception is in force. */
  readonly hasExceptions: boolean;
  /** Protected entries that were not read to their end, as written. */
  readonly protectedUnread: readonly string[];
  /** Catalog ids of the apps that the desired state manages, as far as the catalog told them; lower case. */
  readonly managedIds: ReadonlySet<string>;
  /** How many rows of each app, by name, replace an earlier upload. */
  readonly replacements: ReadonlyMap<string, number>;
}

/** Gathers what speaks for or against the rows of a plan that act. */
export function gatherEvidence({ configuration, directory, observed, nowMs }: ProofInputs, plan: Plan): Evidence {
  const acting = planRows(plan.rows).ofKinds(({ verdict }) => verdict === "act");
  const concerned = new Set<number>();
  for (const row of acting) {
    const person = personOf(row, directory);
    if (person !== null) concerned.add(person);
  }
  const reaches = reachesOf(configuration, directory, concerned, nowMs);
  const apps = new Map(configuration.apps.map((app) => [app.name, app]));
  const planned = new Map(plan.apps.map((app) => [app.name, app]));
  const entries = new Map(
    configuration.apps.map(({ name, identity }) => [name, observed.apps.get(identityKey(identity)) ?? null]),
  );
  const offered = new Map([...entries].map(([name, entry]) => [name, entry === null ? null : offeredBy(entry)]));
  const about = (row: PlanRow, isRepeated: boolean): RowEvidence => {
    const person = personOf(row, directory);
    return {
      row,
      planned: planned.get(row.app) ?? null,
      app: apps.get(row.app) ?? null,
      entry: entries.get(row.app) ?? null,
      offered: offered.get(row.app) ?? null,
      deciding: person === null ? null : deciding(row, person, reaches, directory),
      isProtected: person !== null && reaches.protectedTargets.some(({ people }) => people.has(person)),
      excepted: person === null ? null : exceptedBy(row, person, reaches),
      isRepeated,
      observation: observed.users.get(row.user.id ?? "") ?? null,
      mayConsent: observed.mayConsent,
      isUnfinished: observed.unfinished?.has(`${planned.get(row.app)?.id} ${row.user.id}`.toLowerCase()) ?? false,
    };
  };
  function* ofRows(): Generator<RowEvidence> {
    const isRepeated = watchPairs();
    for (const row of acting) yield about(row, isRepeated(row));
  }
  const replacements = new Map<string, number>();
  for (const [{ app, action }, count] of acting.kinds()) {
    if (action === "replace") replacements.set(app, (replacements.get(app) ?? 0) + count);
  }
  return {
    acting,
    ofRows,
    replacements,
    managedIds: new Set([
      ...configuration.apps.flatMap(({ identity }) => (identity.kind === "catalog" ? [identity.catalogId] : [])),
      ...[...entries.values()].flatMap((entry) => (entry?.state === "found" ? [entry.id.toLowerCase()] : [])),
    ]),
    isSuspended: configuration.policy.suspended,
    hasExceptions: reaches.exceptions.length > 0,
    protectedUnread: reaches.protectedTargets.filter(({ open }) => open !== "nobody").map(({ name }) => name),
  };
}

/** Tells of each row whether one before it was about the same user and app, whatever their case. */
function watchPairs(): (row: PlanRow) => boolean {
  const usersOfApps = new Map<string, Set<string | undefined>>();
  return ({ app, user }) => {
    const users = usersOfApps.get(app.toLowerCase()) ?? new Set();
    usersOfApps.set(app.toLowerCase(), users);
    const [before, id] = [users.size, user.id?.toLowerCase()];
    return users.add(id).size === before;
  };
}

function exceptedBy(row: PlanRow, person: number, { exceptions }: Reaches): string | null {
  const targets = exceptions.filter(({ app }) => app === row.app).flatMap(({ to }) => to);
  if (targets.some(({ people }) => people.has(person))) return "an exception accepts what the user has";
  const unread = targets.find(({ open }) => open !== "nobody");
  return unread === undefined ? null : `"${unread.name}", for whom an exception is, was not read to its end`;
}

function personOf({ user }: PlanRow, directory: DirectoryRecord): number | null {
  return user.id === null ? null : (directory.people.get(user.id.toLowerCase()) ?? null);
}

function deciding(row: PlanRow, person: number, reaches: Reaches, { principalNames }: DirectoryRecord): Deciding {
  return decidingFor(reaches.assignments.get(row.app) ?? [], person, (principalNames[person] ?? null) !== null);
}

function offeredBy(entry: CatalogEntry): Definition | null {
  return entry.state === "found" ? newestPublished(entry.definitions) : null;
}

/** The newest published definition; null where it cannot be told for certain. */
export function newestPublished(definitions: readonly Definition[]): Definition | null {
  const ranked = definitions
    .filter(({ publishingState }) => publishingState === "published")
    .map((definition) => ({ definition, order: orderOf(definition.version ?? "") }));
  let newest: { readonly definition: Definition; readonly order: readonly Part[] } | null = null;
  for (const { definition, order } of ranked) {
    if (order === null) return null;
    if (newest === null) {
      newest = { definition, order };
      continue;
    }
    const comparison = compareOrders(order, newest.order);
    if (comparison === 0) return null;
    if (comparison > 0) newest = { definition, order };
  }
  return newest?.definition ?? null;
}

/** A number, a word, or the mark of a release, which comes after all of its pre-releases. */
type Part = number | string | typeof RELEASE;
const RELEASE = null;

const NUMBERS_IN_VERSION = 4;

/** The parts of a version in the order in which they count; null for what is no version. */
function orderOf(version: string): readonly Part[] | null {
  const [core = "", ...prerelease] = version.replace(/\+.*$/, "").split("-");
  const numbers = core.split(".");
  if (numbers.length > NUMBERS_IN_VERSION || !numbers.every((part) => /^\d+$/.test(part))) return null;
  const padded = Array.from({ length: NUMBERS_IN_VERSION }, (_, index) => Number(numbers[index] ?? 0));
  if (!padded.every(Number.isSafeInteger)) return null;
  if (prerelease.length === 0) return [...padded, RELEASE];
  const words = prerelease.join("-").split(".");
  return [...padded, ...words.map((word) => (/^\d+$/.test(word) ? Number(word) : word))];
}

function compareOrders(a: readonly Part[], b: readonly Part[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [one, other] = [a[index], b[index]];
    if (one === other) continue;
    if (one === RELEASE) return 1;
    if (other === RELEASE) return -1;
    if (one === undefined) return -1;
    if (other === undefined) return 1;
    if (typeof one === typeof other) return one < other ? -1 : 1;
    return typeof one === "number" ? -1 : 1;
  }
  return 0;
}
