import { describe, expect, it } from "vitest";
import { DEFAULT_DIALS, type Dials } from "../../src/sandbox/dials.ts";
import type { RetryAfterForm } from "../../src/sandbox/schema.d.ts";
import { limitPercentage } from "../../src/sandbox/exchange.ts";
import {
  createThrottle,
  DOCUMENTED_LIMITS,
  type RequestClass,
  type ThrottleAlgorithm,
} from "../../src/sandbox/throttle.ts";
import { ADELE, consent, EXPENSES, installationOf, installed, NOTES, SEND, TENANT, WATCH } from "./people-and-apps.ts";
import { part, START_MS, startTenant } from "./tenant-client.ts";

describe("algorithms, at a limit of 30 a second", () => {
  it.each<[ThrottleAlgorithm, string, readonly [atMs: number, times: number][], number | null]>([
    ["fixed-window", "the 30th of a second passes", [[5400, 30]], null],
    ["fixed-window", "the 31st waits for the next second", [[5400, 31]], 600],
    [
      "fixed-window",
      "a burst around the turn of a second passes",
      [
        [5999, 30],
        [6000, 30],
      ],
      null,
    ],
    [
      "fixed-window",
      "what was throttled counts in its own window only",
      [
        [5400, 90],
        [6000, 30],
      ],
      null,
    ],
    ["sliding-log", "the 30th within a second passes", [[5400, 30]], null],
    ["sliding-log", "the 31st waits for a second", [[5400, 31]], 1000],
    [
      "sliding-log",
      "a burst around the turn of a second does not pass",
      [
        [5999, 30],
        [6000, 1],
      ],
      1000,
    ],
    [
      "sliding-log",
      "after a second all is forgotten",
      [
        [5400, 31],
        [6400, 30],
      ],
      null,
    ],
    [
      "sliding-log",
      "what was throttled counts",
      [
        [5400, 30],
        [6000, 1],
        [6400, 30],
      ],
      1000,
    ],
    ["token-bucket", "a full bucket holds 30", [[5400, 30]], null],
    ["token-bucket", "the 31st waits for one token", [[5400, 31]], 34],
    [
      "token-bucket",
      "tokens come evenly",
      [
        [5400, 30],
        [5500, 3],
      ],
      null,
    ],
    [
      "token-bucket",
      "and not faster",
      [
        [5400, 30],
        [5500, 4],
      ],
      34,
    ],
    ["token-bucket", "what was throttled is owed", [[5400, 45]], 500],
    ["token-bucket", "but never more than one second's worth", [[5400, 500]], 1000],
    [
      "token-bucket",
      "an idle bucket is full and no fuller",
      [
        [5400, 30],
        [99_000, 31],
      ],
      34,
    ],
  ])("%s: %s", (algorithm, _what, calls, waitMs) => {
    const { count } = createThrottle(algorithm, 1);
    expect(lastOf(calls, (atMs) => count("catalog", 1, atMs))).toBe(waitMs);
  });

  it.each<[RequestClass, number]>([
    ["installation-reads", 30],
    ["installation-writes", 30],
    ["removals", 15],
    ["catalog", 30],
    ["directory", 350],
  ])("%s have a limit of %i of their own", (requestClass, limit) => {
    expect(DOCUMENTED_LIMITS[requestClass]).toBe(limit);
    const { count } = createThrottle("fixed-window", 1);
    lastOf([[0, 500]], (atMs) => count(requestClass === "catalog" ? "removals" : "catalog", 1, atMs));
    expect(lastOf([[0, limit]], (atMs) => count(requestClass, 1, atMs))).toBeNull();
    expect(count(requestClass, 1, 0)).toBe(1000);
  });

  it("scales of all classes and of one, and never below one request a second", () => {
    const { count, setScale } = createThrottle("fixed-window", 2);
    expect(lastOf([[0, 60]], (atMs) => count("catalog", 1, atMs))).toBeNull();
    setScale(0.001);
    expect(count("catalog", 1, 1000)).toBeNull();
    expect(count("catalog", 1, 1000)).toBe(1000);
    setScale(1, "removals");
    expect(lastOf([[2000, 15]], (atMs) => count("removals", 1, atMs))).toBeNull();
    expect(lastOf([[2000, 2]], (atMs) => count("catalog", 1, atMs))).toBe(1000);
  });
});

