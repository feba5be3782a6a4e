import { describe, expect, it } from "vitest";
import { APP, type Listening, person, startListening } from "./listening.ts";

const DRIFT = ["trueup_rows_by_state", '{state="differs"}'] as const;
const HOUR_MS = 60 * 60_000;

async function watched(world: Listening): Promise<void> {
  await world.start();
  await world.until(
    "the first pass",
    async () => (await world.metric("trueup_rows_by_state", '{state="as-desired"}')) > 0,
  );
  await world.until("a subscription", () => Promise.resolve(world.sandbox.subscriptions().length === 1));
}

describe("a controller that hears of changes", () => {
  it("knows within seconds that somebody removed the app by hand, by one read", async () => {
    const world = await startListening();
    await watched(world);
    world.sandbox.clearRequests();
    const removedAtMs = world.clock.now();
    world.sandbox.removeInstallation(person(2), APP);
    await world.until("the drift", async () => (await world.metric(...DRIFT)) === 1);
    expect(world.clock.now() - removedAtMs).toBeLessThan(60_000);
    expect(world.reads()).toBe(1);
    expect(await world.metric("trueup_notifications_total", '{as="useful"}')).toBe(1);
  });

  it("puts it back where it corrects, and takes its own change for none of others", async () => {
    const world = await startListening({ apply: true });
    await watched(world);
    world.sandbox.removeInstallation(person(3), APP);
    await world.until("the correction", () => Promise.resolve(world.sandbox.installationsOf(person(3)).length === 1));
    await world.until(
      "the notification of it",
      async () => (await world.metric("trueup_notifications_total", '{as="own"}')) === 1,
    );
    expect(world.sandbox.installationsOf(person(3)).map(({ version }) => version)).toEqual(["2.4.0"]);
  });

  it("subscribes again after an outage in which the subscription ended, and reads everybody again", async () => {
    const world = await startListening();
    await watched(world);
    const [before] = world.sandbox.subscriptions();
    await world.stop();
    world.sandbox.removeInstallation(person(4), APP);
    world.clock.skip(100 * HOUR_MS);
    await world.start();
    await world.until("another subscription", () => {
      const [now] = world.sandbox.subscriptions();
      return Promise.resolve(now !== undefined && now.id !== before?.id);
    });
    await world.until("the drift", async () => (await world.metric(...DRIFT)) === 1);
    expect(world.sandbox.subscriptions()).toHaveLength(1);
  });

  it("reads everybody again after an outage that the subscription outlived", async () => {
    const world = await startListening();
    await watched(world);
    const [before] = world.sandbox.subscriptions();
    await world.stop();
    world.sandbox.removeInstallation(person(4), APP);
    world.clock.skip(10 * HOUR_MS);
    await world.start();
    await world.until("the drift", async () => (await world.metric(...DRIFT)) === 1);
    expect(world.sandbox.subscriptions().map(({ id }) => id)).toEqual([before?.id]);
  });

  it("renews its subscription in time, and makes one anew that was lost silently", async () => {
    const world = await startListening();
    await watched(world);
    const [first] = world.sandbox.subscriptions();
    world.clock.skip(40 * HOUR_MS);
    await world.until("a later end", () => {
      const [now] = world.sandbox.subscriptions();
      return Promise.resolve(now?.id === first?.id && (now?.expiresAtMs ?? 0) > (first?.expiresAtMs ?? 0));
    });
    world.sandbox.dropSubscription(first?.id ?? "");
    world.clock.skip(HOUR_MS);
    await world.until("another one", () => Promise.resolve(world.sandbox.subscriptions().length === 1));
    expect(world.sandbox.subscriptions().map(({ id }) => id)).not.toEqual([first?.id]);
  });

  it("reads nobody for a forged flood, and still hears the one that is genuine", async () => {
    const world = await startListening();
    await watched(world);
    world.sandbox.clearRequests();
    const forged = {
      subscriptionId: "any",
      clientState: "guessed",
      changeType: "deleted",
      resourceData: { id: "any" },
    };
    const flood = { value: Array.from({ length: 200 }, () => forged) };
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.deliver(flood)));
    expect(new Set(answers)).not.toContain(500);
    world.sandbox.removeInstallation(person(5), APP);
    await world.until("the drift", async () => (await world.metric(...DRIFT)) === 1);
    expect(world.reads()).toBe(1);
    expect(await world.metric("trueup_notifications_total", '{as="forged"}')).toBeGreaterThan(0);
  });

  it("takes over its subscription where the store was lost", async () => {
    const world = await startListening();
    await watched(world);
    const [before] = world.sandbox.subscriptions();
    await world.stop();
    world.loseStore();
    await watched(world);
    expect(world.sandbox.subscriptions().map(({ id }) => id)).toEqual([before?.id]);
    world.sandbox.removeInstallation(person(1), APP);
    await world.until("the drift", async () => (await world.metric(...DRIFT)) === 1);
  });
});
