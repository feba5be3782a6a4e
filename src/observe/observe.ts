import pMap from "p-map";
import { GraphError } from "../errors.ts";
import type { Exhausted } from "../model/budget.ts";
import type { CatalogEntry } from "../model/catalog.ts";
import type { Clock } from "../model/clock.ts";
import { type App, identityKey } from "../model/desired.ts";
import { type AppIds, appIds, findInstalled, type Installation, type Observed } from "../model/observation.ts";
import type { ReportProgress } from "../model/progress.ts";
import type { ObservationCache, Tried } from "./observation-cache.ts";
import { observedPeople } from "./observed-people.ts";
import type { CatalogReader, InstallationList, InstallationReader } from "./readers.ts";
import { type Readings, type WasOff, whomToRead } from "./whom-to-read.ts";

/** Everything outside that observing touches. */
export interface ObservePorts {
  readonly catalog: CatalogReader;
  readonly installations: InstallationReader;
  readonly clock: Clock;
  /** Whether the token may grant consent, as far as it tells. */
  readonly mayConsent: boolean | "unknown";
  /** True: where the list of installations does not show the consent, it is read for each managed app on its own. */
  readonly readConsents: boolean;
  readonly memory: ObservationCache;
  /** Readings younger than that are used as they are, in milliseconds; 0: everybody is read now. */
  readonly maxAgeMs: number;
  /**
   * Asked once, with what the catalog said: object ids, in lower case, of users who are read whatever is remembered of them, and
   * since when, in milliseconds since the epoch; left out: of nobody.
   */
  readonly mustRead?: (catalog: ReadonlyMap<string, CatalogEntry>) => Promise<ReadonlyMap<string, number>>;
  /**
   * Asked once, with what the catalog said: who was not as desired by an earlier reading, and is worth reading sooner; left
   * out: nobody asks, since everybody is read anyway.
   */
  readonly wasOff?: (catalog: ReadonlyMap<string, CatalogEntry>) => WasOff;
  /** Tells when no further user is to be read. */
  readonly readingEnds: Exhausted;
  /** Told once, before the first user is read. */
  readonly announce: (readings: Readings) => void;
  readonly progress: ReportProgress;
}

/** How many users are being read at once. The limits of Graph are kept by the reader; this bounds memory. */
const USERS_AT_ONCE = 32;

/**
 * Reads the catalog for every app, then each of `userIds` once, whatever the number of apps, but for those of whom a
 * young reading is remembered. A user that fails becomes `unreadable` and stops nobody else; one that is not reached any
 * more is `not-read-yet`.
 * @throws GraphError or SignInError where nothing else would work either
 */
export async function observe(
  apps: readonly Pick<App, "identity" | "replaces">[],
  userIds: readonly string[],
  ports: ObservePorts,
): Promise<Observed> {
  const entries = new Map<string, CatalogEntry>();
  const ids: AppIds[] = [];
  for (const app of apps) {
    const key = identityKey(app.identity);
    const entry = entries.get(key) ?? (await ports.catalog.readApp(app.identity));
    entries.set(key, entry);
    ids.push(appIds(app, entry));
    ports.progress({ stage: "catalog", done: ids.length, total: apps.length });
  }
  const lookedFor = { appIds: identifiers(ids), consents: ports.readConsents };
  const { mustRead: ask, wasOff: judge, ...others } = ports;
  const mustRead = (await ask?.(entries)) ?? new Map<string, number>();
  // In the order in which they were asked for, whoever is read first: rows that are decided later come in that order.
  const users = observedPeople(userIds);
  const { remembered, toRead, readWithinDay } = await whomToRead(userIds, lookedFor, {
    ...others,
    mustRead,
    useEarlier: users.note,
    ...(judge === undefined ? {} : { wasOff: judge(entries) }),
  });
  ports.announce({ remembered, toRead: toRead.length, readWithinDay });
  const whose = managedBy(ids);
  let done = 0;
  const observeInto = async (userId: string): Promise<void> => {
    if (ports.readingEnds() !== null) return;
    const observation = await observeUser(userId, whose, ports);
    await ports.memory.remember(userId, worthKeeping(observation), lookedFor);
    users.note(userId, observation);
    done += 1;
    ports.progress({ stage: "installations", done, total: toRead.length });
  };
  await pMap(toRead, observeInto, { concurrency: USERS_AT_ONCE });
  return { apps: entries, users, mayConsent: ports.mayConsent };
}

