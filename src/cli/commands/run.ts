import { createHash } from "node:crypto";
import { join } from "node:path";
import process from "node:process";
import { type Controller, createController } from "../../controller/controller.ts";
import { createHttp, listensOnLoopback } from "../../controller/http.ts";
import { createJsonLog, createTextLog, type Log } from "../../controller/log.ts";
import { createMetrics, type Metrics } from "../../controller/metrics.ts";
import { createNotifying, type Notifying } from "../../controller/notifications.ts";
import type { PassReport } from "../../controller/pass-report.ts";
import { carryOutPass, openControllerRun, readOffers } from "../../controller/pass.ts";
import { parseSchedule } from "../../controller/schedule.ts";
import { folderDesiredState, follow, gitDesiredState, type Source } from "../../controller/source.ts";
import { createStatusPage, type StatusPage } from "../../controller/status-page.ts";
import { createStoreWatch } from "../../controller/store-watch.ts";
import { createSuspension } from "../../controller/suspension.ts";
import { UsageError } from "../../errors.ts";
import { createGitSource } from "../../git/remote-repository.ts";
import { definitionText } from "../../model/back-off.ts";
import { inertJson } from "../../plan-file/json-layout.ts";
import { createPeople, type People, readPseudonymKey } from "../../report/facts/people.ts";
import { printable } from "../../report/facts/printable.ts";
import type { LoadedState } from "../../session/desired-state.ts";
import type { RunOptions } from "../../session/session.ts";
import { systemClock } from "../../session/system-clock.ts";
import { defaultStoreFolder } from "../../store/path.ts";
import type { Console } from "../console.ts";
import { describeInOneLine } from "../failure.ts";
import type { RunFlags } from "../options.ts";
import { listenForEnd } from "../stop.ts";
import { packageVersion } from "../version.ts";

/** What `--once` ends with; the exit codes of `apply` and `drift`. */
const EXIT_CODES = { converged: 0, differs: 2, "not-converged": 3, failed: 1 } as const satisfies Record<
  PassReport["outcome"],
  number
>;

/**
 * `trueup run`: follows the desired state, on a schedule and at each change, until it is asked to end.
 * @returns the exit code: of the one pass with `--once`, else 0
 * @throws UsageError for flags and an environment that cannot be used
 */
export async function runController(path: string, flags: RunFlags, console: Console): Promise<number> {
  const log = createLog(flags, console);
  const metrics = createMetrics({
    nowMs: () => systemClock.now(),
    build: { version: packageVersion(), node: process.versions.node },
  });
  const source = sourceOf(path, flags, console);
  const page = statusPage(source, flags, console);
  const notifying = createNotifying({
    environment: console.environment,
    source: source.shown,
    people: () => peopleOf(flags, console),
    log,
  });
  const controller = assemble(source.follows, flags, console, log, metrics, page, notifying);
  log({ kind: "started", version: packageVersion(), source: source.shown, schedule: scheduleText(flags) });
  const end = listenForEnd({
    ends: (signal) => log({ kind: "stopping", signal }),
    wakes: () => controller.request("signal"),
  });
  const closeHttp = flags.once ? null : await listen(controller, metrics, page, flags, console, log);
  try {
    if (flags.once) return EXIT_CODES[(await controller.once(end.signal)).outcome];
    await controller.run(end.signal);
    return 0;
  } finally {
    await closeHttp?.();
    await notifying.close();
    end.release();
  }
}

function assemble(
  source: Source<LoadedState>,
  flags: RunFlags,
  console: Console,
  log: Log,
  metrics: Metrics,
  page: StatusPage,
  notifying: Notifying,
): Controller {
  const key = readPseudonymKey(console.environment["TRUEUP_PSEUDONYM_KEY"]);
  const people = createPeople({ showUsers: flags.showUsers, key });
  let lastOffers: ReadonlyMap<string, string> | null = null;
  let inUse: LoadedState | null = null;
  const store = createStoreWatch();
  const controller = createController<LoadedState>({
    clock: systemClock,
    random: Math.random,
    following: follow(source),
    carryOut: async (order) => {
      const setting = {
        open: async (state: LoadedState, writes: boolean) => {
          const run = await openControllerRun(state, order.pass, runOptionsOf(flags, writes), console, log, store);
          page.noteRun(run.header, run.diagnostics);
          return run;
        },
        corrects: flags.apply,
        log,
        people,
        store,
      };
      const result = await carryOutPass(order, setting);
      inUse = order.inUse.state;
      lastOffers = new Map(result.plan?.apps.map(({ name, offered }) => [name, definitionText(offered)]) ?? []);
      return result;
    },
    hasCatalogMoved: async () => {
      if (inUse === null || lastOffers === null) return false;
      try {
        const offers = await readOffers(inUse, runOptionsOf(flags, false), console, systemClock);
        return [...offers].some(([app, offer]) => lastOffers?.get(app) !== offer);
      } catch (error) {
        log({ kind: "notice", text: `the catalog could not be looked at: ${describeInOneLine(error)}` });
        return false;
      }
    },
    suspension: createSuspension(flags.suspendFile ?? null, systemClock),
    suspends: ({ configuration }) => configuration.policy.suspended,
    storeTrouble: store.trouble,
    metrics,
    log,
    onPass: (report) => {
      page.notePass(report);
      notifying.notePass(report, controller.standing(), inUse?.configuration.tenantId ?? null);
    },
    describeError: describeInOneLine,
    schedule: flags.schedule === undefined ? null : parseSchedule(flags.schedule, flags.timeZone),
    jitterMs: flags.jitter,
    corrects: flags.apply,
    deadlineMs: flags.deadline,
    sourceEveryMs: flags.gitInterval,
    catalogEveryMs: flags.catalogInterval === 0 ? null : flags.catalogInterval,
  });
  return controller;
}

