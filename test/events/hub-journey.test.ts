import { expect, it } from "vitest";
import { type LocalHub, startHub } from "../event-hub/local-hub.ts";
import { APP, HUB_URL, type Listening, person, startListening } from "./listening.ts";

const VALIDATION = JSON.stringify({
  value: [
    { subscriptionId: "NA", clientState: "NA", changeType: "Validation: Testing client application reachability" },
  ],
});
const DRIFT = ["trueup_rows_by_state", '{state="differs"}'] as const;

/** A controller that Graph tells of changes by a hub, after its first pass. */
async function watchedByHub(): Promise<{ readonly world: Listening; readonly hub: LocalHub }> {
  let hub: LocalHub | null = null;
  const world = await startListening({
    startHub: async (nowMs) => {
      hub = await startHub(2, nowMs);
      return hub;
    },
  });
  if (hub === null) throw new Error("there is no hub");
  await world.start();
  await world.until(
    "the first pass",
    async () => (await world.metric("trueup_rows_by_state", '{state="as-desired"}')) > 0,
  );
  await world.until("a subscription", () => Promise.resolve(world.sandbox.subscriptions().length === 1));
  await world.until("the hub is read", async () => (await world.metric("trueup_event_hub_read")) === 1);
  return { world, hub };
}

it("hears of a change by an event hub, subscribed as Graph wants it, and reads one person", async () => {
  const { world, hub } = await watchedByHub();
  expect(world.sandbox.subscriptions().map(({ notificationUrl }) => notificationUrl)).toEqual([HUB_URL]);
  // Graph's own came with the subscription, perhaps before the hub was read.
  hub.send(VALIDATION);
  await world.until(
    "the validation message is left alone",
    async () => (await world.metric("trueup_notifications_total", '{as="validation"}')) > 0,
  );
  hub.send("this is no notification");
  hub.send(JSON.stringify({ value: [{ subscriptionId: "x", clientState: "guessed", resourceData: { id: "x" } }] }), 1);
  world.sandbox.clearRequests();
  const removedAtMs = world.clock.now();
  world.sandbox.removeInstallation(person(2), APP);
  await world.until("the drift", async () => (await world.metric(...DRIFT)) === 1);
  expect(world.clock.now() - removedAtMs).toBeLessThan(60_000);
  expect(world.reads()).toBe(1);
  expect(await world.metric("trueup_notifications_total", '{as="unreadable"}')).toBe(1);
  expect(await world.metric("trueup_notifications_total", '{as="forged"}')).toBe(1);
});

it("says on the page, in the log and as a metric that the hub is away, and hears afterwards what it kept", async () => {
  const { world, hub } = await watchedByHub();
  hub.goAway();
  await world.until("the metric", async () => (await world.metric("trueup_event_hub_read")) === 0);
  expect(await world.page()).toContain("Changes of some apps are not told: the event hub cannot be read");
  world.sandbox.removeInstallation(person(3), APP);
  hub.comeBack();
  await world.until("the drift", async () => (await world.metric(...DRIFT)) === 1);
  await world.until("the log", () =>
    Promise.resolve(world.log.some((event) => event.kind === "notice" && event.text === "the event hub is read again")),
  );
  expect(await world.page()).not.toContain("are not told");
});

it("knows after a restart what changed meanwhile: the hub kept it, or everybody is read again", async () => {
  const { world } = await watchedByHub();
  await world.until("it is noted that somebody listens", async () => world.clock.now() > 0);
  world.clock.skip(2 * 60_000);
  await world.until("a later look", async () => (await world.metric("trueup_event_hub_read")) === 1);
  await world.stop();
  world.sandbox.removeInstallation(person(4), APP);
  world.sandbox.clearRequests();
  await world.start();
  await world.until("the drift", async () => (await world.metric(...DRIFT)) === 1);
  expect(world.sandbox.subscriptions()).toHaveLength(1);
});
