import { describe, expect, it } from "vitest";
import { createVirtualClock, HURRIED } from "../fakes/clock.ts";
import { START_MS, post, SERVICES } from "./services.ts";

const MARKER = "<!-- trueup:plan default -->";
const OLD = `${MARKER}\nthe plan of yesterday`;
const NEW = `${MARKER}\nthe plan of today`;

describe.each(SERVICES)("the one comment on $provider", ({ provider, token, longest, start }) => {
  it("is made where there is none yet", async () => {
    const running = await start();
    running.add("somebody", "looks good to me");
    expect(await post(provider, running, "the plan of today")).toMatchObject({
      what: "created",
      removed: 0,
      cut: false,
    });
    expect(running.texts()).toEqual(["looks good to me", NEW]);
  });

  it("is changed in place where there is an old one", async () => {
    const running = await start();
    running.add("own", OLD);
    running.add("somebody", "looks good to me");
    expect(await post(provider, running, NEW)).toMatchObject({ what: "updated" });
    expect(running.texts()).toEqual([NEW, "looks good to me"]);
  });

  it("is left alone when it says so already", async () => {
    const running = await start();
    running.add("own", NEW.replaceAll("\n", "\r\n"));
    expect(await post(provider, running, NEW)).toMatchObject({ what: "unchanged" });
    expect(running.service.requests.filter(({ method, path }) => method !== "GET" && path !== "/graphql")).toEqual([]);
  });

  it("is not the one of somebody else that begins with the marker", async () => {
    const running = await start();
    running.add("somebody", OLD);
    expect(await post(provider, running, NEW)).toMatchObject({ what: "created" });
    expect(running.texts()).toEqual([OLD, NEW]);
  });

  it("is not one of our own that quotes the marker further down", async () => {
    const running = await start();
    running.add("own", `a report of another tool\n${MARKER}`);
    expect(await post(provider, running, NEW)).toMatchObject({ what: "created" });
    expect(running.texts()[0]).toContain("another tool");
  });

  it("is one for each marker", async () => {
    const running = await start();
    await post(provider, running, "sales", { marker: "sales" });
    await post(provider, running, "finance", { marker: "finance" });
    await post(provider, running, "sales, again", { marker: "sales" });
    expect(running.texts()).toEqual([
      "<!-- trueup:plan sales -->\nsales, again",
      "<!-- trueup:plan finance -->\nfinance",
    ]);
  });

  it("is found behind hundreds of others", async () => {
    const running = await start();
    for (let number = 1; number <= 250; number += 1) running.add("somebody", `remark ${number}`);
    running.add("own", OLD);
    expect(await post(provider, running, NEW)).toMatchObject({ what: "updated" });
    expect(running.texts()).toHaveLength(251);
    expect(running.texts().at(-1)).toBe(NEW);
  });

  it("is the oldest of our own; copies that runs at once left behind go", async () => {
    const running = await start();
    running.add("own", OLD);
    running.add("own", OLD);
    running.add("somebody", OLD);
    running.add("own", OLD);
    expect(await post(provider, running, NEW)).toMatchObject({ what: "updated", removed: 2 });
    expect(running.texts()).toEqual([NEW, OLD]);
  });

  it("is at most doubled by two runs at once, and single again after the next", async () => {
    const running = await start();
    await Promise.all([post(provider, running, NEW), post(provider, running, NEW)]);
    expect(running.texts().length).toBeLessThanOrEqual(2);
    await post(provider, running, "the plan of tomorrow");
    expect(running.texts()).toEqual([`${MARKER}\nthe plan of tomorrow`]);
  });

  it("is cut to what the service holds, and says so", async () => {
    const running = await start();
    const rows = Array.from({ length: longest / 10 }, (_unused, row) => `| row ${row} | é |`).join("\n");
    expect(await post(provider, running, rows)).toMatchObject({ what: "created", cut: true });
    const [text = ""] = running.texts();
    expect(text.length).toBeLessThanOrEqual(longest);
    expect(text.length).toBeGreaterThan(longest * 0.95);
    expect(text).toMatch(
      /\n\n\*\*Cut here:\*\* the whole has [\d,]+ characters, .+ What is missing is in \[the run\]\(\S+99\)\.\n$/,
    );
    expect(await post(provider, running, rows)).toMatchObject({ what: "unchanged", cut: true });
  });

  it("is not written without the right to, and the reason says what is lacking", async () => {
    const running = await start(false);
    await expect(post(provider, running, NEW)).rejects.toMatchObject({
      problem: "no-rights",
      hint: expect.any(String),
    });
    expect(running.texts()).toEqual([]);
  });

  it("is not written with a token that is not accepted, which no message shows", async () => {
    const running = await start();
    const environment = Object.fromEntries(
      Object.entries(running.environment).map(([name, value]) => [name, value === token ? "wrong-token-1234" : value]),
    );
    const failure = await post(provider, { environment }, NEW).catch((error: unknown) => error);
    expect(failure).toMatchObject({ problem: "no-rights", status: 401 });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain("wrong-token-1234");
  });

  it("is not written without a token", async () => {
    const running = await start();
    const environment = Object.fromEntries(Object.entries(running.environment).filter(([, value]) => value !== token));
    await expect(post(provider, { environment }, NEW)).rejects.toMatchObject({ problem: "no-token" });
    expect(running.service.requests).toEqual([]);
  });
});

