import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { APP, type Listening, startListening } from "./listening.ts";

const DRIFT = ["trueup_rows_by_state", '{state="differs"}'] as const;
const MINUTE_MS = 60_000;
const WEEK_S = 7 * 24 * 60 * 60;

async function watched(people: number, factor: number, limitsScale = 60): Promise<Listening> {
  const world = await startListening({ people, limitsScale, factor });
  await world.start();
  await world.until(
    "the first pass",
    async () => (await world.metric("trueup_rows_by_state", '{state="as-desired"}')) === people,
  );
  await world.until("a subscription", () => Promise.resolve(world.sandbox.subscriptions().length === 1));
  return world;
}

/** Lets hours go by, each long enough for the controller to look at its subscriptions, so that it never goes unheard. */
async function hoursUntil(world: Listening, most: number, isSo: () => Promise<boolean>): Promise<void> {
  const looks = (): number => world.sandbox.requests.filter(({ path }) => path.includes("subscriptions")).length;
  for (let hour = 0; hour < most && !(await isSo()); hour += 1) {
    world.sandbox.clearRequests();
    world.clock.skip(55 * MINUTE_MS);
    await world.until("a look at the subscriptions", () => Promise.resolve(looks() >= 2));
    await pause(20);
  }
  expect(await isSo()).toBe(true);
}

it("the audit finds a change that no notification told, says how many there may be, and reads more often then", async () => {
  const world = await watched(40, 240);
  world.sandbox.setDials({ notificationLoss: 1 });
  for (let number = 1; number <= 9; number += 1) world.sandbox.removeInstallation(`person0${number}@contoso.com`, APP);
  await hoursUntil(world, 72, async () => (await world.metric("trueup_audited_users_total", '{found="changed"}')) > 0);
  expect(await world.metric(...DRIFT)).toBeGreaterThan(0);
  expect(await world.metric("trueup_missed_changes_per_user_day", '{bound="estimate"}')).toBeGreaterThan(0);
  expect(await world.metric("trueup_audit_cycle_seconds")).toBeLessThan(WEEK_S);
  expect(await world.page()).toMatch(
    /\d+ miss(es)? in \d+ audited: of 1,000 people, .* change something unheard in a day/,
  );
});

it("the audit says that nothing was missed where nothing was, and leaves a week for everybody", async () => {
  const world = await watched(40, 240);
  world.sandbox.removeInstallation("person01@contoso.com", APP);
  await world.until("the drift", async () => (await world.metric(...DRIFT)) === 1);
  await hoursUntil(
    world,
    72,
    async () => (await world.metric("trueup_audited_users_total", '{found="unchanged"}')) > 2,
  );
  expect(await world.metric("trueup_audited_users_total", '{found="changed"}')).toBe(0);
  expect(await world.metric("trueup_audit_cycle_seconds")).toBe(WEEK_S);
  expect(await world.page()).toMatch(/ 0 misses in \d+ audited/);
});

it("hears of a change while a pass still reads, and the pass does not forget it", async () => {
  const world = await watched(60, 60, 0.01);
  world.sandbox.clearRequests();
  // Nobody listened for a day, so everybody is read again.
  world.clock.skip(24 * 60 * MINUTE_MS);
  await world.until("the pass has read somebody", () => Promise.resolve(world.reads() > 0));
  const somebody = /users\/([^/]+)\//.exec(
    world.sandbox.requests.find(({ path }) => path.includes("installedApps"))?.path ?? "",
  );
  world.sandbox.removeInstallation(somebody?.[1] ?? "", APP);
  await world.until("the drift", async () => (await world.metric(...DRIFT)) === 1);
  expect(await world.page()).toContain("is under way");
  await world.until("the pass ends", () =>
    Promise.resolve(world.log.filter(({ kind }) => kind === "pass-ended").length >= 2),
  );
  expect(await world.metric(...DRIFT)).toBe(1);
});
