import { setTimeout as pause } from "node:timers/promises";
import { Agent } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { type HubOptions, readHub } from "../../src/event-hub/read-hub.ts";
import { type LocalHub, startHub } from "./local-hub.ts";
import { until } from "../until.ts";

/** What a reader was told. */
interface Reading {
  readonly taken: (string | null)[];
  signs: number;
  readonly troubles: string[];
}

function read(hub: LocalHub, changed: Partial<HubOptions> = {}): Reading {
  const told: Reading = { taken: [], signs: 0, troubles: [] };
  const stopping = new AbortController();
  const options: HubOptions = {
    host: "contoso-hub.servicebus.windows.net",
    hub: "trueup",
    dispatcher: hub.dispatcher,
    endpoint: hub.endpoint,
    token: () => Promise.resolve({ token: "the token", endsAtMs: Date.now() + 60 * 60_000 }),
    sinceMs: null,
    take: async (text) => void told.taken.push(text),
    noteRead: () => {
      told.signs += 1;
    },
    noteTrouble: (words) => void told.troubles.push(words),
    signOfLifeMs: 100,
    againAfterMs: 100,
    ...changed,
  };
  const ended = readHub(options, stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await ended;
  });
  return told;
}

describe("reading an event hub", () => {
  it("reads every part of it from now on, and shows a token of the application alone", async () => {
    const hub = await startHub(3);
    hub.send("before");
    const { taken } = read(hub);
    await until("three readers", () => hub.readers() === 3);
    for (const part of [0, 1, 2]) hub.send(`to ${part}`, part);
    await until("all", () => taken.length === 3);
    expect(new Set(taken)).toEqual(new Set(["to 0", "to 1", "to 2"]));
    expect(new Set(hub.tokens)).toEqual(new Set(["the token"]));
    expect(hub.positions[0]).toContain("@latest");
  });

  it("reads what came since it listened before", async () => {
    const hub = await startHub(1, () => Date.now());
    hub.send("meanwhile");
    const { taken } = read(hub, { sinceMs: Date.now() - 60_000 });
    await until("it", () => taken.length === 1);
    expect(taken).toEqual(["meanwhile"]);
  });

  it("goes on from where it was after the hub was away, and after a part of it was ended", async () => {
    const hub = await startHub(1);
    const { taken, troubles } = read(hub);
    await until("a reader", () => hub.readers() === 1);
    hub.send("first");
    await until("the first", () => taken.length === 1);
    hub.goAway();
    hub.send("while it was away");
    await until("trouble", () => troubles.length > 0);
    hub.comeBack();
    await until("the second", () => taken.length === 2);
    hub.endPart(0, "com.microsoft:server-busy");
    hub.send("after the end");
    await until("the third", () => taken.length === 3);
    expect(taken).toEqual(["first", "while it was away", "after the end"]);
  });

  it("says why it cannot reach the hub", async () => {
    const hub = await startHub(1);
    const stranger = new Agent({ allowH2: false });
    onTestFinished(() => stranger.destroy());
    const { troubles } = read(hub, { dispatcher: stranger });
    const nobody = read(hub, { endpoint: "sb://127.0.0.1:65000/" });
    await until("trouble", () => troubles.length > 0 && nobody.troubles.length > 0);
    expect([troubles[0], nobody.troubles[0]]).toEqual([
      expect.stringContaining("self-signed certificate"),
      "nothing answers there",
    ]);
  });

  it.each([
    { name: "too large a message", body: Buffer.alloc(1024 * 1024 + 1, 32) },
    { name: "too large a text", body: " ".repeat(1024 * 1024 + 1) },
    { name: "a message that is no text", body: { a: 1 } },
    { name: "an empty message", body: null },
  ])("does not stumble over $name", async ({ body }) => {
    const hub = await startHub(1);
    const { taken } = read(hub);
    await until("a reader", () => hub.readers() === 1);
    hub.sendBody(body);
    hub.send("the next");
    await until("both", () => taken.length === 2);
    expect(taken).toEqual([null, "the next"]);
  });

  it("takes no more than so many messages while nobody has room for them", async () => {
    const hub = await startHub(1);
    let [begun, free] = [0, (): void => undefined];
    const room = new Promise<void>((resolve) => {
      free = resolve;
    });
    read(hub, {
      take: () => {
        begun += 1;
        return room;
      },
    });
    await until("a reader", () => hub.readers() === 1);
    for (let sent = 0; sent < 1_000; sent += 1) hub.send(`${sent}`);
    await until("the first", () => begun === 1);
    await pause(300);
    expect([begun, hub.given()]).toEqual([1, expect.toSatisfy((count: number) => count <= 200)]);
    free();
    await until("all", () => begun === 1_000);
  });

  it("says what keeps it out, and comes in once it may", async () => {
    const hub = await startHub(1);
    hub.refuses = true;
    const told = read(hub);
    await until("trouble", () => told.troubles.length > 0);
    expect([told.signs, told.troubles[0]]).toEqual([0, expect.stringContaining("the token is refused")]);
    hub.refuses = false;
    await until("a sign of life", () => told.signs > 0);
  });
});
