import { createHash } from "node:crypto";
import { join } from "node:path";
import process from "node:process";
import { load } from "../desired/load.ts";
import { UsageError } from "../errors.ts";
import { createGitSource } from "../git/remote-repository.ts";
import { definitionText } from "../model/back-off.ts";
import type { Clock } from "../model/clock.ts";
import { describeFreeze } from "../model/freeze.ts";
import { UTC } from "../model/time-zone.ts";
import { createPeople, type People, readPseudonymKey } from "../report/facts/people.ts";
import { readFreezes } from "../session/open-store.ts";
import type { LoadedState } from "../session/desired-state.ts";
import type { RunOptions } from "../session/run.ts";
import { openSession, type Session, type SessionOptions } from "../session/session.ts";
import { managedApps } from "../session/event-subscriptions.ts";
import { readHubOf } from "../session/hub.ts";
import { systemClock } from "../session/system-clock.ts";
import { paceOf } from "../session/traffic.ts";
import { type Dispatchers, openDispatchers, type Surroundings } from "../session/tenant.ts";
import { defaultStoreFolder } from "../store/path.ts";
import type { Telemetry } from "../telemetry/push.ts";
import { type StageWatch, watchStages } from "../telemetry/stage-times.ts";
import { openTelemetry } from "../telemetry/telemetry.ts";
import { type Controller, createController, type Hearing } from "./controller.ts";
import { createEvents, type Events } from "./events.ts";
import { type EventSettings, eventSettingsIn } from "./event-settings.ts";
import { glanceAt } from "./glance.ts";
import type { ReadHub } from "./hub-door.ts";
import { type HubAddress, isHubUrl } from "../events/hub-address.ts";
import { createHttp, type Listen, listenAt, listensOnLoopback } from "./http.ts";
import type { Log } from "./log.ts";
import { providerIn } from "../propose/find-repository.ts";
import { createProposing } from "./proposing.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import {
  createNotifying,
  type Notifying,
  openReceiverConnections,
  type ReceiverConnections,
  secretIn,
} from "./notifications.ts";
import { pageAccess } from "./page-access.ts";
import { NO_PLAN, type PassReport } from "./pass-report.ts";
import { carryOutPass, readOffers } from "./pass.ts";
import { refuseIdleSchedule } from "./passes-in-windows.ts";
import { parseSchedule, type Schedule } from "./schedule.ts";
import { folderDesiredState, follow, type Following, gitDesiredState, type Source } from "./source.ts";
import { createStatusPage, type StatusPage } from "./status-page.ts";
import { createStoreWatch, type StoreWatch } from "./store-watch.ts";
import { toldInStore } from "./keeps-told.ts";
import { createWebhooks } from "./webhooks.ts";
import { createSuspension } from "./suspension.ts";

/** What a controller is asked for. Durations are in milliseconds. */
export interface ControllerSettings {
  /** False: drift is only reported. */
  readonly apply: boolean;
  /** One pass, for an external scheduler. */
  readonly once: boolean;
  /** A cron expression; without one there is no pass by the clock. */
  readonly schedule?: string;
  readonly timeZone: string;
  readonly jitter: number;
  readonly deadline: number;
  /** 0: the catalog is looked at by passes only. */
  readonly catalogInterval: number;
  readonly gitUrl?: string;
  readonly gitRef: string;
  readonly gitPath: string;
  /** How often the source is looked at. */
  readonly gitInterval: number;
  readonly verifySignatures: boolean;
  /** A folder for what git fetches. */
  readonly workspace?: string;
  readonly suspendFile?: string;
  /** Whether what the lock file does not hold is proposed after a pass. */
  readonly propose: boolean;
  readonly branchPrefix: string;
  readonly listen: Listen | "off";
  /** Where people see the status page. */
  readonly publicUrl?: string;
  /** Where Graph reaches `POST /notifications`, or the event hub that it sends to; left out: nobody tells of changes. */
  readonly eventsUrl?: string;
  /** The header, in lower case, in which a proxy names whom it has signed in; without it, the page asks nobody. */
  readonly pageUserHeader?: string;
  readonly showUsers: boolean;
}

