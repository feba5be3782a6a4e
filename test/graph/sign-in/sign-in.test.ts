import { describe, expect, it } from "vitest";
import { SignInError, UsageError } from "../../../src/errors.ts";
import type { SignInMethod } from "../../../src/graph/sign-in/methods.ts";
import { jwt } from "../graph-server.ts";
import { CLIENT, NOW, session, TENANT } from "./sign-in-setup.ts";

const SECONDS = NOW / 1000;

describe("a ready token is used as it is, and told by what it says about itself", () => {
  it.each([
    ["an opaque token", "EwBwA8l6BAAU", null, null],
    ["a token of an application", jwt({ tid: TENANT, roles: ["User.Read.All"] }), "application", TENANT],
    ["a token of a person", jwt({ tid: TENANT, scp: "User.Read" }), "delegated", TENANT],
    ["a token of a person who has roles", jwt({ scp: "User.Read", roles: ["Approver"] }), "delegated", null],
    ["a token that names no permission", jwt({ tid: TENANT }), null, TENANT],
  ])("%s", async (_name, token, permissions, tenant) => {
    const { signedIn, said } = session("token", { TRUEUP_ACCESS_TOKEN: ` ${token}\n` });
    expect(await signedIn.token()).toBe(token);
    expect(signedIn.describe).toEqual({
      way: "token",
      permissions,
      tenant,
      clientId: null,
      line: "using the access token of TRUEUP_ACCESS_TOKEN as it is",
    });
    expect(said).toEqual([]);
  });

  it.each([
    ["an hour ago", SECONDS - 3600, ["TRUEUP_ACCESS_TOKEN seems to have expired"]],
    ["just now", SECONDS, ["TRUEUP_ACCESS_TOKEN seems to have expired"]],
    ["in a second", SECONDS + 1, []],
  ])("its end %s is told, and Graph decides", async (_name, exp, lines) => {
    const token = jwt({ exp });
    const { signedIn, said } = session("token", { TRUEUP_ACCESS_TOKEN: token });
    expect(said).toEqual(lines);
    expect(await signedIn.token()).toBe(token);
  });

  it.each([
    [{}, "the access token is empty"],
    [{ TRUEUP_ACCESS_TOKEN: "\n" }, "the access token is empty"],
    [{ TRUEUP_ACCESS_TOKEN: "Bearer x" }, "the access token holds white space or characters that no token has"],
  ])("%j is no token", (environment, message) => {
    expect(() => session("token", environment)).toThrow(
      new SignInError("token-unusable", message, "pass the token alone, without quotes or line ends"),
    );
  });
});

describe("who signs in, in one line, before anything is sent", () => {
  const APP = `app ${CLIENT} of tenant ${TENANT}, at login.microsoftonline.com`;
  it.each<[SignInMethod, string, string]>([
    ["workload-identity", "application", `signing in with workload-identity as ${APP}`],
    ["github", "application", `signing in with github as ${APP}`],
    ["certificate", "application", `signing in with certificate as ${APP}`],
    ["client-secret", "application", `signing in with client-secret as ${APP}`],
    ["device-code", "delegated", `signing in with device-code through ${APP}`],
  ])("%s, with %s permissions", (way, permissions, line) => {
    expect(session(way, {}).signedIn.describe).toEqual({
      way,
      permissions,
      tenant: TENANT,
      clientId: CLIENT,
      line,
    });
  });

  it.each([
    ["", null, "signing in with managed-identity as the system-assigned identity of this machine"],
    [CLIENT, CLIENT, `signing in with managed-identity as identity ${CLIENT}`],
  ])("managed-identity with AZURE_CLIENT_ID %j", (variable, clientId, line) => {
    expect(session("managed-identity", { AZURE_CLIENT_ID: variable }).signedIn.describe).toEqual({
      way: "managed-identity",
      permissions: "application",
      tenant: null,
      clientId,
      line,
    });
  });

  it.each<[SignInMethod, Record<string, string>, string]>([
    ["device-code", { AZURE_TENANT_ID: "common" }, 'AZURE_TENANT_ID is "common", which is no tenant'],
    ["managed-identity", { AZURE_CLIENT_ID: "TrueUp" }, 'AZURE_CLIENT_ID is "TrueUp", which is no client id'],
    ["github", { AZURE_AUTHORITY_HOST: "login.contoso.example" }, "AZURE_AUTHORITY_HOST is not a URL"],
  ])("%s with %j cannot be used", (way, environment, message) => {
    const work = () => session(way, environment);
    expect(work).toThrow(UsageError);
    expect(work).toThrow(message);
  });
});
