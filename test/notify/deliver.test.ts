import { webcrypto } from "node:crypto";
import { Agent } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { watchChanges } from "../../src/notify/change.ts";
import { createDelivery, type Delivery } from "../../src/notify/deliver.ts";
import { messageOf, testMessage } from "../../src/notify/message.ts";
import { receiversOf, VARIABLES } from "../../src/notify/receiver.ts";
import { stateOf } from "../../src/notify/state.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import { HELD_MS, holdTimer } from "../fakes/held-timer.ts";
import { plan, row, unreadable } from "../report/builders.ts";
import { type Arrived, nobodyListens, openPlace } from "./place.ts";
import { COUNTED, FINE, HOUR, reportOf, START } from "./watching.ts";

const SECRET = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;

/** No wait between tries: the grace that the end of a run gives to what is still under way. */
const FOREVER = 1e9;

function delivery(addresses: Readonly<Partial<Record<keyof typeof VARIABLES, string>>>, timeoutMs = 60_000) {
  const values = new Map(Object.entries(addresses).map(([name, value]) => [nameOf(name), value]));
  const agent = new Agent({ allowH2: false });
  onTestFinished(() => agent.destroy());
  const clock = createVirtualClock(START, { hurriesUpToMs: HOUR });
  const notices: string[] = [];
  const made: Delivery = createDelivery(
    receiversOf((name) => values.get(name) ?? ""),
    {
      clock,
      random: () => 1,
      dispatcherOf: () => agent,
      timeoutMs,
      notice: (text) => void notices.push(text),
    },
  );
  return { ...made, clock, notices, waits: () => clock.waits.filter((ms) => ms !== FOREVER) };
}

function nameOf(name: string): string {
  const found = Object.entries(VARIABLES).find(([key]) => key === name);
  if (found === undefined) throw new Error(`no variable: ${name}`);
  return found[1];
}

const HELLO = testMessage("0b0c0d0e-0000-4000-8000-000000000009", START);

describe("a receiver that answers otherwise", () => {
  it("than with success is tried again, ever later, with the same id", async () => {
    const place = await openPlace({ status: 500 }, { status: 503 }, { status: 202 });
    const { send, close, waits, notices } = delivery({ webhook: place.url, secret: SECRET });
    send(HELLO);
    await close(FOREVER);
    expect(place.arrived.map(({ headers }) => headers["webhook-id"])).toEqual(Array(3).fill(HELLO.id));
    expect(waits()).toEqual([1000, 2000]);
    expect(notices).toEqual([]);
  });

  it("with a wait is asked after that wait", async () => {
    const place = await openPlace({ status: 429, headers: { "retry-after": "30" } }, { status: 200 });
    const { send, close, waits } = delivery({ slack: place.url });
    send(HELLO);
    await close(FOREVER);
    expect(waits()).toEqual([30_000]);
    expect(place.arrived.length).toBe(2);
  });

  it("for minutes is given up, and that is logged without its address", async () => {
    const place = await openPlace({ status: 500 });
    const { send, close, clock, notices } = delivery({ teams: place.url });
    send(HELLO);
    await close(FOREVER);
    expect(notices).toEqual([`a notification to Teams was given up: status 500, after ${place.arrived.length} tries`]);
    expect(clock.now() - START).toBeLessThanOrEqual(5 * 60_000);
    expect(place.arrived.length).toBeGreaterThan(5);
  });

  it.each([
    [{ status: 404 }, "status 404"],
    [{ status: 400 }, "status 400"],
    [{ status: 429, headers: { "retry-after": "86400" } }, "status 429"],
  ])("for good (%j) is given up at once", async (answer, why) => {
    const place = await openPlace(answer);
    const { send, close, notices } = delivery({ slack: place.url });
    send(HELLO);
    await close(FOREVER);
    expect(notices).toEqual([`a notification to Slack was given up: ${why}`]);
    expect(place.arrived.length).toBe(1);
  });

  it("with a redirect is not followed elsewhere", async () => {
    const elsewhere = await openPlace({ status: 200 });
    const place = await openPlace({ status: 307, headers: { location: elsewhere.url } });
    const { send, close, notices } = delivery({ webhook: place.url, secret: SECRET });
    send(HELLO);
    await close(FOREVER);
    expect(elsewhere.arrived).toEqual([]);
    expect(notices[0]).toContain("status 307, a redirect, which is not followed");
  });

  it("not at all is given up by each try after its time limit", async () => {
    const place = await openPlace("never", { status: 200 });
    const timer = holdTimer();
    const { send, close } = delivery({ slack: place.url }, HELD_MS);
    send(HELLO);
    await place.got(1);
    timer.ring();
    await close(FOREVER);
    expect(place.arrived.length).toBe(2);
  });

  it("or is down keeps nobody else waiting", async () => {
    const [good, silent, down] = [await openPlace({ status: 200 }), await openPlace("never"), await nobodyListens()];
    const { send, close, notices } = delivery({ teams: silent.url, slack: down, webhook: good.url, secret: SECRET });
    for (let count = 0; count < 3; count += 1) send(HELLO);
    await good.got(3);
    expect(silent.arrived.length).toBeLessThanOrEqual(1);
    await close(0);
    expect(notices.filter((text) => text.includes("Teams")).length).toBe(3);
    expect(notices.filter((text) => text.includes("Slack")).length).toBe(3);
    expect(notices.join()).not.toMatch(/127\.0\.0\.1|secret-part|whsec/);
  });
});