/** What a controller needs of the process that it is in. */
export interface ControllerSurroundings {
  readonly environment: Surroundings["environment"];
  readonly log: Log;
  /** How an error is said in one line, without secrets. */
  readonly describeError: (error: unknown) => string;
  readonly version: string;
  /** Aborted when the controller is to end. */
  readonly stop: AbortSignal;
  /** Told how to ask for a pass, once the controller has begun: what is thrown before that is a matter of the settings. */
  readonly began: (request: Controller["request"]) => void;
  /** The real one without it. */
  readonly ground?: Ground;
  /** What the fleet of the folder adds to its desired state. */
  readonly ofFleet?: Pick<LoadedState, "comesAfter">;
  /** Where the desired state comes from, in the place of the path or the repository. */
  readonly desiredState?: Source<LoadedState>;
}

/** What lies below a controller: time, chance, and the ways to everything outside of the process. */
export interface Ground {
  readonly clock: Clock;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  /** The ways to Graph, for one session. */
  readonly dispatchers: () => Dispatchers;
  readonly receivers: () => ReceiverConnections;
  readonly git: typeof createGitSource;
  readonly hub: typeof readHubOf;
  /** How often the brake, and what is frozen, are looked at between passes, in milliseconds. */
  readonly brakeEveryMs: number;
}

const REAL_GROUND: Ground = {
  clock: systemClock,
  random: Math.random,
  dispatchers: openDispatchers,
  receivers: openReceiverConnections,
  git: createGitSource,
  hub: readHubOf,
  brakeEveryMs: 5_000,
};

type PassOptions = SessionOptions & Omit<RunOptions, "writes" | "announce" | "progress">;

/**
 * Follows the desired state, on a schedule and at each change, until it is asked to end.
 * @param path the desired state; `.` where it is in a repository
 * @returns the last pass; null where there was none
 * @throws UsageError for settings and an environment that cannot be used
 * @throws what no part of it may throw: then all of it has ended in good order
 */
export async function runController(
  path: string,
  settings: ControllerSettings,
  options: PassOptions,
  around: ControllerSurroundings,
): Promise<PassReport | null> {
  const { log, version, stop, ground = REAL_GROUND } = around;
  const { clock } = ground;
  if (settings.propose) providerIn(around.environment);
  const source = sourceOf(path, settings, around, ground);
  const people = peopleOf(settings, around);
  const following = follow(source.follows, around.describeError);
  const metrics = createMetrics({ nowMs: () => clock.now(), build: { version, node: process.versions.node } });
  const schedule = settings.schedule === undefined ? null : parseSchedule(settings.schedule, settings.timeZone);
  if (schedule !== null && settings.gitUrl === undefined) {
    const { configuration } = await load(path);
    if (configuration !== null) refuseIdleSchedule(schedule, configuration, clock.now());
  }
  const scheduleText = schedule === null ? null : `${settings.schedule} (${settings.timeZone})`;
  const shown = (): string => source.shown(following.inUse()?.ref ?? null);
  const page = createStatusPage({
    clock,
    version,
    corrects: settings.apply,
    source: shown,
    schedule: scheduleText,
    people,
  });
  const store = createStoreWatch();
  const notifying = createNotifying({
    environment: around.environment,
    memory: toldInStore(tellerOf(path, settings), options.remembers ? around.environment : null, store, clock),
    source: shown,
    page: settings.publicUrl ?? null,
    people,
    log,
    clock,
    random: ground.random,
    connect: ground.receivers,
  });
  const session = keepSession(options, around, ground);
  const notice = (text: string): void => log({ kind: "notice", text });
  const listens = settings.listen !== "off";
  const eventSettings = eventSettingsIn(settings.eventsUrl, { listens, environment: around.environment });
  const telemetry = await openTelemetry(around.environment, { clock, notice, version, families: metrics.families });
  const { controller, events } = assemble(following, settings, options, around, {
    ground,
    schedule,
    metrics,
    page,
    notifying,
    session,
    people,
    store,
    telemetry,
    stages: watchStages(clock),
    eventSettings,
  });
  log({ kind: "started", version, source: shown(), schedule: scheduleText });
  for (const text of schedule?.warnings ?? []) log({ kind: "notice", text });
  let closeHttp: (() => Promise<void>) | null = null;
  try {
    if (!settings.once) closeHttp = await listen(controller, events, metrics, page, settings, around, clock);
    around.began(controller.request);
    if (settings.once) return await controller.once(stop);
    await controller.run(stop);
    return controller.last();
  } finally {
    await closeHttp?.();
    await Promise.all([notifying.close(), telemetry.close()]);
    await session.close();
    await source.discard();
  }
}

