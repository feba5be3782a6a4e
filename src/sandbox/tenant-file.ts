import { Ajv2020 } from "ajv/dist/2020.js";
import { LineCounter, parseDocument } from "yaml";
import { ConfigError } from "../errors.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Permission } from "../model/permission.ts";
import {
  type AppDefinition,
  type CatalogApp,
  derivedId,
  type Tenant,
  type TenantGroup,
  type TenantInstallation,
  type TenantUser,
} from "./tenant.ts";
import { type FileApp, type FilePermission, TENANT_SCHEMA, type TenantFile } from "./tenant-schema.ts";

/** The tenant of a file that names none. */
const DEFAULT_TENANT_ID = "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01";

/**
 * Reads a tenant file.
 * @throws ConfigError with every problem, each at its line
 */
export function parseTenant(text: string, fileName: string): Tenant {
  const file = parseFile(text, fileName);
  const unknown: string[] = [];
  const users = readUsers(file);
  const userIds = new Map(users.map((user) => [user.userPrincipalName.toLowerCase(), user.id]));
  const groupIds = new Map((file.groups ?? []).map(({ name, id }) => [name, id ?? derivedId("group", name)]));
  const catalog = (file.catalog ?? []).map(readApp);
  const apps = new Map((file.catalog ?? []).map(({ name }, index) => [name, catalog[index]]));
  const find = <Found>(map: ReadonlyMap<string, Found | undefined>, name: string, kind: string): readonly Found[] => {
    const found = map.get(kind === "user" ? name.toLowerCase() : name);
    if (found === undefined) unknown.push(`${kind} "${name}"`);
    return found === undefined ? [] : [found];
  };
  const pairs = (policies: readonly { app: string; users: readonly string[] }[] = []) =>
    policies.flatMap(({ app, users: names }) =>
      find(apps, app, "app").flatMap(({ id }) =>
        names.flatMap((name) => find(userIds, name, "user").map((userId) => ({ appId: id, userId }))),
      ),
    );
  const tenant: Tenant = {
    tenantId: (file.tenantId ?? DEFAULT_TENANT_ID).toLowerCase(),
    users,
    groups: readGroups(
      file,
      (name) => find(userIds, name, "user"),
      (name) => find(groupIds, name, "group"),
    ),
    catalog,
    installations: readInstallations(
      file,
      (name) => find(userIds, name, "user"),
      (name) => find(apps, name, "app"),
    ),
    policies: {
      blocked: pairs(file.policies?.blocked),
      preinstalled: pairs(file.policies?.preinstalled),
      permanent: (file.policies?.permanent ?? []).flatMap((name) => find(apps, name, "app").map(({ id }) => id)),
      personalScopeConsent: file.policies?.personalScopeConsent ?? true,
    },
  };
  if (unknown.length > 0) {
    throw new ConfigError(
      [...new Set(unknown)].map((what) => problem(fileName, 1, `the file refers to ${what}, which it does not have`)),
    );
  }
  return tenant;
}

function parseFile(text: string, fileName: string): TenantFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: "1.2", stringKeys: true, strict: true });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw new ConfigError(
      broken.map((error) => problem(fileName, lines.linePos(error.pos[0]).line, error.message.split("\n")[0] ?? "")),
    );
  }
  const value: unknown = document.toJS({ maxAliasCount: 0 }) ?? {};
  const validate = new Ajv2020({ allErrors: true }).compile<TenantFile>(TENANT_SCHEMA);
  if (validate(value)) return value;
  throw new ConfigError(
    (validate.errors ?? []).map((error) => {
      const node: unknown = document.getIn(error.instancePath.split("/").slice(1), true);
      const range: unknown = typeof node === "object" && node !== null && "range" in node ? node.range : null;
      const line = Array.isArray(range) ? lines.linePos(Number(range[0])).line : 1;
      const extra = error.params["additionalProperty"];
      return problem(
        fileName,
        line,
        `${error.instancePath}: ${error.message ?? "is wrong"}${extra === undefined ? "" : ` (${String(extra)})`}`,
      );
    }),
  );
}

function problem(file: string, line: number, message: string): Diagnostic {
  return { code: "invalid-tenant", severity: "error", message, hint: null, file, line, column: 1, related: [] };
}

