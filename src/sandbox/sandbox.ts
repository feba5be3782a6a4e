import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Clock } from "../model/clock.ts";
import { type Answer, refuse } from "./answers.ts";
import { type Controls, createControl, findControl } from "./control.ts";
import { DEFAULT_DIALS, type Dials } from "./dials.ts";
import { createEvents } from "./events.ts";
import { carryOut, createRequestIds, type ExchangeOptions, receive, settle, subscribes } from "./exchange.ts";
import { createFaults, type Fault, type Faults, sendFaulty } from "./faults.ts";
import { type Incoming, readIncoming } from "./incoming.ts";
import { createNotifier, type NotificationRecord, type Notifier } from "./notifier.ts";
import type { RequestRecord } from "./request-log.ts";
import { createState, findUser } from "./state.ts";
import type { Tenant } from "./tenant.ts";
import { addressesIn } from "./subscriptions.ts";
import { createThrottle, type RequestClass, type ThrottleAlgorithm } from "./throttle.ts";
import { createWorld, type World } from "./world.ts";

/** How a sandbox behaves; what is left out is as the tenant file says, or as `docs/sandbox.md` does. */
export interface SandboxOptions {
  readonly tenant: Tenant;
  readonly clock: Clock;
  /** 0, the default: any free port. */
  readonly port?: number;
  /** A loopback address; 127.0.0.1 by default. */
  readonly host?: string;
  /** Multiplies the documented limits; 1 by default. */
  readonly limitsScale?: number;
  /** How requests are counted; `off`: no limits. Fixed windows by default. */
  readonly throttle?: ThrottleAlgorithm | "off";
  /** These win over the tenant file. */
  readonly dials?: Partial<Dials>;
  /** Certificate and key, in PEM: HTTPS instead of HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** The origin that links in answers begin with, where clients reach the sandbox by another one than its own. */
  readonly publicOrigin?: string;
  /** False: requests are not kept, for runs of millions of them; true by default. */
  readonly keepsLog?: boolean;
  /** Takes what goes to an event hub; without it, no subscription can lead to one. */
  readonly eventHub?: (body: string) => void;
  /** Makes the request ids; the same seed and requests give the same ones. */
  readonly seed?: string;
}

