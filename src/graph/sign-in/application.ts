import type { Clock } from "../../model/clock.ts";
import type { Attempt } from "./attempt.ts";
import type { Authority } from "./authority.ts";
import { createConversation } from "./sending.ts";
import {
  type Credential,
  CREDENTIAL_VARIABLES,
  type CredentialSources,
  type CredentialMethod,
  obtainCredential,
} from "./credential.ts";
import type { AppIdentity } from "./app-identity.ts";
import { isServiceTrouble, judge } from "./attempt.ts";
import { explainRefusal } from "./refusal.ts";

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
  const { askAsApplication } = await import("./confidential-client.ts");
  const ended = await askAsApplication({ authority, identity, scope, credential, conversation });
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
  return judge(ended, conversation.last(), {
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