describe("directory requests cost resource units", () => {
  it.each([
    ["/users", 2],
    ["/users?$select=id", 1],
    ["/users?$select=id&$top=5", 1],
    ["/users/adele@contoso.com", 1],
    ["/groups", 1],
    [`/groups/x/members`, 3],
    [`/groups/x/transitiveMembers`, 5],
    [`/groups/x/transitiveMembers?$select=id`, 4],
    [`/groups/x/transitiveMembers?$select=id&$top=19`, 3],
    [`/groups/x/transitiveMembers?$top=20`, 5],
  ])("%s: %i", async (path, units) => {
    // So small that the second request passes only if both fit.
    const fits = async (allowed: number): Promise<boolean> => {
      const { get } = await startTenant(TENANT, { throttle: "fixed-window", limitsScale: allowed / 350 });
      await get(path);
      return (await get(path)).status !== 429;
    };
    expect(await fits(2 * units)).toBe(true);
    expect(await fits(2 * units - 1)).toBe(false);
  });
});

describe("a throttled request", () => {
  it("answers 429 in the documented form, and counts", async () => {
    const { get, sandbox } = await startTenant(TENANT, { throttle: "sliding-log", limitsScale: 1 / 30 });
    await get("/appCatalogs/teamsApps");
    const reply = await get("/appCatalogs/teamsApps");
    expect(reply).toMatchObject({ status: 429, headers: { "retry-after": "1" } });
    expect(reply.error).toEqual(["TooManyRequests", "Please retry again later.", "429"]);
    expect(sandbox.requests.map(({ status }) => status)).toEqual([200, 429]);
  });

  it.each<[RetryAfterForm, string | undefined]>([
    ["seconds", "1"],
    ["fraction", "0.750"],
    ["date", "Thu, 01 Jan 2026 00:00:01 GMT"],
    ["none", undefined],
  ])("says how long to wait as %s", async (retryAfter, header) => {
    const { get, clock } = await startTenant(TENANT, {
      throttle: "fixed-window",
      limitsScale: 1 / 30,
      dials: { retryAfter },
    });
    await clock.advance(250);
    await get("/appCatalogs/teamsApps");
    expect((await get("/appCatalogs/teamsApps")).headers["retry-after"]).toBe(header);
  });

  it.each<[RetryAfterForm, string]>([
    ["seconds", "2"],
    ["fraction", "2.000"],
    ["date", "Thu, 01 Jan 2026 00:00:03 GMT"],
  ])("says that it is to be as long as dial retryAfterMs has it, as %s", async (retryAfter, header) => {
    const dials = { retryAfter, retryAfterMs: 2000 };
    const options = { throttle: "token-bucket", limitsScale: 1 / 30, dials } as const;
    const { get, clock } = await startTenant(TENANT, options);
    await clock.advance(250);
    await get("/appCatalogs/teamsApps");
    expect((await get("/appCatalogs/teamsApps")).headers["retry-after"]).toBe(header);
  });

  it("may say it in another way for each class", async () => {
    const dials = { retryAfter: { catalog: "none" } } as const;
    const { get } = await startTenant(TENANT, { throttle: "fixed-window", limitsScale: 1 / 350, dials });
    const header = async (path: string): Promise<unknown> => {
      await get(path);
      return (await get(path)).headers["retry-after"];
    };
    expect(await header("/appCatalogs/teamsApps")).toBeUndefined();
    expect(await header("/groups")).toBe("1");
  });

  it("is told so before its token is looked at, and endpoints that are not there have no limit", async () => {
    const { get } = await startTenant(TENANT, { throttle: "fixed-window", limitsScale: 1 / 350 });
    expect(await get("/groups", { token: null })).toMatchObject({ status: 401 });
    expect(await get("/groups", { token: null })).toMatchObject({ status: 429 });
    expect(await get("/me")).toMatchObject({ status: 404 });
    expect(await get("/me")).toMatchObject({ status: 404 });
  });

  it.each([
    ["refused", "2.4.0"],
    ["done", "2.10.0"],
  ] as const)("a throttled write is %s, as the dial says", async (throttledWrites, version) => {
    const { post, sandbox } = await startTenant(TENANT, {
      throttle: "fixed-window",
      limitsScale: 1 / 30,
      dials: { throttledWrites },
    });
    await post(`${installationOf(ADELE, NOTES)}/upgrade`);
    const reply = await post(`${installationOf(ADELE, EXPENSES)}/upgrade`, consent(SEND, WATCH));
    expect(reply.status).toBe(429);
    const installation = sandbox.installationsOf(ADELE).find(({ app }) => app.id === EXPENSES);
    expect(installation?.version).toBe(version);
  });

  it("reads pass while writes are throttled", async () => {
    const { get, post } = await startTenant(TENANT, { throttle: "fixed-window", limitsScale: 1 / 30 });
    await post(installed(ADELE));
    expect(await post(installed(ADELE))).toMatchObject({ status: 429 });
    expect(await get(installed(ADELE))).toMatchObject({ status: 200 });
  });

  it("passes after the time it was told, by the sandbox's clock", async () => {
    const { get, clock } = await startTenant(TENANT, { throttle: "token-bucket", limitsScale: 1 / 30 });
    await get("/appCatalogs/teamsApps");
    const { headers } = await get("/appCatalogs/teamsApps");
    await clock.advance(Number(headers["retry-after"]) * 1000 + 1000);
    expect(await get("/appCatalogs/teamsApps")).toMatchObject({ status: 200 });
  });
});

