import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import { isWireObject, type WireObject } from "../shapes.ts";
import { type Connections, type Happened, send, type SignInRequest } from "./sending.ts";

/**
 * What the library says to a service and hears from it, in one attempt to get a token. The library keeps neither the
 * cause of a network failure nor, in every flow, the words of a refusal: so the last event is kept here.
 */
export interface Conversation {
  readonly network: INetworkModule;
  readonly last: () => Happened | null;
}

/**
 * A conversation over these connections.
 * @param understand what the library is told in place of what happened
 */
export function createConversation(
  connections: Connections,
  understand: (asked: SignInRequest, happened: Happened) => Happened = (_, happened) => happened,
): Conversation {
  let last: Happened | null = null;

  async function exchange<Body>(
    method: "GET" | "POST",
    url: string,
    options: NetworkRequestOptions | undefined,
  ): Promise<NetworkResponse<Body>> {
    const body = method === "GET" ? null : (options?.body ?? "");
    const asked = { method, url, headers: options?.headers ?? {}, body };
    last = understand(asked, await send(asked, connections));
    if (last.kind === "failure") throw last.cause;
    const response = { status: last.status, headers: { ...last.headers }, body: last.body };
    if (!isUsable<Body>(response)) throw new Error("the answer is not a JSON object");
    return response;
  }

  return {
    network: {
      sendGetRequestAsync: (url, options) => exchange("GET", url, options),
      sendPostRequestAsync: (url, options) => exchange("POST", url, options),
    },
    last: () => last,
  };
}

/** The library names the shape that it hopes for and looks at the members itself; a JSON object is all it is promised. */
function isUsable<Body>(response: NetworkResponse<Body | WireObject | null>): response is NetworkResponse<Body> {
  return isWireObject(response.body);
}
