import { Buffer } from "node:buffer";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Where Graph sends notifications of changes. */
export const NOTIFICATIONS_PATH = "/notifications";

/** What a delivery comes to: taken, or Graph is to send it again later, or it is none. */
export type Taking = "taken" | "full" | "none";

/** Takes the parsed body of a delivery; answers at once, and does the work later. */
export type TakeNotifications = (body: unknown) => Taking;

/** Graph puts many notifications into one request. */
const LARGEST_BODY = 1024 * 1024;
/** Nobody has shown the secret before the body is there, so few of them are read at once. */
const MOST_AT_ONCE = 8;
const LONGEST_TOKEN = 4_096;

/**
 * `POST /notifications`. The validation request is answered with its token, as text that no browser takes for anything else;
 * everything else is answered before anybody looks at whom it is about, and in the same way whether it is genuine or not.
 * Source: https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
 */
export function addNotificationDoor(scope: FastifyInstance, take: TakeNotifications): void {
  let underWay = 0;
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser<Buffer>("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  const onRequest = (request: FastifyRequest, reply: FastifyReply, next: () => void): void => {
    if (request.headers.origin !== undefined) return void text(reply, 403, "not from a page in a browser\n");
    if (underWay >= MOST_AT_ONCE) return void text(reply, 503, "too many at once; send it again\n");
    underWay += 1;
    reply.raw.once("close", () => {
      underWay -= 1;
    });
    next();
  };
  scope.post(NOTIFICATIONS_PATH, { bodyLimit: LARGEST_BODY, onRequest }, (request, reply) => {
    const token = tokenIn(request);
    if (token !== null)
      return token.length > LONGEST_TOKEN ? text(reply, 400, "the token is too long\n") : text(reply, 200, token);
    switch (take(parsed(request.body))) {
      case "taken":
        return text(reply, 202, "");
      case "full":
        return text(reply, 503, "too many wait already; send it again\n");
      case "none":
        return text(reply, 400, "this is no notification\n");
    }
  });
}

/** Null where it is no validation request. */
function tokenIn({ url }: FastifyRequest): string | null {
  return new URL(url, "http://localhost").searchParams.get("validationToken");
}

function parsed(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return null;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}

function text(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).type("text/plain; charset=utf-8").send(body);
}
