import { ConfigError } from "../errors.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { readFault } from "./faults.ts";
import { type Path, parseLocatedYaml } from "./located-yaml.ts";
import { numbered, numbersIn } from "./population.ts";
import { type AppPolicy, derivedId, type Tenant } from "./tenant.ts";
import { readApp, readBuiltIn } from "./tenant-apps.ts";
import type { FileAppPolicy, TenantFile } from "./tenant-file-shape.ts";
import { readInstallations } from "./tenant-installations.ts";
import { createNames } from "./tenant-names.ts";
import { deviceNames, readGroups, readUser, readUsers } from "./tenant-people.ts";
import type { Reading } from "./tenant-reading.ts";
import { TENANT_SCHEMA } from "./tenant-schema.ts";

/** The tenant of a file that names none. */
const DEFAULT_TENANT_ID = "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01";
/**
 * Reads a tenant file; `docs/sandbox.md` says what it may hold.
 * @throws ConfigError with every problem, each at its line
 */
export function parseTenant(text: string, fileName: string): Tenant {
  const file = parseLocatedYaml<TenantFile>(text, fileName, TENANT_SCHEMA);
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
  };
  noteSharedIds(tenant, reading);
  if (problems.length > 0) throw new ConfigError(problems);
  return tenant;
}

function readPolicies({ file, apps, users, groups }: Reading, kind: "blocked" | "preinstalled"): readonly AppPolicy[] {
  const read = (policy: FileAppPolicy, index: number): readonly AppPolicy[] => {
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
