import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { Agent } from "undici";
import { createGraph, type Graph } from "../../src/graph/client.ts";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";
import { fixedToken } from "../../src/graph/token.ts";
import { createVirtualClock, HURRIED } from "../fakes/clock.ts";

export const TOKEN = "the-token-of-this-campaign";

/** How each request of a question is answered. */
export type Reply = (response: ServerResponse) => void;

/** The real client, and a server in place of Graph that says whatever it is told to say. */
export interface StandIn {
  readonly ask: (question: (graph: Graph) => Promise<unknown>, reply: Reply) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

function nothing(response: ServerResponse): void {
  response.end();
}

/** Opens the server. Waits between attempts take no time. */
export async function openGraph(): Promise<StandIn> {
  let reply: Reply = nothing;
  const server = createServer((request, response) => {
    request.resume();
    reply(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const root = parseGraphRoot(`http://127.0.0.1:${address.port}/v1.0`);
  const dispatcher = new Agent();
  const clock = createVirtualClock(0, HURRIED);
  return {
    ask(question, told) {
      reply = told;
      return question(
        createGraph({
          root,
          dispatcher,
          tokenSource: fixedToken(TOKEN),
          clock,
          random: () => 0.5,
          limitsScale: 1000,
        }),
      );
    },
    async close() {
      await dispatcher.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
