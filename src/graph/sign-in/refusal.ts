import { SignInError } from "../../errors.ts";
import type { JsonObject } from "../../model/json-object.ts";
import type { ReadableAnswer } from "./attempt.ts";
import type { AssertionClaims } from "./credential.ts";
import type { SignInMethod } from "./methods.ts";
import { withoutPrivateValues } from "./sending.ts";

/** What is known about a sign-in that was refused; nothing of it is secret. */
export interface RefusedSignIn {
  readonly way: SignInMethod;
  /** Tenant id or domain. */
  readonly tenant: string;
  readonly clientId: string;
  /** Host of the authority. */
  readonly host: string;
  /** Origin of Graph, for which a token was asked. */
  readonly resource: string;
  /** The assertion that was sent, where it came from elsewhere. */
  readonly assertion: AssertionClaims | null;
  /** SHA-256 of the certificate that signed, hexadecimal. */
  readonly thumbprint: string | null;
  /** Milliseconds by which this machine's clock is ahead of the service's; null when the service did not say the time. */
  readonly clockAheadMs: number | null;
  /** Milliseconds since the epoch, by the service's clock where it said the time. */
  readonly now: number;
}

/** What a code of Microsoft Entra means here. Codes may change, so they explain a refusal and decide nothing. */
interface Refusal {
  /** Of the `SignInError`. */
  readonly code: string;
  readonly means: (facts: RefusedSignIn) => string;
  readonly fix: (facts: RefusedSignIn) => string;
}

const noFederation: Refusal = {
  code: "federation-not-found",
  means: ({ clientId, assertion }) => `app ${clientId} trusts no such token: ${describeAssertion(assertion)}`,
  fix: ({ way }) =>
    `add a federated credential with exactly this issuer, subject and audience to the app (case counts)${
      way === "github" ? "; the subject depends on repository, and on branch, tag or environment of the job" : ""
    }`,
};

const consentMissing: Refusal = {
  code: "consent-missing",
  means: ({ clientId, tenant }) => `nobody has consented to the permissions of app ${clientId} in tenant ${tenant}`,
  fix: () => "an administrator grants consent under API permissions of the app registration",
};

const moreFromPerson: Refusal = {
  code: "interaction-required",
  means: () => "the account must do something at sign-in first, such as multi-factor authentication",
  fix: ({ way }) =>
    way === "device-code" ? "sign in again with the code" : "use a way that signs in as an application",
};

/**
 * Source unless noted: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. The federation codes:
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation and https://github.com/Azure/login/issues/517.
 */