/**
 * Keeps what somebody has by a list that was read after `observe`, as if it had read it.
 * @param observed what `observe` gave for the same apps
 */
export function keepSeenOf(
  apps: readonly Pick<App, "identity" | "replaces">[],
  observed: Pick<Observed, "apps">,
  { memory, readConsents }: Pick<ObservePorts, "memory" | "readConsents">,
): (userId: string, list: InstallationList, atMs: number) => Promise<void> {
  const ids = apps.flatMap((app) => {
    const entry = observed.apps.get(identityKey(app.identity));
    return entry === undefined ? [] : [appIds(app, entry)];
  });
  const whose = managedBy(ids);
  const all = identifiers(ids);
  return async (userId, list, at) => {
    const installations = list.installations.filter((installation) => whose(installation) !== "unmanaged");
    const isKnown = installations.every((one) => whose(one) !== "own" || one.consent.state === "known");
    const lookedFor = { appIds: all, consents: readConsents && isKnown };
    await memory.remember(userId, worthKeeping({ ...list, installations, state: "read", at }), lookedFor);
  };
}

/** What was read in part is read again by the next run. */
function worthKeeping(observation: Tried): Tried {
  if (observation.state === "unreadable" || observation.doubt === undefined) return observation;
  return { state: "unreadable", detail: observation.doubt, at: observation.at };
}

/** Everything by which the managed apps are recognized, sorted. */
function identifiers(ids: readonly AppIds[]): readonly string[] {
  const all = ids.flatMap(({ catalogId, manifestId, replacedId }) => [catalogId, manifestId, replacedId]);
  return [...new Set(all.filter((id) => id !== null))].sort();
}

async function observeUser(userId: string, whose: Whose, ports: ObservePorts): Promise<Tried> {
  const at = ports.clock.now();
  try {
    const { installations, absenceProven, doubt } = await ports.installations.readInstallations(userId);
    // Other apps than the managed ones are nobody's business here, and at scale they would be most of what is held in memory.
    const managed = installations.filter((installation) => whose(installation) !== "unmanaged");
    const complete = ports.readConsents ? await withConsents(userId, managed, whose, ports) : managed;
    const read = { state: "read", installations: complete, absenceProven, at } as const;
    return doubt === undefined ? read : { ...read, doubt };
  } catch (error) {
    if (error instanceof GraphError && error.scope === "target")
      return { state: "unreadable", detail: error.message, refused: isRefusal(error), at };
    throw error;
  }
}

/** What passes was tried again before, or is no word on the user; the rest of the refusals is Graph's last one. */
function isRefusal({ status, code }: GraphError): boolean {
  const isOnTime = status === 408 || status === 425 || status === 429;
  return status !== null && status >= 400 && status < 500 && !isOnTime && code !== "unexpected-shape";
}

async function withConsents(
  userId: string,
  installations: readonly Installation[],
  whose: Whose,
  ports: ObservePorts,
): Promise<readonly Installation[]> {
  return Promise.all(
    installations.map(async (installation) => {
      if (installation.consent.state === "known" || whose(installation) !== "own") return installation;
      return { ...installation, consent: await ports.installations.readConsent(userId, installation.id) };
    }),
  );
}

/** Whether an installation is a managed app's own, another copy of one, or nobody's business. */
type Whose = (installation: Installation) => "own" | "other-copy" | "unmanaged";

function managedBy(ids: readonly AppIds[]): Whose {
  return (installation) => {
    const found = ids.map((id) => findInstalled(id, [installation]));
    if (found.some(({ own }) => own !== null)) return "own";
    const isCopy = found.some(({ otherCopies, replaced }) => otherCopies.length > 0 || replaced !== null);
    return isCopy ? "other-copy" : "unmanaged";
  };
}
