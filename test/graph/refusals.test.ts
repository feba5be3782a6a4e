import { describe, expect, it } from "vitest";
import { cleanLine, readWords } from "../../src/graph/failures.ts";
import { explainRefusal } from "../../src/graph/refusals.ts";
import { graphError } from "./graph-server.ts";

function explain(status: number, body: object | string): string {
  return explainRefusal(status, readWords(typeof body === "string" ? body : JSON.stringify(body), ""));
}

const POLICY = "App is blocked by app permission policy. TenantId: t, UserObjectId: u, AppId: a, AppType: Private";
const PERMANENT = "User operation (Upgrade) is not allowed on a permanent app (appId: a)";
const PREINSTALLED =
  "Trying to RemoveUserAppEntitlement for an App that is explicitly preinstalled by the tenant admin";
const MISSING_ROLE =
  "Missing role permissions on the request. API requires one of 'TeamsAppInstallation.ReadWriteForUser.All'. Roles on the request 'User.Read.All'.";

describe("why a write was refused", () => {
  it.each([
    ["a policy", 403, graphError("Forbidden", POLICY, { code: "AccessDenied" }), "blocked-by-policy"],
    ["a policy, in the inner message", 403, graphError("Forbidden", "", { message: POLICY }), "blocked-by-policy"],
    ["a permanent app", 403, graphError("Forbidden", PERMANENT, { code: "AccessDenied" }), "permanent-app"],
    ["an admin's app, by code", 400, graphError("AppIsTenantAdminPreinstalled", ""), "admin-preinstalled"],
    ["an admin's app, by text", 403, graphError("Forbidden", PREINSTALLED), "admin-preinstalled"],
    ["another consent", 400, graphError("ResourceSpecificPermissionsMismatch", "no"), "consent-mismatch"],
    [
      "another consent, inside and in lower case",
      400,
      graphError("BadRequest", "no", { code: "resourcespecificpermissionsmismatch" }),
      "consent-mismatch",
    ],
    ["nothing that is known, on a 412", 412, "", "precondition-failed"],
    ["nothing that is known, on a 409", 409, graphError("Conflict", "no"), "conflict"],
    ["a missing role", 403, graphError("Forbidden", MISSING_ROLE), "role-missing"],
    ["a missing scope", 403, graphError("Forbidden", MISSING_ROLE.replace("role", "scope")), "role-missing"],
    [
      "a role for one's own app",
      403,
      graphError("Forbidden", "AAD App Id 'x' is not allowed to manage the Teams App 'y'"),
      "role-too-narrow",
    ],
    ["a scope for one's own app", 403, graphError("Forbidden", "Caller is not authorized."), "role-too-narrow"],
    ["the same in other words", 403, graphError("Forbidden", "The caller isn't authorised"), "role-too-narrow"],
    ["one error of the schema", 400, graphError("BadRequest", "Exception: schema validation error: a"), "not-stored"],
    [
      "a token that may not consent",
      412,
      graphError("PreconditionFailed", "Failed: IsUserAuthorizedToGrantGroupResourceSpecificPermissionsRequest"),
      "consent-role-missing",
    ],
    [
      "a token that may not consent, by code",
      400,
      graphError("IsUserAuthorizedToGrantGroupResourceSpecificPermissionsRequest", ""),
      "consent-role-missing",
    ],
    [
      "another precondition",
      412,
      graphError("PreconditionFailed", "Failed to execute backend request"),
      "precondition-failed",
    ],
    [
      "a store of settings that stumbles",
      400,
      graphError("BadRequest", "Exception in CreateOrUpdateUserAppEntitlementForTeamsAsync: Schema validation errors"),
      "not-stored",
    ],
    ["the directory's word for it", 403, graphError("Authorization_RequestDenied", "Insufficient"), "role-missing"],
    ["already there", 409, graphError("Conflict", "AppEntitlement id: 'x' already exists in thread"), "conflict"],
    ["no such user", 404, graphError("NotFound", "Failed to find user"), "refused"],
    ["words of a policy under another status", 404, graphError("NotFound", POLICY), "refused"],
    ["no words", 403, "", "refused"],
    ["a page of a proxy", 403, "<html>blocked by app permission policy</html>", "refused"],
  ])("%s", (_name, status, body, code) => {
    expect(explain(status, body)).toBe(code);
  });
});

describe("Graph's words", () => {
  it("name all codes and messages in one line, each once", () => {
    const body = graphError("Forbidden", "no", { code: "AccessDenied", message: "no" });
    expect(readWords(JSON.stringify(body), "").line).toBe("Forbidden/AccessDenied: no");
  });

  it("are read in the spelling of the documentation too", () => {
    const body = JSON.stringify({ error: { code: "a", message: "b", innererror: { code: "c" } } });
    expect(readWords(body, "").codes).toEqual(["a", "c"]);
  });

  it.each([
    ["line ends and escapes", "one\r\ntwo\u001b[31m", "one two [31m"],
    ["what turns the direction of text", "abc\u202Edef", "abc def"],
    ["the token", "Bearer abc.def.ghi is bad", "Bearer [token] is bad"],
  ])("are shown without %s", (_name, text, expected) => {
    expect(cleanLine(text, "abc.def.ghi")).toBe(expected);
  });

  it("end after 500 characters", () => {
    expect(readWords(JSON.stringify(graphError("a", "x".repeat(9999))), "").line).toHaveLength(500);
  });
});
