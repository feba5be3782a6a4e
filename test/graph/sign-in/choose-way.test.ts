import { describe, expect, it } from "vitest";
import { SignInError, UsageError } from "../../../src/errors.ts";
import { chooseWay } from "../../../src/graph/sign-in/choose-way.ts";
import { checkRootForSignIn, CLOUDS, readCloud, unsupportedIn } from "../../../src/graph/sign-in/clouds.ts";
import { parseGraphRoot } from "../../../src/graph/root.ts";
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
    expect(chooseWay(without(...gone), ELSEWHERE).way).toBe(way);
  });

  it("a person is asked only at a terminal, and only where nothing else fits", () => {
    expect(chooseWay(APP, { requested: null, isTerminal: true }).way).toBe("device-code");
    expect(() => chooseWay(APP, ELSEWHERE)).toThrow(SignInError);
    expect(chooseWay(ALL, { requested: null, isTerminal: true }).way).toBe("token");
  });

  it("--auth takes a way by name, and says what it lacks", () => {
    expect(chooseWay(ALL, { requested: "certificate", isTerminal: false }).way).toBe("certificate");
    expect(() => chooseWay(APP, { requested: "client-secret", isTerminal: false })).toThrow(/AZURE_CLIENT_SECRET/);
    expect(() => chooseWay(ALL, { requested: "magic", isTerminal: false })).toThrow(UsageError);
  });

  it("says which other ways were set and not taken, and never a value", () => {
    const { notes, because } = chooseWay(ALL, ELSEWHERE);
    expect(notes.length).toBeGreaterThan(0);
    expect([...notes, because].join("\n")).not.toMatch(/secret"|job|\/app\.pem/);
  });

  it("a half-set way is named with what is missing", () => {
    expect(() => chooseWay({ AZURE_CLIENT_SECRET: "secret" }, ELSEWHERE)).toThrow(/AZURE_TENANT_ID/);
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
