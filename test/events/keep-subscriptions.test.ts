import { describe, expect, it } from "vitest";
import { keptAfter, LIFE_MS, type ListedSubscription, subscriptionWork } from "../../src/events/keep-subscriptions.ts";

const URL_OF_IT = "https://trueup.contoso.com/notifications";
const HOUR = 60 * 60_000;
const NOW = 1_000 * HOUR;

function listed(id: string, appId: string | null, leftMs: number, url = URL_OF_IT): ListedSubscription {
  return { id, appId, notificationUrl: url, expiresAtMs: NOW + leftMs };
}

describe("what is to be done about subscriptions", () => {
  it.each([
    ["none is there", [], { create: ["a", "b"], renew: [], remove: [] }],
    ["all last", [listed("1", "a", LIFE_MS), listed("2", "b", 40 * HOUR)], { create: [], renew: [], remove: [] }],
    [
      "one is half over",
      [listed("1", "a", LIFE_MS), listed("2", "b", 35 * HOUR)],
      { create: [], renew: ["2"], remove: [] },
    ],
    ["one has ended", [listed("1", "a", LIFE_MS), listed("2", "b", -1)], { create: ["b"], renew: [], remove: ["2"] }],
    [
      "an app is managed no more",
      [listed("1", "a", LIFE_MS), listed("2", "b", LIFE_MS), listed("3", "c", LIFE_MS)],
      { create: [], renew: [], remove: ["3"] },
    ],
    [
      "two are for one app",
      [listed("1", "a", 50 * HOUR), listed("2", "a", LIFE_MS), listed("3", "b", LIFE_MS)],
      { create: [], renew: [], remove: ["1"] },
    ],
    [
      "others lead elsewhere",
      [listed("1", "a", LIFE_MS, "https://other.example/"), listed("2", null, LIFE_MS)],
      { create: ["a", "b"], renew: [], remove: [] },
    ],
  ])("%s", (_name, list, work) => {
    expect(subscriptionWork(["a", "b"], list, URL_OF_IT, NOW)).toEqual(work);
  });
});

describe("since when changes are heard", () => {
  const before = [{ appId: "a", id: "1", url: URL_OF_IT, sinceMs: 5, expiresAtMs: NOW }];
  it.each([
    ["as before, of the same one that was listened to", "1", NOW - HOUR / 2, 5],
    ["now, of another one", "2", NOW - HOUR / 2, NOW],
    ["now, after nobody listened for long", "1", NOW - 2 * HOUR, NOW],
    ["now, where nobody knows whether somebody listened", "1", null, NOW],
  ])("%s", (_name, id, listenedAtMs, sinceMs) => {
    const [kept] = keptAfter(before, [listed(id, "a", LIFE_MS)], URL_OF_IT, listenedAtMs, NOW);
    expect(kept?.sinceMs).toBe(sinceMs);
  });
});