/** Tells the receivers of notifications that no pass comes to its end, where none is there to tell it itself. */
export async function tellOfFailure(
  path: string,
  settings: Pick<ControllerSettings, "apply" | "gitUrl" | "gitRef" | "gitPath" | "publicUrl" | "showUsers">,
  around: ControllerSurroundings,
  failure: { readonly tenantId: string; readonly problem: string },
): Promise<void> {
  const { environment, log, ground = REAL_GROUND } = around;
  const { clock } = ground;
  const notifying = createNotifying({
    environment,
    memory: toldInStore(tellerOf(path, settings), environment, createStoreWatch(), clock),
    source: () => path,
    page: settings.publicUrl ?? null,
    people: peopleOf(settings, around),
    log,
    clock,
    random: ground.random,
    connect: ground.receivers,
  });
  const nowMs = clock.now();
  const pass = { number: 1, trigger: "start", startedAtMs: nowMs, stop: around.stop } as const;
  const ended = { pass, endedAtMs: nowMs, tookMs: 0, commit: null, outcome: "failed", exitCode: 1 } as const;
  const standing = { suspended: null, frozen: null, sourceProblem: null, storeTrouble: null };
  notifying.notePass({ ...NO_PLAN, ...ended, problem: failure.problem }, standing, failure.tenantId);
  await notifying.close();
}

interface Parts {
  readonly ground: Ground;
  readonly schedule: Schedule | null;
  readonly metrics: Metrics;
  readonly page: StatusPage;
  readonly notifying: Notifying;
  readonly session: KeptSession;
  readonly people: () => People;
  readonly store: StoreWatch;
  readonly telemetry: Telemetry;
  readonly stages: StageWatch;
  /** Null: nobody tells of changes. */
  readonly eventSettings: EventSettings | null;
}

