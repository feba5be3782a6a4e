import type { Decision } from "../../src/plan/decision.ts";
import { APPROVED } from "./situations.ts";
import { hasCatalogId, type Situation } from "./situation.ts";

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
      isBringing(action) && (typeof offered === "string" || !accepted.has(offered.version)),
  },
  {
    name: "upgrades to what is not newer, other than to repair consent",
    is: ({ offered, installed, repair }, { action }) =>
      action === "upgrade" &&
      repair !== "upgrade" &&
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
      isBringing(action) && typeof offered === "object" && denied.has(offered.version),
  },
  { name: "acts on what is left alone", is: ({ ensure }, { action }) => action !== null && ensure === "leave" },
  { name: "acts on unknown", is: (situation, decision) => decision.action !== null && isUnknown(situation, decision) },
];

function isUnknown(situation: Situation, { action, brings }: Decision): boolean {
  const { account, reading, offered } = situation;
  if (situation.targetUnread || situation.disagreeing || situation.otherCopy || !hasCatalogId(situation)) return true;
  if (account === "unreadable" || account === "not-found" || NOT_READ.has(reading)) return true;
  if (action === "uninstall") return false;
  // Somebody who has the app, and whose plans alone are unread, can have it.
  const isIneligible =
    account === "ineligible" || account === "unknown" || (account === "plans-unread" && !has(situation));
  const isBrought = !(action === "replace" && brings === null);
  return isIneligible || (isBrought && (typeof offered === "string" || offered.requires === "unknown"));
}

const NOT_READ: ReadonlySet<Situation["reading"]> = new Set(["unreadable", "refused", "not-yet"]);

function has({ installed }: Situation): boolean {
  return installed !== "absent";
}

function isBringing(action: Decision["action"]): boolean {
  return action === "install" || action === "upgrade" || action === "reinstall";
}
