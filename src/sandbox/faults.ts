import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, refuse } from "./answers.ts";

/** What goes wrong with a request. */
type FaultKind =
  /** Answered with `status` (and `body`, `headers`) instead of being handled. */
  | "status"
  /** Handled, and then answered with `status` all the same: a refusal that hides a success. */
  | "status-after"
  /** The connection breaks before the request is handled. */
  | "reset-before"
  /** The request is handled, and the connection breaks before the answer. */
  | "reset-after"
  /** The body ends in the middle. */
  | "truncate"
  /** The body is a page of HTML. */
  | "not-json"
  /** The link to the next page leads to another server. */
  | "foreign-next-link"
  /** The link to the next page leads to this page. */
  | "repeat-next-link"
  /** A collection without its items. */
  | "empty-list"
  /** No answer at all. */
  | "hang";

/** A dial for failures: which requests, how often, and what goes wrong. */
export interface Fault {
  readonly kind: FaultKind;
  /** Any method when left out. */
  readonly method?: string;
  /** Compared with the path below the root, with its query, decoded. */
  readonly path: RegExp;
  /** So many matching requests pass before the first one fails; 0 when left out. */
  readonly after?: number;
  /** So many matching requests fail; all when left out. */
  readonly times?: number;
  readonly status?: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The faults that are set. */
export interface Faults {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  /** The fault that this request meets; counts it. */
  readonly take: (method: string, path: string) => Fault | null;
}

/** A fault as JSON and YAML write it: `path` is the text of a regular expression. */
export type WrittenFault = Omit<Fault, "path"> & { readonly path: string };

/** @throws SyntaxError when `path` is no regular expression */
export function readFault(written: WrittenFault): Fault {
  return { ...written, path: new RegExp(written.path, "u") };
}

/** The `regex` format of the schema: what `readFault` can read. */
export function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text, "u").source !== "";
  } catch {
    return false;
  }
}

/** JSON Schema of a written fault, for the tenant file and the control endpoint. */
export const FAULT_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["kind", "path"],
  properties: {
    kind: {
      type: "string",
      enum: [
        "status",
        "status-after",
        "reset-before",
        "reset-after",
        "truncate",
        "not-json",
        "foreign-next-link",
        "repeat-next-link",
        "empty-list",
        "hang",
      ] satisfies readonly FaultKind[],
    },
    method: { type: "string" },
    path: { type: "string", format: "regex" },
    after: { type: "integer", minimum: 0 },
    times: { type: "integer", minimum: 1 },
    status: { type: "integer", minimum: 200, maximum: 599 },
    body: { type: "object" },
    headers: { type: "object", additionalProperties: { type: "string" } },
  },
} as const;

/** No faults at first. */
export function createFaults(): Faults {
  let active: { readonly fault: Fault; seen: number }[] = [];
  return {
    add: (fault) => {
      active.push({ fault, seen: 0 });
    },
    clear: () => {
      active = [];
    },
    take: (method, path) => {
      for (const entry of active) {
        const { fault } = entry;
        if ((fault.method !== undefined && fault.method !== method) || !fault.path.test(path)) continue;
        entry.seen += 1;
        const position = entry.seen - (fault.after ?? 0);
        if (position >= 1 && position <= (fault.times ?? Number.POSITIVE_INFINITY)) return fault;
      }
      return null;
    },
  };
}

/** A request whose answer is due. */
interface Exchange {
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
