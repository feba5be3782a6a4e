import type { Dispatcher } from "undici";
import { DEFAULT_DIALS } from "../../src/sandbox/dials.ts";
import { carryOut, createRequestIds, type ExchangeOptions, receive, settle } from "../../src/sandbox/exchange.ts";
import { createState } from "../../src/sandbox/state.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { createWorld, type World } from "../../src/sandbox/world.ts";
import { dispatcherOf, incomingOf, type Reply, wholeReply } from "../chaos/service.ts";
import type { Chance } from "../fuzz/chance.ts";
import type { YearClock } from "./clock.ts";
import { APPS, idsOf, PEOPLE, PERMISSIONS, TENANT_ID } from "./commits.ts";

/** Something that was really changed in the tenant. */
export interface Write {
  /** In the time that has passed. */
  readonly atMs: number;
  readonly user: string;
  readonly app: string;
  readonly kind: "install" | "upgrade" | "remove";
  /** The version that the catalog offered. */
  readonly offered: number;
  /** The permissions that were consented to. */
  readonly consent: readonly string[];
}

/** How Graph is disposed. */
export interface Weather {
  /** `refuses`: 503; `silent`: connections break. */
  readonly down: "refuses" | "silent" | null;
  /** One request in so many is answered 429 with `Retry-After`, in seconds. */
  readonly throttle: { readonly onceIn: number; readonly retryAfter: readonly [number, ...number[]] } | null;
}

export const FAIR: Weather = { down: null, throttle: null };

/** A tenant in this process, without sockets. */
export interface YearGraph {
  readonly url: string;
  readonly dispatcher: () => Dispatcher;
  readonly world: World;
  readonly setWeather: (weather: Weather) => void;
  /** The version of an app that everybody is offered, and what it requires. */
  readonly offered: (app: string) => { readonly version: number; readonly requires: readonly string[] };
  readonly publish: (app: string) => void;
  /** The version that somebody has; null: none. */
  readonly versionOf: (user: string, app: string) => number | null;
  /** What was changed since this was asked last. */
  readonly takeWrites: () => readonly Write[];
  readonly requests: () => number;
}

const ORIGIN = "http://127.0.0.1:4000";
const FEWEST_MS = 20;
const MORE_MS = 180;

export function createYearGraph(clock: YearClock, chance: Chance): YearGraph {
  const state = createState(parseTenant(tenantText(), "tenant.yaml"));
  const world = createWorld(state, [], clock);
  const offers = new Map<string, { version: number; requires: readonly string[] }>(
    APPS.map((app) => [app, { version: 1, requires: PERMISSIONS.slice(0, 1) }]),
  );
  const names = new Map(state.users.map(({ id, userPrincipalName }) => [id, userPrincipalName]));
  let weather = FAIR;
  let writes: Write[] = [];
  let requests = 0;
  const answering: ExchangeOptions = {
    root: `${ORIGIN}/v1.0`,
    state,
    clock,
    throttle: null,
    requests: [],
    keepsLog: false,
    dials: () => DEFAULT_DIALS,
    nextRequestId: createRequestIds("year"),
    passed: () => undefined,
  };
  const offered = (app: string): { readonly version: number; readonly requires: readonly string[] } =>
    offers.get(app) ?? { version: 0, requires: [] };
  const versionOf = (user: string, app: string): number | null => {
    const found = world.installationsOf(user).find((one) => one.app.id === idsOf(app).catalogId);
    return found === undefined ? null : Number(found.version.split(".")[0]);
  };

  function answered(options: Dispatcher.DispatchOptions): Reply {
    const incoming = incomingOf(options, 50);
    const userId = /\/users\/([^/?]+)\/teamwork/.exec(incoming.url.pathname)?.[1] ?? "";
    const user = names.get(userId) ?? "";
    const isWrite = incoming.method !== "GET" && user !== "";
    const before = isWrite ? APPS.map((app) => versionOf(user, app)) : [];
    const received = receive(incoming, answering);
    const reply = wholeReply(settle(carryOut(received, answering), received, answering));
    for (const [index, app] of APPS.entries()) {
      const [was, is] = [before[index] ?? null, isWrite ? versionOf(user, app) : null];
      if (!isWrite || was === is) continue;
      const kind = was === null ? "install" : is === null ? "remove" : "upgrade";
      const consent = [...JSON.stringify(incoming.body ?? {}).matchAll(/"permissionValue":"([^"]+)"/g)];
      writes.push({
        atMs: clock.passed(),
        user,
        app,
        kind,
        offered: offered(app).version,
        consent: consent.map(([, value]) => value ?? ""),
      });
    }
    return reply;
  }

  function replyOf(options: Dispatcher.DispatchOptions): Reply {
    requests += 1;
    if (weather.down === "silent") return { kind: "broken" };
    if (weather.down === "refuses") return refusal(503, {});
    const { throttle } = weather;
    if (throttle !== null && chance.onceIn(throttle.onceIn))
      return refusal(429, { "retry-after": String(chance.pick(throttle.retryAfter)) });
    return answered(options);
  }

  return {
    url: `${ORIGIN}/v1.0`,
    world,
    offered,
    versionOf,
    setWeather: (next) => {
      weather = next;
    },
    publish(app) {
      const version = offered(app).version + 1;
      const requires = PERMISSIONS.slice(0, chance.onceIn(4) ? 2 : 1);
      offers.set(app, { version, requires });
      world.publish(idsOf(app).catalogId, {
        version: `${version}.0.0`,
        permissions: requires.map((value) => ({ value, type: "application" as const })),
      });
    },
    takeWrites() {
      const taken = writes;
      writes = [];
      return taken;
    },
    requests: () => requests,
    dispatcher: () =>
      dispatcherOf((options, reply) => {
        void clock.sleep(FEWEST_MS + chance.number(MORE_MS)).then(() => reply(replyOf(options)));
      }),
  };
}

function refusal(status: number, headers: Readonly<Record<string, string>>): Reply {
  const text = JSON.stringify({ error: { code: "UnknownError", message: "The service was told to answer so." } });
  return { kind: "answer", status, headers: { "content-type": "application/json", ...headers }, text };
}

function tenantText(): string {
  const apps = APPS.map(
    (app) =>
      `  - { name: ${app}, id: ${idsOf(app).catalogId}, externalId: ${idsOf(app).manifestId}, displayName: ${app}, distributionMethod: organization, definitions: [{ version: 1.0.0, permissions: [{ value: ${PERMISSIONS[0]} }] }] }`,
  );
  const installations = APPS.map((app) => `{ app: ${app}, version: 1.0.0 }`).join(", ");
  return [
    `tenantId: ${TENANT_ID}`,
    "catalog:",
    ...apps,
    "population:",
    `  - { count: ${PEOPLE.length}, upn: "person{n}@contoso.com", installations: [${installations}] }`,
  ].join("\n");
}
