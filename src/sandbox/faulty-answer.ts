import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, refuse } from "./answers.ts";
import type { Fault } from "./faults.ts";

/** A request whose answer is due. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  /** Carries the request out and says what to answer. To be called once at the most. */
  readonly carryOut: () => Answer;
  readonly write: (answer: Answer) => void;
  /** Notes the status of an answer that `write` did not send. */
  readonly note: (status: number) => void;
  /** The URL that was asked for. */
  readonly url: string;
}

/** Answers as a fault has it. */
export function sendFaulty(fault: Fault, exchange: Exchange): void {
  const { incoming, response, carryOut, write, note } = exchange;
  switch (fault.kind) {
    case "hang":
      return;
    case "reset-before":
      incoming.socket.destroy();
      return;
    case "reset-after":
      carryOut();
      incoming.socket.destroy();
      return;
    case "status":
      write(faultAnswer(fault));
      return;
    case "status-after":
      carryOut();
      write(faultAnswer(fault));
      return;
    case "truncate": {
      const { status, body } = carryOut();
      const whole = Buffer.from(JSON.stringify(body ?? {}));
      note(status);
      response.writeHead(status === 204 ? 200 : status, {
        "Content-Type": "application/json",
        "Content-Length": whole.length + 1,
      });
      response.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => incoming.socket.destroy());
      return;
    }
    case "not-json":
      note(fault.status ?? 200);
      response
        .writeHead(fault.status ?? 200, { "Content-Type": "text/html" })
        .end("<html><body>Service unavailable</body></html>");
      return;
    case "foreign-next-link":
      write(withBody(carryOut(), { "@odata.nextLink": "https://graph.example/v1.0/users?$skiptoken=x" }));
      return;
    case "repeat-next-link":
      write(withBody(carryOut(), { "@odata.nextLink": exchange.url }));
      return;
    case "empty-list":
      write(withBody(carryOut(), { value: [] }));
  }
}

function withBody(answered: Answer, change: object): Answer {
  return { ...answered, body: { ...answered.body, ...change } };
}

function faultAnswer(fault: Fault): Answer {
  const status = fault.status ?? 503;
  const { body } = refuse(status, FAULT_CODES[status] ?? "UnknownError", "The sandbox was told to answer so.");
  return { status, body: fault.body ?? body, ...(fault.headers === undefined ? {} : { headers: fault.headers }) };
}

const FAULT_CODES: Readonly<Record<number, string>> = {
  403: "Forbidden",
  404: "NotFound",
  429: "TooManyRequests",
  500: "InternalServerError",
  502: "BadGateway",
  503: "ServiceUnavailable",
  504: "GatewayTimeout",
};