describe.each(SERVICES)("$provider in trouble", ({ provider, token, start }) => {
  it.each([500, 502, 503, 504])("%i is tried again", async (status) => {
    const running = await start();
    running.service.disturb({ reply: { status, body: "<html>" } }, 2);
    expect(await post(provider, running, NEW)).toMatchObject({ what: "created" });
    expect(running.texts()).toEqual([NEW]);
  });

  it("is given up after five tries", async () => {
    const running = await start();
    const clock = createVirtualClock(START_MS, HURRIED);
    running.service.disturb({ reply: { status: 503 } }, Infinity);
    await expect(post(provider, running, NEW, { clock })).rejects.toMatchObject({ problem: "unreachable" });
    expect(running.service.requests).toHaveLength(5);
    expect(clock.waits).toEqual([500, 1000, 2000, 4000]);
  });

  it("is waited for as long as Retry-After says", async () => {
    const running = await start();
    const clock = createVirtualClock(START_MS, HURRIED);
    running.service.disturb({ reply: { status: 429, headers: { "retry-after": "17" } } }, 2);
    expect(await post(provider, running, NEW, { clock })).toMatchObject({ what: "created" });
    expect(clock.waits).toEqual([17_000, 17_000]);
  });

  it("is not waited for longer than two minutes", async () => {
    const running = await start();
    running.service.disturb({ reply: { status: 429, headers: { "retry-after": "3600" } } });
    await expect(post(provider, running, NEW)).rejects.toThrow(/status 429, and asks to wait 60 minutes/);
    expect(running.service.requests).toHaveLength(1);
  });

  it.each([
    ["an answer that is lost", { breaks: true }],
    ["a gateway that gave up", { reply: { status: 504 } }],
  ] as const)("makes no second comment after %s", async (_what, loss) => {
    const running = await start();
    running.service.onRequest = ({ method, path }) => {
      if (method !== "POST" || !/(comments|notes|threads)$/.test(path)) return;
      running.service.onRequest = () => undefined;
      running.service.disturb({ ...loss, carriedOut: true, method: "POST" });
    };
    expect(await post(provider, running, NEW)).toMatchObject({ what: "unchanged" });
    expect(running.texts()).toEqual([NEW]);
  });

  it("sends a comment again when a look shows that it was not made", async () => {
    const running = await start();
    const clock = createVirtualClock(START_MS, HURRIED);
    running.service.onRequest = ({ method, path }) => {
      if (method !== "POST" || !/(comments|notes|threads)$/.test(path)) return;
      running.service.onRequest = () => undefined;
      running.service.disturb({ reply: { status: 502 }, method: "POST" });
    };
    expect(await post(provider, running, NEW, { clock })).toMatchObject({ what: "created" });
    expect(running.texts()).toEqual([NEW]);
    expect(clock.waits).toEqual([2000]);
  });

  it("makes the comment anew when the old one vanishes in between", async () => {
    const running = await start();
    running.add("own", OLD);
    running.service.onRequest = ({ method }) => {
      if (method === "PUT" || method === "PATCH") running.clear();
    };
    expect(await post(provider, running, NEW)).toMatchObject({ what: "created" });
    expect(running.texts()).toEqual([NEW]);
  });

  it.each([301, 302, 303, 307, 308])("is not followed elsewhere (%i)", async (status) => {
    const running = await start();
    const elsewhere = await start();
    running.service.disturb({ reply: { status, headers: { location: `${elsewhere.service.url}/steal` } } }, Infinity);
    await expect(post(provider, running, NEW)).rejects.toMatchObject({ problem: "redirected" });
    expect(elsewhere.service.requests).toEqual([]);
  });

  it.each(["GET", "POST", "PUT", "PATCH"])(
    "is not followed to another place of the same service either (%s)",
    async (method) => {
      const running = await start();
      if (method !== "POST") running.add("own", OLD);
      running.service.disturb({ method, reply: { status: 307, headers: { location: "/steal" } } }, Infinity);
      await post(provider, running, NEW).catch(() => undefined);
      expect(running.service.requests.map(({ path }) => path)).not.toContain("/steal");
    },
  );

  it.each([
    ["text", "<!doctype html>", "unexpected-shape"],
    ["half of JSON", '[{"id": 1', "unexpected-shape"],
    ["JSON of another shape", { items: 3 }, "unexpected-shape"],
    ["nothing", "", "unexpected-shape"],
  ])("%s is not taken for an answer", async (_what, body, problem) => {
    const running = await start();
    running.service.disturb({ reply: { status: 200, body } }, Infinity);
    await expect(post(provider, running, NEW)).rejects.toMatchObject({ problem });
    expect(running.texts()).toEqual([]);
  });

  it("does not repeat a token that a message repeats", async () => {
    const running = await start();
    running.service.disturb({ reply: { status: 403, body: { message: `no rights for ${token}` } } }, Infinity);
    await expect(post(provider, running, NEW)).rejects.toThrow(/: no rights for \*\*\*\)$/);
  });

  it("that nobody hears is named by the system's own word", async () => {
    const running = await start();
    const closed = Object.fromEntries(
      Object.entries(running.environment).map(([name, value]) => [
        name,
        value.replace(running.service.url, "http://127.0.0.1:9"),
      ]),
    );
    await expect(post(provider, { environment: closed }, NEW)).rejects.toThrow(
      /tried 5 times \(ECONNREFUSED: nothing answers there\)/,
    );
  });

  it("gets the token in no address and in one header only", async () => {
    const running = await start();
    await post(provider, running, NEW);
    for (const { path, query, headers } of running.service.requests) {
      expect(`${path}?${query.toString()}`).not.toContain(token);
      expect(Object.values(headers).filter((value) => String(value).includes(token))).toHaveLength(1);
    }
  });
});
