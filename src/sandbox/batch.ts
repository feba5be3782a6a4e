import { type Answer, ok, refuse } from "./answers.ts";
import type { Incoming } from "./incoming.ts";

/** One request of a batch. */
interface BatchPart {
  readonly id: string;
  readonly method: string;
  /** Relative to the Graph root, with or without a slash before it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null without a body. */
  readonly body: unknown;
  /** Ids, lower-cased, of the parts that have to succeed first. */
  readonly dependsOn: readonly string[];
}

/** The last segment of a batch's URL. */
const BATCH = "$batch";

/** Source: https://learn.microsoft.com/graph/json-batching#batch-size-limitations */
const MOST_PARTS = 20;

/** Whether a path below the Graph root, cut at its slashes, is that of a batch. */
export function isBatch(segments: readonly string[] | null): boolean {
  return segments?.length === 1 && segments[0] === BATCH;
}

/**
 * Answers a batch: each part on its own, after those it depends on.
 * Source: https://learn.microsoft.com/graph/json-batching
 * @param answerPart carries one request out and answers it
 */
export function answerBatch(batch: Incoming, root: string, answerPart: (part: Incoming) => Answer): Answer {
  if (batch.method !== "POST") {
    return refuse(405, "Specified HTTP method is not allowed for the request target.", { code: "Request_BadRequest" });
  }
  const parts = readParts(batch.body);
  if ("status" in parts) return parts;
  const answers = new Map<string, Answer>();
  for (const part of parts) {
    const isPossible = part.dependsOn.every((id) => (answers.get(id)?.status ?? 500) < 400);
    answers.set(part.id.toLowerCase(), isPossible ? answerPart(incomingOf(part, batch, root)) : failedDependency());
  }
  return ok({ responses: parts.map(({ id }) => responseOf(id, answers.get(id.toLowerCase()))) });
}

/** The parts in an order in which they can be carried out, or the refusal of the whole batch. */
function readParts(body: unknown): readonly BatchPart[] | Answer {
  const requests = typeof body === "object" && body !== null && "requests" in body ? body.requests : undefined;
  if (!Array.isArray(requests) || requests.length === 0) return malformed("Invalid batch payload format.");
  if (requests.length > MOST_PARTS) {
    return malformed(`The batch has ${requests.length} requests; the most are ${MOST_PARTS}.`);
  }
  const parts: BatchPart[] = [];
  for (const request of requests) {
    const part = partOf(request);
    if (part === null) return malformed("Invalid batch payload format.");
    // Source: https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2628: a write without a body is refused as well.
    const isWrite = ["POST", "PUT", "PATCH"].includes(part.method);
    if (isWrite && (part.body === null || part.headers["content-type"] === undefined)) {
      return malformed(`Write request id : ${part.id} does not contain Content-Type header or body.`);
    }
    parts.push(part);
  }
  const ids = new Set(parts.map(({ id }) => id.toLowerCase()));
  if (ids.size < parts.length) return malformed("Every request id in a batch has to be unique.");
  return inOrder(parts) ?? malformed("'dependsOn' names a request that is not there, or leads back to its own.");
}

function partOf(request: unknown): BatchPart | null {
  if (typeof request !== "object" || request === null) return null;
  const {
    id,
    method,
    url,
    headers = {},
    body = null,
    dependsOn = [],
  }: Partial<Record<string, unknown>> = { ...request };
  if (typeof id !== "string" || id === "" || typeof method !== "string" || typeof url !== "string") return null;
  if (typeof headers !== "object" || headers === null || !isListOfTexts(dependsOn)) return null;
  const texts = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    id,
    method: method.toUpperCase(),
    url,
    headers: Object.fromEntries(texts),
    body,
    dependsOn: dependsOn.map((other) => other.toLowerCase()),
  };
}

/** Null when no order satisfies every `dependsOn`. */
function inOrder(parts: readonly BatchPart[]): readonly BatchPart[] | null {
  const placed = new Map<string, BatchPart>();
  while (placed.size < parts.length) {
    const before = placed.size;
    for (const part of parts) {
      const id = part.id.toLowerCase();
      if (!placed.has(id) && part.dependsOn.every((other) => placed.has(other))) placed.set(id, part);
    }
    if (placed.size === before) return null;
  }
  return [...placed.values()];
}

/** A part as if it had been sent alone, with the token of its batch. */
function incomingOf({ method, url, headers, body }: BatchPart, batch: Incoming, root: string): Incoming {
  return {
    method,
    url: new URL(`${root}/${url.replace(/^\//, "")}`),
    headers,
    body,
    bodyText: body === null ? "" : JSON.stringify(body),
    token: batch.token,
  };
}

function responseOf(id: string, { status, headers, body }: Answer = failedDependency()): object {
  return { id, status, headers: headers ?? {}, body };
}

function failedDependency(): Answer {
  return refuse(424, "A request that this one depends on has failed.");
}

function malformed(message: string): Answer {
  return refuse(400, message);
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
