import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, refuse } from "./answers.ts";
import { carryOut, type ExchangeOptions, receive, settle } from "./exchange.ts";
import { sendFaulty } from "./faulty-answer.ts";
import type { Faults } from "./faults.ts";
import { type Incoming, readIncoming } from "./incoming.ts";

/** What answering needs. */
export interface HandlerOptions extends ExchangeOptions {
  readonly faults: Faults;
  /** Answers what lies beside the Graph root. */
  readonly control: (incoming: Incoming) => Answer;
}

/** Answers requests; never rejects: a defect of the sandbox is answered with 500 and its message. */
export function createHandler(
  options: HandlerOptions,
): (message: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (message, response) => {
    try {
      await answerOne(message, response, options);
    } catch (error) {
      if (message.destroyed || response.headersSent) {
        response.destroy();
        return;
      }
      const text = error instanceof Error ? error.message : String(error);
      const { body } = refuse(500, "InternalServerError", `the sandbox failed: ${text}`);
      response.writeHead(500, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    }
  };
}

/** Count the request against its limit, wait, let a fault have its way, check the token, and only then look at what is asked. */
async function answerOne(message: IncomingMessage, response: ServerResponse, options: HandlerOptions): Promise<void> {
  const { root, clock, faults } = options;
  const incoming = await readIncoming(message, root);
  if (/^\/sandbox(\/|$)/.test(incoming.url.pathname)) {
    const { status, body } = options.control(incoming);
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    return;
  }
  const received = receive(incoming, options);
  const { latencyMs } = options.dials();
  if (latencyMs > 0) await clock.sleep(latencyMs);
  const write = (answered: Answer): void => writeAnswer(settle(answered, received, options), response);
  const { record } = received;
  const fault = faults.take(record.method, record.path);
  if (fault === null) {
    write(carryOut(received, options));
    return;
  }
  const note = (status: number): void => {
    record.status = status;
  };
  sendFaulty(fault, {
    incoming: message,
    response,
    carryOut: () => carryOut(received, options),
    write,
    note,
    url: root + record.rawPath,
  });
}

function writeAnswer({ status, body, headers }: Answer, response: ServerResponse): void {
  response.writeHead(status, { ...headers });
  response.end(body === null ? undefined : JSON.stringify(body));
}
