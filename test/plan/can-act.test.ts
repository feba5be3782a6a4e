import { expect, it } from "vitest";
import { canAct } from "../../src/plan/can-act.ts";
import { install, on, present, replace, uninstall, upgrade } from "../report/builders.ts";

type Row = Parameters<typeof canAct>[0];

const ABSENT = { state: "absent", at: "" } as const;
const UNREAD = { state: "unreadable", at: null } as const;
const PRESENT = present("2.1.0");
const NOT_OFFERED = { ...on(), offered: null };
const reinstall: Row = { ...upgrade(), action: "reinstall" };

it.each<[string, Row, Partial<Row>, boolean]>([
  ["an install", install(), {}, true],
  ["an install of nothing", install(), { on: NOT_OFFERED }, false],
  ["an install of what is there", install(), { observed: PRESENT }, false],
  ["an install for somebody who was not read", install(), { observed: UNREAD }, false],
  ["an upgrade", upgrade(), {}, true],
  ["an upgrade to nothing", upgrade(), { on: NOT_OFFERED }, false],
  ["an upgrade of what is not there", upgrade(), { observed: ABSENT }, false],
  ["a reinstall", reinstall, {}, true],
  ["a reinstall of nothing", reinstall, { on: NOT_OFFERED }, false],
  ["a reinstall of what is not there", reinstall, { observed: ABSENT }, false],
  ["a removal", uninstall(), {}, true],
  ["a removal of what is not offered", uninstall(), { on: NOT_OFFERED }, true],
  ["a removal of what is not there", uninstall(), { observed: ABSENT }, false],
  ["a replacement", replace(), {}, true],
  ["a replacement by nothing", replace(), { on: NOT_OFFERED }, false],
  ["a replacement by what is there", { ...replace(), brings: null }, { on: NOT_OFFERED, observed: PRESENT }, true],
  ["a replacement by what is to be there and is not", { ...replace(), brings: null }, {}, false],
  ["a replacement of no copy", { ...install(), action: "replace", brings: "install" }, {}, false],
  ["a change for nobody", upgrade(), { user: { ...upgrade().user, id: null } }, false],
  ["a change of an app without an id", upgrade(), { on: null }, false],
])("whether a row holds what its action needs: %s", (_, row, facts, expected) => {
  const changed: Row = { ...row, ...facts };
  expect(canAct(changed)).toBe(expected);
});