interface NamedSource {
  readonly follows: Source<LoadedState>;
  /** As logs and reports name it. */
  readonly shown: string;
}

function sourceOf(path: string, flags: RunFlags, console: Console): NamedSource {
  const { gitUrl, gitRef, gitPath, verifySignatures } = flags;
  if (gitUrl === undefined) {
    if (verifySignatures) throw new UsageError("--verify-signatures is for --git-url", "a folder has no signature");
    return { follows: folderDesiredState(path), shown: path };
  }
  if (path !== ".") {
    throw new UsageError(
      `PATH (${path}) and --git-url exclude each other`,
      "name a folder of the repository with --git-path",
    );
  }
  const { environment } = console;
  const name = createHash("sha256").update(gitUrl).digest("hex").slice(0, 16);
  const workspace =
    flags.workspace ?? join(defaultStoreFolder({ environment, platform: process.platform }), "git", name);
  const token = environment["TRUEUP_GIT_TOKEN"] ?? "";
  const git = createGitSource(
    { url: gitUrl, ref: gitRef, path: gitPath, verifySignatures },
    { workspace, token: token === "" ? null : token, environment },
  );
  return { follows: gitDesiredState(git, gitPath), shown: `${gitUrl} at ${gitRef}` };
}

async function listen(
  controller: Controller,
  metrics: Metrics,
  page: StatusPage,
  flags: RunFlags,
  console: Console,
  log: Log,
): Promise<(() => Promise<void>) | null> {
  if (flags.listen === null) return null;
  const token = console.environment["TRUEUP_RECONCILE_TOKEN"] ?? "";
  const server = createHttp(
    {
      ready: () => controller.ready(),
      live: () => controller.live(),
      metrics,
      reconcile: () => controller.request("request"),
      page: (name) => page.render(name, { ...controller.standing(), now: controller.live().why }),
    },
    { listen: flags.listen, token: token === "" ? null : token },
  );
  const { host, port } = flags.listen;
  try {
    log({ kind: "listening", address: await server.listen({ host, port }) });
  } catch (error) {
    throw new UsageError(
      `cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`,
      "give another address with --listen, or off",
    );
  }
  if (!listensOnLoopback(server))
    log({
      kind: "notice",
      text: `${host} is reached from other machines: metrics and the status page show apps and versions, ${flags.showUsers ? "and the page names people" : "and no names of people"}`,
    });
  return () => server.close();
}

function statusPage(source: NamedSource, flags: RunFlags, { environment }: Console): StatusPage {
  const key = readPseudonymKey(environment["TRUEUP_PSEUDONYM_KEY"]);
  return createStatusPage({
    clock: systemClock,
    version: packageVersion(),
    corrects: flags.apply,
    source: source.shown,
    schedule: scheduleText(flags),
    // Pseudonyms are remembered for as long as one page is made, or everybody would be in the end.
    people: () => createPeople({ showUsers: flags.showUsers, key }),
  });
}

function peopleOf({ showUsers }: RunFlags, { environment }: Console): People {
  return createPeople({ showUsers, key: readPseudonymKey(environment["TRUEUP_PSEUDONYM_KEY"]) });
}

function createLog({ logFormat }: RunFlags, console: Console): Log {
  const isJson = logFormat === "json" || (logFormat === "auto" && !console.isStderrTerminal);
  if (!isJson) return createTextLog(console.notice, printable);
  return createJsonLog({ write: (line) => console.notice(line.trimEnd()) }, inertJson);
}

function scheduleText({ schedule, timeZone }: RunFlags): string | null {
  return schedule === undefined ? null : `${schedule} (${timeZone})`;
}

/** The options of a run that the flags of the controller ask for. */
function runOptionsOf(flags: RunFlags, writes: boolean): RunOptions {
  return {
    filters: { apps: [], users: [] },
    maxChanges: flags.maxChanges ?? null,
    readConsents: flags.consent,
    maxAgeMs: flags.maxAge,
    settleMs: flags.settle,
    budget: flags.budget ?? null,
    remembers: true,
    backsOff: true,
    reviewed: null,
    base: null,
    explains: false,
    announce: () => undefined,
    limitsScale: flags.limitsScale,
    rateShare: flags.rateShare,
    auth: flags.auth ?? null,
    writes,
  };
}
