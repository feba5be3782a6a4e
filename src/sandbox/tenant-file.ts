import { ConfigError } from "../errors.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { findControl } from "./control.ts";
import { readEvent, type SandboxEvent } from "./events.ts";
import { readFault } from "./faults.ts";
import { parseLocatedYaml, type Path } from "./located-yaml.ts";
import type { App, BuiltIn, Installation, Membership, Population, TenantFile, User } from "./schema.d.ts";
import {
  type AppPolicy,
  type CatalogApp,
  derivedId,
  readDefinition,
  readPermissions,
  type Tenant,
  type TenantGroup,
  type TenantInstallation,
  type TenantUser,
  WITH_TEAMS,
  WITHOUT_TEAMS,
} from "./tenant.ts";

/** The tenant of a file that names none. */
const DEFAULT_TENANT_ID = "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01";

/** Notes what is wrong with the value at a path. */
type Problem = (path: Path, message: string) => void;

/** What is known while a file is read. */
interface Reading {
  readonly file: TenantFile;
  readonly problem: Problem;
  readonly users: Names<TenantUser>;
  readonly groups: Names<string>;
  readonly apps: Names<CatalogApp>;
  /** The people of each population, in the order of the file. */
  readonly people: readonly (readonly TenantUser[])[];
}

/**
 * Reads a tenant file; `docs/sandbox.md` says what it may hold.
 * @throws ConfigError with every problem, each at its line
 */
export function parseTenant(text: string, fileName: string): Tenant {
  const { value: file, problemAt } = parseLocatedYaml(text, fileName);
  const problems: Diagnostic[] = [];
  const problem: Problem = (path, message) => void problems.push(problemAt(path, message));
  const people = (file.population ?? []).map((population) =>
    numbersIn(population.count, {}).map((n) => readUser({ ...population, ...numbered(population, n) })),
  );
  const users = createNames<TenantUser>("user", problem);
  const [groups, apps] = [createNames<string>("group", problem), createNames<CatalogApp>("app", problem)];
  const reading: Reading = { file, problem, people, users, groups, apps };
  const { tenantId = DEFAULT_TENANT_ID, policies = {}, dials = {}, faults = [], builtIn = [], catalog = [] } = file;
  const tenant: Tenant = {
    tenantId: tenantId.toLowerCase(),
    users: readUsers(reading),
    catalog: catalog.map((app, index) => apps.define(app.name, readApp(app), ["catalog", index, "name"])),
    groups: readGroups(reading),
    devices: deviceNames(file).map((displayName) => ({ id: derivedId("device", displayName), displayName })),
    builtIn: builtIn.map(readBuiltIn),
    installations: readInstallations(reading),
    policies: {
      blocked: readPolicies(reading, "blocked"),
      preinstalled: readPolicies(reading, "preinstalled"),
      permanent: (policies.permanent ?? []).flatMap((name, index) =>
        apps.find(name, ["policies", "permanent", index]).map(({ id }) => id),
      ),
      personalScopeConsent: policies.personalScopeConsent ?? true,
    },
    dials,
    faults: faults.map(readFault),
    events: readEvents(reading),
  };
  if (problems.length === 0) noteSharedIds(tenant, reading);
  if (problems.length > 0) throw new ConfigError(problems);
  return tenant;
}

function readPolicies({ file, apps, users, groups }: Reading, kind: "blocked" | "preinstalled"): readonly AppPolicy[] {
  return (file.policies?.[kind] ?? []).flatMap((policy, index) => {
    const path: Path = ["policies", kind, index];
    const userIds = policy.users?.flatMap((name, at) => users.find(name, [...path, "users", at]).map(({ id }) => id));
    const groupIds = policy.groups?.flatMap((name, at) => groups.find(name, [...path, "groups", at]));
    const whom = { userIds: new Set(userIds), groupIds: groupIds ?? [], everyone: policy.everyone ?? false };
    return apps.find(policy.app, [...path, "app"]).map(({ id }) => ({ appId: id, ...whom }));
  });
}

/** The events; each has to be a control. */
function readEvents({ file, problem }: Reading): readonly SandboxEvent[] {
  const events = (file.events ?? []).map(readEvent);
  for (const [index, { controlMethod, controlPath }] of events.entries()) {
    const isControl = typeof findControl(controlMethod, controlPath) === "object";
    if (!isControl) problem(["events", index, "do"], "there is no such control");
  }
  return events;
}

/** Two things with one id could not be told apart by any answer. */
function noteSharedIds({ users, groups, catalog }: Tenant, { file, problem }: Reading): void {
  for (const [key, things] of Object.entries({ users, groups, catalog })) {
    const ids = new Set<string>();
    for (const [index, { id }] of things.entries()) {
      const isPopulation = key === "users" && index >= (file.users ?? []).length;
      if (ids.has(id)) problem(isPopulation ? ["population"] : [key, index], `the id ${id} is given twice`);
      ids.add(id);
    }
  }
}

/** What a file names, and what it was called at its first mention. */
interface Names<Found> {
  /** Gives what was found; says so where the name was given before. */
  readonly define: (name: string, found: Found, path: Path) => Found;
  /** The named thing, or none, which is noted as a problem. */
  readonly find: (name: string, path: Path) => readonly Found[];
}

