import { AuthError, ConfidentialClientApplication, type NodeAuthOptions } from "@azure/msal-node";
import type { Clock } from "../../model/clock.ts";
import type { AppIdentity } from "./app-identity.ts";
import { type Attempt, type Ended, isServiceTrouble, judge } from "./attempt.ts";
import { type Authority, configureAuthority } from "./clouds.ts";
import {
  type Credential,
  CREDENTIAL_VARIABLES,
  type CredentialMethod,
  type CredentialSources,
  obtainCredential,
} from "./credential.ts";
import { explainRefusal } from "./refusal.ts";
import { type Conversation, createConversation } from "./sending.ts";

/** Who asks whom for what. */
interface ApplicationSignIn extends Omit<CredentialSources, "now"> {
  readonly way: CredentialMethod;
  readonly authority: Authority;
  readonly identity: AppIdentity;
  readonly scope: string;
  readonly clock: Clock;
}

/** One attempt to get a token as an application. */
export async function attemptAsApplication(options: ApplicationSignIn): Promise<Attempt> {
  const { way, authority, identity, scope, clock } = options;
  const credential = await obtainCredential(way, { ...options, now: clock.now() });
  if (credential.kind === "failed") return credential;
  const conversation = createConversation(options.connections);
  const end = await askAsApplication({ authority, identity, scope, credential, conversation });
  const facts = {
    way,
    variable: CREDENTIAL_VARIABLES[way],
    tenant: identity.tenant,
    clientId: identity.clientId,
    host: authority.host,
    resource: new URL(scope).origin,
    assertion: credential.kind === "assertion" ? credential.claims : null,
    thumbprint: credential.kind === "certificate" ? credential.certificate.thumbprint : null,
  };
  return judge(end, conversation.last(), {
    way,
    clock,
    isPassing: isServiceTrouble,
    explain: (answer) => explainRefusal(answer, facts, clock.now(), privateValuesOf(credential)),
  });
}

function privateValuesOf(credential: Credential): readonly string[] {
  if (credential.kind === "secret") return [credential.secret, encodeURIComponent(credential.secret)];
  return credential.kind === "assertion" ? [credential.assertion, ...credential.assertion.split(".")] : [];
}

/**
 * Asks for a token as an application, with one request. Each time with a new client: an old one would answer from its
 * memory, of tokens and also of refusals, which it repeats for a minute without asking.
 */
function askAsApplication(options: {
  readonly authority: Authority;
  readonly identity: AppIdentity;
  readonly scope: string;
  readonly credential: Credential;
  readonly conversation: Conversation;
}): Promise<Ended> {
  const { authority, identity, credential, conversation } = options;
  return ended(() => {
    const application = new ConfidentialClientApplication({
      auth: {
        clientId: identity.clientId,
        ...configureAuthority(authority, identity.tenant),
        ...proofOf(credential),
      },
      system: { networkClient: conversation.network },
    });
    return application.acquireTokenByClientCredential({
      scopes: [options.scope],
      skipCache: true,
      // Otherwise a variable of the library would send the credential to another host than the one said.
      azureRegion: "DisableMsalForceRegion",
    });
  });
}

/** How asking the library ended. Of a failure its name is kept; its text is left behind, since it may repeat what was sent. */
export async function ended(ask: () => Promise<Ended["result"]>): Promise<Ended> {
  try {
    return { result: await ask(), libraryCode: null };
  } catch (error) {
    return { result: null, libraryCode: error instanceof AuthError ? error.errorCode : "unexpected_library_error" };
  }
}

function proofOf(credential: Credential): Partial<NodeAuthOptions> {
  switch (credential.kind) {
    case "secret":
      return { clientSecret: credential.secret };
    case "assertion":
      return { clientAssertion: credential.assertion };
    case "certificate": {
      const { thumbprint, privateKey, chain } = credential.certificate;
      return {
        clientCertificate: {
          thumbprintSha256: thumbprint,
          privateKey,
          ...(credential.sendChain ? { x5c: chain } : {}),
        },
      };
    }
  }
}
