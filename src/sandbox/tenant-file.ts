import { ConfigError } from "../errors.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { findControl } from "./control.ts";
import { readEvent, type SandboxEvent } from "./events.ts";
import { readFault } from "./faults.ts";
import { type LocatedYaml, parseLocatedYaml, type Path } from "./located-yaml.ts";
import type {
  App,
  AppPolicy as FilePolicy,
  BuiltIn,
  Installation,
  Membership,
  Population,
  TenantFile,
  User,
} from "./schema.d.ts";
import {
  type AppPolicy,
  type AssignedPlan,
  type CatalogApp,
  derivedId,
  readDefinition,
  readPermissions,
  type Tenant,
  type TenantGroup,
  type TenantInstallation,
  type TenantUser,
} from "./tenant.ts";

/** The tenant of a file that names none. */
const DEFAULT_TENANT_ID = "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01";
/**
 * Reads a tenant file; `docs/sandbox.md` says what it may hold.
 * @throws ConfigError with every problem, each at its line
 */
export function parseTenant(text: string, fileName: string): Tenant {
  const file = parseLocatedYaml(text, fileName);
  const { value } = file;
  const problems: Diagnostic[] = [];
  const people = (value.population ?? []).map((population) =>
    numbersIn(population.count, {}).map((n) => readUser({ ...population, ...numbered(population, n) })),
  );
  const reading: Reading = {
    file,
    problems,
    people,
    users: createNames("user", file, problems),
    groups: createNames("group", file, problems),
    apps: createNames("app", file, problems),
  };
  const users = readUsers(reading);
  const catalog = (value.catalog ?? []).map((app, index) => {
    const read = readApp(app);
    reading.apps.define(app.name, read, ["catalog", index, "name"]);
    return read;
  });
  const tenant: Tenant = {
    tenantId: (value.tenantId ?? DEFAULT_TENANT_ID).toLowerCase(),
    users,
    groups: readGroups(reading),
    devices: deviceNames(value).map((displayName) => ({ id: derivedId("device", displayName), displayName })),
    catalog,
    builtIn: (value.builtIn ?? []).map(readBuiltIn),
    installations: readInstallations(reading),
    policies: {
      blocked: readPolicies(reading, "blocked"),
      preinstalled: readPolicies(reading, "preinstalled"),
      permanent: (value.policies?.permanent ?? []).flatMap((name, index) =>
        reading.apps.find(name, ["policies", "permanent", index]).map(({ id }) => id),
      ),
      personalScopeConsent: value.policies?.personalScopeConsent ?? true,
    },
    dials: value.dials ?? {},
    faults: (value.faults ?? []).map(readFault),
    events: readEvents(reading),
  };
  noteSharedIds(tenant, reading);
  if (problems.length > 0) throw new ConfigError(problems);
  return tenant;
}

function readPolicies({ file, apps, users, groups }: Reading, kind: "blocked" | "preinstalled"): readonly AppPolicy[] {
  const read = (policy: FilePolicy, index: number): readonly AppPolicy[] => {
    const path: Path = ["policies", kind, index];
    return apps.find(policy.app, [...path, "app"]).map((app) => ({
      appId: app.id,
      userIds: new Set(
        (policy.users ?? []).flatMap((name, at) => users.find(name, [...path, "users", at]).map(({ id }) => id)),
      ),
      groupIds: (policy.groups ?? []).flatMap((name, at) => groups.find(name, [...path, "groups", at])),
      everyone: policy.everyone ?? false,
    }));
  };
  return (file.value.policies?.[kind] ?? []).flatMap(read);
}

/** The events; each has to be a control. */
function readEvents({ file, problems }: Reading): readonly SandboxEvent[] {
  const events = (file.value.events ?? []).map(readEvent);
  for (const [index, { controlMethod, controlPath }] of events.entries()) {
    const isControl = typeof findControl(controlMethod, controlPath) === "object";
    if (!isControl) problems.push(file.problemAt(["events", index, "do"], "there is no such control"));
  }
  return events;
}

/** Two things with one id could not be told apart by any answer. */
function noteSharedIds(tenant: Tenant, { file, problems }: Reading): void {
  const lists = { users: tenant.users, groups: tenant.groups, catalog: tenant.catalog };
  for (const [key, things] of Object.entries(lists)) {
    const ids = new Set<string>();
    for (const [index, { id }] of things.entries()) {
      const isPopulation = key === "users" && index >= (file.value.users ?? []).length;
      const isTwice = ids.has(id) && !problems.some(({ message }) => message.endsWith("is defined twice"));
      if (isTwice)
        problems.push(file.problemAt(isPopulation ? ["population"] : [key, index], `the id ${id} is given twice`));
      ids.add(id);
    }
  }
}

