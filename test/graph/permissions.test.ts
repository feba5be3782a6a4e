import { describe, expect, it } from "vitest";
import {
  ACCOUNT_TYPES_ROLE,
  excessPermissions,
  heldPermissions,
  leastRoles,
  missingNeeds,
  type Need,
  needsOf,
  type PermissionMode,
} from "../../src/graph/permissions.ts";
import type { TokenClaims } from "../../src/graph/token.ts";
import type { Uses } from "../../src/model/desired.ts";

const PLAIN: Uses = { groups: false, everyone: false, consent: false };
const WITH_GROUPS: Uses = { groups: true, everyone: false, consent: false };

const READ = "TeamsAppInstallation.ReadForUser.All";
const WRITE = "TeamsAppInstallation.ReadWriteForUser.All";
const CONSENT = "TeamsAppInstallation.ReadWriteAndConsentForUser.All";

const ALL_NEEDS: readonly Need[] = ["users", "group-members", "catalog", "installations", "changes", "consent"];

function claims(permissions: Partial<TokenClaims>): TokenClaims {
  return { tenantId: null, clientId: null, roles: null, scopes: null, expiresAt: null, ...permissions };
}

describe("the least roles of a mode: on installations only the widest one that is needed", () => {
  it.each<[PermissionMode, Uses, readonly string[]]>([
    ["plan", PLAIN, ["User.Read.All", "AppCatalog.Read.All", READ]],
    ["plan", WITH_GROUPS, ["User.Read.All", "GroupMember.Read.All", "AppCatalog.Read.All", READ]],
    ["apply", PLAIN, ["User.Read.All", "AppCatalog.Read.All", WRITE]],
    ["apply-with-consent", PLAIN, ["User.Read.All", "AppCatalog.Read.All", CONSENT]],
    ["apply-with-consent", WITH_GROUPS, ["User.Read.All", "GroupMember.Read.All", "AppCatalog.Read.All", CONSENT]],
  ])("%s with %j: %j", (mode, uses, expected) => {
    expect(leastRoles(mode, uses).map(({ name }) => name)).toEqual(expected);
  });

  it.each<[PermissionMode]>([["plan"], ["apply"], ["apply-with-consent"]])("they meet every need of %s", (mode) => {
    const least = leastRoles(mode, WITH_GROUPS).map(({ name }) => name);
    expect(missingNeeds(least, needsOf(mode, WITH_GROUPS))).toEqual([]);
  });

  it.each<[string, readonly string[], readonly Need[]]>([
    ["nothing", [], ALL_NEEDS],
    ["reading the directory", ["Directory.Read.All"], ["catalog", "installations", "changes", "consent"]],
    ["reading installations", [READ], ["users", "group-members", "catalog", "changes", "consent"]],
    ["writing them", [WRITE], ["users", "group-members", "catalog", "consent"]],
    ["writing them with consent", [CONSENT], ["users", "group-members", "catalog"]],
    ["those of one team", ["TeamsAppInstallation.ReadWriteAndConsentForTeam.All"], ALL_NEEDS],
  ])("with %s alone, applying with consent lacks what that does not include", (_name, held, missing) => {
    const lacking = missingNeeds(held, needsOf("apply-with-consent", WITH_GROUPS));
    expect(lacking.map(({ need }) => need)).toEqual(missing);
  });
});

describe("the permissions that a token names", () => {
  it.each<[string, TokenClaims | null, readonly string[] | null]>([
    ["an opaque token", null, null],
    ["a token that names none", claims({}), null],
    ["an application's", claims({ roles: ["User.Read.All"] }), ["User.Read.All"]],
    ["an application's without any", claims({ roles: [] }), []],
    ["a person's", claims({ scopes: ["User.Read"] }), ["User.Read"]],
    ["both", claims({ roles: ["User.Read.All"], scopes: ["openid"] }), ["User.Read.All", "openid"]],
  ])("%s", (_name, told, expected) => {
    expect(heldPermissions(told)).toEqual(expected);
  });
});

describe("permissions beyond the least ones", () => {
  const SELF = "TeamsAppInstallation.ReadWriteSelfForUser.All";
  const DIRECTORY = "Directory.ReadWrite.All";
  it.each<[string, readonly string[], PermissionMode, readonly string[], readonly string[]]>([
    ["the least ones alone", ["User.Read.All", "AppCatalog.Read.All", READ], "plan", [], []],
    ["in other letters", ["user.read.all", "APPCATALOG.READ.ALL"], "plan", [], []],
    ["delegated, where those on installations have no .All", ["TeamsAppInstallation.ReadForUser"], "plan", [], []],
    ["those of every token of a person", ["openid", "profile", "email", "offline_access", "User.Read"], "plan", [], []],
    ["a right to write that alone allows to read", ["User.Read.All", WRITE], "plan", [], [WRITE]],
    ["a right to write beside one to read", [READ, WRITE], "plan", [WRITE], []],
    ["the same right where it is needed", ["User.Read.All", WRITE], "apply", [], []],
    ["a right to write where consent is lacking", [WRITE], "apply-with-consent", [], []],
    ["what the widest one includes", [READ, WRITE, CONSENT], "apply-with-consent", [READ, WRITE], []],
    ["one for some apps beside one for all", [SELF, WRITE], "apply", [SELF], []],
    ["one for all beside one for some apps", [CONSENT, SELF], "apply", [SELF], [CONSENT]],
    ["one for some apps alone", [SELF], "apply", [], []],
    ["a right for something else", [DIRECTORY, "User.Read.All"], "apply", [DIRECTORY], []],
    ["two of which either would do", [DIRECTORY, "Directory.Read.All"], "plan", [DIRECTORY], ["Directory.Read.All"]],
    ["Mail.Send", ["Mail.Send"], "plan", ["Mail.Send"], []],
  ])("%s", (_name, held, mode, needless, wide) => {
    expect(excessPermissions(held, mode, PLAIN)).toEqual({ needless, wide });
  });

  it.each<[string, Uses, readonly string[]]>([
    ["needless where nobody means everyone", PLAIN, ["CallRecords.x", ACCOUNT_TYPES_ROLE]],
    ["useful, in any letters, where everyone is meant", { ...PLAIN, everyone: true }, ["CallRecords.x"]],
  ])("the role that shows rooms is %s", (_name, uses, needless) => {
    for (const role of [ACCOUNT_TYPES_ROLE, ACCOUNT_TYPES_ROLE.toLowerCase()]) {
      const expected = needless.map((name) => (name === ACCOUNT_TYPES_ROLE ? role : name));
      expect(excessPermissions(["CallRecords.x", role], "plan", uses)).toEqual({ needless: expected, wide: [] });
    }
  });

  it.each([[READ], [WRITE], [CONSENT], [SELF], [DIRECTORY, SELF, READ], [READ, WRITE, CONSENT, DIRECTORY]])(
    "whoever takes away what %s holds in excess can do as much as before",
    (...held) => {
      for (const mode of ["plan", "apply", "apply-with-consent"] as const) {
        const { needless } = excessPermissions(held, mode, WITH_GROUPS);
        const left = held.filter((name) => !needless.includes(name));
        const needed = needsOf(mode, WITH_GROUPS);
        expect(missingNeeds(left, needed)).toEqual(missingNeeds(held, needed));
      }
    },
  );
});
