import { AuthError, ConfidentialClientApplication, type NodeAuthOptions } from "@azure/msal-node";
import { type Authority, configureAuthority } from "./authority.ts";
import type { Conversation } from "./sending.ts";
import type { Credential } from "./credential.ts";
import type { AppIdentity } from "./app-identity.ts";
import type { Ended } from "./attempt.ts";

/**
 * Asks for a token as an application, with one request. Each time with a new client: an old one would answer from its
 * memory, of tokens and also of refusals, which it repeats for a minute without asking.
 */
export async function askAsApplication(options: {
  readonly authority: Authority;
  readonly identity: AppIdentity;
  readonly scope: string;
  readonly credential: Credential;
  readonly conversation: Conversation;
}): Promise<Ended> {
  const { authority, identity, credential, conversation } = options;
  try {
    const application = new ConfidentialClientApplication({
      auth: {
        clientId: identity.clientId,
        ...configureAuthority(authority, identity.tenant),
        ...proofOf(credential),
      },
      system: { networkClient: conversation.network },
    });
    const result = await application.acquireTokenByClientCredential({
      scopes: [options.scope],
      skipCache: true,
      // Otherwise a variable of the library would send the credential to another host than the one said.
      azureRegion: "DisableMsalForceRegion",
    });
    return { result, libraryCode: null };
  } catch (error) {
    return { result: null, libraryCode: libraryCodeOf(error) };
  }
}

/** The library's name of a failure. Its text is left behind: it may repeat what was sent. */
export function libraryCodeOf(error: unknown): string {
  return error instanceof AuthError ? error.errorCode : "unexpected_library_error";
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
