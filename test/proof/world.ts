import type { Configuration } from "../../src/desired/configuration.ts";
import { NO_EARLIER_RUNS } from "../../src/gate/earlier-runs.ts";
import { gate } from "../../src/gate/gate.ts";
import type { CatalogEntry, Definition } from "../../src/model/catalog.ts";
import type { Filters } from "../../src/model/desired.ts";
import type { Installation, Observed, UserObservation } from "../../src/model/observation.ts";
import type { Permission, PermissionKnowledge } from "../../src/model/permission.ts";
import type { DecidedPlan, Plan } from "../../src/model/plan.ts";
import type { Policy } from "../../src/model/policy.ts";
import { plan } from "../../src/plan/plan.ts";
import { recordDirectory } from "../../src/proof/directory-record.ts";
import type { ProofInputs } from "../../src/proof/evidence.ts";
import type { Directory } from "../../src/resolve/directory.ts";
import { type Resolution, resolve } from "../../src/resolve/resolve.ts";
import { IDENTITY } from "../definitions.ts";
import { directoryOf, person, type Tenant } from "../fakes/directory.ts";
import { type AssignmentText, configuration, NO_FILTERS } from "../resolve/configurations.ts";
import { identityKey } from "../../src/model/desired.ts";

export const SEND: Permission = { value: "TeamsActivity.Send.User", type: "application" };
export const READ: Permission = { value: "TeamsAppInstallation.Read.User", type: "application" };
export const CAMERA: Permission = { value: "CameraStream.Read.User", type: "delegated" };

const NOW = Date.UTC(2026, 0, 5, 8);
const AT = Date.parse("2026-01-01T00:00:00Z");

/** People, groups and wishes in which every kind of action has somebody, and some are not to be touched. */
export const TENANT: Tenant = {
  users: ["adele", "bianca", "carlos", "dora", "ceo", "guest"].map((id) =>
    person(id, id === "guest" ? { userType: "Guest" } : {}),
  ),
  groups: [
    { id: "finance", displayName: "Finance", members: ["adele", "bianca", "ceo"] },
    { id: "interns", displayName: "Interns", members: ["bianca"] },
    { id: "leavers", displayName: "Leavers", members: ["dora"] },
  ],
};

export const ASSIGNMENTS: readonly AssignmentText[] = [
  { version: "latest 2.x", to: ["group: Finance"], except: ["group: Interns"] },
  { version: "latest 2.x", ensure: "installed", to: ["user: carlos@contoso.com"] },
  { ensure: "absent", to: ["group: Leavers"] },
  { app: "onboarding", version: "latest", to: ["everyone"] },
];

export const CATALOG_IDS: Readonly<Record<string, string>> = {
  expenses: "catalog-expenses",
  onboarding: "catalog-onboarding",
};

/** Everything that a run is made of, before anybody decides. */
export interface World {
  readonly configuration: Configuration;
  readonly directory: Directory;
  readonly observed: Observed;
}

/** How a planner makes a plan of a world; the tests pass in broken ones. */
export interface Planner {
  readonly resolve: (configuration: Configuration, directory: Directory, filters: Filters) => Promise<Resolution>;
  readonly plan: (resolution: Resolution, observed: Observed) => DecidedPlan;
  readonly gate: (plan: DecidedPlan, policy: Policy) => Plan;
}

export const PLANNER: Planner = {
  resolve,
  plan: ({ desired }, observed) => plan(desired, observed),
  gate: (decided, policy) => gate(decided, policy, NO_EARLIER_RUNS, NOW),
};

export function world(
  changed: {
    readonly tenant?: Tenant;
    readonly assignments?: readonly AssignmentText[];
    readonly protectedUsers?: readonly string[];
    readonly approved?: readonly Permission[];
    readonly required?: PermissionKnowledge;
    readonly mayConsent?: Observed["mayConsent"];
    readonly suspended?: boolean;
    readonly exceptions?: Configuration["exceptions"];
  } = {},
): World {
  const { tenant = TENANT, assignments = ASSIGNMENTS, protectedUsers = ["user: ceo@contoso.com"] } = changed;
  const { approved = [SEND], required = { state: "known", permissions: [SEND] }, mayConsent = "unknown" } = changed;
  const written = configuration(assignments, protectedUsers);
  const apps = written.apps.map((app) => ({ ...app, approved }));
  return {
    configuration: {
      ...written,
      apps,
      exceptions: changed.exceptions ?? [],
      policy: {
        ...written.policy,
        suspended: changed.suspended ?? false,
        maxRemovals: { kind: "count", count: 10 },
      },
    },
    directory: directoryOf(tenant),
    observed: {
      apps: new Map(
        apps.map(({ name, identity }) => [identityKey(identity), catalogEntry(name, manifestOf(identity), required)]),
      ),
      users: new Map(tenant.users.map(({ id }) => [id, has(id)])),
      mayConsent,
    },
  };
}

function manifestOf(identity: Configuration["apps"][number]["identity"]): string {
  return identity.kind === "manifest" ? identity.manifestId : "";
}

function catalogEntry(name: string, externalId: string, permissions: PermissionKnowledge): CatalogEntry {
  return {
    state: "found",
    id: CATALOG_IDS[name] ?? "",
    externalId,
    displayName: name,
    distributionMethod: "organization",
    definitions: [definition("2.9.0", { state: "known", permissions: [] }), definition("2.10.0", permissions)],
  };
}

function definition(version: string, permissions: PermissionKnowledge): Definition {
  return { id: `definition ${version}`, version, publishingState: "published", permissions, identity: IDENTITY };
}

/** Everybody has old versions, but for Carlos, who has no expenses. */
function has(userId: string): UserObservation {
  const apps = userId === "carlos" ? ["onboarding"] : ["expenses", "onboarding"];
  const installations = apps.map(
    (app): Installation => ({
      id: `${app} of ${userId}`,
      appId: CATALOG_IDS[app] ?? "",
      externalId: null,
      distributionMethod: "organization",
      version: "2.1.0",
      consent: { state: "unknown" },
    }),
  );
  return { state: "read", installations, absenceProven: true, at: AT };
}

/** Runs a planner over a world, with the directory recorded. */
export async function planned(
  { configuration: written, directory, observed }: World,
  planner: Planner = PLANNER,
): Promise<{ readonly inputs: ProofInputs; readonly plan: Plan }> {
  const recorded = recordDirectory(directory);
  const resolution = await planner.resolve(written, recorded.directory, NO_FILTERS);
  return {
    inputs: { configuration: written, directory: recorded.record, observed, nowMs: NOW },
    plan: planner.gate(planner.plan(resolution, observed), resolution.policy),
  };
}
