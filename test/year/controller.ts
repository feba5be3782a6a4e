import { mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dispatcher } from "undici";
import { describeInOneLine } from "../../src/cli/failure.ts";
import { runController } from "../../src/controller/run.ts";
import type { ControllerSurroundings, Ground } from "../../src/controller/settings.ts";
import type { LogEvent } from "../../src/controller/log.ts";
import { SourceError } from "../../src/errors.ts";
import type { GitSource } from "../../src/git/remote-repository.ts";
import { sandboxToken } from "../../src/sandbox/roles.ts";
import { STANDALONE_OPTIONS } from "../../src/session/session.ts";
import { dispatcherOf } from "../chaos/service.ts";
import type { Chance } from "../fuzz/chance.ts";
import type { YearClock } from "./clock.ts";
import { type Commit, TENANT_ID, writeFiles } from "./commits.ts";
import type { YearGraph } from "./graph.ts";
import type { Life, Sample } from "./record.ts";

export const TIMES = ["01:30", "02:30", "14:30"] as const;
const SCHEDULE = "30 1,2,14 * * *";
const MINUTE_MS = 60_000;
const MAX_AGE_MS = 23 * 60 * MINUTE_MS;
const ROLES = [
  "User.Read.All",
  "GroupMember.Read.All",
  "AppCatalog.Read.All",
  "TeamsAppInstallation.ReadWriteAndConsentForUser.All",
];

/** A repository that is played. */
export interface PlayedGit {
  /** The newest commit; null: there is none yet. */
  readonly head: () => Commit | null;
  readonly find: (id: string) => Commit | null;
  /** Why it cannot be reached; null: it can. */
  readonly trouble: () => string | null;
}

/** One process after the other, as something that keeps it running starts them. */
export interface Keeper {
  readonly start: (zone: string) => Promise<void>;
  /** Asks it to end, and waits for so long as it takes. */
  readonly stop: () => Promise<void>;
  readonly isRunning: () => boolean;
  readonly lives: () => readonly Life[];
  readonly sample: () => Promise<Sample>;
  readonly suspendFile: string;
  readonly store: string;
  readonly close: () => void;
}