describe("answers tell how much of the limit is used", () => {
  const NEARNESS = "x-ms-throttle-limit-percentage";
  const GROUPS = "/groups";
  const CATALOG = "/appCatalogs/teamsApps";

  it.each<[ThrottleAlgorithm, readonly (string | undefined)[]]>([
    ["fixed-window", [undefined, undefined, undefined, "0.80", "1.00", undefined]],
    ["sliding-log", [undefined, undefined, undefined, "0.80", "1.00", undefined]],
    ["token-bucket", [undefined, undefined, undefined, "0.80", "1.00", undefined]],
  ])("from 80 % on, of %s; a 429 does not", async (throttle, headers) => {
    const { get } = await startTenant(TENANT, { throttle, limitsScale: 5 / 350 });
    const shown: unknown[] = [];
    for (const _ of headers) shown.push((await get(GROUPS)).headers[NEARNESS]);
    expect(shown).toEqual(headers);
  });

  it.each<[Dials["limitPercentage"], groups: string | undefined, catalog: string | undefined]>([
    ["directory", "1.00", undefined],
    ["everywhere", "1.00", "1.00"],
    ["nowhere", undefined, undefined],
  ])("dial limitPercentage: %s", async (dial, groups, catalog) => {
    const { get } = await startTenant(TENANT, {
      throttle: "sliding-log",
      limitsScale: 1e-6,
      dials: { limitPercentage: dial },
    });
    expect((await get(GROUPS)).headers[NEARNESS]).toBe(groups);
    expect((await get(CATALOG)).headers[NEARNESS]).toBe(catalog);
  });

  it("never more than 1.8, also when a limit falls", () => {
    const throttle = createThrottle("sliding-log", 1);
    lastOf([[0, 30]], (atMs) => throttle.count("catalog", 1, atMs));
    throttle.setScale(0.1);
    expect(throttle.shareUsed("catalog")).toBe(10);
    expect(limitPercentage("catalog", 10, { ...DEFAULT_DIALS, limitPercentage: "everywhere" })).toEqual({
      [NEARNESS]: "1.80",
    });
  });
});

it("answers carry the date of the sandbox's clock", async () => {
  const { get } = await startTenant(TENANT);
  const { headers, body } = await get("/users");
  expect(headers["date"]).toBe(new Date(START_MS).toUTCString());
  expect(part(body, "value")).toHaveLength(2);
});

/** What the last of some calls gave back. */
function lastOf(
  calls: readonly (readonly [atMs: number, times: number])[],
  call: (atMs: number) => number | null,
): number | null {
  let last: number | null = null;
  for (const [atMs, times] of calls) for (let n = 0; n < times; n += 1) last = call(atMs);
  return last;
}
