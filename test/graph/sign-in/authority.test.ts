import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/errors.ts";
import { type CloudName, configureAuthority, readAuthority, readCloud } from "../../../src/graph/sign-in/clouds.ts";
import { TENANT } from "./sign-in-setup.ts";

const cloudOf = (name: CloudName) => readCloud({ TRUEUP_CLOUD: name }).cloud;

describe("the authority", () => {
  it.each([
    ["global", undefined, "https://login.microsoftonline.com", true],
    ["global", " ", "https://login.microsoftonline.com", true],
    ["global", "https://login.microsoftonline.com/", "https://login.microsoftonline.com", true],
    ["dod", "https://login.microsoftonline.us", "https://login.microsoftonline.us", true],
    ["global", "https://login.contoso.example:8443", "https://login.contoso.example:8443", false],
  ] as const)("of %s with AZURE_AUTHORITY_HOST %j is %s", (name, host, origin, wellKnown) => {
    const authority = readAuthority({ AZURE_AUTHORITY_HOST: host }, cloudOf(name));
    expect(authority).toEqual({ origin, host: new URL(origin).host, wellKnown, loopback: false });
  });

  it.each([["http://127.0.0.1:4000"], ["http://localhost:4000"], ["https://[::1]:4000"]])(
    "%s is on this machine, where plain http is enough",
    (host) => {
      expect(readAuthority({ AZURE_AUTHORITY_HOST: host }, cloudOf("global"))).toEqual({
        origin: host,
        host: new URL(host).host,
        wellKnown: false,
        loopback: true,
      });
    },
  );

  const NO_URL = ["AZURE_AUTHORITY_HOST is not a URL", "give an origin such as https://login.microsoftonline.com"];
  const ORIGIN_ALONE = [
    "AZURE_AUTHORITY_HOST must be an origin alone: https://login.contoso.example",
    "leave out tenant, path, query and credentials",
  ];
  it.each([
    ["login.contoso.example", NO_URL],
    ["login.contoso.example:443", NO_URL],
    ["localhost:4000", NO_URL],
    ["https://login.contoso.example/contoso.com", ORIGIN_ALONE],
    ["https://login.contoso.example?tenant=1", ORIGIN_ALONE],
    ["https://login.contoso.example#tenant", ORIGIN_ALONE],
    ["https://someone@login.contoso.example", ORIGIN_ALONE],
    ["https://:hunter2@login.contoso.example", ORIGIN_ALONE],
    [
      "http://login.contoso.example",
      ["AZURE_AUTHORITY_HOST must be https: http://login.contoso.example", "plain http is for loopback addresses only"],
    ],
    [
      "ftp://127.0.0.1/",
      ["AZURE_AUTHORITY_HOST must be https: ftp://127.0.0.1", "plain http is for loopback addresses only"],
    ],
    [
      "https://login.microsoftonline.us",
      [
        "AZURE_AUTHORITY_HOST is login.microsoftonline.us, which signs in to another cloud than global",
        "set TRUEUP_CLOUD to usgov or dod, or unset AZURE_AUTHORITY_HOST",
      ],
    ],
    [
      "https://login.chinacloudapi.cn/",
      [
        "AZURE_AUTHORITY_HOST is login.chinacloudapi.cn, which signs in to another cloud than global",
        "set TRUEUP_CLOUD to china, or unset AZURE_AUTHORITY_HOST",
      ],
    ],
  ])("cannot be %s", (host, [message, hint]) => {
    expect(() => readAuthority({ AZURE_AUTHORITY_HOST: host }, cloudOf("global"))).toThrow(
      new UsageError(String(message), hint),
    );
  });
});

describe("what the library is told", () => {
  it("is the authority itself where the library knows it", () => {
    const authority = readAuthority({}, cloudOf("china"));
    expect(configureAuthority(authority, TENANT)).toEqual({ authority: `https://login.chinacloudapi.cn/${TENANT}` });
  });

  it("are the end points of any other, so that it looks nothing up and asks no other host for a token", () => {
    const authority = readAuthority({ AZURE_AUTHORITY_HOST: "https://login.contoso.example" }, cloudOf("global"));
    const { authorityMetadata = "" } = configureAuthority(authority, TENANT);
    const described: unknown = JSON.parse(authorityMetadata);
    expect(described).toEqual({
      issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
      authorization_endpoint: `https://login.contoso.example/${TENANT}/oauth2/v2.0/authorize`,
      token_endpoint: `https://login.contoso.example/${TENANT}/oauth2/v2.0/token`,
      jwks_uri: `https://login.contoso.example/${TENANT}/discovery/v2.0/keys`,
    });
  });
});
