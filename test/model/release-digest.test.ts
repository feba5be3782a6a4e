import { expect, it } from "vitest";
import { digestOf, releaseDigest } from "../../src/model/definition-digest.ts";
import { type Permission, permissionsLacking } from "../../src/model/permission.ts";

const SEND: Permission = { value: "TeamsActivity.Send.User", type: "application" };
const READ: Permission = { value: "TeamsAppInstallation.Read.User", type: "application" };
const KNOWN = { state: "known", clientAppId: "fdebf36e-0000-4000-8000-000000000001", bot: true } as const;
const UNKNOWN = { state: "unknown", detail: "not told" } as const;

it("a release is the same whoever gets its consent, and none where part of it is not known", () => {
  const release = { version: "2.4.0", permissions: [SEND], identity: KNOWN };
  const digest = digestOf({ version: "2.4.0", permissions: [SEND], clientAppId: null, bot: true });
  expect(releaseDigest(release)).toBe(digest);
  expect(releaseDigest({ ...release, identity: { ...KNOWN, clientAppId: null } })).toBe(digest);
  expect(releaseDigest({ ...release, permissions: null })).toBeNull();
  expect(releaseDigest({ ...release, identity: UNKNOWN })).toBeNull();
  expect(releaseDigest({ ...release, permissions: null, identity: UNKNOWN })).toBeNull();
});

it("of what is wanted only what is not available lacks", () => {
  expect(permissionsLacking([SEND, READ], [SEND])).toEqual([READ]);
  expect(permissionsLacking([SEND], [SEND, READ])).toEqual([]);
});
