import { parseConstraint } from "../../src/model/constraint.ts";
import type { App, DesiredRow, DesiredState, Ensure, User } from "../../src/model/desired.ts";
import type { Permission } from "../../src/model/permission.ts";
import { DEFAULT_RULES, type Policy } from "../../src/model/policy.ts";

export const SEND: Permission = { value: "TeamsActivity.Send.User", type: "application" };
export const CAMERA: Permission = { value: "CameraStream.Read.User", type: "delegated" };

const SOURCE = { file: "assignments.yaml", line: 1, column: 1 };

/** The app of this name: its ids follow from the name, and both permissions are approved for it. */
export function app(name: string): App {
  const identity = { kind: "manifest", manifestId: externalIdOf(name) } as const;
  return {
    name,
    identity,
    approved: [CAMERA, SEND],
    clientAppId: null,
    owner: null,
    deny: [],
    repairConsent: "report",
    replaces: null,
    lock: { state: "no-lock" },
    suspended: false,
    source: SOURCE,
  };
}

export function catalogIdOf(name: string): string {
  return `catalog-id-of-${name}`;
}

export function externalIdOf(name: string): string {
  return `manifest-id-of-${name}`;
}

/** What one person is to have. */
export interface Ask {
  readonly user: string;
  /** `expenses` where it is left out. */
  readonly app?: string;
  readonly ensure: Ensure;
  /** Ignored for `absent`; `latest` where it is left out. */
  readonly version?: string;
}

/** The desired state that asks for all of this, and for nothing else. */
export function desiredState(asks: readonly Ask[], facts: Partial<App> = {}): DesiredState {
  const apps = new Map([...new Set(asks.map(appName))].sort().map((name) => [name, { ...app(name), ...facts }]));
  const users = new Map(asks.map(({ user }) => [user, person(user)]));
  const rows = [...asks].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).map((ask) => row(ask, users, apps));
  return {
    tenantId: null,
    apps: [...apps.values()],
    rows,
    totalRows: rows.length,
    targets: [],
    rollouts: [],
    filters: { apps: [], users: [] },
  };
}

/** A policy that holds nothing. */
export const NO_LIMITS: Policy = {
  ...DEFAULT_RULES,
  maxChanges: { kind: "count", count: 1_000_000 },
  maxRemovals: { kind: "count", count: 1_000_000 },
  protectedUserIds: new Set(),
  protectedUnresolved: [],
  exceptions: [],
};

function row(ask: Ask, users: ReadonlyMap<string, User>, apps: ReadonlyMap<string, App>): DesiredRow {
  const user = users.get(ask.user);
  const wanted = apps.get(appName(ask));
  if (user === undefined || wanted === undefined) throw new Error("a row asks for a user or app that is not there");
  const parsed = parseConstraint(ask.version ?? "latest");
  if (!parsed.ok) throw new Error(parsed.message);
  const version = ask.ensure === "absent" ? null : parsed.constraint;
  const assignment = { app: wanted.name, ensure: ask.ensure, version, priority: 0, source: SOURCE };
  return { user, app: wanted, claim: { kind: "won", assignment, rank: 0 }, undecidedBy: [] };
}

function person(id: string): User {
  const userPrincipalName = `${id}@contoso.com`;
  return { id, userPrincipalName, asWritten: userPrincipalName, account: { state: "eligible" } };
}

function appName(ask: Ask): string {
  return ask.app ?? "expenses";
}

function rank(ask: Ask): string {
  return `${appName(ask)} ${ask.user}`;
}