export const REFUSALS: Readonly<Record<number, Refusal>> = {
  7000215: {
    code: "client-secret-wrong",
    means: ({ clientId }) => `AZURE_CLIENT_SECRET is not a secret of app ${clientId}`,
    fix: () => "use the value of the secret, not its id, without quotes or white space",
  },
  7000222: {
    code: "client-secret-expired",
    means: ({ clientId }) => `the secret of app ${clientId} has expired`,
    fix: () => "make a new secret, or a federated credential, which does not expire",
  },
  700016: {
    code: "app-not-in-tenant",
    means: ({ clientId, tenant, host }) => `tenant ${tenant} has no app ${clientId} (asked ${host})`,
    fix: () => "compare AZURE_CLIENT_ID and AZURE_TENANT_ID with the overview page of the app registration",
  },
  7000229: {
    code: "app-not-in-tenant",
    means: ({ clientId, tenant }) => `app ${clientId} has no service principal in tenant ${tenant}`,
    fix: () => "an administrator of the tenant consents to the app once, which makes one",
  },
  90002: tenantNotFound(),
  900023: tenantNotFound(),
  70021: noFederation,
  700211: noFederation,
  700212: noFederation,
  700213: noFederation,
  7002137: noFederation,
  7002138: noFederation,
  700027: {
    code: "certificate-not-registered",
    means: ({ clientId, thumbprint }) => `app ${clientId} does not know the certificate${shownThumbprint(thumbprint)}`,
    fix: () =>
      "upload the certificate to the app registration; where it trusts an issuer and a subject instead, set AZURE_CLIENT_SEND_CERTIFICATE_CHAIN=1",
  },
  700030: {
    code: "certificate-not-registered",
    means: ({ clientId, thumbprint }) =>
      `the certificate${shownThumbprint(thumbprint)} does not fit what app ${clientId} trusts`,
    fix: () => "compare its subject and issuer with the app registration",
  },
  700024: {
    code: "assertion-not-in-time",
    means: (facts) => `the ${assertionName(facts)} is not valid at this time${describeTimes(facts)}`,
    fix: ({ way }) =>
      way === "workload-identity"
        ? "see that something renews the file, and that the clock of this machine is right"
        : "set the clock of this machine right",
  },
  50034: {
    code: "user-not-found",
    means: ({ tenant }) => `tenant ${tenant} has no such account`,
    fix: () => "sign in with an account of this tenant, or correct AZURE_TENANT_ID",
  },
  50057: {
    code: "user-disabled",
    means: () => "the account is disabled",
    fix: () => "sign in with another account, or have it enabled",
  },
  50126: {
    code: "password-wrong",
    means: () => "user name or password is wrong",
    fix: () => "try again with a new code",
  },
  50020: {
    code: "user-not-found",
    means: ({ tenant }) => `the account belongs to another tenant than ${tenant}`,
    fix: () => "sign in with an account of this tenant, or correct AZURE_TENANT_ID",
  },
  50105: {
    code: "not-assigned",
    means: ({ clientId }) => `app ${clientId} is for assigned people only, and this account is not`,
    fix: () => "assign the account under Users and groups of the enterprise application",
  },
  53003: {
    code: "blocked-by-conditional-access",
    means: ({ way }) =>
      way === "device-code"
        ? "a Conditional Access policy forbids this sign-in; many forbid device codes"
        : "a Conditional Access policy for workload identities forbids this sign-in, perhaps from this address",
    fix: () => "the sign-in log of Microsoft Entra names the policy",
  },
  530003: deviceRequired(),
  53000: deviceRequired(),
  50076: moreFromPerson,
  50079: moreFromPerson,
  65001: consentMissing,
  650056: consentMissing,
  500011: {
    code: "resource-not-found",
    means: ({ resource, tenant }) => `tenant ${tenant} does not know ${resource}`,
    fix: () => "TRUEUP_CLOUD must be the cloud of the tenant: each has a Graph of its own",
  },
  7000112: {
    code: "app-disabled",
    means: ({ clientId }) => `app ${clientId} is disabled`,
    fix: () => "an administrator enables it under Enterprise applications, Properties",
  },
  7000218: {
    code: "public-client-refused",
    means: ({ clientId, way }) =>
      way === "device-code"
        ? `app ${clientId} does not allow sign-in without a credential of its own`
        : `no credential of app ${clientId} arrived`,
    fix: ({ way }) =>
      way === "device-code"
        ? "device-code needs `Allow public client flows` under Authentication of the app registration"
        : "see whether a proxy or a stand-in changes what is sent",
  },
  700082: {
    code: "interaction-required",
    means: () => "the sign-in is too old to be renewed",
    fix: () => "sign in again with a new code",
  },
};

function tenantNotFound(): Refusal {
  return {
    code: "tenant-not-found",
    means: ({ tenant, host }) => `${host} knows no tenant ${tenant}`,
    fix: () => "correct AZURE_TENANT_ID; a tenant of a national cloud needs TRUEUP_CLOUD",
  };
}

function deviceRequired(): Refusal {
  return {
    code: "blocked-by-conditional-access",
    means: () => "a Conditional Access policy wants a managed device, which a device code cannot show",
    fix: () => "use a way that signs in as an application, or have the policy except this app",
  };
}