function assemble(
  following: Following<LoadedState>,
  settings: ControllerSettings,
  options: PassOptions,
  { log, describeError, environment, stop }: ControllerSurroundings,
  { ground, schedule, metrics, page, notifying, session, people, store, telemetry, stages, eventSettings }: Parts,
): { readonly controller: Controller; readonly events: Events | null } {
  const { clock } = ground;
  const hubOf =
    (address: HubAddress): ReadHub =>
    async (news, stopping) =>
      ground.hub((await session.get()).tenant.access, address, clock, news, stopping);
  let last: { readonly state: LoadedState; readonly offers: ReadonlyMap<string, string> } | null = null;
  const events =
    eventSettings === null || settings.once
      ? null
      : createEvents({
          settings: eventSettings,
          clock,
          log,
          metrics,
          session: session.get,
          readHub: eventSettings.hub === null ? null : hubOf(eventSettings.hub),
          managedApps: async () => {
            const state = following.inUse()?.state ?? null;
            return state === null
              ? { ids: [], names: new Map(), isWhole: false }
              : managedApps(await session.get(), state);
          },
          request: (trigger) => controller.request(trigger),
          corrects: settings.apply,
          readsPerSecond: paceOf(options).readsPerSecond,
          describeError,
        });
  const heard =
    events === null
      ? null
      : hearing(events, {
          session: session.get,
          glanced: { options, corrects: settings.apply },
          onGlance: (report) => {
            page.noteGlance(report);
            // A controller that corrects tells what came of it.
            const tenantId = following.inUse()?.state.configuration.tenantId ?? null;
            if (!settings.apply) notifying.notePass(report, controller.standing(), tenantId);
          },
        });
  const setting = {
    session: async () => {
      const opened = await session.get();
      stages.counts(() => opened.tenant.graph.statistics());
      return opened;
    },
    corrects: settings.apply,
    options: { ...options, noteStage: stages.begins },
    log,
    // Kept, so that a person has the same pseudonym in all lines.
    people: people(),
    store,
    describeError,
    passFrom: (ms: number) => schedule?.nextAfter(Math.max(ms, clock.now()) - 1) ?? ms,
    ending: stop,
    began: page.noteRun,
    glance: heard?.glance ?? null,
    events,
  };
  const { branchPrefix, gitUrl, gitPath } = settings;
  const proposing = settings.propose
    ? createProposing({
        environment,
        branchPrefix,
        gitPath: gitUrl === undefined ? null : gitPath,
        clock,
        random: ground.random,
        log,
        metrics,
        describeError,
      })
    : null;
  const controller = createController<LoadedState>({
    clock,
    random: ground.random,
    following,
    carryOut: async (order) => {
      stages.starts(order.pass.startedAtMs);
      if (schedule !== null) refuseIdleSchedule(schedule, order.inUse.state.configuration, clock.now());
      const result = await carryOutPass(order, setting);
      const offers = result.plan?.apps.map(({ name, offered }) => [name, definitionText(offered)] as const);
      if (offers !== undefined) last = { state: order.inUse.state, offers: new Map(offers) };
      // A pass that was put off has no plan: then another run is at work, and this one keeps still.
      if (proposing !== null && result.plan !== null && !order.pass.stop.aborted)
        await proposing.afterPass(order.inUse, result.plan, await session.get());
      return result;
    },
    hearing: heard,
    hasCatalogMoved: async () => {
      if (last === null) return false;
      const { state, offers } = last;
      try {
        const now = await readOffers(await session.get(), state, stop);
        return now !== null && [...now].some(([app, offer]) => offers.get(app) !== offer);
      } catch (error) {
        log({ kind: "notice", text: `the catalog could not be looked at: ${describeError(error)}` });
        return false;
      }
    },
    suspension: createSuspension(settings.suspendFile ?? null, clock),
    frozen: () => frozenText(store.name(), clock),
    suspends: ({ configuration }) => configuration.policy.suspended,
    storeTrouble: store.trouble,
    metrics,
    log,
    onPass: (report) => {
      page.notePass(report);
      telemetry.notePass({ report, stages: stages.end() });
      const tenantId = following.inUse()?.state.configuration.tenantId ?? null;
      if (report.outcome !== "standby") notifying.notePass(report, controller.standing(), tenantId);
    },
    describeError,
    schedule,
    brakeEveryMs: ground.brakeEveryMs,
    jitterMs: settings.jitter,
    corrects: settings.apply,
    deadlineMs: settings.deadline,
    sourceEveryMs: settings.gitInterval,
    catalogEveryMs: settings.catalogInterval === 0 ? null : settings.catalogInterval,
  });
  return { controller, events };
}

