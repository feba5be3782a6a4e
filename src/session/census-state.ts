import type { Configuration } from "../desired/configuration.ts";
import { load } from "../desired/load.ts";
import { didYouMean } from "../desired/did-you-mean.ts";
import { ConfigError, UsageError } from "../errors.ts";
import { appNamed } from "../desired/app-named.ts";
import { type KnownApp, namesOf } from "../model/catalog.ts";
import { sameName } from "../model/name.ts";
import type { App, AppIdentity } from "../model/desired.ts";
import { DEFAULT_RULES } from "../model/policy.ts";
import type { ObservationCache } from "../observe/observation-cache.ts";
import { isNothingThere, type LoadedState } from "./desired-state.ts";

/** Apps that a census was asked for, by name or by id. */
export interface AskedApps {
  /** Names of the desired state. */
  readonly names: readonly string[];
  readonly manifestIds: readonly string[];
  readonly catalogIds: readonly string[];
}

/**
 * The apps that are asked for; without any, those of the desired state at the path. Empty: there is none either.
 * @param known where there is no desired state, names are of these; null: there they are of nothing
 * @throws ConfigError where names are asked for and the desired state has errors; UsageError for a name that it does not have
 */
export async function askedApps(
  path: string,
  { names, manifestIds, catalogIds }: AskedApps,
  known: readonly KnownApp[] | null = null,
): Promise<readonly App[]> {
  const byId = [
    ...manifestIds.map((id): AppIdentity => ({ kind: "manifest", manifestId: id.toLowerCase() })),
    ...catalogIds.map((id): AppIdentity => ({ kind: "catalog", catalogId: id.toLowerCase() })),
  ].map(unnamed);
  if (names.length === 0 && byId.length > 0) return byId;
  const { configuration, diagnostics, files } = await load(path);
  const isNone = configuration === null && isNothingThere(diagnostics);
  if (isNone && names.length === 0) return byId;
  if (isNone && known !== null) return [...names.map((name) => namedInStore(name, known)), ...byId];
  if (configuration === null) throw new ConfigError(diagnostics, files);
  const { apps } = configuration;
  return [...(names.length === 0 ? apps : names.map((name) => appNamed(name, apps))), ...byId];
}

/** @throws UsageError where no run heard of an app of that name */
function namedInStore(written: string, known: readonly KnownApp[]): App {
  const found = known.find((app) => namesOf(app).some((name) => sameName(name, written)));
  if (found !== undefined) return { ...unnamed({ kind: "catalog", catalogId: found.catalogId }), name: written };
  throw new UsageError(
    `there is no desired state at this path, and the store knows no app "${written}"`,
    didYouMean(written, known.flatMap(namesOf)) ?? "give the path of the desired state, or --catalog-id",
  );
}

/** An app that is asked for by an id alone. */
export function unnamed(identity: AppIdentity): App {
  return {
    name: identity.kind === "manifest" ? identity.manifestId : identity.catalogId,
    identity,
    approved: [],
    clientAppId: null,
    owner: null,
    deny: [],
    repairConsent: "report",
    replaces: null,
    lock: { state: "no-lock" },
    suspended: false,
    source: NOWHERE,
  };
}

const NOWHERE = { file: "", line: 1, column: 1 };

/** A desired state that asks who of everybody has these apps, and wants nothing of anybody. */
export function censusState(apps: readonly App[]): LoadedState {
  const configuration: Configuration = {
    tenantId: null,
    lock: null,
    apps,
    // Everybody is asked about once, however many apps are counted.
    assignments: apps.slice(0, 1).map(({ name, source }) => ({
      app: name,
      ensure: "upgraded",
      version: { text: "latest", latest: true, alternatives: null },
      priority: 0,
      accountTypes: ["person", "resource"],
      to: [{ kind: "everyone", name: "everyone", source }],
      except: [],
      source,
    })),
    rollouts: [],
    exceptions: [],
    policy: { ...DEFAULT_RULES, protectedUsers: [], windows: new Map(), sections: {} },
  };
  const loaded = {
    configuration,
    diagnostics: [],
    files: new Map<string, string>(),
    digest: "census",
    sources: [],
    approvedAt: new Map(),
  };
  return { loaded, configuration, path: "census", commit: null };
}

/**
 * A memory that keeps what was seen only where nothing else was looked for before: a census of a few apps must not take
 * away what other runs know of more of them.
 */
export function gently(memory: ObservationCache): ObservationCache {
  return {
    ...memory,
    async remember(userId, observation, lookedFor) {
      for await (const some of memory.recall([userId]))
        for (const [, { reading }] of some)
          if (reading !== null && !reading.lookedFor.appIds.every((id) => lookedFor.appIds.includes(id))) return;
      await memory.remember(userId, observation, lookedFor);
    },
  };
}
