import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, refuse } from "./answers.ts";
import { userIn } from "./request-log.ts";
import type { Fault as WrittenFault } from "./schema.d.ts";

/** A dial for failures: which requests, how often, and what goes wrong. `docs/sandbox.md` says what each kind does. */
export interface Fault extends Omit<WrittenFault, "path"> {
  /** Compared with the path below the root, with its query, decoded. */
  readonly path: RegExp;
}

/** The faults that are set. */
export interface Faults {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  /** The fault that this request meets; counts it. */
  readonly take: (method: string, path: string) => Fault | null;
}

/** A fault as JSON and YAML write it. */
export function readFault(written: WrittenFault): Fault {
  return { ...written, path: new RegExp(written.path, "u") };
}

/**
 * No faults at first.
 * @param isSame whether two names, ids or principal names, are those of one user
 */
export function createFaults(isSame: (one: string, other: string) => boolean): Faults {
  const active = createTurns<Fault>();
  const isAbout = (user: string | undefined, path: string): boolean => {
    const named = user === undefined ? null : userIn({ path });
    return user === undefined || (named !== null && isSame(user, named));
  };
  return {
    add: (fault) => active.add(fault, fault.after ?? 0, fault.times),
    clear: active.clear,
    take: (method, path) => {
      const meets = (fault: Fault): boolean =>
        (fault.method ?? method) === method && fault.path.test(path) && isAbout(fault.user, path);
      for (const fault of active.due(meets)) return fault;
      return null;
    },
  };
}

/** Things that have their turn with some requests. */
export interface Turns<Thing> {
  /** So many requests pass before the first turn; without `times` there is no end of them. */
  readonly add: (thing: Thing, passing: number, times: number | undefined) => void;
  readonly clear: () => void;
  /** Counts a request for each thing that it meets, in the order in which they were added, and gives those whose turn it is. */
  readonly due: (meets: (thing: Thing) => boolean) => Iterable<Thing>;
}

/** Nothing at first. */
export function createTurns<Thing>(): Turns<Thing> {
  let waiting: { readonly thing: Thing; readonly first: number; readonly last: number; seen: number }[] = [];
  return {
    add: (thing, passing, times = Number.POSITIVE_INFINITY) => {
      waiting.push({ thing, first: passing + 1, last: passing + times, seen: 0 });
    },
    clear: () => {
      waiting = [];
    },
    *due(meets) {
      for (const one of waiting) {
        if (!meets(one.thing)) continue;
        one.seen += 1;
        if (one.seen >= one.first && one.seen <= one.last) yield one.thing;
      }
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
  readonly root: string;
  /** What was asked for, below the root. */
  readonly rawPath: string;
}

/** Answers as a fault has it. */
export function sendFaulty(fault: Fault, exchange: Exchange): void {
  const { incoming, response, carryOut, write, note, root } = exchange;
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
      write(withBody(carryOut(), { "@odata.nextLink": root + exchange.rawPath }));
      return;
    case "dead-next-link":
      write(withBody(carryOut(), { "@odata.nextLink": `${root}/nowhere?$skiptoken=x` }));
      return;
    case "empty-list":
      write(withBody(carryOut(), { value: [] }));
      return;
    case "error-beside-list":
      carryOut();
      write({ status: 200, body: { ...faultAnswer(fault).body, value: [] } });
      return;
    case "count-too-large": {
      const answered = carryOut();
      write(withBody(answered, { "@odata.count": itemsOf(answered).length + 1 }));
      return;
    }
    case "partial":
      write({ ...carryOut(), status: 206 });
      return;
    case "null-app": {
      const answered = carryOut();
      const [first = {}, ...others] = itemsOf(answered);
      write(withBody(answered, { value: [{ ...first, teamsApp: null }, ...others] }));
    }
  }
}

function withBody(answered: Answer, change: object): Answer {
  return { ...answered, body: { ...answered.body, ...change } };
}

function itemsOf({ body }: Answer): readonly object[] {
  return body !== null && "value" in body && Array.isArray(body.value) ? body.value : [];
}

function faultAnswer(fault: Fault): Answer {
  const status = fault.status ?? 503;
  const { body } = refuse(status, "The sandbox was told to answer so.");
  return { status, body: fault.body ?? body, ...(fault.headers === undefined ? {} : { headers: fault.headers }) };
}