/** Names of one kind. */
function createNames<Found>(kind: "user" | "group" | "app", problem: Problem): Names<Found> {
  const known = new Map<string, Found>();
  const keyOf = (name: string): string => (kind === "user" ? name.toLowerCase() : name);
  return {
    define: (name, found, path) => {
      if (known.has(keyOf(name))) problem(path, `the ${kind} "${name}" is defined twice`);
      else known.set(keyOf(name), found);
      return found;
    },
    find: (name, path) => {
      const found = known.get(keyOf(name));
      if (found !== undefined) return [found];
      problem(path, `the file refers to ${kind} "${name}", which it does not have`);
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
function numbersIn(count: number, { from = 1, to = count, every = 1, offset = 0 }: Range): readonly number[] {
  const numbers: number[] = [];
  for (let n = from + offset; n <= Math.min(count, to); n += every) numbers.push(n);
  return numbers;
}

/** The users, named ones first, and their names. */
function readUsers({ file, users, people }: Reading): readonly TenantUser[] {
  const named = (file.users ?? []).map(readUser);
  const defined = (user: TenantUser, path: Path) => users.define(user.userPrincipalName, user, path);
  return [
    ...named.map((user, index) => defined(user, ["users", index, "upn"])),
    ...people.flatMap((some, index) => some.map((user) => defined(user, ["population", index, "upn"]))),
  ];
}

/** An account; who is not said to be without Teams has it. */
function readUser({ userType = "Member", teams = true, ...user }: User): TenantUser {
  const { upn, displayName = upn, accountEnabled = true, featureTypes = teams ? ["Teams"] : [] } = user;
  const plans = user.plans?.map((plan) => ({ capabilityStatus: "Enabled" as const, ...plan }));
  const { accountType = userType === "Guest" ? "guest" : "user" } = user;
  return {
    id: user.id?.toLowerCase() ?? derivedId("user", upn),
    userPrincipalName: upn,
    displayName,
    accountEnabled,
    userType,
    assignedPlans: plans ?? (teams ? WITH_TEAMS : WITHOUT_TEAMS),
    accountType,
    featureTypes,
  };
}

/** The groups with their members. Two groups may have one name, when the file gives them ids: references then mean the first of them. */
function readGroups({ file, groups, users, people, problem }: Reading): readonly TenantGroup[] {
  const written = (file.groups ?? []).map((group) => ({
    ...group,
    id: group.id?.toLowerCase() ?? derivedId("group", group.name),
  }));
  const names = new Set<string>();
  for (const [index, { name, id }] of written.entries()) {
    if (!names.has(name)) groups.define(name, id, ["groups", index, "name"]);
    names.add(name);
  }
  const crowds = new Map<string, string[]>();
  for (const [index, population] of (file.population ?? []).entries()) {
    for (const [position, entry] of (population.groups ?? []).entries()) {
      const { name, ...range } = typeof entry === "string" ? { name: entry } : entry;
      const numbers = numbersIn(population.count, range);
      const path: Path = ["population", index, "groups", position];
      if (numbers.length === 0) problem(path, `nobody of ${population.count} is in this range`);
      const members = numbers.flatMap((n) => people[index]?.[n - 1]?.id ?? []);
      for (const id of groups.find(name, path)) crowds.set(id, [...(crowds.get(id) ?? []), ...members]);
    }
  }
  return written.map(({ id, name, visibility = "Private", members = [] }, index) => {
    const named = members.flatMap(({ user, group, device }, position) => {
      const path: Path = ["groups", index, "members", position];
      if (user !== undefined) return users.find(user, path).map((found) => found.id);
      return device === undefined ? groups.find(group ?? "", path) : [derivedId("device", device)];
    });
    return { id, displayName: name, visibility, members: [...new Set([...named, ...(crowds.get(id) ?? [])])] };
  });
}

/** The devices that groups hold. */
function deviceNames({ groups = [] }: TenantFile): readonly string[] {
  return [...new Set(groups.flatMap(({ members = [] }) => members.flatMap(({ device }) => device ?? [])))];
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
function readInstallations({ file, users, apps, people, problem }: Reading): readonly TenantInstallation[] {
  const found: TenantInstallation[] = [];
  const seen = new Set<string>();
  const add = (userIds: readonly string[], written: Installation, path: Path): void => {
    for (const app of apps.find(written.app, [...path, "app"])) {
      const installation = readInstallation(app, written);
      for (const userId of userIds) {
        const key = `${userId} ${installation.app.id}`;
        if (seen.has(key)) problem(path, `somebody has "${written.app}" twice (user id ${userId})`);
        seen.add(key);
        found.push({ userId, ...installation });
      }
    }
  };
  for (const [upn, installations] of Object.entries(file.installations ?? {})) {
    const userIds = users.find(upn, ["installations", upn]).map(({ id }) => id);
    for (const [index, written] of installations.entries()) add(userIds, written, ["installations", upn, index]);
  }
  for (const [index, population] of (file.population ?? []).entries()) {
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
