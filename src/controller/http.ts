import type { Buffer } from "node:buffer";
import { causeOf, messageOf, UsageError } from "../errors.ts";
import { isLoopbackHost } from "../http/base-url.ts";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Metrics } from "./metrics.ts";
import { addNotificationDoor, type TakeNotifications } from "./notification-door.ts";
import { isDelivery, isEqual, type Webhooks } from "./webhooks.ts";

/** One answer of a health check; `why` is one line for people. */
export interface Health {
  readonly ok: boolean;
  readonly why: string;
}

/** What can be asked over HTTP of a controller, or of whoever watches a fleet. */
interface Watched {
  /** Whether it does what it is there for: a first pass was made, what it needs is there. */
  readonly ready: () => Health;
  /** Whether starting it anew would not help: false only when the loop is stuck. */
  readonly live: () => Health;
  readonly metrics: Pick<Metrics, "contentType" | "render">;
  /** Asks for a pass; null: nobody can be asked for one. */
  readonly reconcile: (() => void) | null;
  /** The status page, or what it answers to a search for somebody by this name; null: nobody can be searched for. */
  readonly page: (name: string | null) => WebPage | null;
  /** The page of one tenant of a fleet; null: it has no such tenant. Left out: there is no fleet. */
  readonly tenantPage?: (tenant: string) => WebPage | null;
}

/** A page for a browser, and what it may do there. */
export interface WebPage {
  readonly html: string;
  readonly contentSecurityPolicy: string;
  /** 503: it says only why nothing can be told; 200 where it is left out. */
  readonly status?: 503;
}

/** Where it listens. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** How the page knows that a proxy has signed somebody in. */
export interface ProxySignIn {
  /** The header in which the proxy names the person, in lower case. */
  readonly userHeader: string;
  /** What the proxy shows beside it; null: the proxy is on this machine, or in this pod. */
  readonly secret: string | null;
}

/** How long a request may take to arrive, how often that is looked at, and how long a connection waits for the next, in milliseconds. */
export interface HttpTimeouts {
  readonly requestMs: number;
  readonly lookEveryMs: number;
  readonly idleMs: number;
}

/** Nothing that is asked here needs a body, or long: whoever sends a request letter by letter keeps no connection. */
const LARGEST_BODY = 1024;
/** A push of GitHub names its commits and their files. */
const LARGEST_DELIVERY = 1024 * 1024;
/** Nobody has shown the secret before the body is there, so few of them are read at once. */
const MOST_DELIVERIES_AT_ONCE = 8;
const NOTHING_HERE = "there is nothing here; try / or /healthz or /metrics";
/** Where a proxy shows the secret of {@link ProxySignIn}. */
const SECRET_HEADER = "x-trueup-proxy-secret";
const RETRY_POLICY: HttpTimeouts = { requestMs: 10_000, lookEveryMs: 1_000, idleMs: 10_000 };
/**
 * Bounds the memory, and is more than the system hands over at once (511): a probe is read before as many others
 * that came after it can end it.
 */
const MOST_CONNECTIONS = 600;

/**
 * The HTTP side of the controller; listens when `listen` is called on it.
 * On a loopback address only requests that name one, or what it was told to listen on, are answered, so that no page in a
 * browser on this machine can reach it under another name.
 * @param options.publicHost the name by which a proxy in front of it is reached; null: there is none
 * @param options.basePath below which a proxy asks for everything as well, such as `/trueup/`; `/`: nowhere else
 * @param options.signIn who sees the page; null: whoever reaches it
 * @param options.webhooks judges deliveries of GitHub and GitLab at `POST /reconcile`; null: they are refused
 * @param options.notifications takes notifications of changes at `POST /notifications`, and the name by which Graph reaches it; null: there is no such place
 * @param options.token what `POST /reconcile` has to be sent with, as a bearer token; null: it is refused to everybody
 */