/** What is known while a file is read. */
interface Reading {
  readonly file: LocatedYaml;
  readonly problems: Diagnostic[];
  readonly users: Names<TenantUser>;
  readonly groups: Names<string>;
  readonly apps: Names<CatalogApp>;
  /** The people of each population, in the order of the file. */
  readonly people: readonly (readonly TenantUser[])[];
}

/** What a file names, and what it was called at its first mention. */
interface Names<Found> {
  /** Says where the name was given before, if it was. */
  readonly define: (name: string, found: Found, path: Path) => void;
  /** The named thing, or none, which is noted as a problem. */
  readonly find: (name: string, path: Path) => readonly Found[];
}

/** Names of one kind. Problems are added to `problems`. */
function createNames<Found>(kind: "user" | "group" | "app", file: LocatedYaml, problems: Diagnostic[]): Names<Found> {
  const known = new Map<string, Found>();
  const keyOf = (name: string): string => (kind === "user" ? name.toLowerCase() : name);
  return {
    define: (name, found, path) => {
      const key = keyOf(name);
      if (known.has(key)) problems.push(file.problemAt(path, `the ${kind} "${name}" is defined twice`));
      else known.set(key, found);
    },
    find: (name, path) => {
      const found = known.get(keyOf(name));
      if (found !== undefined) return [found];
      problems.push(file.problemAt(path, `the file refers to ${kind} "${name}", which it does not have`));
      return [];
    },
  };
}

/** `user{n}@contoso.com` -> `user007@contoso.com` for the seventh of some hundred. */
function numbered({ upn, displayName, count }: Population, n: number) {
  const number = String(n).padStart(String(count).length, "0");
  const name = displayName ?? upn.split("@")[0] ?? upn;
  return { upn: upn.replaceAll("{n}", number), displayName: name.replaceAll("{n}", number) };
}

/** Which of a population. */
type Range = Omit<Exclude<Membership, string>, "name"> & { readonly offset?: number };

/** The numbers of a population, counted from 1, that a range names. */
function numbersIn(count: number, range: Range): readonly number[] {
  const numbers: number[] = [];
  const last = Math.min(count, range.to ?? count);
  for (let n = (range.from ?? 1) + (range.offset ?? 0); n <= last; n += range.every ?? 1) numbers.push(n);
  return numbers;
}

/** Service plans `TEAMS1` and Exchange. Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference */
const TEAMS_PLAN: AssignedPlan = {
  capabilityStatus: "Enabled",
  service: "TeamspaceAPI",
  servicePlanId: "57ff2da0-773e-42df-b2af-ffb7a2317929",
};
const OTHER_PLAN: AssignedPlan = {
  capabilityStatus: "Enabled",
  service: "exchange",
  servicePlanId: "efb87545-963c-4e0d-99df-69c6916d9eb0",
};
const WITH_TEAMS = [TEAMS_PLAN, OTHER_PLAN];
const WITHOUT_TEAMS = [OTHER_PLAN];

/** The users, named ones first, and their names. */
function readUsers({ file, users, people }: Reading): readonly TenantUser[] {
  const named = (file.value.users ?? []).map(readUser);
  for (const [index, user] of named.entries()) users.define(user.userPrincipalName, user, ["users", index, "upn"]);
  for (const [index, population] of people.entries()) {
    for (const user of population) users.define(user.userPrincipalName, user, ["population", index, "upn"]);
  }
  return [...named, ...people.flat()];
}

/** An account; who is not said to be without Teams has it. */
function readUser(user: User): TenantUser {
  const plans = user.plans?.map((plan) => ({ capabilityStatus: "Enabled" as const, ...plan }));
  const { userType = "Member", teams = true } = user;
  const isGuest = userType === "Guest";
  return {
    id: user.id?.toLowerCase() ?? derivedId("user", user.upn),
    userPrincipalName: user.upn,
    displayName: user.displayName ?? user.upn,
    accountEnabled: user.accountEnabled ?? true,
    userType,
    assignedPlans: plans ?? (teams ? WITH_TEAMS : WITHOUT_TEAMS),
    accountType: user.accountType === undefined ? (isGuest ? "guest" : "user") : user.accountType,
    featureTypes: user.featureTypes ?? (teams ? ["Teams"] : []),
  };
}

