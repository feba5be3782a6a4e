import pMap from "p-map";
import { GraphError } from "../errors.ts";
import type { CatalogApp, GroupMembers, HeldApp, Person, Survey, TenantInventory } from "../init/survey.ts";
import type { Clock } from "../model/clock.ts";
import { compareText } from "../model/order.ts";
import type { Permission } from "../model/permission.ts";
import type { ReportProgress } from "../model/progress.ts";
import { NO_OBSERVATION_CACHE, type ObservationCache, type Reading } from "../observe/observation-cache.ts";
import type { InstallationReader } from "../observe/readers.ts";
import type { Directory } from "../resolve/directory.ts";
import { accountFacts, accountOf } from "../resolve/eligibility.ts";

/** Everything that was seen, and the readings of people, so that nobody need be read again. */
export interface Surveyed {
  readonly survey: Survey;
  readonly memory: ObservationCache;
}

/** What a survey asks. */
export interface SurveyPorts {
  readonly inventory: TenantInventory;
  readonly directory: Pick<Directory, "readAllUsers" | "readResourceAccounts">;
  readonly installations: Pick<InstallationReader, "readInstallations">;
}

/** How many people are read at once, beside as many groups. Graph's limits are kept below. */
const AT_ONCE = 32;

/**
 * Reads all people with their apps, all groups with their members, and the organization's part of the catalog. People and
 * groups have limits of their own, so the groups cost no time. A person or a group that fails stops nobody else.
 * @param alsoApps ids of further apps, catalog or manifest, lower case
 * @throws GraphError, SignInError where nothing else would work either
 */
export async function surveyTenant(
  graph: SurveyPorts,
  tokenTenantId: string | null,
  alsoApps: readonly string[],
  { clock, progress }: { readonly clock: Clock; readonly progress: ReportProgress },
): Promise<Surveyed> {
  const [people, catalog, tenantId, resources] = await Promise.all([
    readPeople(graph),
    graph.inventory.readApps(alsoApps.length === 0 ? "organization" : "all"),
    tokenTenantId ?? idOrNull(graph.inventory.readTenantId()),
    orNull(graph.directory.readResourceAccounts()),
  ]);
  const byId = new Map(catalog.map((app) => [app.id.toLowerCase(), app]));
  const holdings = createHoldings(byId, alsoApps);
  const readings = new Map<string, Reading>();
  const whole = new Set<string>();
  let done = 0;
  const readOne = async (id: string): Promise<void> => {
    try {
      const list = await graph.installations.readInstallations(id);
      const at = clock.now();
      const installations = list.installations.filter((one) => holdings.take(id.toLowerCase(), one));
      if (list.doubt === undefined && list.absenceProven) {
        whole.add(id.toLowerCase());
        readings.set(id, { state: "read", installations, absenceProven: true, at });
      }
    } catch (error) {
      if (!(error instanceof GraphError) || error.scope !== "target") throw error;
    }
    done += 1;
    progress({ stage: "installations", done, total: people.length });
  };
  const [groups] = await Promise.all([
    readGroups(graph),
    pMap(people, ({ id }) => readOne(id), { concurrency: AT_ONCE }),
  ]);
  const everybody = people.map(({ id, userPrincipalName, canHaveApps }): Person => {
    const key = id.toLowerCase();
    const ofEveryone = canHaveApps && resources?.has(key) !== true;
    return { id: key, userPrincipalName, ofEveryone, read: whole.has(key) };
  });
  const apps = holdings.apps();
  return {
    survey: { tenantId, people: everybody, ...groups, apps, catalog },
    memory: memoryOf(readings, apps),
  };
}

interface Account {
  readonly id: string;
  readonly userPrincipalName: string | null;
  readonly canHaveApps: boolean;
}

async function readPeople(graph: SurveyPorts): Promise<readonly Account[]> {
  const people = new Map<string, Account>();
  for await (const page of graph.directory.readAllUsers()) {
    for (const user of page) {
      const canHaveApps = accountOf(accountFacts(user)).state !== "ineligible";
      people.set(user.id.toLowerCase(), { id: user.id, userPrincipalName: user.userPrincipalName, canHaveApps });
    }
  }
  return [...people.values()];
}

