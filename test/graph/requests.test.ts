import { Dispatcher } from "undici";
import { describe, expect, it } from "vitest";
import { GraphError, SignInError, UsageError } from "../../src/errors.ts";
import type { Graph } from "../../src/graph/client.ts";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";
import { RETRY_POLICY } from "../../src/graph/retry-policy.ts";
import type { GraphEvent } from "../../src/graph/statistics.ts";
import { exchange } from "../../src/http/exchange.ts";
import { failureOf, graphError, graphServer, type Reply } from "./graph-server.ts";
import { createVirtualClock, HURRIED } from "../fakes/clock.ts";
import { HELD_MS, holdTimer } from "../fakes/held-timer.ts";

const ADELE = "11111111-0000-4000-8000-000000000001";
const LIST = `/users/${ADELE}/teamwork/installedApps`;
const NO_APPS = { value: [] };
const THROTTLED: Reply = { status: 429, headers: { "retry-after": "7" }, body: graphError("TooManyRequests", "wait") };

/** The simplest read of its class. */
function read(graph: Graph, userId = ADELE): Promise<unknown> {
  return graph.installations.readInstallations(userId);
}

const YES = { maySend: () => true, sending: () => Promise.resolve(true) };

describe("every request", () => {
  it("carries the token, an id of its own, and asks for nothing compressed or remembered", async () => {
    const server = await graphServer(() => ({ body: NO_APPS }));
    const graph = server.client({ userAgent: "trueup/1.2.3" });
    await read(graph);
    await read(graph);
    const [first, second] = server.requests;
    expect(first?.headers).toMatchObject({
      authorization: "Bearer token-of-the-test",
      "user-agent": "trueup/1.2.3",
      "cache-control": "no-cache",
      "client-request-id": expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    });
    expect(first?.headers["accept-encoding"]).toBeUndefined();
    expect(first?.headers["client-request-id"]).not.toBe(second?.headers["client-request-id"]);
  });

  it("is not sent once the run is stopped, also when it waits for its turn", async () => {
    const server = await graphServer(() => THROTTLED);
    const stop = new AbortController();
    const graph = server.client({ stop: stop.signal, onEvent: () => stop.abort() });
    expect(await failureOf(read(graph))).toMatchObject({ name: "GraphError", code: "stopped", scope: "run" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("a read is repeated", () => {
  it.each([
    ["429", THROTTLED],
    ["500", { status: 500 }],
    ["502", { status: 502, body: graphError("BadGateway", "Failed to execute backend request.") }],
    ["503", { status: 503 }],
    ["504", { status: 504 }],
    ["connection-failed", { breaks: "before-answer" }],
    ["connection-failed", { breaks: "in-body", body: '{"value":[' }],
    ["timed-out", { hangs: true }],
  ] as const)("after %s: %j", async (because, reply) => {
    const events: GraphEvent[] = [];
    const timer = holdTimer();
    const server = await graphServer((_request, number) => {
      if (number > 1) return { body: NO_APPS };
      if ("hangs" in reply) setImmediate(timer.ring);
      return reply;
    });
    const graph = server.client({
      onEvent: (event) => events.push(event),
      retryPolicy: { ...RETRY_POLICY, timeoutMs: HELD_MS },
    });
    await read(graph);
    expect(server.requests).toHaveLength(2);
    expect(events).toContainEqual(expect.objectContaining({ kind: "retry", attempt: 2, because }));
    expect(graph.statistics()["installation-reads"]).toMatchObject({ requests: 2, retries: 1 });
  });

  it("six times at most, and then fails with Graph's words and id", async () => {
    const server = await graphServer(() => ({ status: 503, body: graphError("ServiceUnavailable", "later") }));
    const error = await failureOf(read(server.client()));
    expect(error).toBeInstanceOf(GraphError);
    expect(error).toMatchObject({
      code: "ServiceUnavailable",
      status: 503,
      requestId: "request-id-of-graph",
      scope: "target",
      message: "listing installations was refused: 503 ServiceUnavailable: later (request-id request-id-of-graph)",
    });
    expect(server.requests).toHaveLength(6);
  });

  it("at the times that backoff gives", async () => {
    const clock = createVirtualClock(0, HURRIED);
    const times: number[] = [];
    const server = await graphServer((_request, number) => {
      times.push(clock.now());
      return number < 5 ? { status: 500 } : { body: NO_APPS };
    });
    await read(server.client({ clock, random: () => 0 }));
    expect(times).toEqual([0, 500, 1500, 3500, 7500]);
  });

  it("at the time that a 503 asks for", async () => {
    const clock = createVirtualClock(0, HURRIED);
    const times: number[] = [];
    const server = await graphServer((_request, number) => {
      times.push(clock.now());
      return number === 1 ? { status: 503, headers: { "retry-after": "90.5" } } : { body: NO_APPS };
    });
    await read(server.client({ clock }));
    expect(times).toEqual([0, 90_500]);
  });

  it("no longer than five minutes in all", async () => {
    const server = await graphServer(() => ({ status: 500 }));
    const graph = server.client({ retryPolicy: { ...RETRY_POLICY, tries: 1000 }, random: () => 0.999_999 });
    await failureOf(read(graph));
    // 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 + 60 = 243 seconds; one more minute would be too much.
    expect(server.requests).toHaveLength(10);
  });

  it.each([404, 409, 412, 501])("never after %i", async (status) => {
    const server = await graphServer(() => ({ status, body: graphError("Code", "words") }));
    const error = await failureOf(read(server.client()));
    expect(error).toMatchObject({ status, code: "Code", scope: "target" });
    expect(server.requests).toHaveLength(1);
  });

  it("never after a redirect, which is not followed either", async () => {
    const elsewhere = await graphServer(() => ({ body: NO_APPS }));
    const server = await graphServer(() => ({ status: 302, headers: { location: elsewhere.url } }));
    expect(await failureOf(read(server.client()))).toMatchObject({ code: "redirected", status: 302 });
    expect(elsewhere.requests).toHaveLength(0);
  });
});

describe("a 429", () => {
  it("pauses its class for Retry-After, and no other class", async () => {
    const clock = createVirtualClock();
    const server = await graphServer((_request, number) => (number === 1 ? THROTTLED : { body: NO_APPS }));
    const events: GraphEvent[] = [];
    const graph = server.client({ clock, onEvent: (event) => events.push(event) });
    const list = read(graph);
    await expect.poll(() => events).toContainEqual({ kind: "throttled", class: "installation-reads", waitMs: 7000 });
    const lookup = graph.catalog.readApp({ kind: "manifest", manifestId: "m" });
    await expect.poll(() => server.requests).toHaveLength(2);
    await clock.advance(6999);
    await lookup;
    // An app that the catalog does not show is looked up by its other id as well.
    const catalog = "/appCatalogs/teamsApps";
    expect(server.requests.map((request) => request.path)).toEqual([LIST, catalog, catalog]);
    await clock.advance(1);
    await list;
    expect(server.requests).toHaveLength(4);
    expect(graph.statistics()["installation-reads"]).toEqual({
      requests: 2,
      throttled: 1,
      retries: 1,
      perSecond: 27_000 / 8,
      pausedMs: 7000,
    });
  });

  it("with Retry-After twice waits for the longest", async () => {
    const waits: number[] = [];
    const server = await graphServer((_request, number) =>
      number === 1 ? { status: 503, headers: { "retry-after": ["7", "30"] } } : { body: NO_APPS },
    );
    await read(server.client({ onEvent: (event) => event.kind === "retry" && waits.push(event.waitMs) }));
    expect(waits).toEqual([30_000]);
  });

  it("without Retry-After pauses longer each time", async () => {
    const waits: number[] = [];
    const server = await graphServer((_request, number) => (number < 4 ? { status: 429 } : { body: NO_APPS }));
    const graph = server.client({ onEvent: (event) => event.kind === "throttled" && waits.push(event.waitMs) });
    await read(graph);
    expect(waits).toEqual([500, 1000, 2000]);
  });

  it("of several requests that were under way together counts as one", async () => {
    const waits: number[] = [];
    const unanswered: (() => void)[] = [];
    const server = await graphServer((_request, number) => {
      if (number > 3) return { body: { value: [] } };
      return new Promise<Reply>((resolve) => {
        unanswered.push(() => resolve({ status: 429 }));
        if (unanswered.length === 3) for (const answer of unanswered) answer();
      });
    });
    const graph = server.client({ onEvent: (event) => event.kind === "throttled" && waits.push(event.waitMs) });
    const lookups = await graph.directory.findUsers(["a@contoso.com", "b@contoso.com", "c@contoso.com"]);
    expect(lookups.size).toBe(3);
    expect(waits).toEqual([500, 500, 500]);
  });

  it("is foreseen where answers tell how much of the limit is used", async () => {
    const server = await graphServer(() => ({ body: NO_APPS, headers: { "x-ms-throttle-limit-percentage": "1.24" } }));
    const graph = server.client({ limitsScale: 1 });
    await read(graph);
    expect(graph.statistics()["installation-reads"]).toMatchObject({ throttled: 0, pausedMs: 0, perSecond: 20.25 });
    expect(graph.statistics().catalog.perSecond).toBe(27);
  });

  it("that asks to wait more than ten minutes ends the run at once, and closes the class", async () => {
    const server = await graphServer(() => ({ status: 429, headers: { "retry-after": "3600" } }));
    const graph = server.client();
    const expected = { code: "throttled", status: 429, scope: "run" };
    expect(await failureOf(read(graph))).toMatchObject(expected);
    expect(await failureOf(read(graph))).toMatchObject(expected);
    expect(server.requests).toHaveLength(1);
  });

  it("is kept by a later client that is told of it: a long one refuses at once", async () => {
    const clock = createVirtualClock();
    const answer: Reply = { ...THROTTLED, headers: { "retry-after": "900" } };
    const server = await graphServer(() => answer);
    const first = server.client({ clock });
    expect(first.known()).toEqual({});
    await failureOf(read(first));
    const known = first.known();
    expect(known).toEqual({ "installation-reads": { pausedUntilMs: clock.now() + 900_000, found: null } });
    const second = server.client({ clock });
    second.resume(known);
    expect(() => second.refuseWhenClosed(false)).toThrow(/asks to wait 15 minutes/);
    expect(await failureOf(read(second))).toMatchObject({ code: "throttled", scope: "run" });
    expect(second.closedForMs()).toBe(900_000);
    expect(server.requests).toHaveLength(1);
    await clock.advance(900_000);
    expect([second.known(), second.closedForMs()]).toEqual([{}, 0]);
  });

  it("is kept by a later client that is told of it: a short one is waited for", async () => {
    const clock = createVirtualClock();
    const server = await graphServer(() => ({ body: NO_APPS }));
    const graph = server.client({ clock });
    graph.resume({ "installation-reads": { pausedUntilMs: clock.now() + 5000, found: null } });
    const reading = read(graph);
    await clock.advance(4999);
    expect([server.requests.length, graph.statistics()["installation-reads"].pausedMs]).toEqual([0, 4999]);
    await clock.advance(1);
    await reading;
    expect(server.requests).toHaveLength(1);
  });

  it("goes on at the limit that an earlier client found, unless it found one itself", async () => {
    const clock = createVirtualClock();
    const graph = (await graphServer(() => ({ body: NO_APPS }))).client({ clock, limitsScale: 1 });
    const found = { perSecond: 5, triesAtMs: clock.now() + 60_000 };
    graph.resume({ "installation-reads": { pausedUntilMs: null, found } });
    expect(graph.known()).toEqual({ "installation-reads": { pausedUntilMs: null, found } });
    graph.resume({ "installation-reads": { pausedUntilMs: null, found: { ...found, perSecond: 9 } } });
    expect(graph.known()).toEqual({ "installation-reads": { pausedUntilMs: null, found } });
  });

  it("lets the others of its class go on one by one after the pause, more slowly", async () => {
    const clock = createVirtualClock();
    const server = await graphServer((_request, number) => (number === 2 ? THROTTLED : { body: NO_APPS }));
    const graph = server.client({ clock, limitsScale: 1 });
    await read(graph);
    await clock.advance(40);
    const reads = [read(graph), read(graph), read(graph)];
    await expect.poll(() => graph.statistics()["installation-reads"].throttled).toBe(1);
    await clock.advance(7000);
    const sent: number[] = [];
    for (let elapsed = 0; elapsed < 900; elapsed += 100) {
      sent.push(graph.statistics()["installation-reads"].requests);
      await clock.advance(100);
    }
    // An eighth of 27 a second is one each 296 milliseconds.
    expect(sent).toEqual([3, 3, 3, 4, 4, 4, 5, 5, 5]);
    await Promise.all(reads);
  });
});

describe("no answer at all", () => {
  it("to the first request ends the run: Graph cannot be reached", async () => {
    const server = await graphServer(() => ({ breaks: "before-answer" }));
    const graph = server.client({ root: parseGraphRoot("http://127.0.0.1:1/v1.0") });
    const error = await failureOf(read(graph));
    expect(error).toMatchObject({ code: "connection-failed", status: null, scope: "run" });
    expect(error).toMatchObject({
      message: expect.stringContaining("http://127.0.0.1:1 gave no answer: ECONNREFUSED"),
    });
  });

  it("to a later one concerns its target, until twenty in a row have had none", async () => {
    const server = await graphServer((_request, number) =>
      number === 1 ? { body: NO_APPS } : { breaks: "before-answer" },
    );
    const graph = server.client({ retryPolicy: { ...RETRY_POLICY, tries: 1 } });
    await read(graph);
    const scopes: unknown[] = [];
    for (let user = 0; user < 20; user += 1) {
      const error = await failureOf(read(graph));
      scopes.push(error instanceof GraphError ? error.scope : error);
    }
    expect(scopes).toEqual([...Array.from({ length: 19 }, () => "target"), "run"]);
  });
});

describe("a failure of the connection", () => {
  class BrokenDispatcher extends Dispatcher {
    readonly #failure: Error;
    constructor(failure: Error) {
      super();
      this.#failure = failure;
    }
    override dispatch(): boolean {
      throw this.#failure;
    }
  }

  it.each([
    [
      "the system's name, and not its text",
      Object.assign(new Error("10.0.0.7"), { code: "EPIPE" }),
      "EPIPE: the reader went away",
    ],
    ["a general word where the system has no name for it", new Error("10.0.0.7"), "the connection failed"],
    [
      "a general word where the name is a number",
      Object.assign(new Error("10.0.0.7"), { code: 7 }),
      "the connection failed",
    ],
  ])("is told by %s", async (_name, failure, told) => {
    const outgoing = { method: "GET", url: "https://graph.contoso.com/v1.0/users", headers: {}, body: null } as const;
    expect(
      await exchange(outgoing, { dispatcher: new BrokenDispatcher(failure), timeoutMs: 60_000, mostBytes: 1000 }),
    ).toMatchObject({
      kind: "broken",
      because: "connection-failed",
      detail: told,
    });
  });
});

describe("refused reads", () => {
  const refusal = { status: 403, body: graphError("Forbidden", "Missing role permissions on the request.") };

  it("end the run after twenty alike without a success", async () => {
    const server = await graphServer(() => refusal);
    const graph = server.client();
    for (let user = 1; user < 20; user += 1) {
      expect(await failureOf(read(graph))).toMatchObject({ name: "GraphError", scope: "target", code: "Forbidden" });
    }
    const error = await failureOf(read(graph));
    expect(error).toBeInstanceOf(SignInError);
    expect(error).toMatchObject({ code: "role-missing", message: expect.stringContaining("Missing role permissions") });
  });

  it("end the run also where Graph gives no reason", async () => {
    const server = await graphServer(() => ({ status: 403 }));
    const graph = server.client();
    for (let user = 1; user < 20; user += 1) expect(await failureOf(read(graph))).toBeInstanceOf(GraphError);
    expect(await failureOf(read(graph))).toMatchObject({
      message:
        "Graph refused 20 installation-reads requests alike and fulfilled none: 403 no reason given (request-id request-id-of-graph)",
    });
  });

  it("go on when something of the class was fulfilled", async () => {
    const server = await graphServer((_request, number) => (number === 1 ? { body: NO_APPS } : refusal));
    const graph = server.client();
    await read(graph);
    for (let user = 1; user <= 25; user += 1) expect(await failureOf(read(graph))).toBeInstanceOf(GraphError);
  });

  it("go on when they are not alike", async () => {
    const server = await graphServer((_request, number) => ({
      status: 403,
      body: graphError(`Code${number % 2}`, ""),
    }));
    const graph = server.client();
    for (let user = 1; user <= 38; user += 1) expect(await failureOf(read(graph))).toBeInstanceOf(GraphError);
  });
});

describe("a refused token", () => {
  const unauthorized = { status: 401, body: graphError("InvalidAuthenticationToken", "Lifetime validation failed") };

  it("ends the run, with Graph's words and without the token", async () => {
    const server = await graphServer((request) => ({
      status: 401,
      body: graphError("InvalidAuthenticationToken", `not good: ${request.headers.authorization ?? ""}`),
    }));
    const error = await failureOf(read(server.client()));
    expect(error).toBeInstanceOf(SignInError);
    expect(error).toMatchObject({ code: "token-refused" });
    expect(String(error)).toContain("InvalidAuthenticationToken: not good: Bearer [token]");
    expect(String(error)).not.toContain("token-of-the-test");
    expect(server.requests).toHaveLength(1);
  });

  it.each(["read", "write"])("is renewed once, and the %s repeated", async (kind) => {
    const refused: string[] = [];
    const server = await graphServer((request) =>
      request.headers.authorization === "Bearer new" ? { body: NO_APPS } : unauthorized,
    );
    const tokenSource = {
      token: () => Promise.resolve("old"),
      renew: (token: string) => {
        refused.push(token);
        return Promise.resolve("new");
      },
    };
    const graph = server.client({ tokenSource });
    await (kind === "read" ? read(graph) : graph.writer.uninstall(ADELE, "installation", YES));
    expect(refused).toEqual(["old"]);
    expect(server.requests).toHaveLength(2);
  });

  it("ends the run when the renewed one is refused too", async () => {
    const server = await graphServer(() => unauthorized);
    const tokens = ["one", "two", "three"];
    const graph = server.client({ tokenSource: { token: () => Promise.resolve(tokens.shift() ?? "none") } });
    expect(await failureOf(read(graph))).toMatchObject({ code: "token-refused" });
    expect(server.requests).toHaveLength(2);
  });
});

describe("a body that is not what it should be", () => {
  it.each([
    ["no JSON", "<html>", "the body is not JSON"],
    ["empty", "", "the body is not JSON"],
    ["a list", [], "the body is a list, not an object"],
    ["without value", {}, "value is missing"],
    ["null as value", { value: null }, "value is null, not a list"],
    [
      "of more items than there are, in short",
      { "@count": 2, value: [] },
      "@odata.count tells of 2 items, and 0 are there",
    ],
    [
      "of more items than there are",
      { "@odata.count": 2, value: [] },
      "@odata.count tells of 2 items, and 0 are there",
    ],
  ])("%s is an error with the path, never an empty list", async (_name, body, problem) => {
    const server = await graphServer(() => ({ body }));
    const error = await failureOf(server.client().installations.readInstallations(ADELE));
    expect(error).toMatchObject({ name: "GraphError", code: "unexpected-shape", scope: "target" });
    expect(String(error)).toContain(`unexpected shape: ${problem}`);
    expect(String(error)).toContain("request-id-of-graph");
  });

  it.each([
    ["the number of each page", [1, 1], null],
    ["the number of all", [2, undefined], null],
    ["a number that neither is", [2, 2, 1], "@odata.count tells of 2 items, and 3 are there"],
  ])("a list in pages may count %s", async (_name, counts, problem) => {
    const server = await graphServer((request) => {
      const number = Number(request.query.get("page") ?? 1);
      const nextLink = `http://${request.headers.host ?? ""}/v1.0/users/x/more?page=${number + 1}`;
      const onwards = number < counts.length ? { "@odata.nextLink": nextLink } : {};
      const item = { id: `i${number}`, teamsApp: { id: `a${number}` }, teamsAppDefinition: null };
      return { body: { "@odata.count": counts[number - 1], value: [item], ...onwards } };
    });
    const reading = server.client().installations.readInstallations(ADELE);
    if (problem === null) expect((await reading).installations).toHaveLength(counts.length);
    else expect(String(await failureOf(reading))).toContain(problem);
  });

  it("is not read past 64 MB", async () => {
    const server = await graphServer(() => ({ body: " ".repeat(65 * 1024 * 1024) }));
    expect(String(await failureOf(read(server.client())))).toContain("too large");
  });
});

describe("the scale of the limits", () => {
  const cloud = { root: parseGraphRoot("https://graph.microsoft.com/v1.0") };

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("is refused when it is %d", async (limitsScale) => {
    const server = await graphServer(() => ({}));
    expect(() => server.client({ limitsScale })).toThrow("cannot be multiplied");
  });

  it("is refused above 1 but on loopback", async () => {
    const server = await graphServer(() => ({}));
    expect(() => server.client({ ...cloud, limitsScale: 1.5 })).toThrow(
      "https://graph.microsoft.com cannot be multiplied by 1.5",
    );
    expect(() => server.client({ ...cloud, limitsScale: 0.5 })).not.toThrow();
  });

  it.each([0, -0.5, 1.01, Number.NaN, Number.POSITIVE_INFINITY])(
    "is no reason to use a share of %d",
    async (rateShare) => {
      const server = await graphServer(() => ({}));
      expect(() => server.client({ rateShare })).toThrow(UsageError);
      expect(() => server.client({ rateShare })).toThrow(`a share of ${rateShare} of the limits cannot be used`);
    },
  );

  it("is joined by the share of them that is used", async () => {
    const server = await graphServer(() => ({}));
    const statistics = server.client({ limitsScale: 2, rateShare: 0.5 }).statistics();
    expect(Object.values(statistics).map(({ perSecond }) => perSecond)).toEqual([30, 30, 15, 30, 350]);
  });

  it("slows all classes down alike", async () => {
    const clock = createVirtualClock(0, HURRIED);
    const times: number[] = [];
    const server = await graphServer(() => {
      times.push(clock.now());
      return { status: 204 };
    });
    const graph = server.client({ clock, limitsScale: 0.1 });
    await graph.writer.uninstall(ADELE, "one", YES);
    await graph.writer.uninstall(ADELE, "two", YES);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeCloseTo(1000 / (15 * 0.9 * 0.1), 3);
  });
});
