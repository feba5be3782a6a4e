import { describe, expect, it } from "vitest";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";
import type { WriteRequest, WriteResult } from "../../src/graph/requests.ts";
import { createSubscriptions } from "../../src/graph/subscriptions.ts";

const ROOT = parseGraphRoot("https://graph.microsoft.com/v1.0");
const APP = "aaaaaaaa-0000-4000-8000-000000000001";
const ID = "7f1f4d5a-0000-4000-8000-000000000001";
const LISTED = {
  id: ID,
  resource: `/appCatalogs/teamsApps/${APP.toUpperCase()}/installations?$filter=(scopeInfo/scope eq 'personal')`,
  notificationUrl: "https://trueup.contoso.com/notifications",
  expirationDateTime: "2026-01-08T08:00:00Z",
};

function answered(status: number, line: string): WriteResult {
  const words = { code: null, codes: [], messages: [], line };
  return { kind: "answer", status, words, requestId: "id" };
}

function subscriptionsOf(result: WriteResult, listed: readonly unknown[] = []) {
  const written: WriteRequest[] = [];
  const requests = {
    read: () => Promise.resolve({ what: "", status: 200, requestId: "id", body: { value: listed } }),
    write: (request: WriteRequest) => {
      written.push(request);
      return Promise.resolve(result);
    },
  };
  return { written, subscriptions: createSubscriptions({ requests, root: ROOT }) };
}

describe("a subscription that is asked for", () => {
  it.each<[string, WriteResult, string | null]>([
    ["was made", answered(201, ""), null],
    ["was refused in words", answered(403, "Forbidden: no"), "Forbidden: no"],
    ["was refused without a word", answered(503, ""), "status 503 without a reason"],
    ["was answered as no success of any kind", answered(101, ""), "status 101 without a reason"],
    ["was not sent", { kind: "not-sent" }, "it was not sent"],
    ["broke off", { kind: "broken", detail: "the connection broke", requestId: "id" }, "the connection broke"],
  ])("%s", async (_name, result, why) => {
    const { subscriptions } = subscriptionsOf(result);
    expect(await subscriptions.renew(ID, 0)).toBe(why);
  });

  it("is made, renewed and removed by one request each", async () => {
    const { subscriptions, written } = subscriptionsOf(answered(201, ""));
    await subscriptions.create({ appId: APP, url: LISTED.notificationUrl, clientState: "state", expiresAtMs: 0 });
    await subscriptions.renew(ID, 0);
    await subscriptions.remove(ID);
    expect(written.map(({ method, url, body }) => [method, url.slice(ROOT.url.length), body === null])).toEqual([
      ["POST", "/subscriptions", false],
      ["PATCH", `/subscriptions/${ID}`, false],
      ["DELETE", `/subscriptions/${ID}`, true],
    ]);
  });
});

describe("subscriptions that are listed", () => {
  it.each([
    ["of an app", LISTED, APP],
    ["of something else", { ...LISTED, resource: "/users" }, null],
  ])("%s say so", async (_name, listed, appId) => {
    const [one] = await subscriptionsOf(answered(200, ""), [listed]).subscriptions.list();
    expect(one).toEqual({
      id: ID,
      appId,
      notificationUrl: LISTED.notificationUrl,
      expiresAtMs: Date.parse(LISTED.expirationDateTime),
    });
  });

  it("with an end that is no time are not read", async () => {
    const listed = { ...LISTED, expirationDateTime: "soon" };
    await expect(subscriptionsOf(answered(200, ""), [listed]).subscriptions.list()).rejects.toThrow("is no time");
  });
});
