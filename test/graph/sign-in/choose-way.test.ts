import { describe, expect, it } from "vitest";
import { SignInError, UsageError } from "../../../src/errors.ts";
import { parseGraphRoot } from "../../../src/graph/graph-url.ts";
import { checkRootForSignIn, CLOUDS, readCloud, unsupportedIn } from "../../../src/graph/sign-in/clouds.ts";
import { chooseSignInMethod } from "../../../src/graph/sign-in/methods.ts";
import { CLIENT, TENANT } from "./sign-in-setup.ts";

const APP = { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: CLIENT };
const ALL = {
  ...APP,
  TRUEUP_ACCESS_TOKEN: "token",
  AZURE_FEDERATED_TOKEN_FILE: "/token",
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://actions.example/",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job",
  AZURE_CLIENT_CERTIFICATE_PATH: "/app.pem",
  AZURE_CLIENT_SECRET: "secret",
  IDENTITY_ENDPOINT: "http://127.0.0.1:1",
};
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(ALL).filter(([name]) => !names.includes(name)));
const ELSEWHERE = { requested: null, isTerminal: false };

describe("the way to sign in, in the documented order", () => {
  const order = [
    ["token", []],
    ["workload-identity", ["TRUEUP_ACCESS_TOKEN"]],
    ["github", ["AZURE_FEDERATED_TOKEN_FILE"]],
    ["certificate", ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"]],
    ["client-secret", ["AZURE_CLIENT_CERTIFICATE_PATH"]],
    ["managed-identity", ["AZURE_CLIENT_SECRET"]],
  ] as const;
  it.each(order)("%s", (way) => {
    const gone = order.slice(0, order.findIndex(([name]) => name === way) + 1).flatMap(([, names]) => names);
    expect(chooseSignInMethod(without(...gone), ELSEWHERE).way).toBe(way);
  });

  it("a person is asked only at a terminal, and only where nothing else fits", () => {
    expect(chooseSignInMethod(APP, { requested: null, isTerminal: true }).way).toBe("device-code");
    expect(() => chooseSignInMethod(APP, ELSEWHERE)).toThrow(SignInError);
    expect(chooseSignInMethod(ALL, { requested: null, isTerminal: true }).way).toBe("token");
  });

  it("--auth takes a way by name", () => {
    expect(chooseSignInMethod(ALL, { requested: "certificate", isTerminal: false }).way).toBe("certificate");
    expect(chooseSignInMethod(APP, { requested: "managed-identity", isTerminal: false })).toEqual({
      way: "managed-identity",
      because: "--auth managed-identity was given",
      notes: [],
    });
  });

  it("says which other ways were set and not taken, and never a value", () => {
    const { notes, because } = chooseSignInMethod(ALL, ELSEWHERE);
    expect(notes.length).toBeGreaterThan(0);
    expect([...notes, because].join("\n")).not.toMatch(/secret"|job|\/app\.pem/);
  });

  it("says why a way that was asked for is passed over, and which other one could be chosen", () => {
    const environment = {
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: " ",
      AZURE_CLIENT_SECRET: "secret",
      IDENTITY_ENDPOINT: "http://127.0.0.1:1",
    };
    expect(chooseSignInMethod(environment, ELSEWHERE)).toEqual({
      way: "managed-identity",
      because: "IDENTITY_ENDPOINT is set",
      notes: [
        "client-secret was passed over: AZURE_CLIENT_SECRET is set, but it also needs AZURE_CLIENT_ID (set, but empty)",
      ],
    });
    expect(chooseSignInMethod({ ...environment, AZURE_CLIENT_ID: CLIENT }, ELSEWHERE)).toEqual({
      way: "client-secret",
      because: "AZURE_CLIENT_SECRET is set",
      notes: ["IDENTITY_ENDPOINT is set too; client-secret comes first, choose the other with --auth managed-identity"],
    });
  });

  it("a person is asked where what is set does not suffice, and told why", () => {
    const environment = { ...APP, ACTIONS_ID_TOKEN_REQUEST_URL: "https://actions.example/" };
    expect(chooseSignInMethod(environment, { requested: null, isTerminal: true })).toEqual({
      way: "device-code",
      because: "nothing else is set, and this is a terminal",
      notes: [
        "github was passed over: ACTIONS_ID_TOKEN_REQUEST_URL is set, but it also needs ACTIONS_ID_TOKEN_REQUEST_TOKEN",
      ],
    });
  });
});

describe("where nothing suffices, what is missing is named", () => {
  const SECRET_HINT = "both ids are on the overview page of the app registration in Microsoft Entra";
  it.each([
    [
      { AZURE_CLIENT_SECRET: "secret" },
      null,
      "signing in with client-secret needs AZURE_TENANT_ID and AZURE_CLIENT_ID",
      SECRET_HINT,
    ],
    [
      { AZURE_CLIENT_SECRET: "secret", AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: "" },
      null,
      "signing in with client-secret needs AZURE_CLIENT_ID (set, but empty)",
      SECRET_HINT,
    ],
    [
      { AZURE_CLIENT_SECRET: "secret", AZURE_CLIENT_CERTIFICATE_PATH: "/app.pem", AZURE_TENANT_ID: TENANT },
      null,
      "signing in with certificate needs AZURE_CLIENT_ID; client-secret lacks AZURE_CLIENT_ID",
      "AZURE_CLIENT_CERTIFICATE_PATH names a PEM file with the certificate and its private key",
    ],
    [
      { AZURE_CLIENT_SECRET: "secret" },
      "github",
      "signing in with github needs AZURE_TENANT_ID, AZURE_CLIENT_ID, ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN",
      "GitHub sets the ACTIONS_… variables in jobs with `permissions: id-token: write`; pass the other two as env",
    ],
  ])("%j with --auth %j: %s", (environment, requested, message, hint) => {
    expect(() => chooseSignInMethod(environment, { requested, isTerminal: false })).toThrow(
      new SignInError("sign-in-incomplete", message, hint),
    );
  });

  it.each([
    [{}, "nothing says how to sign in to Microsoft Graph"],
    [
      { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: "" },
      "nothing says how to sign in to Microsoft Graph; AZURE_TENANT_ID alone does not say how",
    ],
    [APP, "nothing says how to sign in to Microsoft Graph; AZURE_TENANT_ID and AZURE_CLIENT_ID alone do not say how"],
  ])("%j: %s", (environment, message) => {
    const hint =
      "set TRUEUP_ACCESS_TOKEN, or AZURE_TENANT_ID and AZURE_CLIENT_ID with AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or " +
      "AZURE_FEDERATED_TOKEN_FILE; or use --auth managed-identity or --auth device-code. To try without a tenant, run: trueup demo";
    expect(() => chooseSignInMethod(environment, ELSEWHERE)).toThrow(new SignInError("no-sign-in", message, hint));
  });

  it("a name that is no way is refused with those that are", () => {
    expect(() => chooseSignInMethod(ALL, { requested: "magic", isTerminal: true })).toThrow(
      new UsageError(
        '--auth "magic" is no way to sign in',
        "use one of: token, workload-identity, github, certificate, client-secret, managed-identity, device-code",
      ),
    );
  });
});

describe("clouds", () => {
  it.each([
    [
      "global",
      "https://graph.microsoft.com/v1.0",
      "https://login.microsoftonline.com",
      "https://graph.microsoft.com/.default",
    ],
    [
      "usgov",
      "https://graph.microsoft.us/v1.0",
      "https://login.microsoftonline.us",
      "https://graph.microsoft.us/.default",
    ],
    [
      "dod",
      "https://dod-graph.microsoft.us/v1.0",
      "https://login.microsoftonline.us",
      "https://dod-graph.microsoft.us/.default",
    ],
    [
      "china",
      "https://microsoftgraph.chinacloudapi.cn/v1.0",
      "https://login.chinacloudapi.cn",
      "https://microsoftgraph.chinacloudapi.cn/.default",
    ],
  ])("%s sets Graph, authority and scope together", (name, graphRoot, authority, scope) => {
    expect(readCloud({ TRUEUP_CLOUD: name })).toMatchObject({
      cloud: { name, graphRoot, authority, scope },
      root: { url: graphRoot },
    });
  });

  it.each([
    ["global", "application", null],
    ["global", "delegated", null],
    ["usgov", "application", "installations-need-delegated"],
    ["usgov", "delegated", null],
    ["dod", "application", "installations-need-delegated"],
    ["china", "application", "installations-unsupported"],
    ["china", "delegated", "installations-unsupported"],
    ["china", null, "installations-unsupported"],
    ["usgov", null, null],
  ] as const)("%s with %s permissions: %s", (name, permissions, code) => {
    const cloud = CLOUDS.find((each) => each.name === name);
    expect(cloud === undefined ? "no cloud" : (unsupportedIn(cloud, permissions)?.code ?? null)).toBe(code);
  });

  it("an unknown cloud, and a root of another cloud than the one named", () => {
    expect(() => readCloud({ TRUEUP_CLOUD: "mars" })).toThrow(/"mars", which is no cloud/);
    expect(() => readCloud({ TRUEUP_CLOUD: "dod", TRUEUP_GRAPH_URL: "https://graph.microsoft.com/v1.0" })).toThrow(
      /dod/,
    );
  });

  it("a token that we asked for goes to its cloud or stays on this machine", () => {
    const { cloud } = readCloud({});
    expect(() => checkRootForSignIn(parseGraphRoot("https://graph.example/v1.0"), cloud)).toThrow(UsageError);
    expect(() => checkRootForSignIn(parseGraphRoot("http://127.0.0.1:4000/v1.0"), cloud)).not.toThrow();
    expect(() => checkRootForSignIn(parseGraphRoot("https://graph.microsoft.com/v1.0"), cloud)).not.toThrow();
  });
});
