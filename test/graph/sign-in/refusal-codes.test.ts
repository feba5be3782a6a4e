import { describe, expect, it } from "vitest";
import type { SignInError } from "../../../src/errors.ts";
import type { SignInMethod } from "../../../src/graph/sign-in/methods.ts";
import { explainRefusal, REFUSALS, type RefusedSignIn } from "../../../src/graph/sign-in/refusal.ts";
import { CLIENT, NOW, TENANT } from "./sign-in-setup.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const THUMBPRINT = "AB".repeat(32);
const ENTRA = "login.microsoftonline.com";
const GITHUB_CLAIMS = {
  issuer: "https://token.actions.githubusercontent.com",
  subject: "repo:contoso/apps:ref:refs/heads/main",
  audience: "api://AzureADTokenExchange",
  notBefore: null,
  expiresAt: null,
};

type Known = Partial<Omit<RefusedSignIn, "way" | "clockAheadMs" | "now">>;

/** What a person reads when Microsoft Entra refuses with this code; `clockAheadMs` is how far this machine's clock is ahead. */
function refused(number: number, way: SignInMethod, known: Known = {}, clockAheadMs = 0): SignInError {
  const facts = {
    way,
    tenant: TENANT,
    clientId: CLIENT,
    host: ENTRA,
    resource: "https://graph.microsoft.com",
    assertion: null,
    thumbprint: null,
    ...known,
  };
  return explainRefusal(
    {
      kind: "answer",
      host: ENTRA,
      status: 400,
      headers: { date: new Date(NOW).toUTCString() },
      body: { error: "invalid_request", error_codes: [number] },
    },
    facts,
    NOW + clockAheadMs,
    [],
  );
}

const FEDERATION_FIX =
  "add a federated credential with exactly this issuer, subject and audience to the app (case counts)";
const GITHUB_FIX = `${FEDERATION_FIX}; the subject depends on repository, and on branch, tag or environment of the job`;
const GITHUB_TRUST = `app ${CLIENT} trusts no such token: issuer https://token.actions.githubusercontent.com, subject repo:contoso/apps:ref:refs/heads/main, audience api://AzureADTokenExchange`;
const NO_TENANT = `${ENTRA} knows no tenant ${TENANT}`;
const TENANT_FIX = "correct AZURE_TENANT_ID; a tenant of a national cloud needs TRUEUP_CLOUD";
const CONSENT = `nobody has consented to the permissions of app ${CLIENT} in tenant ${TENANT}`;
const CONSENT_FIX = "an administrator grants consent under API permissions of the app registration";
const MORE = "the account must do something at sign-in first, such as multi-factor authentication";
const CODE_FIX = "sign in again with the code";
const APPLICATION_FIX = "use a way that signs in as an application";
const DEVICE = "a Conditional Access policy wants a managed device, which a device code cannot show";
const DEVICE_FIX = "use a way that signs in as an application, or have the policy except this app";
const ACCOUNT_FIX = "sign in with an account of this tenant, or correct AZURE_TENANT_ID";
const POLICY_FIX = "the sign-in log of Microsoft Entra names the policy";
const UPLOAD_FIX =
  "upload the certificate to the app registration; where it trusts an issuer and a subject instead, set AZURE_CLIENT_SEND_CERTIFICATE_CHAIN=1";
const COMPARE_FIX = "compare its subject and issuer with the app registration";
const FILE_FIX = "see that something renews the file, and that the clock of this machine is right";
const CLOCK_FIX = "set the clock of this machine right";