it("more than twenty messages wait for nobody: the oldest give way, which is logged", async () => {
  const place = await openPlace("never");
  const { send, close, notices } = delivery({ slack: place.url });
  for (let count = 0; count < 30; count += 1) send(HELLO);
  expect(notices).toEqual(Array(9).fill("the oldest notification to Slack is dropped, as 20 wait behind it"));
  await close(0);
  expect(notices.length).toBe(9 + 21);
});

/** As https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md has receivers do it. */
async function isGenuine({ headers, body }: Arrived, secret: string): Promise<boolean> {
  const sent = (name: string): string => [headers[name]].flat().join();
  const key = await webcrypto.subtle.importKey(
    "raw",
    Uint8Array.from(atob(secret.replace("whsec_", "")), (character) => character.charCodeAt(0)),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  const signed = new TextEncoder().encode(`${sent("webhook-id")}.${sent("webhook-timestamp")}.${body}`);
  const [version, given = ""] = sent("webhook-signature").split(",");
  const signature = Uint8Array.from(atob(given), (character) => character.charCodeAt(0));
  return version === "v1" && webcrypto.subtle.verify("HMAC", key, signature, signed);
}

describe("an event for a webhook", () => {
  it("is signed anew for each try, and a changed body, another secret or another time shows", async () => {
    const place = await openPlace({ status: 500 }, { status: 200 });
    const { send, close } = delivery({ webhook: place.url, secret: SECRET });
    send(HELLO);
    await close(FOREVER);
    const [first, second] = place.arrived;
    if (first === undefined || second === undefined) throw new Error("two tries were expected");
    expect(await isGenuine(first, SECRET)).toBe(true);
    expect(await isGenuine(second, SECRET)).toBe(true);
    expect(second.headers["webhook-timestamp"]).toBe(`${Number(first.headers["webhook-timestamp"]) + 1}`);
    expect(second.headers["content-type"]).toBe("application/cloudevents+json; charset=utf-8");
    expect(await isGenuine({ ...first, body: first.body.replace("test", "tost") }, SECRET)).toBe(false);
    expect(await isGenuine({ ...first, headers: { ...first.headers, "webhook-timestamp": "1" } }, SECRET)).toBe(false);
    expect(await isGenuine(first, `whsec_${Buffer.alloc(32).toString("base64")}`)).toBe(false);
  });
});

it("200 passes with a row that comes and goes, while one receiver is silent, one down and one answers 500: no pass waits", async () => {
  const [silent, failing, down] = [await openPlace("never"), await openPlace({ status: 500 }), await nobodyListens()];
  const { send, close, notices } = delivery({ teams: silent.url, slack: down, webhook: failing.url, secret: SECRET });
  const watch = watchChanges();
  let messages = 0;
  // Nothing here is awaited: had a receiver any say in it, the loop could not end while the silent one says nothing.
  for (let number = 1; number <= 200; number += 1) {
    const ending = { plan: plan([number % 2 === 0 ? row() : unreadable()]) };
    const change = watch.note(stateOf(reportOf(ending, number, START + number * HOUR), FINE, COUNTED));
    if (change === null) continue;
    messages += 1;
    send(messageOf(change, `message-${number}`, { page: null, tenantId: null, source: "teams" }));
  }
  expect(messages).toBe(6);
  await silent.got(1);
  await close(0);
  expect(notices.length).toBe(3 * messages);
});
