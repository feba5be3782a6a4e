import type { InstallationWriter, WriteAnswer, WriteTurn } from "../../src/apply/writer.ts";
import { GraphError } from "../../src/errors.ts";
import type { CatalogEntry, Definition, DefinitionIdentity } from "../../src/model/catalog.ts";
import type { Clock } from "../../src/model/clock.ts";
import type { Installation } from "../../src/model/observation.ts";
import { type Permission, samePermissions } from "../../src/model/permission.ts";
import type { Action } from "../../src/model/plan.ts";
import type { OutcomeCode } from "../../src/model/reasons.ts";
import { compareVersions, parseVersion } from "../../src/model/version.ts";
import type { CatalogReader, InstallationReader } from "../../src/observe/readers.ts";
import { IDENTITY } from "../definitions.ts";

/** One version of an app; of several with the same version the last that is published counts. */
export interface TenantDefinition {
  readonly version: string;
  /** Null: the catalog does not tell. */
  readonly requires: readonly Permission[] | null;
  readonly identity?: DefinitionIdentity;
  /** When it is published, in milliseconds since the epoch; always has been where it is left out. */
  readonly fromMs?: number;
}

export interface TenantApp {
  readonly catalogId: string;
  readonly externalId: string;
  readonly definitions: readonly TenantDefinition[];
}

/** An installation as it is; what a read shows of it is up to the dials. */
export interface Held {
  readonly id: string;
  readonly catalogId: string;
  readonly externalId: string;
  readonly version: string;
  readonly distributionMethod: string;
  readonly consent: readonly Permission[];
}

/** What is done with one write that arrived. */
export type Treatment =
  | { readonly kind: "carried-out" }
  | { readonly kind: "uncertain"; readonly because: "throttled" | "failed"; readonly tookEffect: boolean }
  | { readonly kind: "refused"; readonly status: number; readonly code: OutcomeCode; readonly message: string }
  | { readonly kind: "thrown"; readonly error: Error };

type Answered = Exclude<Treatment, { kind: "thrown" }>;

/** How the tenant misbehaves. May be turned at any time. */
export interface Dials {
  /** For so long after a write reads show what was before it. */
  lagMs: number;
  /** `nth` counts the user's writes from 1. */
  treat: (userId: string, nth: number) => Treatment;
  /** How long a write waits for its turn; `nth` counts the user's turns from 1. */
  turnMs: (nth: number) => number;
  /** Writes pass one by one, so far apart; one that is not sent when its turn comes uses up nothing. */
  paceMs: number;
  /** The user's reads fail with it. */
  readError: (userId: string, nowMs: number) => Error | null;
  /** How long a read of a user takes. */
  readMs: number;
  consentShown: "on-list" | "singly" | "never";
  /** Single reads of consent fail with it. */
  consentError: Error | null;
  absenceProven: boolean;
  /** The version that a write brings, in place of the newest published one. */
  brings: string | null;
  /** The consent that a write leaves in force, in place of what was sent. */
  grants: readonly Permission[] | null;
  catalogError: (nowMs: number) => Error | "unreadable" | null;
  /** How long a read of the catalog takes. */
  catalogMs: number;
}

export interface Send {
  readonly atMs: number;
  readonly userId: string;
  readonly catalogId: string;
  readonly action: Action;
  readonly consent: readonly Permission[];
  readonly tookEffect: boolean;
}

/** What arrived, in order. */
export interface Log {
  readonly sends: Send[];
  readonly turns: { readonly atMs: number; readonly userId: string }[];
  readonly reads: { readonly atMs: number; readonly userId: string; hasFailed: boolean }[];
  readonly consentReads: { readonly userId: string; readonly installationId: string }[];
  readonly catalogReads: { readonly atMs: number; readonly id: string }[];
}

export interface Tenant {
  readonly catalog: CatalogReader;
  readonly installations: InstallationReader;
  readonly writer: InstallationWriter;
  readonly dials: Dials;
  readonly log: Log;
  /** What the user really has, whatever reads show. */
  has(userId: string): readonly Held[];
  /** Somebody else changes what the user has; visible at once. */
  change(userId: string, held: readonly Held[]): void;
}

interface Snapshot {
  readonly visibleFromMs: number;
  readonly held: readonly Held[];
}