function readUsers(file: TenantFile): readonly TenantUser[] {
  const people = (file.population ?? []).flatMap((population) =>
    Array.from({ length: population.count }, (_, index) => ({ ...population, ...numbered(population, index + 1) })),
  );
  return [...(file.users ?? []), ...people].map((user) => ({
    id: ("id" in user ? user.id?.toLowerCase() : undefined) ?? derivedId("user", user.upn),
    userPrincipalName: user.upn,
    displayName: user.displayName ?? user.upn,
    accountEnabled: user.accountEnabled ?? true,
    userType: user.userType ?? "Member",
    hasTeams: user.teams ?? true,
  }));
}

/** `user{n}@contoso.com` -> `user007@contoso.com` for the seventh of some hundred. */
function numbered({ upn, displayName, count }: { upn: string; displayName?: string; count: number }, n: number) {
  const number = String(n).padStart(String(count).length, "0");
  const name = displayName ?? upn.split("@")[0] ?? upn;
  return { upn: upn.replaceAll("{n}", number), displayName: name.replaceAll("{n}", number) };
}

type Find<Found> = (name: string) => readonly Found[];

function readGroups(file: TenantFile, findUser: Find<string>, findGroup: Find<string>): readonly TenantGroup[] {
  const populations = (file.population ?? []).flatMap((population) =>
    (population.groups ?? []).map((group) => ({ group, population })),
  );
  for (const { group } of populations) findGroup(group);
  return (file.groups ?? []).map(({ name, id, visibility, members = [] }) => ({
    id: id?.toLowerCase() ?? derivedId("group", name),
    displayName: name,
    visibility: visibility ?? "Private",
    members: [
      ...members.flatMap(({ user, group }) => (user === undefined ? findGroup(group ?? "") : findUser(user))),
      ...populations
        .filter(({ group }) => group === name)
        .flatMap(({ population }) =>
          Array.from({ length: population.count }, (_, index) =>
            derivedId("user", numbered(population, index + 1).upn),
          ),
        ),
    ],
  }));
}

function readApp(app: FileApp): CatalogApp {
  const isStore = app.distributionMethod === "store";
  return {
    id: app.id?.toLowerCase() ?? derivedId("app", app.name),
    externalId: isStore ? null : (app.externalId?.toLowerCase() ?? derivedId("manifest", app.name)),
    displayName: app.displayName ?? app.name,
    distributionMethod: app.distributionMethod ?? "organization",
    definitions: app.definitions.map(
      (definition): AppDefinition => ({
        version: definition.version,
        publishingState: definition.publishingState ?? "published",
        permissions: definition.permissionsShown === false ? null : readPermissions(definition.permissions),
      }),
    ),
  };
}

function readPermissions(permissions: readonly FilePermission[] = []): readonly Permission[] {
  return permissions.map(({ value, type }) => ({ value, type: type ?? "application" }));
}

function readInstallations(
  file: TenantFile,
  findUser: Find<string>,
  findApp: Find<CatalogApp>,
): readonly TenantInstallation[] {
  const named = Object.entries(file.installations ?? {}).flatMap(([upn, installations]) =>
    findUser(upn).flatMap((userId) => installations.map((installation) => ({ userId, installation }))),
  );
  const shared = (file.population ?? []).flatMap((population) =>
    (population.installations ?? []).flatMap((installation) =>
      everyNth(population.count, installation.every ?? 1, installation.offset ?? 0).map((n) => ({
        userId: derivedId("user", numbered(population, n).upn),
        installation,
      })),
    ),
  );
  return [...named, ...shared].flatMap(({ userId, installation }) =>
    findApp(installation.app).map((found): TenantInstallation => {
      const { definitions: _, ...app } = found;
      const sideloaded = "sideloaded" in installation && (installation.sideloaded ?? false);
      const otherId = "appId" in installation ? installation.appId?.toLowerCase() : undefined;
      return {
        userId,
        app: {
          ...app,
          id: otherId ?? (sideloaded ? derivedId("app", `sideloaded ${found.id}`) : found.id),
          distributionMethod: sideloaded ? "sideloaded" : app.distributionMethod,
        },
        version: installation.version,
        consent: readPermissions(installation.consent),
      };
    }),
  );
}

/** Numbers from 1 to `count`, beginning after `offset`, `every` apart. */
function everyNth(count: number, every: number, offset: number): readonly number[] {
  const numbers: number[] = [];
  for (let n = offset + 1; n <= count; n += every) numbers.push(n);
  return numbers;
}