/** Keeps the real controller running on a ground that is played. */
export function createKeeper(
  clock: YearClock,
  chance: Chance,
  graph: YearGraph,
  played: PlayedGit,
  told: {
    readonly line: (event: LogEvent) => void;
    readonly message: (body: string) => void;
    readonly broke: (why: string) => void;
  },
): Keeper {
  const folder = mkdtempSync(join(tmpdir(), "trueup-year-"));
  const [suspendFile, store] = [join(folder, "suspend"), join(folder, "store.db")];
  const lives: Life[] = [];
  let running: {
    stop: AbortController;
    fromMs: number;
    zone: string;
    ended: Promise<unknown>;
    address: string;
  } | null = null;
  const ground: Ground = {
    clock,
    random: () => chance.number(1_000) / 1_000,
    dispatchers: () => ({ outside: graph.dispatcher(), direct: graph.dispatcher() }),
    receivers: () => ({ dispatcherOf: () => receiver(clock, told.message), close: () => Promise.resolve() }),
    hub: () => Promise.reject(new Error("nobody has a hub here")),
    git: (_location, { stop }) => gitSource(clock, chance, played, folder, stop),
    brakeEveryMs: MINUTE_MS,
  };
  const settings = {
    apply: true,
    once: false,
    schedule: SCHEDULE,
    jitter: 0,
    deadline: 60 * MINUTE_MS,
    catalogInterval: 0,
    gitUrl: "https://git.contoso.com/teams.git",
    gitRef: "main",
    gitPath: ".",
    gitInterval: MINUTE_MS,
    verifySignatures: false,
    propose: false,
    branchPrefix: "trueup/lock/",
    suspendFile,
    listen: { host: "127.0.0.1", port: 0 },
    showUsers: false,
  };
  const environment = {
    TRUEUP_GRAPH_URL: graph.url,
    TRUEUP_ACCESS_TOKEN: sandboxToken({ tenantId: TENANT_ID, roles: ROLES }),
    TRUEUP_STORE: store,
    TRUEUP_NOTIFY_WEBHOOK_URL: "http://127.0.0.1:4001/hook",
    TRUEUP_NOTIFY_WEBHOOK_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  };
  const options = {
    ...STANDALONE_OPTIONS,
    filters: { apps: [], users: [] },
    maxChanges: null,
    readConsents: false,
    remembers: true,
    backsOff: true,
    maxAgeMs: MAX_AGE_MS,
    settleMs: 0,
    limitsScale: 1,
    auth: null,
  };

  return {
    suspendFile,
    store,
    lives: () => [
      ...lives,
      ...(running === null
        ? []
        : [{ ...running, askedMs: Number.POSITIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY }]),
    ],
    isRunning: () => running !== null,
    async start(zone) {
      const stop = new AbortController();
      const listening = Promise.withResolvers<string>();
      const life = { stop, fromMs: clock.passed(), zone, address: "", ended: Promise.resolve<unknown>(null) };
      running = life;
      const around: ControllerSurroundings = {
        environment,
        ground,
        version: "0",
        stop: stop.signal,
        describeError: describeInOneLine,
        began: () => undefined,
        log: (event) => {
          if (event.kind === "listening") listening.resolve(event.address);
          told.line(event);
        },
      };
      life.ended = runController(".", { ...settings, timeZone: zone }, options, around).catch((error: unknown) => {
        told.broke(describeInOneLine(error));
        listening.resolve("");
      });
      // It listens by a real socket, which takes real time.
      life.address = await listening.promise;
    },
    async stop() {
      if (running === null) return;
      const { stop, fromMs, zone, ended } = running;
      const askedMs = clock.passed();
      const over = { isOver: false };
      const noteEnd = async (): Promise<void> => {
        await ended;
        over.isOver = true;
      };
      void noteEnd();
      stop.abort();
      while (!over.isOver) {
        await clock.runUntil(clock.passed() + 1_000);
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (clock.passed() - askedMs > 60 * MINUTE_MS) throw new Error("it does not end");
      }
      lives.push({ fromMs, zone, askedMs, untilMs: clock.passed() });
      running = null;
    },
    async sample() {
      const atMs = clock.passed();
      if (running === null) return { atMs, metrics: null, live: 0 };
      const [{ text }, { status }] = [await ask(`${running.address}/metrics`), await ask(`${running.address}/livez`)];
      const value = (name: string): number =>
        Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "m").exec(text)?.[1]);
      return {
        atMs,
        live: status,
        metrics: {
          valid: value("trueup_source_valid"),
          suspended: value("trueup_suspended"),
          frozen: value("trueup_frozen"),
          store: value("trueup_store_usable"),
          failures: value("trueup_consecutive_failures"),
        },
      };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function gitSource(clock: YearClock, chance: Chance, played: PlayedGit, folder: string, stop: AbortSignal): GitSource {
  const files = join(folder, "files");
  return {
    async fetch() {
      await clock.sleep(200 + chance.number(2_000), stop);
      const why = played.trouble();
      if (why !== null) throw new SourceError(why);
      const head = played.head();
      if (head === null) throw new SourceError("the repository has no branch main");
      return { commit: head.id, ref: "refs/heads/main" };
    },
    checkOut: async (id) => {
      const commit = played.find(id);
      if (commit === null) throw new SourceError(`the repository has no commit ${id}`);
      writeFiles(commit, files);
      return files;
    },
    whoWrote: () => Promise.resolve({ commit: played.head()?.id ?? "", why: null }),
    discard: async () => rmSync(files, { recursive: true, force: true }),
  };
}

function receiver(clock: YearClock, message: (body: string) => void): Dispatcher {
  return dispatcherOf((options, reply) => {
    message(typeof options.body === "string" ? options.body : "");
    void clock.sleep(100).then(() => reply({ kind: "answer", status: 200, headers: {}, text: "" }));
  });
}

function ask(url: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    }).on("error", reject);
  });
}