/** The same for every process that follows the same, and carries it out or only reports. */
function tellerOf(
  path: string,
  { apply, gitUrl, gitRef, gitPath }: Pick<ControllerSettings, "apply" | "gitUrl" | "gitRef" | "gitPath">,
): string {
  const follows = gitUrl === undefined ? [path] : [gitUrl, gitRef, gitPath];
  const text = JSON.stringify([apply, ...follows]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** What is frozen in a store, for people; null: nothing, or there is no store. */
async function frozenText(path: string | null, clock: Clock): Promise<string | null> {
  if (path === null) return null;
  const freezes = await readFreezes(path, clock);
  if (freezes.state === "unreadable") return `that cannot be told: ${freezes.why}`;
  const texts = freezes.inForce.map((freeze) => describeFreeze(freeze, UTC));
  return texts.length === 0 ? null : texts.join("; ");
}

/** The session of a controller, for its whole life. */
interface KeptSession {
  /** Opens it at the first call, and at later ones for as long as that fails. */
  readonly get: () => Promise<Session>;
  readonly close: () => Promise<void>;
}

function keepSession(
  options: SessionOptions,
  { environment, log }: ControllerSurroundings,
  { clock, dispatchers }: Ground,
): KeptSession {
  const notice = (text: string): void => log({ kind: "notice", text });
  const surroundings = { environment, notice, status: () => undefined, isInteractive: false };
  let opening: Promise<Session> | null = null;
  const get = (): Promise<Session> => {
    opening ??= openSession(options, surroundings, clock, dispatchers()).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  return { get, close: async () => (await opening)?.close() };
}

interface NamedSource {
  readonly follows: Source<LoadedState>;
  /** As logs and reports name it; `ref` is the full name of what is followed, once it is known. */
  readonly shown: (ref: string | null) => string;
  readonly discard: () => Promise<void>;
}

function sourceOf(
  path: string,
  settings: ControllerSettings,
  around: ControllerSurroundings,
  ground: Ground,
): NamedSource {
  const { gitUrl, gitRef, gitPath, verifySignatures } = settings;
  if (around.desiredState !== undefined)
    return { follows: around.desiredState, shown: () => path, discard: () => Promise.resolve() };
  if (gitUrl === undefined) {
    if (verifySignatures) throw new UsageError("--verify-signatures is for --git-url", "a folder has no signature");
    return { follows: folderDesiredState(path, around.ofFleet), shown: () => path, discard: () => Promise.resolve() };
  }
  if (path !== ".") {
    throw new UsageError(
      `PATH (${path}) and --git-url exclude each other`,
      "name a folder of the repository with --git-path",
    );
  }
  const { environment, stop } = around;
  const name = createHash("sha256").update(gitUrl).digest("hex").slice(0, 16);
  const workspace =
    settings.workspace ?? join(defaultStoreFolder({ environment, platform: process.platform }), "git", name);
  const token = environment["TRUEUP_GIT_TOKEN"] ?? "";
  const git = ground.git(
    { url: gitUrl, ref: gitRef, path: gitPath, verifySignatures },
    { workspace, token: token === "" ? null : token, environment, stop },
  );
  return {
    follows: gitDesiredState(git, gitPath),
    shown: (ref) => `${gitUrl} at ${ref ?? gitRef}`,
    discard: git.discard,
  };
}

async function listen(
  controller: Controller,
  events: Events | null,
  metrics: Metrics,
  page: StatusPage,
  { listen: at, publicUrl, eventsUrl, pageUserHeader, showUsers }: ControllerSettings,
  { environment, log }: ControllerSurroundings,
  clock: Clock,
): Promise<(() => Promise<void>) | null> {
  if (at === "off") return null;
  const token = environment["TRUEUP_RECONCILE_TOKEN"] ?? "";
  const secret = secretIn(environment, "TRUEUP_WEBHOOK_SECRET");
  const access = pageAccess({ publicUrl, pageUserHeader }, environment);
  const server = createHttp(
    {
      ready: () => controller.ready(),
      live: () => controller.live(),
      metrics,
      reconcile: () => controller.request("request"),
      page: (name) =>
        page.render(name, {
          ...controller.standing(),
          now: controller.live().why,
          unheard: events?.trouble() ?? null,
          knowledge: events?.knowledge() ?? null,
        }),
    },
    {
      listen: at,
      token: token === "" ? null : token,
      ...access,
      notifications:
        events === null || eventsUrl === undefined || isHubUrl(eventsUrl)
          ? null
          : { host: new URL(eventsUrl).hostname, take: events.take },
      webhooks: secret === "" ? null : createWebhooks(secret, () => clock.now()),
    },
  );
  log({ kind: "listening", address: await listenAt(server, at) });
  if (!listensOnLoopback(server))
    log({
      kind: "notice",
      text: `${at.host} is reached from other machines: metrics and the status page show apps and versions, ${showUsers ? "and the page names people" : "and no names of people"}`,
    });
  return () => server.close();
}

/** Glances at the people whom `events` chooses. */
function hearing(events: Events, { session, glanced, onGlance }: GlanceSetting & Pick<Hearing, "onGlance">): Hearing {
  return {
    listen: events.run,
    onGlance,
    async glance(pass) {
      const before = events.looked();
      const chosen = events.choose();
      if (before === null || chosen === null) return null;
      const ids = new Set([...chosen.hinted.map(({ userId }) => userId), ...chosen.audited.keys()]);
      const glance = await glanceAt(ids, before, await session(), glanced, pass.stop);
      return (await events.noteGlance(chosen, before, glance)) ? glance.report : null;
    },
  };
}

interface GlanceSetting {
  readonly session: () => Promise<Session>;
  readonly glanced: Parameters<typeof glanceAt>[3];
}

/** Made anew for each page and message: pseudonyms are remembered for as long, or everybody would be in the end. */
function peopleOf(
  { showUsers }: Pick<ControllerSettings, "showUsers">,
  { environment }: Pick<ControllerSurroundings, "environment">,
): () => People {
  const key = readPseudonymKey(environment["TRUEUP_PSEUDONYM_KEY"]);
  return () => createPeople({ showUsers, key });
}
