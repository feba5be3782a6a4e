import type { CatalogEntry, Definition, DefinitionIdentity } from "../../src/model/catalog.ts";
import { parseConstraint } from "../../src/model/constraint.ts";
import type {
  Account,
  App,
  Assignment,
  DesiredRow,
  DesiredState,
  Ensure,
  Rank,
  Target,
} from "../../src/model/desired.ts";
import type { Installation, Observed, UserObservation } from "../../src/model/observation.ts";
import type { Permission, PermissionKnowledge } from "../../src/model/permission.ts";
import { IDENTITY } from "../definitions.ts";
import { identityKey } from "../../src/model/desired.ts";

// The smallest valid world; a test adds the one fact that it is about.

export const MANIFEST = "aaaaaaaa-0000-4000-8000-000000000001";
export const CATALOG = "bbbbbbbb-0000-4000-8000-000000000001";
export const OTHER_CATALOG = "bbbbbbbb-0000-4000-8000-000000000002";
export const USER = "cccccccc-0000-4000-8000-000000000001";
export const AT = Date.parse("2026-01-01T00:00:00Z");

export const SEND: Permission = { value: "TeamsActivity.Send.User", type: "application" };
export const READ: Permission = { value: "TeamsAppInstallation.Read.User", type: "application" };
export const CAMERA: Permission = { value: "CameraStream.Read.User", type: "delegated" };

export function known(...permissions: Permission[]): PermissionKnowledge {
  return { state: "known", permissions };
}

export function app(facts: Partial<App> = {}): App {
  return {
    name: "expenses",
    identity: { kind: "manifest", manifestId: MANIFEST },
    approved: [SEND],
    clientAppId: null,
    lock: { state: "no-lock" },
    owner: null,
    deny: [],
    repairConsent: "report",
    replaces: null,
    suspended: false,
    source: { file: "apps.yaml", line: 3, column: 3 },
    ...facts,
  };
}

export function assignment(version: string | null, ensure: Ensure = "upgraded", line = 4): Assignment {
  const parsed = version === null ? null : parseConstraint(version);
  if (parsed?.ok === false) throw new Error(parsed.message);
  return {
    app: "expenses",
    ensure,
    version: parsed?.constraint ?? null,
    priority: 0,
    source: { file: "finance.yaml", line, column: 5 },
  };
}

export function row(
  facts: {
    version?: string | null;
    ensure?: Ensure;
    account?: Account;
    rank?: Rank;
    undecidedBy?: readonly Target[];
    app?: App;
    id?: string | null;
    name?: string;
  } = {},
): DesiredRow {
  const {
    version = ">=2.3 <3",
    ensure = "upgraded",
    account = { state: "eligible" },
    rank = 1,
    undecidedBy = [],
  } = facts;
  const id = facts.id === undefined ? USER : facts.id;
  const name = facts.name ?? "adele@contoso.com";
  return {
    user: { id, userPrincipalName: name, asWritten: name, account },
    app: facts.app ?? app(),
    claim: {
      kind: "won",
      assignment: assignment(ensure === "absent" || ensure === "leave" ? null : version, ensure),
      rank,
    },
    undecidedBy,
  };
}

export function definition(
  version: string | null,
  permissions: PermissionKnowledge = known(),
  publishingState = "published",
  identity: DefinitionIdentity = IDENTITY,
): Definition {
  return { id: `definition ${version}`, version, publishingState, permissions, identity };
}

export function catalog(...definitions: Definition[]): CatalogEntry {
  return {
    state: "found",
    id: CATALOG,
    externalId: MANIFEST,
    displayName: "Expenses",
    distributionMethod: "organization",
    definitions,
  };
}

export function installation(version: string | null, facts: Partial<Installation> = {}): Installation {
  return {
    id: "installation-1",
    appId: CATALOG,
    externalId: MANIFEST,
    distributionMethod: "organization",
    version,
    consent: { state: "unknown" },
    ...facts,
  };
}

export function read(...installations: Installation[]): UserObservation {
  return { state: "read", installations, absenceProven: true, at: AT };
}

export function observed(
  entry: CatalogEntry,
  observation: UserObservation | null,
  mayConsent: Observed["mayConsent"] = "unknown",
): Observed {
  return {
    // Whichever of its ids the desired state gives.
    apps: new Map([
      [identityKey({ kind: "manifest", manifestId: MANIFEST }), entry],
      [identityKey({ kind: "catalog", catalogId: CATALOG }), entry],
    ]),
    users: new Map(observation === null ? [] : [[USER, observation]]),
    mayConsent,
  };
}

export function desired(...rows: DesiredRow[]): DesiredState {
  return {
    tenantId: null,
    apps: [...new Map(rows.map((each) => [each.app.name, each.app])).values()],
    rows,
    totalRows: rows.length,
    targets: [],
    rollouts: [],
    filters: { apps: [], users: [] },
  };
}