function describeAssertion(assertion: AssertionClaims | null): string {
  if (assertion === null) return "it is no JSON web token";
  const { issuer, subject, audience } = assertion;
  return `issuer ${issuer ?? "none"}, subject ${subject ?? "none"}, audience ${audience ?? "none"}`;
}

function shownThumbprint(thumbprint: string | null): string {
  return thumbprint === null ? "" : ` with SHA-256 thumbprint ${thumbprint}`;
}

function assertionName({ way }: RefusedSignIn): string {
  if (way === "workload-identity") return "token in the file of AZURE_FEDERATED_TOKEN_FILE";
  return way === "github" ? "token of GitHub" : "assertion signed with the certificate";
}

const NOTABLE_SKEW_MS = 60_000;

function describeTimes({ assertion, clockAheadMs, now }: RefusedSignIn): string {
  const expired = assertion?.expiresAt ?? null;
  const begins = assertion?.notBefore ?? null;
  if (expired !== null && expired < now) return `: it expired ${duration(now - expired)} ago`;
  if (begins !== null && begins > now) return `: it begins in ${duration(begins - now)}`;
  if (clockAheadMs === null || Math.abs(clockAheadMs) < NOTABLE_SKEW_MS) return "";
  const direction = clockAheadMs > 0 ? "ahead of" : "behind";
  return `: the clock of this machine is ${duration(Math.abs(clockAheadMs))} ${direction} that of the service`;
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1000)} s`;
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/**
 * Explains what Microsoft Entra said no to. Its own words are shown only where the code is not in our table.
 * @param privateValues never shown, whatever the answer repeats
 */
export function explainRefusal(
  answer: ReadableAnswer,
  facts: Omit<RefusedSignIn, "clockAheadMs" | "now">,
  clockNow: number,
  privateValues: readonly string[],
): SignInError {
  const { body } = answer;
  const serviceTime = Date.parse(answer.headers["date"] ?? "");
  const said = Number.isNaN(serviceTime) ? null : serviceTime;
  const all = { ...facts, clockAheadMs: said === null ? null : clockNow - said, now: said ?? clockNow };
  const codes = codesIn(body);
  const known = codes.find((code) => REFUSALS[code] !== undefined);
  const refusal = known === undefined ? undefined : REFUSALS[known];
  const trace = traceId(body);
  if (refusal === undefined) return unlisted(answer, facts, codes[0] ?? null, trace, privateValues);
  const means = withoutPrivateValues(refusal.means(all), privateValues);
  return new SignInError(
    refusal.code,
    `signing in with ${facts.way} was refused: ${means} (AADSTS${known}${trace})`,
    refusal.fix(all),
  );
}

function unlisted(
  answer: ReadableAnswer,
  { way }: Pick<RefusedSignIn, "way">,
  code: number | null,
  trace: string,
  privateValues: readonly string[],
): SignInError {
  const words = [answer.body["error"], answer.body["error_description"]].filter((word) => typeof word === "string");
  const first = words.join(": ").replace(/\s*(?:\r?\n| Trace ID:).*$/s, "");
  const named = trace === "" ? "" : `(${trace.slice(2)})`;
  const said = [answer.status, withoutPrivateValues(first, privateValues), named].filter((part) => part !== "");
  return new SignInError(
    "sign-in-refused",
    `signing in with ${way} was refused by ${answer.host}: ${said.join(" ")}`,
    code === null
      ? "the sign-in log of Microsoft Entra may tell more"
      : `https://login.microsoftonline.com/error?code=${code} explains the code`,
  );
}

function codesIn(body: JsonObject): readonly number[] {
  const { error_codes: listed, error_description: description } = body;
  const codes = Array.isArray(listed) ? listed.filter((code) => typeof code === "number") : [];
  const named = typeof description === "string" ? /AADSTS(\d{4,9})/.exec(description)?.[1] : undefined;
  return named === undefined ? codes : [Number(named), ...codes];
}

/** By which the service's own log names the refusal. */
function traceId(body: JsonObject): string {
  const id = body["trace_id"];
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? `, trace id ${id}` : "";
}