export function createHttp(
  watched: Watched,
  options: {
    readonly listen: Listen;
    readonly publicHost: string | null;
    readonly token: string | null;
    readonly webhooks: Webhooks | null;
    readonly notifications: { readonly host: string; readonly take: TakeNotifications } | null;
    readonly basePath: string;
    readonly signIn: ProxySignIn | null;
    readonly patience?: HttpTimeouts;
  },
): FastifyInstance {
  const { requestMs, lookEveryMs, idleMs } = options.patience ?? RETRY_POLICY;
  const server = Fastify({
    bodyLimit: LARGEST_BODY,
    requestTimeout: requestMs,
    // Whoever does not read an answer keeps it in memory; a request that is late is answered 408 before.
    connectionTimeout: 3 * requestMs,
    keepAliveTimeout: idleMs,
    http: { connectionsCheckingInterval: lookEveryMs, headersTimeout: requestMs },
    forceCloseConnections: true,
    rewriteUrl: ({ url = "/" }) => belowBase(url, options.basePath),
  });
  endOldestAbove(MOST_CONNECTIONS, server.server);
  let onLoopback = true;

  server.addHook("onListen", (done) => {
    onLoopback = listensOnLoopback(server);
    done();
  });
  server.addHook("onRequest", (request, reply, next) => {
    void reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    const host = hostOf(request);
    const names = [options.listen.host, options.publicHost, options.notifications?.host ?? null];
    const isMeant = isLoopback(host) || names.some((one) => isSameHost(host, one));
    if (onLoopback && !isMeant) void text(reply, 421, "this address is not for that host");
    else next();
  });
  server.setNotFoundHandler((_request, reply) => text(reply, 404, NOTHING_HERE));

  void server.register((scope, _options, done) => {
    scope.addHook("onRequest", (request, reply, next) => {
      if (options.signIn === null || isSignedIn(request, options.signIn)) next();
      else void text(reply, 403, "this page is for people whom the proxy before it has signed in");
    });
    scope.get("/", (_request, reply) => page(reply, watched.page(null)));
    scope.get("/users", (request, reply) => page(reply, watched.page(nameIn(request))));
    const { tenantPage } = watched;
    if (tenantPage !== undefined)
      scope.get("/tenants/:name/", (request, reply) => page(reply, tenantPage(tenantIn(request))));
    done();
  });
  server.get("/healthz", (_request, reply) => text(reply, 200, "the process runs"));
  server.get("/readyz", (_request, reply) => health(reply, watched.ready()));
  server.get("/livez", (_request, reply) => health(reply, watched.live()));
  server.get("/metrics", (_request, reply) => sendMetrics(reply, watched.metrics));
  const { reconcile } = watched;
  if (reconcile !== null)
    void server.register(async (scope) => {
      addReconcile(scope, options, reconcile);
    });
  const { notifications } = options;
  if (notifications !== null) void server.register(async (scope) => addNotificationDoor(scope, notifications.take));
  return server;
}

/**
 * Begins to listen; gives the address.
 * @throws UsageError where that address cannot be listened on
 */
export async function listenAt(server: FastifyInstance, { host, port }: Listen): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    throw new UsageError(
      `cannot listen on ${host}:${port}: ${causeOf(error)}`,
      "give another address with --listen, or off",
    );
  }
}

/** What cannot be told is no metric: whoever collects them hears that, too. */
async function sendMetrics(reply: FastifyReply, { contentType, render }: Watched["metrics"]): Promise<FastifyReply> {
  try {
    return reply.header("content-type", contentType).send(await render());
  } catch (error) {
    return text(reply, 503, messageOf(error));
  }
}

/** `POST /reconcile`, for whoever has the token, and for deliveries. The body is read for its signature only. */
function addReconcile(
  scope: FastifyInstance,
  { token, webhooks }: { readonly token: string | null; readonly webhooks: Webhooks | null },
  reconcile: () => void,
): void {
  let deliveries = 0;
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser<Buffer>("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  const onRequest = (request: FastifyRequest, reply: FastifyReply, next: () => void): void => {
    if (request.headers.origin !== undefined) return void text(reply, 403, "not from a page in a browser");
    if (!isDelivery(request.headers)) {
      // The limit of the route is the one of deliveries; a body of unknown length could be as long.
      const isSmall = Number(request.headers["content-length"] ?? 0) <= LARGEST_BODY;
      if (isSmall && request.headers["transfer-encoding"] === undefined) return next();
      return void text(reply, 413, `the body is larger than ${LARGEST_BODY} bytes, or does not say how large it is`);
    }
    if (webhooks === null) return void text(reply, 403, "no secret is set for webhooks: TRUEUP_WEBHOOK_SECRET");
    if (deliveries >= MOST_DELIVERIES_AT_ONCE)
      return void text(reply, 503, "too many deliveries at once; send it again");
    deliveries += 1;
    reply.raw.once("close", () => {
      deliveries -= 1;
    });
    next();
  };
  scope.post("/reconcile", { bodyLimit: LARGEST_DELIVERY, onRequest }, (request, reply) => {
    if (webhooks !== null && isDelivery(request.headers)) {
      const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      const { status, why } = webhooks.judge(request.headers, body);
      if (status === 202) reconcile();
      return text(reply, status, why);
    }
    if (token === null) return text(reply, 403, "no token is set for this: TRUEUP_RECONCILE_TOKEN");
    if (!isToken(request.headers.authorization, token)) {
      void reply.header("www-authenticate", "Bearer");
      return text(reply, 401, "the token is missing or not the right one");
    }
    reconcile();
    return text(reply, 202, "a pass will be made");
  });
}

