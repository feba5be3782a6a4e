import { InternalError, SignInError, UsageError } from "../../errors.ts";
import { isLoopbackHost } from "../../http/base-url.ts";
import { type Environment, readVariable } from "./app-identity.ts";
import { type FailedAttempt, isServiceTrouble, unreachable } from "./attempt.ts";
import { type Connections, send } from "./sending.ts";

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
  if (url === null || (url.protocol !== "https:" && !isLoopbackHost(url.hostname))) {
    throw new UsageError("ACTIONS_ID_TOKEN_REQUEST_URL is no https address", "leave the variable as GitHub sets it");
  }
  url.searchParams.set("audience", EXCHANGE_AUDIENCE);
  return url.href;
}
