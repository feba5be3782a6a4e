// The client of the official SDK, made as its documentation shows:
// https://github.com/microsoftgraph/msgraph-sdk-javascript/blob/dev/docs/CreatingClientInstance.md
//
// One link of the chain is not the SDK's: its AuthenticationHandler gives the token to https addresses only, and the server
// of the benchmark speaks http on this machine. A middleware of our own, written as docs/CustomMiddlewareChain.md shows,
// stands in its place. All others are those that the SDK puts there itself, in its order, so that scripts get what the
// documentation promises them: 429, 503 and 504 are repeated after Retry-After.
import process from "node:process";
import {
  Client,
  HTTPMessageHandler,
  RetryHandler,
  RetryHandlerOptions,
  TelemetryHandler,
} from "@microsoft/microsoft-graph-client";

class TokenOnThisMachine {
  #next;

  async execute(context) {
    context.options.headers = {
      ...context.options.headers,
      Authorization: `Bearer ${process.env.TRUEUP_ACCESS_TOKEN}`,
    };
    await this.#next.execute(context);
  }

  setNext(next) {
    this.#next = next;
  }
}

/** The Graph root, for bodies that name an entity by its URL. */
export const root = process.env.TRUEUP_GRAPH_URL ?? "";

/** @param {RetryHandlerOptions} retries left out: the SDK's own, 3 at the most, after 3 seconds where Graph names no time */
export function createClient(retries = new RetryHandlerOptions()) {
  const { origin, pathname } = new URL(root);
  return Client.initWithMiddleware({
    baseUrl: `${origin}/`,
    defaultVersion: pathname.slice(1),
    middleware: [new TokenOnThisMachine(), new RetryHandler(retries), new TelemetryHandler(), new HTTPMessageHandler()],
  });
}