/** A tenant with state: users who hold installations, a catalog, and dials for what goes wrong. */
export function createTenant(
  apps: readonly TenantApp[],
  initially: ReadonlyMap<string, readonly Held[]>,
  clock: Clock,
): Tenant {
  const users = new Map([...initially].map(([id, held]): [string, Snapshot[]] => [id, [{ visibleFromMs: 0, held }]]));
  const log: Log = { sends: [], turns: [], reads: [], consentReads: [], catalogReads: [] };
  let installed = 0;
  let nextTurnAtMs = 0;
  let lastTurn: Promise<unknown> = Promise.resolve();
  const dials: Dials = {
    lagMs: 0,
    treat: () => ({ kind: "carried-out" }),
    turnMs: () => 0,
    paceMs: 0,
    readError: () => null,
    readMs: 0,
    consentShown: "on-list",
    consentError: null,
    absenceProven: true,
    brings: null,
    grants: null,
    catalogError: () => null,
    catalogMs: 0,
  };

  const snapshotsOf = (userId: string): Snapshot[] => {
    const snapshots = users.get(userId);
    if (snapshots === undefined) throw graphError(404, "NotFound", "target");
    return snapshots;
  };
  const has = (userId: string): readonly Held[] => snapshotsOf(userId).at(-1)?.held ?? [];
  const shown = (userId: string): readonly Held[] =>
    snapshotsOf(userId).findLast(({ visibleFromMs }) => visibleFromMs <= clock.now())?.held ?? [];
  const change = (userId: string, held: readonly Held[], lagMs = 0): void => {
    const earliest = snapshotsOf(userId).at(-1)?.visibleFromMs ?? 0;
    snapshotsOf(userId).push({ visibleFromMs: Math.max(earliest, clock.now() + lagMs), held });
  };
  const published = (app: TenantApp): readonly TenantDefinition[] => {
    const now = app.definitions.filter(({ fromMs = 0 }) => fromMs <= clock.now());
    return [...new Map(now.map((definition) => [definition.version, definition])).values()];
  };

  /** The app of an installation that the user has or had. */
  function catalogIdOf(userId: string, action: Action, id: string): string {
    const ever = snapshotsOf(userId).flatMap(({ held }) => held);
    return action === "install" ? id : (ever.find((one) => one.id === id)?.catalogId ?? "unknown");
  }

  /** Graph's own judgement: null when the write is carried out, else why not. */
  function carryOut(userId: string, action: Action, id: string, consent: readonly Permission[]): Answered | null {
    const held = has(userId);
    const existing = held.find((one) => (action === "install" ? one.catalogId === id : one.id === id));
    if (action === "install" && existing !== undefined) return refusal(409, "Conflict: already installed");
    if (action !== "install" && existing === undefined) return refusal(404, "NotFound: no such installation");
    const others = held.filter((one) => one !== existing);
    if (action === "uninstall") {
      change(userId, others, dials.lagMs);
      return null;
    }
    const app = apps.find(({ catalogId }) => catalogId === (existing?.catalogId ?? id));
    if (app === undefined) return refusal(404, "NotFound: no such app");
    const newest = newestOf(published(app));
    if (!isAcceptable(consent, newest.requires ?? [])) {
      return refusal(400, "ResourceSpecificPermissionsMismatch: not what the app requires", "consent-mismatch");
    }
    installed += existing === undefined ? 1 : 0;
    const after: Held = {
      id: existing?.id ?? `installation-${installed}-of-${userId}`,
      catalogId: app.catalogId,
      externalId: app.externalId,
      distributionMethod: "organization",
      version: dials.brings ?? newest.version,
      consent: dials.grants ?? consent,
    };
    change(userId, [...others, after], dials.lagMs);
    return null;
  }

  async function write(
    userId: string,
    action: Action,
    id: string,
    consent: readonly Permission[],
    { maySend, sending }: WriteTurn,
  ): Promise<WriteAnswer> {
    log.turns.push({ atMs: clock.now(), userId });
    const turns = log.turns.filter((turn) => turn.userId === userId).length;
    if (turns > 1_000) throw new Error(`${userId} came to its turn 1,000 times`);
    await clock.sleep(dials.turnMs(turns));
    const passed = await passOneByOne(maySend);
    if (!passed) return { kind: "not-sent" };
    if (!(await sending())) return { kind: "not-sent" };
    const nth = log.sends.filter((sent) => sent.userId === userId).length + 1;
    const requestId = `write-${nth}-of-${userId}`;
    const treatment = dials.treat(userId, nth);
    if (treatment.kind === "thrown") throw treatment.error;
    const isTried = treatment.kind === "carried-out" || (treatment.kind === "uncertain" && treatment.tookEffect);
    const catalogId = catalogIdOf(userId, action, id);
    const objection = isTried ? carryOut(userId, action, id, consent) : null;
    log.sends.push({
      atMs: clock.now(),
      userId,
      catalogId,
      action,
      consent,
      tookEffect: isTried && objection === null,
    });
    const answered = treatment.kind === "carried-out" ? (objection ?? treatment) : treatment;
    return answerFor(answered, requestId);
  }

  function passOneByOne(maySend: () => boolean): Promise<boolean> {
    const turn = lastTurn.then(async () => {
      await clock.sleep(nextTurnAtMs - clock.now());
      if (!maySend()) return false;
      nextTurnAtMs = clock.now() + dials.paceMs;
      return true;
    });
    lastTurn = turn;
    return turn;
  }

  function show(held: Held): Installation {
    return {
      id: held.id,
      appId: held.catalogId,
      externalId: held.externalId,
      distributionMethod: held.distributionMethod,
      version: held.version,
      consent: dials.consentShown === "on-list" ? { state: "known", permissions: held.consent } : { state: "unknown" },
    };
  }

  return {
    dials,
    log,
    has,
    change,
    installations: {
      async readInstallations(userId) {
        const read = { atMs: clock.now(), userId, hasFailed: false };
        log.reads.push(read);
        await clock.sleep(dials.readMs);
        const error = dials.readError(userId, clock.now());
        read.hasFailed = error !== null;
        if (error !== null) throw error;
        return { installations: shown(userId).map(show), absenceProven: dials.absenceProven };
      },
      async readConsent(userId, installationId) {
        log.consentReads.push({ userId, installationId });
        await Promise.resolve();
        if (dials.consentError !== null) throw dials.consentError;
        const held = shown(userId).find(({ id }) => id === installationId);
        if (held === undefined) throw graphError(404, "NotFound", "target");
        return dials.consentShown === "never" ? { state: "unknown" } : { state: "known", permissions: held.consent };
      },
    },
    catalog: {
      async readApp(identity) {
        const wanted = identity.kind === "manifest" ? identity.manifestId : identity.catalogId;
        log.catalogReads.push({ atMs: clock.now(), id: wanted });
        await clock.sleep(dials.catalogMs);
        const error = dials.catalogError(clock.now());
        if (error === "unreadable") return { state: "unreadable", detail: "503 for this app" };
        if (error !== null) throw error;
        const app = apps.find(({ catalogId, externalId }) => wanted === catalogId || wanted === externalId);
        return app === undefined ? { state: "not-in-catalog" } : entryOf(app, published(app));
      },
    },
    writer: {
      install: (userId, catalogId, consent, turn) => write(userId, "install", catalogId, consent, turn),
      upgrade: (userId, id, consent, turn) => write(userId, "upgrade", id, consent, turn),
      uninstall: (userId, id, turn) => write(userId, "uninstall", id, [], turn),
    },
  };
}

