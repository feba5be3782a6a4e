import type { HubAddress } from "../events/hub-address.ts";
import { definitionText } from "../model/back-off.ts";
import type { Clock } from "../model/clock.ts";
import { describeFreeze } from "../model/freeze.ts";
import type { Plan } from "../model/plan.ts";
import { UTC } from "../model/time-zone.ts";
import type { People } from "../report/facts/people.ts";
import type { LoadedState } from "../session/desired-state.ts";
import { managedApps } from "../session/event-subscriptions.ts";
import { readFreezes } from "../session/open-store.ts";
import type { Session } from "../session/session.ts";
import { paceOf } from "../session/traffic.ts";
import type { Telemetry } from "../telemetry/push.ts";
import type { StageWatch } from "../telemetry/stage-times.ts";
import { type Controller, createController, type Hearing } from "./controller.ts";
import type { EventSettings } from "./event-settings.ts";
import { createEvents, type Events } from "./events.ts";
import { glanceAt } from "./glance.ts";
import type { ReadHub } from "./hub-door.ts";
import type { KeptSession } from "./kept-session.ts";
import type { Metrics } from "./metrics.ts";
import type { Notifying } from "./notifications.ts";
import { carryOutPass, type PassSetting, readOffers } from "./pass.ts";
import { createProposing } from "./proposing.ts";
import { refuseIdleSchedule, type Schedule } from "./schedule.ts";
import type { ControllerSettings, ControllerSurroundings, Ground, PassOptions } from "./settings.ts";
import type { Following } from "./source.ts";
import type { StatusPage } from "./status-page.ts";
import type { StoreWatch } from "./store-watch.ts";
import { createSuspension } from "./suspension.ts";

/** What a controller is made of. */
export interface Parts {
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

/** Puts them together: passes, glances in between where somebody tells of changes, and whoever is told of both. */
export function assemble(
  following: Following<LoadedState>,
  settings: ControllerSettings,
  options: PassOptions,
  around: ControllerSurroundings,
  parts: Parts,
): { readonly controller: Controller; readonly events: Events | null } {
  const { ground, schedule, metrics, page, notifying, session, people, store, telemetry, stages } = parts;
  const { log, describeError, stop } = around;
  const { clock } = ground;
  const events = eventsFor(following, settings, options, around, parts, (trigger) => controller.request(trigger));
  const tenantInUse = (): string | null => following.inUse()?.state.configuration.tenantId ?? null;
  const heard =
    events === null
      ? null
      : hearing(events, {
          session: session.get,
          glanced: { options, corrects: settings.apply },
          onGlance: (report) => {
            page.noteGlance(report);
            // A controller that corrects tells what came of it.
            if (!settings.apply) notifying.notePass(report, controller.standing(), tenantInUse());
          },
        });
  const setting: PassSetting = {
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
  const proposing = proposingFor(settings, around, parts);
  const catalog = watchCatalog(session.get, around);
  const controller = createController<LoadedState>({
    clock,
    random: ground.random,
    following,
    carryOut: async (order) => {
      stages.starts(order.pass.startedAtMs);
      if (schedule !== null) refuseIdleSchedule(schedule, order.inUse.state.configuration, clock.now());
      const result = await carryOutPass(order, setting);
      if (result.plan === null) return result;
      catalog.noteOffers(order.inUse.state, result.plan);
      // A pass that was put off has no plan: then another run is at work, and this one keeps still.
      if (!order.pass.stop.aborted) await proposing?.afterPass(order.inUse, result.plan, await session.get());
      return result;
    },
    hearing: heard,
    hasCatalogMoved: catalog.hasMoved,
    suspension: createSuspension(settings.suspendFile ?? null, clock),
    frozen: () => frozenText(store.name(), clock),
    suspends: ({ configuration }) => configuration.policy.suspended,
    storeTrouble: store.trouble,
    metrics,
    log,
    onPass: (report) => {
      page.notePass(report);
      telemetry.notePass({ report, stages: stages.end() });
      if (report.outcome !== "standby") notifying.notePass(report, controller.standing(), tenantInUse());
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

/** Who hears of changes between passes; null: nobody tells of any. */
function eventsFor(
  following: Following<LoadedState>,
  settings: ControllerSettings,
  options: PassOptions,
  { log, describeError }: ControllerSurroundings,
  { ground, metrics, session, eventSettings }: Parts,
  request: Controller["request"],
): Events | null {
  if (eventSettings === null || settings.once) return null;
  const { clock } = ground;
  const hubOf =
    (address: HubAddress): ReadHub =>
    async (news, stopping) =>
      ground.hub((await session.get()).tenant.access, address, clock, news, stopping);
  return createEvents({
    settings: eventSettings,
    clock,
    log,
    metrics,
    session: session.get,
    readHub: eventSettings.hub === null ? null : hubOf(eventSettings.hub),
    managedApps: async () => {
      const state = following.inUse()?.state ?? null;
      return state === null ? { ids: [], names: new Map(), isWhole: false } : managedApps(await session.get(), state);
    },
    request,
    corrects: settings.apply,
    readsPerSecond: paceOf(options).readsPerSecond,
    describeError,
  });
}

/** Who proposes what the lock file does not hold; null: nobody is asked to. */
function proposingFor(
  { propose, branchPrefix, gitUrl, gitPath }: ControllerSettings,
  { environment, log, describeError }: ControllerSurroundings,
  { ground, metrics }: Parts,
): ReturnType<typeof createProposing> | null {
  if (!propose) return null;
  const path = gitUrl === undefined ? null : gitPath;
  const { clock, random } = ground;
  return createProposing({ environment, branchPrefix, gitPath: path, clock, random, log, metrics, describeError });
}

/** Looks at the catalog between passes, and compares it with what the last pass was offered. */
function watchCatalog(
  session: KeptSession["get"],
  { log, describeError, stop }: ControllerSurroundings,
): {
  readonly noteOffers: (state: LoadedState, plan: Pick<Plan, "apps">) => void;
  readonly hasMoved: () => Promise<boolean>;
} {
  let last: { readonly state: LoadedState; readonly offers: ReadonlyMap<string, string> } | null = null;
  return {
    noteOffers(state, { apps }) {
      last = { state, offers: new Map(apps.map(({ name, offered }) => [name, definitionText(offered)])) };
    },
    async hasMoved() {
      if (last === null) return false;
      const { state, offers } = last;
      try {
        const now = await readOffers(await session(), state, stop);
        return now !== null && [...now].some(([app, offer]) => offers.get(app) !== offer);
      } catch (error) {
        log({ kind: "notice", text: `the catalog could not be looked at: ${describeError(error)}` });
        return false;
      }
    },
  };
}

/** What is frozen in a store, for people; null: nothing, or there is no store. */
async function frozenText(path: string | null, clock: Clock): Promise<string | null> {
  if (path === null) return null;
  const freezes = await readFreezes(path, clock);
  if (freezes.state === "unreadable") return `that cannot be told: ${freezes.why}`;
  const texts = freezes.inForce.map((freeze) => describeFreeze(freeze, UTC));
  return texts.length === 0 ? null : texts.join("; ");
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