/** The groups with their members. Two groups may have one name, when the file gives them ids: references then mean the first of them. */
function readGroups({ file, groups, users, people, problems }: Reading): readonly TenantGroup[] {
  const written = file.value.groups ?? [];
  const ids = written.map(({ name, id }) => id?.toLowerCase() ?? derivedId("group", name));
  const names = new Set<string>();
  for (const [index, { name }] of written.entries()) {
    if (!names.has(name)) groups.define(name, ids[index] ?? "", ["groups", index, "name"]);
    names.add(name);
  }
  const crowds = new Map<string, string[]>();
  for (const [index, population] of (file.value.population ?? []).entries()) {
    for (const [position, entry] of (population.groups ?? []).entries()) {
      const { name, ...range } = typeof entry === "string" ? { name: entry } : entry;
      const numbers = numbersIn(population.count, range);
      const path: Path = ["population", index, "groups", position];
      if (numbers.length === 0) problems.push(file.problemAt(path, `nobody of ${population.count} is in this range`));
      const members = numbers.flatMap((n) => people[index]?.[n - 1]?.id ?? []);
      for (const id of groups.find(name, path)) crowds.set(id, [...(crowds.get(id) ?? []), ...members]);
    }
  }
  return written.map(({ name, visibility, members = [] }, index) => {
    const id = ids[index] ?? "";
    const named = members.flatMap(({ user, group, device }, position) => {
      const path: Path = ["groups", index, "members", position];
      if (user !== undefined) return users.find(user, path).map((found) => found.id);
      return device === undefined ? groups.find(group ?? "", path) : [derivedId("device", device)];
    });
    const all = [...new Set([...named, ...(crowds.get(id) ?? [])])];
    return { id, displayName: name, visibility: visibility ?? "Private", members: all };
  });
}

/** The devices that groups hold. */
function deviceNames(file: TenantFile): readonly string[] {
  const members = (file.groups ?? []).flatMap((group) => group.members ?? []);
  return [...new Set(members.flatMap(({ device }) => device ?? []))];
}

/** An app of the catalog. */
function readApp(app: App): CatalogApp {
  const isStore = app.distributionMethod === "store";
  const clientAppId = app.clientAppId?.toLowerCase() ?? derivedId("application", app.name);
  return {
    id: app.id?.toLowerCase() ?? derivedId("app", app.name),
    externalId: isStore ? null : (app.externalId?.toLowerCase() ?? derivedId("manifest", app.name)),
    displayName: app.displayName ?? app.name,
    distributionMethod: app.distributionMethod ?? "organization",
    clientAppId,
    definitions: app.definitions.map((definition) => readDefinition(definition, { clientAppId })),
  };
}

/** An app that everybody has, whatever the catalog says. */
function readBuiltIn({ name, id, version }: BuiltIn): Tenant["builtIn"][number] {
  const app = {
    id: id?.toLowerCase() ?? derivedId("app", name),
    externalId: null,
    displayName: name,
    distributionMethod: "store",
    clientAppId: null,
  } as const;
  return { app, version };
}

/** What is installed, by name and by share of a population. */
function readInstallations(reading: Reading): readonly TenantInstallation[] {
  const { file, users, people, problems } = reading;
  const found: TenantInstallation[] = [];
  const seen = new Set<string>();
  const add = (userIds: readonly string[], written: Installation, path: Path): void => {
    const [installation] = reading.apps
      .find(written.app, [...path, "app"])
      .map((app) => readInstallation(app, written));
    if (installation === undefined) return;
    for (const userId of userIds) {
      const key = `${userId} ${installation.app.id}`;
      if (seen.has(key)) problems.push(file.problemAt(path, `somebody has "${written.app}" twice (user id ${userId})`));
      seen.add(key);
      found.push({ userId, ...installation });
    }
  };
  for (const [upn, installations] of Object.entries(file.value.installations ?? {})) {
    const userIds = users.find(upn, ["installations", upn]).map(({ id }) => id);
    for (const [index, written] of installations.entries()) add(userIds, written, ["installations", upn, index]);
  }
  for (const [index, population] of (file.value.population ?? []).entries()) {
    for (const [position, share] of (population.installations ?? []).entries()) {
      const userIds = numbersIn(population.count, share).flatMap((n) => people[index]?.[n - 1]?.id ?? []);
      add(userIds, share, ["population", index, "installations", position]);
    }
  }
  return found;
}

function readInstallation(found: CatalogApp, written: Installation): Omit<TenantInstallation, "userId"> {
  const { definitions: _, ...app } = found;
  const sideloaded = written.sideloaded ?? false;
  const ownId = sideloaded ? derivedId("app", `sideloaded ${found.id}`) : found.id;
  const distributionMethod = sideloaded ? "sideloaded" : app.distributionMethod;
  return {
    id: written.id ?? null,
    app: { ...app, id: written.appId?.toLowerCase() ?? ownId, distributionMethod },
    version: written.version,
    consent: readPermissions(written.consent),
  };
}