const CASES: readonly (readonly [number, SignInMethod, Known, string, string, string])[] = [
  [
    7000215,
    "client-secret",
    {},
    "client-secret-wrong",
    `AZURE_CLIENT_SECRET is not a secret of app ${CLIENT}`,
    "use the value of the secret, not its id, without quotes or white space",
  ],
  [
    7000222,
    "client-secret",
    {},
    "client-secret-expired",
    `the secret of app ${CLIENT} has expired`,
    "make a new secret, or a federated credential, which does not expire",
  ],
  [
    700016,
    "client-secret",
    { host: "login.microsoftonline.us" },
    "app-not-in-tenant",
    `tenant ${TENANT} has no app ${CLIENT} (asked login.microsoftonline.us)`,
    "compare AZURE_CLIENT_ID and AZURE_TENANT_ID with the overview page of the app registration",
  ],
  [
    7000229,
    "certificate",
    {},
    "app-not-in-tenant",
    `app ${CLIENT} has no service principal in tenant ${TENANT}`,
    "an administrator of the tenant consents to the app once, which makes one",
  ],
  [90002, "certificate", {}, "tenant-not-found", NO_TENANT, TENANT_FIX],
  [900023, "device-code", {}, "tenant-not-found", NO_TENANT, TENANT_FIX],
  [70021, "github", { assertion: GITHUB_CLAIMS }, "federation-not-found", GITHUB_TRUST, GITHUB_FIX],
  [700211, "github", { assertion: GITHUB_CLAIMS }, "federation-not-found", GITHUB_TRUST, GITHUB_FIX],
  [700212, "github", { assertion: GITHUB_CLAIMS }, "federation-not-found", GITHUB_TRUST, GITHUB_FIX],
  [700213, "workload-identity", { assertion: GITHUB_CLAIMS }, "federation-not-found", GITHUB_TRUST, FEDERATION_FIX],
  [
    7002137,
    "workload-identity",
    { assertion: { issuer: null, subject: null, audience: null, notBefore: null, expiresAt: null } },
    "federation-not-found",
    `app ${CLIENT} trusts no such token: issuer none, subject none, audience none`,
    FEDERATION_FIX,
  ],
  [
    7002138,
    "github",
    { assertion: null },
    "federation-not-found",
    `app ${CLIENT} trusts no such token: it is no JSON web token`,
    GITHUB_FIX,
  ],
  [
    700027,
    "certificate",
    { thumbprint: THUMBPRINT },
    "certificate-not-registered",
    `app ${CLIENT} does not know the certificate with SHA-256 thumbprint ${THUMBPRINT}`,
    UPLOAD_FIX,
  ],
  [
    700027,
    "workload-identity",
    {},
    "certificate-not-registered",
    `app ${CLIENT} does not know the certificate`,
    UPLOAD_FIX,
  ],
  [
    700030,
    "certificate",
    { thumbprint: THUMBPRINT },
    "certificate-not-registered",
    `the certificate with SHA-256 thumbprint ${THUMBPRINT} does not fit what app ${CLIENT} trusts`,
    COMPARE_FIX,
  ],
  [
    700024,
    "certificate",
    {},
    "assertion-not-in-time",
    "the assertion signed with the certificate is not valid at this time",
    CLOCK_FIX,
  ],
  [700024, "github", {}, "assertion-not-in-time", "the token of GitHub is not valid at this time", CLOCK_FIX],
  [
    700024,
    "workload-identity",
    {},
    "assertion-not-in-time",
    "the token in the file of AZURE_FEDERATED_TOKEN_FILE is not valid at this time",
    FILE_FIX,
  ],
  [50034, "device-code", {}, "user-not-found", `tenant ${TENANT} has no such account`, ACCOUNT_FIX],
  [
    50057,
    "device-code",
    {},
    "user-disabled",
    "the account is disabled",
    "sign in with another account, or have it enabled",
  ],
  [50126, "device-code", {}, "password-wrong", "user name or password is wrong", "try again with a new code"],
  [50020, "device-code", {}, "user-not-found", `the account belongs to another tenant than ${TENANT}`, ACCOUNT_FIX],
  [
    50105,
    "device-code",
    {},
    "not-assigned",
    `app ${CLIENT} is for assigned people only, and this account is not`,
    "assign the account under Users and groups of the enterprise application",
  ],
  [
    53003,
    "device-code",
    {},
    "blocked-by-conditional-access",
    "a Conditional Access policy forbids this sign-in; many forbid device codes",
    POLICY_FIX,
  ],
  [
    53003,
    "github",
    {},
    "blocked-by-conditional-access",
    "a Conditional Access policy for workload identities forbids this sign-in, perhaps from this address",
    POLICY_FIX,
  ],
  [530003, "device-code", {}, "blocked-by-conditional-access", DEVICE, DEVICE_FIX],
  [53000, "device-code", {}, "blocked-by-conditional-access", DEVICE, DEVICE_FIX],
  [50076, "device-code", {}, "interaction-required", MORE, CODE_FIX],
  [50079, "client-secret", {}, "interaction-required", MORE, APPLICATION_FIX],
  [65001, "client-secret", {}, "consent-missing", CONSENT, CONSENT_FIX],
  [650056, "device-code", {}, "consent-missing", CONSENT, CONSENT_FIX],
  [
    500011,
    "client-secret",
    { resource: "https://graph.microsoft.us" },
    "resource-not-found",
    `tenant ${TENANT} does not know https://graph.microsoft.us`,
    "TRUEUP_CLOUD must be the cloud of the tenant: each has a Graph of its own",
  ],
  [
    7000112,
    "certificate",
    {},
    "app-disabled",
    `app ${CLIENT} is disabled`,
    "an administrator enables it under Enterprise applications, Properties",
  ],
  [
    7000218,
    "device-code",
    {},
    "public-client-refused",
    `app ${CLIENT} does not allow sign-in without a credential of its own`,
    "device-code needs `Allow public client flows` under Authentication of the app registration",
  ],
  [
    7000218,
    "client-secret",
    {},
    "public-client-refused",
    `no credential of app ${CLIENT} arrived`,
    "see whether a proxy or a stand-in changes what is sent",
  ],
  [
    700082,
    "device-code",
    {},
    "interaction-required",
    "the sign-in is too old to be renewed",
    "sign in again with a new code",
  ],
];

