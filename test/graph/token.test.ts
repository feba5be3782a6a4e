import { describe, expect, it } from "vitest";
import { decodeClaims, type TokenClaims, usableToken } from "../../src/graph/token.ts";
import { mayConsent, maySubscribe, provesAbsence, showsHiddenMembers } from "../../src/graph/permissions.ts";
import { jwt } from "./graph-server.ts";

describe("claims of a token", () => {
  it("are read from a JWT", () => {
    const token = jwt({ tid: "3F6C1F0E-0000-4000-8000-000000000000", roles: ["User.Read.All"], exp: 1_767_225_600 });
    expect(decodeClaims(token)).toEqual({
      tenantId: "3f6c1f0e-0000-4000-8000-000000000000",
      roles: ["User.Read.All"],
      scopes: null,
      clientId: null,
      expiresAt: 1_767_225_600_000,
    });
  });

  it("hold delegated permissions one by one", () => {
    expect(decodeClaims(jwt({ scp: "User.Read.All  AppCatalog.Read.All" }))?.scopes).toEqual([
      "User.Read.All",
      "AppCatalog.Read.All",
    ]);
  });

  it("are null one by one where they are missing or of another type", () => {
    expect(decodeClaims(jwt({ tid: 1, roles: "x", exp: "soon" }))).toEqual({
      tenantId: null,
      clientId: null,
      roles: null,
      scopes: null,
      expiresAt: null,
    });
  });

  it.each([
    ["an opaque token", "EwBwA8l6BAAU"],
    ["an encrypted token", "a.b.c.d.e"],
    ["a JWT without its signature", jwt({ tid: "x" }).split(".").slice(0, 2).join(".")],
    ["a JWT with a part too many", `${jwt({ tid: "x" })}.more`],
    ["three parts that are no JWT", "one.two.three"],
    ["a payload that is a list", `x.${Buffer.from("[1]").toString("base64url")}.y`],
  ])("are null for %s", (_name, token) => {
    expect(decodeClaims(token)).toBeNull();
  });
});

describe("a token that cannot stand in a header", () => {
  it.each([[""], ["abc\n"], ["two words"], ["ümlaut"]])("%j is refused", (token) => {
    expect(() => usableToken(token)).toThrow("the access token");
  });

  it("is refused without showing it", () => {
    expect(() => usableToken("secret token")).not.toThrow("secret");
  });
});

function withRoles(...roles: string[]): TokenClaims {
  return { tenantId: null, clientId: null, roles, scopes: null, expiresAt: null };
}

function withScopes(...scopes: string[]): TokenClaims {
  return { tenantId: null, clientId: null, roles: null, scopes, expiresAt: null };
}

const NOTHING_SAID: TokenClaims = { tenantId: null, clientId: null, roles: null, scopes: null, expiresAt: null };

describe("what permissions tell", () => {
  it.each([
    ["an opaque token", null, "unknown", true],
    ["a token without permissions", NOTHING_SAID, "unknown", true],
    ["no permission on installations", withRoles("User.Read.All"), false, true],
    ["reading", withRoles("TeamsAppInstallation.ReadForUser.All"), false, true],
    ["reading everywhere", withRoles("TeamsAppInstallation.Read.All"), false, true],
    ["writing", withRoles("TeamsAppInstallation.ReadWriteForUser.All"), false, true],
    ["consenting", withRoles("TeamsAppInstallation.ReadWriteAndConsentForUser.All"), true, true],
    ["one's own app", withRoles("TeamsAppInstallation.ReadWriteSelfForUser.All"), false, false],
    ["consenting for one's own app", withRoles("TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All"), true, false],
    ["selected apps", withRoles("TeamsAppInstallation.ReadSelectedForUser.All"), false, false],
    ["managing selected apps", withRoles("TeamsAppInstallation.ManageSelectedForUser.All"), true, false],
    ["a role that came later", withRoles("TeamsAppInstallation.ReadSomeForUser.All"), false, false],
    ["teams only", withRoles("TeamsAppInstallation.ReadWriteAndConsentForTeam.All"), false, false],
    [
      "one's own app, and reading all",
      withRoles("TeamsAppInstallation.ReadWriteSelfForUser.All", "TeamsAppInstallation.ReadForUser.All"),
      false,
      true,
    ],
    ["delegated reading", withScopes("TeamsAppInstallation.ReadForUser"), false, true],
    ["delegated consenting", withScopes("TeamsAppInstallation.ReadWriteAndConsentForUser"), true, true],
    ["delegated, one's own app", withScopes("TeamsAppInstallation.ReadWriteSelfForUser"), false, false],
  ] as const)("%s: may consent %j %j, absence proven %j", (_name, claims, consent, absence) => {
    expect(mayConsent(claims)).toBe(consent);
    expect(provesAbsence(claims)).toBe(absence);
  });

  it.each([
    ["an opaque token", null, true],
    ["reading for everybody", withRoles("TeamsAppInstallation.ReadForUser.All"), true],
    ["reading", withRoles("TeamsAppInstallation.Read.All"), true],
    ["writing one's own app", withRoles("TeamsAppInstallation.ReadWriteSelfForUser.All"), true],
    ["other roles", withRoles("User.Read.All"), false],
    ["a delegated token", withScopes("TeamsAppInstallation.ReadForUser"), false],
  ] as const)("%s: may subscribe %j", (_name, claims, may) => {
    expect(maySubscribe(claims)).toBe(may);
  });

  it.each([
    ["an opaque token", null, false],
    ["the role", withRoles("Member.Read.Hidden"), true],
    ["the delegated permission, which shows what the signed-in user sees", withScopes("Member.Read.Hidden"), false],
    ["other roles", withRoles("GroupMember.Read.All"), false],
  ])("hidden members: %s", (_name, claims, expected) => {
    expect(showsHiddenMembers(claims)).toBe(expected);
  });
});
