import { describe, expect, it } from "vitest";
import { clientStateOf } from "../../src/events/client-state.ts";
import { pairIn, readNotifications } from "../../src/events/notification.ts";

const STATE = clientStateOf("0123456789abcdef");
const USER = "11111111-1111-4111-8111-111111111111";
const APP = "0d820ecd-0000-4000-8000-000000000002";
const ID = Buffer.from(`${USER}##${APP}`).toString("base64");

const change = (others: object = {}): object => ({
  clientState: STATE,
  changeType: "deleted",
  resourceData: { id: ID },
  ...others,
});

describe("a notification", () => {
  it.each([
    [
      "a change, whatever kind it says it is",
      change({ changeType: "anything" }),
      { kind: "change", userId: USER, appId: APP },
    ],
    [
      "in capitals",
      change({ resourceData: { id: Buffer.from(`${USER}##${APP}`.toUpperCase()).toString("base64") } }),
      { kind: "change", userId: USER, appId: APP },
    ],
    ["an id of another form", change({ resourceData: { id: "opaque" } }), { kind: "unknown" }],
    ["an id that is no text", change({ resourceData: { id: 7 } }), { kind: "unknown" }],
    ["no resource data", change({ resourceData: null }), { kind: "unknown" }],
    [
      "an installation of a team",
      change({ resourceData: { id: Buffer.from(`19:x@thread##${APP}`).toString("base64") } }),
      { kind: "unknown" },
    ],
    ["a lifecycle event", { clientState: STATE, lifecycleEvent: "missed" }, { kind: "lifecycle", event: "missed" }],
    [
      "a lifecycle event with a name that is none",
      { clientState: STATE, lifecycleEvent: "<script>" },
      { kind: "lifecycle", event: "other" },
    ],
    [
      "the message by which Graph tries a hub",
      {
        subscriptionId: "NA",
        clientState: "NA",
        changeType: "Validation: Testing client application reachability for subscription Request-Id: 522a8e7e",
        resourceData: { "@odata.type": "NA", "@odata.id": "NA", id: "NA" },
      },
      { kind: "validation" },
    ],
    ["another client state", change({ clientState: `${STATE}x` }), { kind: "forged" }],
    ["no client state", change({ clientState: undefined }), { kind: "forged" }],
    ["a client state that is no text", change({ clientState: { toString: STATE } }), { kind: "forged" }],
    ["nothing", null, { kind: "forged" }],
  ])("%s", (_name, one, told) => {
    expect(readNotifications({ value: [one] }, STATE)).toEqual([told]);
  });

  it.each([
    ["no object", "text"],
    ["null", null],
    ["a list", [change()]],
    ["no list in it", { value: change() }],
    ["more than Graph sends at once", { value: Array.from({ length: 1_001 }, () => change()) }],
  ])("%s is none", (_name, body) => {
    expect(readNotifications(body, STATE)).toBeNull();
  });

  it("with an id of a million characters tells nobody's name, at once", () => {
    expect(pairIn("A".repeat(1_000_000))).toBeNull();
  });
});

it("the client state follows from the secret, and does not show it", () => {
  expect(clientStateOf("0123456789abcdef")).toBe(STATE);
  expect(clientStateOf("0123456789abcdeg")).not.toBe(STATE);
  expect(STATE).not.toContain("0123456789abcdef");
  expect(STATE.length).toBeLessThanOrEqual(128);
});