describe("what a code of Microsoft Entra means here, and the way out", () => {
  it.each(CASES)("AADSTS%i to %s", (number, way, known, code, means, fix) => {
    const { code: told, message, hint } = refused(number, way, known);
    expect({ code: told, message, hint }).toEqual({
      code,
      message: `signing in with ${way} was refused: ${means} (AADSTS${number})`,
      hint: fix,
    });
  });

  it("is said for every code that is listed", () => {
    const said = new Set(CASES.map(([number]) => String(number)));
    expect(said).toEqual(new Set(Object.keys(REFUSALS)));
  });
});

describe("a token that is not valid at this time", () => {
  const claims = { issuer: null, subject: null, audience: null };
  it.each([
    ["expired a moment ago", { notBefore: null, expiresAt: NOW - 20_000 }, 0, ": it expired 20 s ago"],
    ["expired", { notBefore: NOW - HOUR, expiresAt: NOW - 5 * MINUTE }, 0, ": it expired 5 min ago"],
    ["expired long ago", { notBefore: null, expiresAt: NOW - 26 * HOUR }, 0, ": it expired 26 h ago"],
    ["expired nearly two hours ago", { notBefore: null, expiresAt: NOW - 119 * MINUTE }, 0, ": it expired 119 min ago"],
    ["expired two hours ago", { notBefore: null, expiresAt: NOW - 2 * HOUR }, 0, ": it expired 2 h ago"],
    ["begins later", { notBefore: NOW + 3 * MINUTE, expiresAt: NOW + HOUR }, 0, ": it begins in 3 min"],
    ["begins later, with no end", { notBefore: NOW + 3 * HOUR, expiresAt: null }, 0, ": it begins in 3 h"],
    [
      "expired by the clock of the service",
      { notBefore: null, expiresAt: NOW - MINUTE },
      -HOUR,
      ": it expired 1 min ago",
    ],
    ["is in time", { notBefore: NOW - MINUTE, expiresAt: NOW + HOUR }, 0, ""],
    ["is in time, the clock a little wrong", { notBefore: NOW, expiresAt: NOW }, MINUTE - 1, ""],
    [
      "is in time, the clock fast",
      { notBefore: NOW - MINUTE, expiresAt: NOW + HOUR },
      20 * MINUTE,
      ": the clock of this machine is 20 min ahead of that of the service",
    ],
    [
      "says no times, the clock slow",
      { notBefore: null, expiresAt: null },
      -3 * HOUR,
      ": the clock of this machine is 3 h behind that of the service",
    ],
  ])("because it %s", (_name, times, clockAheadMs, words) => {
    const { message } = refused(700024, "github", { assertion: { ...claims, ...times } }, clockAheadMs);
    expect(message).toBe(
      `signing in with github was refused: the token of GitHub is not valid at this time${words} (AADSTS700024)`,
    );
  });

  it("and that nobody could read is told by the clock alone", () => {
    expect(refused(700024, "github", { assertion: null }, -MINUTE).message).toContain(
      ": the clock of this machine is 1 min behind that of the service (",
    );
  });
});