/** Ends the connection whose last request, or whose beginning without one, is longest ago: silent ones never keep a probe out. */
function endOldestAbove(most: number, server: FastifyInstance["server"]): void {
  const byLastRequest = new Set<FastifyRequest["socket"]>();
  server.on("connection", (socket) => {
    byLastRequest.add(socket);
    socket.once("close", () => byLastRequest.delete(socket));
    const [oldest] = byLastRequest;
    if (byLastRequest.size > most) oldest?.destroy();
  });
  server.on("request", ({ socket }) => {
    if (byLastRequest.delete(socket)) byLastRequest.add(socket);
  });
}

/** Whether it can be reached from this machine only. It listens by then: how the address was written tells less, as `127.1` is one, too. */
export function listensOnLoopback(server: FastifyInstance): boolean {
  return server.addresses().every((bound) => typeof bound === "object" && isLoopback(bound.address));
}

/** `localhost`, and each way to write an address of loopback: `127.0.0.1`, `127.1`, `[::1]`, `::1`, `::ffff:127.0.0.1`. */
export function isLoopback(host: string): boolean {
  const plain = withoutBrackets(host);
  const address = `http://${plain.includes(":") ? `[${plain}]` : plain}`;
  if (!/^[\da-z.:-]+$/.test(plain) || !URL.canParse(address)) return false;
  return isLoopbackHost(new URL(address).hostname);
}

function isSameHost(host: string, other: string | null): boolean {
  return other !== null && withoutBrackets(host) === withoutBrackets(other);
}

function withoutBrackets(host: string): string {
  return host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
}

function hostOf(request: FastifyRequest): string {
  return (request.headers.host ?? "").replace(/:\d+$/, "");
}

/** Anybody can write a header: it counts from whoever shows the secret, or, without one, from this machine. */
function isSignedIn({ headers, socket }: FastifyRequest, { userHeader, secret }: ProxySignIn): boolean {
  const shown = headers[SECRET_HEADER];
  const isProxy =
    secret === null ? isLoopback(socket.remoteAddress ?? "") : typeof shown === "string" && isEqual(shown, secret);
  const user = headers[userHeader];
  return isProxy && typeof user === "string" && user.trim() !== "";
}

/** The links of the page are relative, so only what is asked for differs. */
function belowBase(url: string, basePath: string): string {
  return url.startsWith(basePath) ? `/${url.slice(basePath.length)}` : url;
}

function isToken(header: string | undefined, token: string): boolean {
  return isEqual(/^Bearer (.+)$/i.exec(header ?? "")?.[1] ?? "", token);
}

function health(reply: FastifyReply, { ok, why }: Health): FastifyReply {
  return text(reply, ok ? 200 : 503, why);
}

/** The name that the search form of the page sends; nobody's without one. */
function nameIn({ url }: FastifyRequest): string {
  return new URL(url, "http://localhost").searchParams.get("name") ?? "";
}

function tenantIn({ params }: FastifyRequest): string {
  return typeof params === "object" && params !== null && "name" in params ? String(params.name) : "";
}

/** What is searched for stands in the address, which no other page has to learn. */
function page(reply: FastifyReply, shown: WebPage | null): FastifyReply {
  if (shown === null) return text(reply, 404, NOTHING_HERE);
  const { html, contentSecurityPolicy, status = 200 } = shown;
  return reply
    .code(status)
    .headers({
      "content-security-policy": contentSecurityPolicy,
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
    })
    .type("text/html; charset=utf-8")
    .send(html);
}

function text(reply: FastifyReply, status: number, line: string): FastifyReply {
  return reply.code(status).type("text/plain; charset=utf-8").send(`${line}\n`);
}
