import { errorCode, InternalError, SignInError, systemWords, UsageError } from "../../errors.ts";
import { addressProblem } from "../../http/base-url.ts";
import { decodePayload } from "../token.ts";
import { type Environment, readSwitch, readVariable } from "./app-identity.ts";
import { type FailedAttempt, isServiceTrouble, unreachable } from "./attempt.ts";
import { type Certificate, readCertificate } from "./certificate.ts";
import { type Connections, send } from "./sending.ts";

/** What an assertion says about itself, for explaining why it was refused. Not verified. */
export interface AssertionClaims {
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly audience: string | null;
  /** Milliseconds since the epoch. */
  readonly notBefore: number | null;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | null;
}

/** Null for text that is no JWT (https://www.rfc-editor.org/rfc/rfc7519). */
export function readAssertion(assertion: string): AssertionClaims | null {
  const payload = decodePayload(assertion);
  if (payload === null) return null;
  const { iss, sub, aud, nbf, exp } = payload;
  const audience: unknown = Array.isArray(aud) ? aud[0] : aud;
  return {
    issuer: typeof iss === "string" ? iss : null,
    subject: typeof sub === "string" ? sub : null,
    audience: typeof audience === "string" ? audience : null,
    notBefore: typeof nbf === "number" ? nbf * 1000 : null,
    expiresAt: typeof exp === "number" ? exp * 1000 : null,
  };
}

/** With what an application proves who it is. */
export type Credential =
  | { readonly kind: "secret"; readonly secret: string }
  | { readonly kind: "certificate"; readonly certificate: Certificate; readonly sendChain: boolean }
  | { readonly kind: "assertion"; readonly assertion: string; readonly claims: AssertionClaims | null };

/** The ways that need one. */
export type CredentialMethod = "workload-identity" | "github" | "certificate" | "client-secret";

/** The variable that holds the credential, or says where it is. */
export const CREDENTIAL_VARIABLES: Readonly<Record<CredentialMethod, string>> = {
  "workload-identity": "AZURE_FEDERATED_TOKEN_FILE",
  github: "ACTIONS_ID_TOKEN_REQUEST_URL",
  certificate: "AZURE_CLIENT_CERTIFICATE_PATH",
  "client-secret": "AZURE_CLIENT_SECRET",
};

/** Where credentials come from. */
export interface CredentialSources {
  readonly environment: Environment;
  /** The text of a file. Rejects with the system's error. */
  readonly readFile: (path: string) => Promise<string>;
  readonly connections: Connections;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Gets the credential anew, so that files that were renewed count. A failed attempt where it cannot be had.
 * @throws InternalError when the variable of this way is not set: `chooseSignInMethod` takes no such way
 */
export async function obtainCredential(
  way: CredentialMethod,
  sources: CredentialSources,
): Promise<Credential | FailedAttempt> {
  if (way === "github") {
    const asked = await askGithub(sources.environment, sources.connections);
    return typeof asked === "string" ? assertionCredential(asked) : asked;
  }
  try {
    if (way === "client-secret") return { kind: "secret", secret: readSecret(sources.environment) };
    if (way === "workload-identity") return assertionCredential(await readAssertionFile(sources));
    return await readCertificateFile(sources);
  } catch (error) {
    if (error instanceof SignInError) return { kind: "failed", error, passing: false, waitMs: null };
    throw error;
  }
}

/** As it stands: white space at its ends may belong to it. */
function readSecret(environment: Environment): string {
  const secret = environment["AZURE_CLIENT_SECRET"];
  if (secret === undefined) throw new InternalError("client-secret was chosen without AZURE_CLIENT_SECRET");
  return secret;
}

function assertionCredential(assertion: string): Credential {
  return { kind: "assertion", assertion, claims: readAssertion(assertion) };
}

async function readAssertionFile(sources: CredentialSources): Promise<string> {
  const { file, text } = await readNamedFile("AZURE_FEDERATED_TOKEN_FILE", sources);
  const assertion = text.trim();
  if (readAssertion(assertion) !== null) return assertion;
  const problem = assertion === "" ? "is empty" : "holds no JSON web token";
  throw new SignInError(
    "credential-unusable",
    `AZURE_FEDERATED_TOKEN_FILE: ${file} ${problem}`,
    "the file must hold the token and nothing else",
  );
}

async function readCertificateFile(sources: CredentialSources): Promise<Credential> {
  const { environment, now } = sources;
  const { file, text } = await readNamedFile("AZURE_CLIENT_CERTIFICATE_PATH", sources);
  // A password may begin or end with white space: it is taken as it stands.
  const password = environment["AZURE_CLIENT_CERTIFICATE_PASSWORD"] ?? "";
  const certificate = readCertificate(text, file, password === "" ? null : password, now);
  return {
    kind: "certificate",
    certificate,
    sendChain: readSwitch(environment, "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"),
  };
}

async function readNamedFile(
  variable: string,
  { environment, readFile }: CredentialSources,
): Promise<{ readonly file: string; readonly text: string }> {
  const file = readVariable(environment, variable);
  if (file === null) throw new InternalError(`a way was chosen that needs ${variable}, which is not set`);
  try {
    return { file, text: await readFile(file) };
  } catch (error) {
    const code = errorCode(error) ?? "unreadable";
    const why = code === "ENOENT" ? "does not exist" : `cannot be read: ${systemWords(code) ?? code}`;
    throw new SignInError(
      "credential-unusable",
      `${variable}: ${file} ${why}`,
      "give the path of a file that this process may read",
    );
  }
}

/** What Microsoft Entra expects a token from elsewhere to be meant for. */
const EXCHANGE_AUDIENCE = "api://AzureADTokenExchange";

/**
 * Asks GitHub for a token that says which repository and job this is; it lives a few minutes, so it is asked for each time.
 * Source: https://docs.github.com/actions/reference/security/oidc
 * @returns the token, or the attempt that failed
 * @throws UsageError for an address that would show the request token to others
 * @throws InternalError when a variable is not set: `chooseSignInMethod` takes no such way
 */
export async function askGithub(environment: Environment, connections: Connections): Promise<string | FailedAttempt> {
  const address = readVariable(environment, "ACTIONS_ID_TOKEN_REQUEST_URL");
  const requestToken = readVariable(environment, "ACTIONS_ID_TOKEN_REQUEST_TOKEN");
  if (address === null || requestToken === null) throw new InternalError("github was chosen without its two variables");
  const headers = { accept: "application/json", authorization: `bearer ${requestToken}` };
  const answer = await send({ method: "GET", url: tokenUrl(address), headers, body: null }, connections);
  if (answer.kind === "failure") return unreachable(answer, "github");
  const value = answer.body?.["value"];
  if (answer.status === 200 && typeof value === "string" && value !== "") return value;
  const problem = answer.status === 200 ? "answered without a token" : `answered ${answer.status}`;
  return {
    kind: "failed",
    error: new SignInError(
      "github-token-refused",
      `signing in with github failed: ${answer.host} ${problem} when asked for an id token`,
      "the job needs `permissions: id-token: write`, and its request token ends with the job",
    ),
    passing: isServiceTrouble(answer),
    waitMs: null,
  };
}

function tokenUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || addressProblem(url) !== null) {
    throw new UsageError("ACTIONS_ID_TOKEN_REQUEST_URL is no https address", "leave the variable as GitHub sets it");
  }
  url.searchParams.set("audience", EXCHANGE_AUDIENCE);
  return url.href;
}
