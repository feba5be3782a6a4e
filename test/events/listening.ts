import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, request } from "undici";
import { onTestFinished } from "vitest";
import { describeInOneLine } from "../../src/cli/failure.ts";
import { runController } from "../../src/controller/run.ts";
import type { LogEvent } from "../../src/controller/log.ts";
import { createGitSource } from "../../src/git/remote-repository.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { sandboxToken } from "../../src/sandbox/roles.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { STANDALONE_OPTIONS } from "../../src/session/session.ts";
import type { LocalHub } from "../event-hub/local-hub.ts";
import { type AcceleratedClock, createAcceleratedClock } from "../fakes/clock.ts";
import { until } from "../until.ts";

export const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
export const APP = "0d820ecd-0000-4000-8000-000000000002";
export const SECRET = "0123456789abcdef0123456789abcdef";
export const HUB_URL = "EventHub:https://contoso-hub.servicebus.windows.net/eventhubname/trueup?tenantId=contoso.com";
const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";
const START_MS = Date.parse("2026-03-02T06:00:00Z");
/** A minute passes in a second. */
const FACTOR = 60;
const ROLES = ["User.Read.All", "AppCatalog.Read.All", "TeamsAppInstallation.ReadWriteAndConsentForUser.All"];

/** A tenant, and a controller that hears of its changes. */
export interface Listening {
  readonly sandbox: Sandbox;
  readonly clock: AcceleratedClock;
  /** Starts the controller; it is asked to end by {@link Listening.stop}. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Forgets the store, as a disk that broke. */
  readonly loseStore: () => void;
  /** The text of the status page. */
  readonly page: () => Promise<string>;
  readonly metric: (name: string, labels?: string) => Promise<number>;
  /** Waits, in real time, until it is so; what it was at last is told where it never is. */
  readonly until: (what: string, isSo: () => Promise<boolean>) => Promise<void>;
  /** Requests for what people have installed, since the log of requests was cleared. */
  readonly reads: () => number;
  /** `POST /notifications`, as anybody may send it. */
  readonly deliver: (body: object) => Promise<number>;
  readonly log: readonly LogEvent[];
  readonly store: string;
}

export function person(number: number): string {
  return `person${number}@contoso.com`;
}

/** What the hub of the test takes from anybody. */
function token() {
  return Promise.resolve({ token: "a token", endsAtMs: Date.now() + 60 * 60_000 });
}

/** A tenant, as a test wants it. */
interface Wish {
  /** So many, who all have the app. */
  readonly people?: number;
  readonly apply?: boolean;
  /** How much faster than real time it goes. */
  readonly factor?: number;
  /** Counts real time also while this process does not come to its turn: for what is measured. */
  readonly countsAll?: boolean;
  /** Multiplies the pace. */
  readonly limitsScale?: number;
  /** An event hub to which Graph sends. */
  readonly startHub?: (nowMs: () => number) => Promise<LocalHub>;
}

