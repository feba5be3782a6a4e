import { describe, expect, it } from "vitest";
import {
  type Permission,
  parsePermissionType,
  permissionsLacking,
  samePermissions,
  sortPermissions,
} from "../../src/model/permission.ts";

const SEND: Permission = { value: "TeamsActivity.Send.User", type: "application" };
const SEND_DELEGATED: Permission = { value: "TeamsActivity.Send.User", type: "delegated" };
const CAMERA: Permission = { value: "CameraStream.Read.User", type: "delegated" };

describe("the type of a permission, as Graph spells it", () => {
  it.each([
    ["Application", "application"],
    ["application", "application"],
    ["DELEGATED", "delegated"],
    ["delegated", "delegated"],
    ["", null],
    ["unknownFutureValue", null],
    ["applications", null],
  ])("%j is %j", (text, type) => {
    expect(parsePermissionType(text)).toBe(type);
  });
});

describe("permissions are pairs of name and type", () => {
  it("sorted by name, then type, each once, whatever their order", () => {
    const sorted = [CAMERA, SEND, SEND_DELEGATED];
    expect(sortPermissions([SEND_DELEGATED, SEND, CAMERA, SEND])).toEqual(sorted);
    expect(sortPermissions([SEND, CAMERA, SEND_DELEGATED, CAMERA])).toEqual(sorted);
  });

  it.each<[string, readonly Permission[], readonly Permission[], readonly Permission[]]>([
    ["nothing of nothing", [], [], []],
    ["what is held in the other type only", [SEND], [SEND_DELEGATED], [SEND]],
    ["what is not held, sorted", [SEND, CAMERA], [], [CAMERA, SEND]],
    ["nothing of what is held", [SEND], [CAMERA, SEND], []],
  ])("lacking is %s", (_name, wanted, held, lacking) => {
    expect(permissionsLacking(wanted, held)).toEqual(lacking);
    expect(samePermissions(wanted, held)).toBe(lacking.length === 0 && wanted.length === held.length);
  });
});