/** Without groups everybody is listed by name, which is as true. */
async function readGroups(graph: SurveyPorts): Promise<Pick<Survey, "groups" | "groupsNotRead" | "sharedNames">> {
  const listed = await orNull(graph.inventory.readGroups());
  if (listed === null) return { groups: [], groupsNotRead: 0, sharedNames: new Set() };
  const hidden = new Set(listed.filter((group) => group.hidden).map(({ id }) => id));
  const groups: GroupMembers[] = [];
  await pMap(
    listed,
    async (group) => {
      const members = await orNull(graph.inventory.readMemberIds(group, hidden));
      if (members !== null) groups.push({ group, members: [...new Set(members)] });
    },
    { concurrency: AT_ONCE },
  );
  const names = new Map<string, number>();
  for (const { displayName } of listed) {
    const key = displayName?.toLowerCase() ?? "";
    names.set(key, (names.get(key) ?? 0) + 1);
  }
  const sharedNames = new Set([...names].filter(([, times]) => times > 1).map(([name]) => name));
  return { groups, groupsNotRead: listed.length - groups.length, sharedNames };
}

/** What concerns one question alone leaves it without an answer. */
async function orNull<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GraphError && error.scope === "target") return null;
    throw error;
  }
}

/** A token without the role for `/organization` is told so, and does for everything else. */
async function idOrNull(answer: Promise<string | null>): Promise<string | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GraphError) return null;
    throw error;
  }
}

type Installed = Reading["installations"][number];

/** Who has which of the organization's apps, and of those that were asked for. */
function createHoldings(catalog: ReadonlyMap<string, CatalogApp>, alsoApps: readonly string[]) {
  const found = new Map<string, HeldApp & { readonly holders: Map<string, string | null> }>();
  const consents = new Map<string, Map<string, Permission>>();
  const isWanted = ({ appId, externalId, distributionMethod }: Installed): boolean =>
    distributionMethod === "organization" ||
    alsoApps.includes(appId.toLowerCase()) ||
    (externalId !== null && alsoApps.includes(externalId.toLowerCase()));
  return {
    /** Notes an installation; false where it is nobody's business. */
    take(person: string, installation: Installed): boolean {
      const { appId, externalId, distributionMethod, version, consent } = installation;
      // Another copy, such as a sideloaded one, is no installation of the app, and is kept so that plans see it.
      if (distributionMethod === "sideloaded") return true;
      if (!isWanted(installation)) return false;
      const key = appId.toLowerCase();
      const entry = catalog.get(key);
      const app = found.get(key) ?? {
        catalogId: key,
        externalId: entry?.externalId ?? externalId,
        displayName: entry?.displayName ?? null,
        distributionMethod: entry?.distributionMethod ?? distributionMethod,
        definitions: entry?.definitions ?? null,
        holders: new Map<string, string | null>(),
        consented: [],
      };
      found.set(key, app);
      app.holders.set(person, version);
      const seen = consents.get(key) ?? new Map<string, Permission>();
      consents.set(key, seen);
      if (consent.state === "known") for (const one of consent.permissions) seen.set(`${one.value} ${one.type}`, one);
      return true;
    },
    apps: (): readonly HeldApp[] =>
      [...found.values()]
        .map((app) => ({ ...app, consented: [...(consents.get(app.catalogId)?.values() ?? [])] }))
        .sort((a, b) => compareText(a.displayName ?? "", b.displayName ?? "") || compareText(a.catalogId, b.catalogId)),
  };
}

function memoryOf(readings: ReadonlyMap<string, Reading>, apps: readonly HeldApp[]): ObservationCache {
  const appIds = apps.flatMap(({ catalogId, externalId }) =>
    externalId === null ? [catalogId] : [catalogId, externalId, externalId.toLowerCase()],
  );
  const lookedFor = { appIds, consents: false };
  return {
    ...NO_OBSERVATION_CACHE,
    async *recall(userIds) {
      yield userIds.map((id) => {
        const observation = readings.get(id);
        const reading = observation === undefined ? null : { observation, lookedFor };
        return [id, { wantedSince: null, triedAt: observation?.at ?? null, reading }] as const;
      });
    },
  };
}
