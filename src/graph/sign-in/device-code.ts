import { AuthError, type INetworkModule, PublicClientApplication } from "@azure/msal-node";
import { SignInError } from "../../errors.ts";
import type { Clock } from "../../model/clock.ts";
import type { AppIdentity } from "./app-identity.ts";
import { type Attempt, type Ended, isServiceTrouble, judge, type ReadableAnswer } from "./attempt.ts";
import { type Authority, configureAuthority } from "./clouds.ts";
import { ended } from "./application.ts";
import { explainRefusal } from "./refusal.ts";
import {
  type Connections,
  createConversation,
  type Happened,
  type SignInRequest,
  withoutPrivateValues,
} from "./sending.ts";

/** A person who signs in with a code in a browser. */
export interface PersonSignIn {
  readonly authority: Authority;
  readonly identity: AppIdentity;
  readonly scope: string;
  readonly connections: Connections;
  readonly clock: Clock;
  /** Shows a line to the person. */
  readonly say: (line: string) => void;
}

/**
 * Attempts that remember who signed in: later tokens come without a code for as long as Microsoft Entra allows.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export function createPersonAttempts(options: PersonSignIn): () => Promise<Attempt> {
  const { authority, identity, scope, connections, clock } = options;
  const { tenant, clientId } = identity;
  const resource = new URL(scope).origin;
  const facts = {
    way: "device-code",
    tenant,
    clientId,
    resource,
    assertion: null,
    thumbprint: null,
  } as const;
  let remembered: string | null = null;

  async function attempt(silently: boolean): Promise<Attempt> {
    const conversation = silently ? createConversation(connections) : createConversation(connections, keepPolling);
    const end = await ask(conversation.network, silently);
    return judge(end, conversation.last(), {
      way: "device-code",
      clock,
      // Asking again would show a person another code.
      isPassing: (answer) => silently && isServiceTrouble(answer),
      explain: (answer) =>
        notSignedIn(answer) ?? explainRefusal(answer, { ...facts, host: answer.host }, clock.now(), []),
    });
  }

  function ask(network: INetworkModule, silently: boolean): Promise<Ended> {
    return ended(async () => {
      const application = new PublicClientApplication({
        auth: { clientId: identity.clientId, ...configureAuthority(authority, identity.tenant) },
        system: { networkClient: network },
      });
      const cache = application.getTokenCache();
      if (remembered !== null) cache.deserialize(remembered);
      const [account] = await cache.getAllAccounts();
      if (silently && account === undefined) throw new AuthError("no_account", "nobody has signed in");
      const result =
        silently && account !== undefined
          ? await application.acquireTokenSilent({ account, scopes: [scope], forceRefresh: true })
          : await application.acquireTokenByDeviceCode({
              scopes: [scope],
              deviceCodeCallback: ({ userCode, verificationUri }) => show(userCode, verificationUri),
            });
      remembered = cache.serialize();
      return result;
    });
  }

  /** Throws without a code: the library would go on and poll for nothing. */
  function show(userCode: unknown, verificationUri: unknown): void {
    if (typeof userCode !== "string" || typeof verificationUri !== "string") throw new Error("no code was given");
    const [code, address] = [userCode, verificationUri].map((text) => withoutPrivateValues(text, []));
    options.say(`to sign in, open ${address} in a browser and enter the code ${code}`);
  }

  return async () => {
    if (remembered === null) return attempt(false);
    const silent = await attempt(true);
    if (silent.kind === "token" || silent.passing) return silent;
    options.say(`the sign-in could not be renewed without you: ${silent.error.message}`);
    remembered = null;
    return attempt(false);
  };
}

/** While a person is at it, a poll that goes wrong is one more that found nothing yet. */
function keepPolling({ body }: SignInRequest, happened: Happened): Happened {
  const polling = body?.includes("device_code=") === true;
  if (!polling || (happened.kind === "answer" && !isServiceTrouble(happened))) return happened;
  return { kind: "answer", host: happened.host, status: 400, headers: {}, body: { error: "authorization_pending" } };
}

const NOT_SIGNED_IN: ReadonlyMap<unknown, string> = new Map([
  ["authorization_pending", "the code was not used in time"],
  ["expired_token", "the code was not used in time"],
  ["authorization_declined", "the request was declined in the browser"],
  ["access_denied", "the request was declined in the browser"],
]);

/** The person did not do it; null for any other refusal. */
function notSignedIn({ body }: ReadableAnswer): SignInError | null {
  const { error, error_codes: codes } = body;
  const why = NOT_SIGNED_IN.get(error);
  if (why === undefined || (error === "access_denied" && Array.isArray(codes))) return null;
  return new SignInError("sign-in-not-finished", `signing in with device-code ended: ${why}`, "start again");
}