export function graphError(status: number, code: string, scope: "run" | "target"): GraphError {
  return new GraphError(`${code} (${status})`, { code, status, requestId: null, scope });
}

function refusal(status: number, message: string, code: OutcomeCode = "refused"): Answered {
  return { kind: "refused", status, code, message };
}

/** A set of delegated permissions may be left out; any other must be sent whole. */
function isAcceptable(sent: readonly Permission[], required: readonly Permission[]): boolean {
  const mayBeLeftOut = required.every(({ type }) => type === "delegated");
  return samePermissions(sent, required) || (mayBeLeftOut && sent.length === 0);
}

function newestOf(definitions: readonly TenantDefinition[]): TenantDefinition {
  const [newest] = [...definitions].sort((a, b) => order(b.version, a.version));
  if (newest === undefined) throw new Error("the app has no definition");
  return newest;
}

function order(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (left === null || right === null) throw new Error(`no order between ${a} and ${b}`);
  return compareVersions(left, right);
}

function entryOf(app: TenantApp, definitions: readonly TenantDefinition[]): CatalogEntry {
  return {
    state: "found",
    id: app.catalogId,
    externalId: app.externalId,
    displayName: null,
    distributionMethod: "organization",
    definitions: definitions.map(
      ({ version, requires, identity = IDENTITY }): Definition => ({
        id: `${app.catalogId}-${version}`,
        version,
        publishingState: "published",
        permissions: requires === null ? { state: "unknown" } : { state: "known", permissions: requires },
        identity,
      }),
    ),
  };
}

function answerFor(treatment: Answered, requestId: string): WriteAnswer {
  switch (treatment.kind) {
    case "carried-out":
      return { kind: "accepted", requestId };
    case "refused":
      return { ...treatment, requestId };
    case "uncertain":
      return {
        kind: "uncertain",
        because: treatment.because,
        message: treatment.because === "throttled" ? "TooManyRequests: slow down" : "UnknownError: try later",
        requestId,
      };
  }
}