/** Starts a tenant; its controller is started by {@link Listening.start}. */
export async function startListening({
  people = 6,
  apply = false,
  factor = FACTOR,
  countsAll = false,
  limitsScale = FACTOR,
  startHub,
}: Wish = {}): Promise<Listening> {
  const folder = mkdtempSync(join(tmpdir(), "trueup-events-"));
  const clock = createAcceleratedClock(factor, START_MS, countsAll ? Number.POSITIVE_INFINITY : undefined);
  const hub = startHub === undefined ? null : await startHub(() => clock.now());
  const sandbox = await startSandbox({
    tenant: parseTenant(tenantOf(people), "tenant.yaml"),
    clock,
    throttle: "off",
    ...(hub === null ? {} : { eventHub: hub.send }),
  });
  const state = join(folder, "state.yaml");
  const store = join(folder, "store.db");
  await writeFile(state, DESIRED);
  const log: LogEvent[] = [];
  let running: { readonly ending: AbortController; readonly ended: Promise<unknown> } | null = null;
  let address = "";
  const port = await freePort();

  async function start(): Promise<void> {
    const ending = new AbortController();
    const listening = Promise.withResolvers<string>();
    const ended = runController(
      state,
      settingsOf(port, apply, hub !== null),
      { ...OPTIONS, limitsScale },
      {
        environment: {
          TRUEUP_GRAPH_URL: sandbox.url,
          TRUEUP_ACCESS_TOKEN: sandboxToken({ tenantId: TENANT_ID, roles: ROLES }),
          TRUEUP_STORE: store,
          TRUEUP_EVENTS_SECRET: SECRET,
        },
        ground: {
          clock,
          random: () => 0.5,
          dispatchers: () => ({ outside: new Agent(), direct: new Agent() }),
          receivers: () => ({ dispatcherOf: () => new Agent(), close: () => Promise.resolve() }),
          git: createGitSource,
          hub: async (_session, { host, hub: name }, _clock, news, closing) => {
            if (hub === null) throw new Error("there is no hub");
            const { endpoint, dispatcher } = hub;
            const { readHub } = await import("../../src/event-hub/read-hub.ts");
            const where = { host, hub: name, endpoint, dispatcher, token, signOfLifeMs: 200, againAfterMs: 200 };
            return readHub({ ...where, ...news }, closing);
          },
          brakeEveryMs: 60_000,
        },
        version: "0",
        stop: ending.signal,
        describeError: describeInOneLine,
        began: () => undefined,
        log: (event) => {
          log.push(event);
          if (event.kind === "listening") listening.resolve(event.address);
        },
      },
    );
    running = { ending, ended };
    ended.catch(listening.reject);
    address = await listening.promise;
  }

  async function stop(): Promise<void> {
    running?.ending.abort();
    await running?.ended;
    running = null;
  }

  async function metric(name: string, labels = ""): Promise<number> {
    const { body } = await request(`${address}/metrics`);
    const line = (await body.text()).split("\n").find((one) => one.startsWith(`${name}${labels} `));
    return Number(line?.split(" ")[1] ?? 0);
  }

  onTestFinished(async () => {
    await stop();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    sandbox,
    clock,
    start,
    stop,
    store,
    log,
    metric,
    page: async () => (await request(`${address}/`)).body.text(),
    loseStore: () => {
      for (const end of ["", "-wal", "-shm"]) rmSync(store + end, { force: true });
    },
    until: (what, isSo) => until(() => `${what}\n${log.map((event) => JSON.stringify(event)).join("\n")}`, isSo),
    reads: () => sandbox.requests.filter(({ path }) => path.includes("installedApps")).length,
    async deliver(body) {
      const answer = await request(`${address}/notifications`, { method: "POST", body: JSON.stringify(body) });
      await answer.body.dump();
      return answer.statusCode;
    },
  };
}

const OPTIONS = {
  ...STANDALONE_OPTIONS,
  filters: { apps: [], users: [] },
  maxChanges: null,
  readConsents: false,
  remembers: true,
  backsOff: true,
  maxAgeMs: 23 * 60 * 60_000,
  settleMs: 0,
  auth: null,
};

function settingsOf(port: number, apply: boolean, hasHub: boolean) {
  return {
    apply,
    once: false,
    timeZone: "UTC",
    jitter: 0,
    deadline: 60 * 60_000,
    catalogInterval: 0,
    gitRef: "main",
    gitPath: ".",
    gitInterval: 60_000,
    verifySignatures: false,
    propose: false,
    branchPrefix: "trueup/lock/",
    listen: { host: "127.0.0.1", port },
    eventsUrl: hasHub ? HUB_URL : `http://127.0.0.1:${port}/notifications`,
    showUsers: false,
  };
}

function tenantOf(people: number): string {
  return `
tenantId: ${TENANT_ID}
catalog:
  - name: expenses
    id: ${APP}
    externalId: ${MANIFEST}
    displayName: Expenses
    distributionMethod: organization
    definitions: [{ version: 2.1.0 }, { version: 2.4.0 }]
population:
  - { count: ${people}, upn: "person{n}@contoso.com", installations: [{ app: expenses, version: 2.4.0 }] }
`;
}

const DESIRED = `
apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: ${MANIFEST} }
assignments:
  - { app: expenses, ensure: installed, version: latest, to: [{ everyone: true }] }
`;

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return typeof address === "object" && address !== null ? address.port : 0;
}