/** A tenant that speaks Graph on this machine, and the dials on it. */
export interface Sandbox extends World {
  /** The Graph root, for `TRUEUP_GRAPH_URL`. */
  readonly url: string;
  /** The root of the control endpoint. */
  readonly controlUrl: string;
  readonly addFault: (fault: Fault) => void;
  readonly clearFaults: () => void;
  /** Of one class of requests, or of all. Without limits (`throttle: "off"`) it changes nothing. */
  readonly setLimitsScale: (scale: number, requestClass?: RequestClass) => void;
  readonly setDials: (dials: Partial<Dials>) => void;
  /** What subscribers were told, or should have been. The list grows. */
  readonly notifications: readonly NotificationRecord[];
  /** Resolves when no notification is under way. */
  readonly notified: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Longer than clients keep a connection: one that the server closes first breaks a request now and then. */
const KEEP_ALIVE_MS = 10_000;
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

/**
 * Starts a sandbox. `docs/sandbox.md` says how it behaves.
 * @throws RangeError for a host that is not this machine; Error when the port is taken
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { tenant, clock, host = "127.0.0.1" } = options;
  if (!LOOPBACK.test(host)) throw new RangeError(`a sandbox answers on a loopback address only, not on ${host}`);
  const state = createState(tenant);
  const throttle =
    options.throttle === "off" ? null : createThrottle(options.throttle ?? "fixed-window", options.limitsScale ?? 1);
  const faults = createFaults((one, other) => findUser(state, one) === findUser(state, other));
  for (const fault of tenant.faults) faults.add(fault);
  const requests: RequestRecord[] = [];
  let dials: Dials = { ...DEFAULT_DIALS, ...tenant.dials, ...options.dials };
  const setDials = (changed: Partial<Dials>): void => {
    dials = { ...dials, ...changed };
  };
  const setLimitsScale: Sandbox["setLimitsScale"] = (scale, requestClass) => throttle?.setScale(scale, requestClass);

  const { tls } = options;
  const settings = { keepAliveTimeout: KEEP_ALIVE_MS };
  const server = tls === undefined ? createServer(settings) : createTlsServer({ ...settings, ...tls });
  const ownOrigin = await new Promise<string>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      const scheme = tls === undefined ? "http" : "https";
      resolve(`${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`);
    });
  });
  const origin = options.publicOrigin ?? ownOrigin;
  const notifier = createNotifier(state, clock, () => dials, options.seed ?? tenant.tenantId, options.eventHub ?? null);
  state.watch(notifier.noteChange);
  const world = createWorld(state, requests, clock);
  const events = createEvents((method, segments, body) => {
    const control = findControl(method, segments);
    if (typeof control === "object") control.run(controls, segments, body);
  });
  for (const event of tenant.events) events.add(event);
  const controls: Controls = { world, notifier, faults, events, dials: () => dials, setDials, setLimitsScale };
  const handling: HandlerOptions = {
    root: `${origin}/v1.0`,
    state,
    clock,
    throttle,
    faults,
    requests,
    keepsLog: options.keepsLog ?? true,
    dials: () => dials,
    nextRequestId: createRequestIds(options.seed ?? tenant.tenantId),
    passed: events.passed,
    notifier,
    control: createControl(controls),
  };
  server.on("request", (message, response) => {
    answerOne(message, response, handling).catch((error: unknown) => answerDefect(error, message, response));
  });
  return {
    ...world,
    url: `${origin}/v1.0`,
    controlUrl: `${origin}/sandbox`,
    addFault: faults.add,
    clearFaults: faults.clear,
    setLimitsScale,
    setDials,
    notifications: notifier.records,
    notified: notifier.idle,
    stop: async () => {
      notifier.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** What answering needs. */
interface HandlerOptions extends ExchangeOptions {
  readonly faults: Faults;
  readonly notifier: Notifier;
  /** Answers what lies beside the Graph root. */
  readonly control: (incoming: Incoming) => Answer;
}

/** A defect of the sandbox is answered with 500 and its message. */
function answerDefect(error: unknown, message: IncomingMessage, response: ServerResponse): void {
  if (message.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  const text = error instanceof Error ? error.message : String(error);
  writeAnswer(refuse(500, `the sandbox failed: ${text}`), response);
}

/** Count the request against its limit, wait, let a fault have its way, check the token, and only then look at what is asked. */
async function answerOne(message: IncomingMessage, response: ServerResponse, options: HandlerOptions): Promise<void> {
  const { root, clock, faults } = options;
  const incoming = await readIncoming(message, root);
  if (/^\/sandbox(\/|$)/.test(incoming.url.pathname)) {
    writeAnswer(options.control(incoming), response);
    return;
  }
  const counted = receive(incoming, options);
  const { latencyMs } = options.dials();
  if (latencyMs > 0) await clock.sleep(latencyMs);
  const received = subscribes(counted)
    ? { ...counted, endpointProblem: await options.notifier.validate(addressesIn(incoming.body)) }
    : counted;
  const write = (answered: Answer): void => writeAnswer(settle(answered, received, options), response);
  const { record } = received;
  const fault = faults.take(record.method, record.path);
  if (fault === null) {
    write(carryOut(received, options));
    return;
  }
  const note = (status: number): void => {
    record.status = status;
  };
  sendFaulty(fault, {
    incoming: message,
    response,
    carryOut: () => carryOut(received, options),
    write,
    note,
    root,
    rawPath: record.rawPath,
  });
}

function writeAnswer({ status, body, headers }: Answer, response: ServerResponse): void {
  response.writeHead(status, { ...(body === null ? {} : { "Content-Type": "application/json" }), ...headers });
  response.end(body === null ? undefined : JSON.stringify(body));
}
