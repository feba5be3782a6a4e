import { load } from "../desired/load.ts";
import { providerIn } from "../propose/find-repository.ts";
import { watchStages } from "../telemetry/stage-times.ts";
import { openTelemetry } from "../telemetry/telemetry.ts";
import { assemble } from "./assemble.ts";
import { eventSettingsIn } from "./event-settings.ts";
import { sourceOf, tellerOf } from "./followed-source.ts";
import { toldInStore } from "./keeps-told.ts";
import { keepSession } from "./kept-session.ts";
import { listen } from "./listen.ts";
import { createMetrics } from "./metrics.ts";
import { createNotifying } from "./notifications.ts";
import { NO_PLAN, type PassReport } from "./pass-report.ts";
import { parseSchedule, refuseIdleSchedule } from "./schedule.ts";
import {
  type ControllerSettings,
  type ControllerSurroundings,
  type PassOptions,
  peopleOf,
  REAL_GROUND,
} from "./settings.ts";
import { follow } from "./source.ts";
import { createStatusPage } from "./status-page.ts";
import { createStoreWatch } from "./store-watch.ts";

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
