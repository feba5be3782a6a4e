import { describe, expect, it } from "vitest";
import type { OfferedDefinition } from "../../src/model/catalog.ts";
import {
  type AppLock,
  classify,
  compareWithLock,
  type Definable,
  definable,
  type LockClass,
  type LockedDefinition,
} from "../../src/model/lock.ts";
import type { Permission } from "../../src/model/permission.ts";

const SEND: Permission = { value: "TeamsActivity.Send.User", type: "application" };
const READ: Permission = { value: "TeamsActivity.Read.User", type: "application" };
const BEFORE: Definable = {
  catalogId: "0d820ecd",
  version: "2.4.0",
  clientAppId: "fdebf36e",
  permissions: [SEND],
  bot: false,
};
const LOCKED: LockedDefinition = { ...BEFORE, digest: "sha256:1", firstSeen: "2026-01-05T08:00:00.000Z" };
const OFFERED: OfferedDefinition = {
  version: "2.4.0",
  permissions: [SEND],
  identity: { state: "known", clientAppId: "fdebf36e", bot: false },
};
const SOURCE = { file: "trueup.lock", line: 5, column: 3 };

describe("how a definition differs from the one before: the weightiest of what changed", () => {
  it.each<[string, Partial<Definable>, LockClass | null, Partial<Definable>?]>([
    ["nothing", {}, null],
    ["the case of the catalog id alone", { catalogId: "0D820ECD" }, null],
    ["the catalog id, whatever else", { catalogId: "another", clientAppId: "another", bot: true }, "new-catalog-id"],
    ["the application, whatever is required", { clientAppId: "another", permissions: [READ] }, "new-identity"],
    ["that no application gets the consent", { clientAppId: null }, "new-identity"],
    ["more, of the same version", { permissions: [READ, SEND] }, "same-version-other-permissions"],
    ["less, of the same version", { permissions: [] }, "same-version-other-permissions"],
    [
      "more, of the same version in another spelling",
      { version: "2.4", permissions: [] },
      "same-version-other-permissions",
    ],
    [
      "more and less, of a newer version with a bot",
      { version: "2.5.0", permissions: [READ], bot: true },
      "more-consent",
    ],
    ["a bot, and less is required", { version: "2.5.0", permissions: [], bot: true }, "new-bot"],
    ["less", { version: "2.5.0", permissions: [] }, "less-consent"],
    ["the version alone", { version: "2.5.0" }, "same-consent"],
    ["the spelling of the version alone", { version: "2.4" }, "same-consent"],
    ["a bot that was there before", { version: "2.5.0", bot: true }, "same-consent", { bot: true }],
    ["a bot that goes", { bot: false }, "same-consent", { bot: true }],
    [
      "more, of the same version that has no place in the order",
      { permissions: [READ, SEND] },
      "same-version-other-permissions",
      { version: "two" },
    ],
    [
      "more, of another version that has none",
      { version: "three", permissions: [READ] },
      "more-consent",
      { version: "two" },
    ],
    [
      "more, where one of the versions has none",
      { version: "2.4.0", permissions: [READ] },
      "more-consent",
      { version: "two" },
    ],
    ["more, where the other has none", { version: "two", permissions: [READ] }, "more-consent"],
  ])("%s", (_name, changed, expected, first = {}) => {
    const before = { ...BEFORE, ...first };
    expect(classify(before, { ...before, ...changed })).toBe(expected);
  });
});

describe("what is offered beside the lock file", () => {
  const locked: AppLock = { state: "locked", definition: LOCKED, source: SOURCE };
  it.each<[string, AppLock, string | null, OfferedDefinition | null, ReturnType<typeof compareWithLock>]>([
    ["no lock file", { state: "no-lock" }, "0d820ecd", OFFERED, { state: "no-lock" }],
    ["what was reviewed", locked, "0D820ECD", OFFERED, { state: "same", definition: LOCKED, source: SOURCE }],
    [
      "another definition",
      locked,
      "0d820ecd",
      { ...OFFERED, version: "2.5.0" },
      { state: "differs", class: "same-consent", definition: LOCKED, source: SOURCE },
    ],
    [
      "an app that the lock file does not name",
      { state: "not-named", source: SOURCE },
      "0d820ecd",
      OFFERED,
      { state: "differs", class: "new-catalog-id", definition: null, source: SOURCE },
    ],
    ["an app without a catalog id", locked, null, OFFERED, { state: "unknown", definition: LOCKED, source: SOURCE }],
    ["an app that offers nothing", locked, "0d820ecd", null, { state: "unknown", definition: LOCKED, source: SOURCE }],
    [
      "an app whose requirement is unknown",
      locked,
      "0d820ecd",
      { ...OFFERED, permissions: null },
      { state: "unknown", definition: LOCKED, source: SOURCE },
    ],
    [
      "an app that is neither named nor known whole",
      { state: "not-named", source: SOURCE },
      null,
      OFFERED,
      { state: "unknown", definition: null, source: SOURCE },
    ],
  ])("%s", (_name, lock, catalogId, offered, expected) =>
    expect(compareWithLock(lock, catalogId, offered)).toEqual(expected),
  );

  it.each<[string, OfferedDefinition, Definable | null]>([
    ["all of what a lock holds, with the id in lower case", OFFERED, BEFORE],
    ["nothing where what is required is unknown", { ...OFFERED, permissions: null }, null],
    [
      "nothing where who gets the consent is unknown",
      { ...OFFERED, identity: { state: "unknown", detail: "hidden" } },
      null,
    ],
  ])("tells %s", (_name, offered, expected) => expect(definable("0D820ECD", offered)).toEqual(expected));
});
