import type { Decision } from "../../src/plan/decision.ts";
import { APPROVED } from "./situations.ts";
import type { Situation } from "./rules.ts";

/** What no input may come to, said without any table. */
export const NEVER: readonly {
  readonly name: string;
  readonly is: (situation: Situation, decision: Decision) => boolean;
}[] = [
  {
    name: "grants beyond what is approved",
    is: (_, { consent }) =>
      consent.some(({ value, type }) => !APPROVED.has(`${type === "delegated" ? "d" : "a"}:${value}`)),
  },
  {
    name: "acts with an offered version outside the range",
    is: ({ offered, accepted }, { action }) =>
      (action === "install" || action === "upgrade") && (typeof offered === "string" || !accepted.has(offered.version)),
  },
  {
    name: "upgrades to what is not newer",
    is: ({ offered, installed }, { action }) =>
      action === "upgrade" &&
      !(typeof installed === "number" && typeof offered === "object" && offered.version > installed),
  },
  {
    name: "installs what is there, or may be",
    is: ({ installed, reading }, { action }) => action === "install" && (installed !== "absent" || reading !== "whole"),
  },
  {
    name: "removes what nobody wants absent, or adds what somebody does",
    is: ({ ensure }, { action }) => action !== null && (action === "uninstall") !== (ensure === "absent"),
  },
  {
    name: "brings a denied version",
    is: ({ denied, offered }, { action }) =>
      (action === "install" || action === "upgrade") && typeof offered === "object" && denied.has(offered.version),
  },
  { name: "acts on what is left alone", is: ({ ensure }, { action }) => action !== null && ensure === "leave" },
  { name: "acts on unknown", is: (situation, { action }) => action !== null && isUnknown(situation, action) },
];

function isUnknown(situation: Situation, action: NonNullable<Decision["action"]>): boolean {
  const { account, reading, offered } = situation;
  if (situation.targetUnread || situation.disagreeing || situation.otherCopy || situation.readingOnly) return true;
  if (account === "unreadable" || account === "not-found" || reading === "unreadable" || reading === "not-yet")
    return true;
  if (action === "uninstall") return false;
  return account !== "eligible" || typeof offered === "string" || offered.requires === "unknown";
}
