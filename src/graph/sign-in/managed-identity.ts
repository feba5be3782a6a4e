import { AsyncLocalStorage } from "node:async_hooks";
import { type INetworkModule, ManagedIdentityApplication } from "@azure/msal-node";
import { InternalError, SignInError } from "../../errors.ts";
import { isJsonObject, type JsonObject } from "../../model/json-object.ts";
import type { Clock } from "../../model/clock.ts";
import { type Attempt, type Ended, isServiceTrouble, judge, type ReadableAnswer } from "./attempt.ts";
import { ended } from "./application.ts";
import { type Connections, type Conversation, createConversation, withoutPrivateValues } from "./sending.ts";

/**
 * The library makes its managed identity once in a process and keeps the network of whoever came first, even when that
 * one's connections are closed. So it gets a network that finds the conversation of whoever is asking.
 */
const asking = new AsyncLocalStorage<Conversation>();

const sharedNetwork: INetworkModule = {
  sendGetRequestAsync: (url, options) => current().sendGetRequestAsync(url, options),
  sendPostRequestAsync: (url, options) => current().sendPostRequestAsync(url, options),
};

function current(): INetworkModule {
  const conversation = asking.getStore();
  if (conversation === undefined) throw new InternalError("the managed identity was asked outside of a conversation");
  return conversation.network;
}

/**
 * One attempt to get a token for the managed identity. Which kind of host this is, the library reads from the
 * process's own environment, once.
 */
export async function attemptAsManagedIdentity(options: {
  /** Null for the identity that the system assigned. */
  readonly clientId: string | null;
  readonly scope: string;
  readonly connections: Connections;
  readonly clock: Clock;
}): Promise<Attempt> {
  const { clientId, connections } = options;
  const conversation = createConversation({ ...connections, outside: connections.direct });
  const end = await asking.run(conversation, () => ask(clientId, options.scope));
  return judge(end, conversation.last(), {
    way: "managed-identity",
    clock: options.clock,
    isPassing: (answer) => isServiceTrouble(answer) || answer.status === 404 || answer.status === 410,
    explain: (answer) => explain(answer, clientId),
  });
}

function ask(clientId: string | null, scope: string): Promise<Ended> {
  return ended(() => {
    const application = new ManagedIdentityApplication({
      ...(clientId === null ? {} : { managedIdentityIdParams: { userAssignedClientId: clientId } }),
      system: { networkClient: sharedNetwork, disableInternalRetries: true },
    });
    return application.acquireToken({ resource: scope, forceRefresh: true });
  });
}

/** Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling */
function explain(answer: ReadableAnswer, clientId: string | null): SignInError {
  const words = withoutPrivateValues(wordsOf(answer.body), []);
  const notFound = /identity not found|no .*managed identity found/i.test(words);
  const whose = clientId === null ? "no system-assigned identity" : `no identity with client id ${clientId}`;
  if (notFound) {
    return new SignInError(
      "managed-identity-not-found",
      `signing in with managed-identity was refused: this machine has ${whose}`,
      clientId === null
        ? "assign an identity to it; a user-assigned one is named by AZURE_CLIENT_ID"
        : "assign it to this machine, or unset AZURE_CLIENT_ID to use the system-assigned one",
    );
  }
  return new SignInError(
    "managed-identity-refused",
    `signing in with managed-identity was refused by ${answer.host}: ${answer.status} ${words}`.trimEnd(),
    "see that an identity is assigned to this machine; a user-assigned one is named by AZURE_CLIENT_ID",
  );
}

function wordsOf(body: JsonObject): string {
  const { error, error_description: description, message } = body;
  const nested = isJsonObject(error) ? [error["code"], error["message"]] : [error];
  return [...nested, description, message].filter((word) => typeof word === "string").join(": ");
}
