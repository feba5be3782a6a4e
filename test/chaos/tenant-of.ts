import type { Permission } from "../../src/model/permission.ts";
import type { Dials } from "../../src/sandbox/dials.ts";
import type { InstalledApp, Tenant } from "../../src/sandbox/tenant.ts";
import { type Held, idOf, type ManagedApp, type Person, TENANT_ID, type World } from "./world.ts";

/** The sandbox's tenant that a world describes. */
export function tenantOf(world: World, dials: Partial<Dials>): Tenant {
  return {
    tenantId: TENANT_ID,
    users: world.people.map((person) => ({
      id: person.id,
      userPrincipalName: person.upn,
      displayName: person.upn,
      accountEnabled: person.kind !== "disabled",
      userType: person.kind === "guest" ? "Guest" : "Member",
      assignedPlans: plansOf(person),
      accountType: "user",
      featureTypes: [],
    })),
    groups: world.groups.map(({ id, name, users, groups }) => ({
      id,
      displayName: name,
      visibility: "Private",
      members: [...users, ...groups],
    })),
    devices: [],
    catalog: world.apps.flatMap((app) =>
      app.definitions === null
        ? []
        : [
            {
              ...installedApp(app, false),
              definitions: app.definitions.map(({ version, requires, holder, bot }) => ({
                version,
                publishingState: "published" as const,
                permissions: requires === null ? null : requires.map(permissionOf),
                clientAppId: clientIdOf(app, holder),
                bot: bot ? BOT_ID : null,
              })),
            },
          ],
    ),
    builtIn: [],
    installations: world.held.map((held) => ({
      id: held.id,
      userId: held.user,
      app: installedApp(appOf(world, held), held.copy),
      version: held.version,
      consent: held.consent.map(permissionOf),
    })),
    policies: {
      blocked: world.forbidden.map(({ user, app }) => ({
        appId: world.apps.find(({ name }) => name === app)?.catalogId ?? "",
        userIds: new Set([user]),
        groupIds: [],
        everyone: false,
      })),
      preinstalled: [],
      permanent: [],
      personalScopeConsent: true,
    },
    dials,
    faults: [],
    events: [],
  };
}

/** Of every definition that has a bot. */
export const BOT_ID = idOf("9", 0);

/** `a:NAME` is an application permission, `d:NAME` a delegated one. */
export function permissionOf(text: string): Permission {
  return { value: text.slice(2), type: text.startsWith("d:") ? "delegated" : "application" };
}

export function permissionText({ value, type }: { readonly value: string; readonly type: string }): string {
  return `${type.toLowerCase().startsWith("d") ? "d" : "a"}:${value}`;
}

/** The catalog id of another app with the same manifest id. */
export function copyIdOf({ catalogId }: ManagedApp): string {
  return idOf("e", Number(catalogId.slice(-12)));
}

/** The Entra app that gets the consent. */
export function clientIdOf({ catalogId }: ManagedApp, holder: number): string {
  return idOf("f", Number(catalogId.slice(-12)) + 100 * holder);
}

function installedApp(app: ManagedApp, copy: boolean): InstalledApp {
  return {
    id: copy ? copyIdOf(app) : app.catalogId,
    externalId: app.manifestId,
    displayName: app.name,
    distributionMethod: "organization",
    clientAppId: clientIdOf(app, 0),
  };
}

function appOf({ apps }: World, held: Held): ManagedApp {
  const app = apps.find(({ name }) => name === held.app);
  if (app === undefined) throw new RangeError(`no app ${held.app}`);
  return app;
}

function plansOf({ kind }: Person): Tenant["users"][number]["assignedPlans"] {
  const plan = { service: "TeamspaceAPI", servicePlanId: "57ff2da0-773e-42df-b2af-ffb7a2317929" };
  return kind === "without-plan" ? [] : [{ ...plan, capabilityStatus: "Enabled" }];
}
