import { createServer, type IncomingHttpHeaders } from "node:http";
import { onTestFinished } from "vitest";

/** A request as it arrived. */
export interface Arrived {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How a place answers: a status with headers; `never`: it takes the request and says nothing. */
export type Answer = { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | "never";

/** Somewhere on this machine that takes messages. */
export interface Place {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  /** Resolves when so many requests have arrived. */
  readonly got: (amount: number) => Promise<void>;
}

/** Opens a place that answers with these in turn, and goes on with the last of them. It is closed after the test. */
export async function openPlace(...answers: readonly Answer[]): Promise<Place> {
  const arrived: Arrived[] = [];
  let waiting: { readonly amount: number; readonly tell: () => void }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      const answer = answers[Math.min(arrived.length, answers.length - 1)] ?? "never";
      arrived.push({ path: request.url ?? "", headers: request.headers, body });
      if (answer !== "never") response.writeHead(answer.status, answer.headers).end("said by the receiver");
      for (const { amount, tell } of waiting) if (arrived.length >= amount) tell();
      waiting = waiting.filter(({ amount }) => arrived.length < amount);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook/secret-part`,
    arrived,
    got: (amount) =>
      arrived.length >= amount ? Promise.resolve() : new Promise((tell) => void waiting.push({ amount, tell })),
  };
}

/** An address on this machine where nobody listens. */
export async function nobodyListens(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 9}/hook/secret-part`;
}
