import { Buffer } from "node:buffer";
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";

type Headers = FastifyRequest["headers"];

/** What a delivery comes to: a pass, nothing because it is about something else, or a refusal. */
export interface Judged {
  readonly status: 200 | 202 | 401 | 409;
  readonly why: string;
}

/** Judges the deliveries that GitHub and GitLab send. */
export interface Webhooks {
  /** @param body as it was sent, because the signature is over its bytes; its content counts for nothing else */
  readonly judge: (headers: Headers, body: Uint8Array) => Judged;
}

/** A delivery that shows it knows the secret. */
interface Genuine {
  /** By which a second delivery of the same is known; empty: the sender gives none. */
  readonly ids: readonly string[];
  readonly event: "push" | "ping" | "other";
}

const SIGNED_BY_GITHUB = "x-hub-signature-256";
const SIGNED_BY_GITLAB = "webhook-signature";
const TOKEN_OF_GITLAB = "x-gitlab-token";
const OLDEST_MS = 5 * 60_000;
const MOST_IDS = 4_096;
const GITLAB_PUSHES: readonly string[] = ["Push Hook", "Tag Push Hook"];

/** Whether a request says that it is a delivery, so that its signature counts, and no bearer token. */
export function isDelivery(headers: Headers): boolean {
  return [SIGNED_BY_GITHUB, SIGNED_BY_GITLAB, TOKEN_OF_GITLAB].some((name) => headers[name] !== undefined);
}

/**
 * Judges deliveries by a secret, and remembers which ones it took.
 * GitHub: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 * GitLab: https://docs.gitlab.com/user/project/integrations/webhooks/
 * @param nowMs milliseconds since the epoch
 */
export function createWebhooks(secret: string, nowMs: () => number): Webhooks {
  const taken = createTaken();
  return {
    judge(headers, body) {
      const genuine = genuineOf(headers, body, secret, nowMs());
      if (typeof genuine === "string") return { status: 401, why: genuine };
      if (!taken.isNew(genuine.ids)) return { status: 409, why: "this delivery was taken before" };
      if (genuine.event === "push") return { status: 202, why: "a pass will be made" };
      return { status: 200, why: genuine.event === "ping" ? "the webhook works" : "only a push starts a pass" };
    },
  };
}

function genuineOf(headers: Headers, body: Uint8Array, secret: string, nowMs: number): Genuine | string {
  if (headers[SIGNED_BY_GITHUB] !== undefined) return fromGitHub(headers, body, secret);
  if (headers[SIGNED_BY_GITLAB] !== undefined) return signedByGitLab(headers, body, secret, nowMs);
  const isRight = isEqual(one(headers[TOKEN_OF_GITLAB]), secret);
  return isRight ? { ids: [], event: gitLabEvent(headers) } : "the token is not the right one";
}

/** The signature covers the body alone: it is remembered, too, or a delivery could come again under another id. */
function fromGitHub(headers: Headers, body: Uint8Array, secret: string): Genuine | string {
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  if (!isEqual(one(headers[SIGNED_BY_GITHUB]), signature)) return "the signature is not the right one";
  const id = one(headers["x-github-delivery"]);
  if (id === "") return "x-github-delivery is missing";
  const event = one(headers["x-github-event"]);
  return { ids: [id, signature], event: event === "push" || event === "ping" ? event : "other" };
}

/** As Standard Webhooks has it: a list of signatures, of which one has to be right. */
function signedByGitLab(headers: Headers, body: Uint8Array, secret: string, nowMs: number): Genuine | string {
  const key = Buffer.from(/^whsec_(.+)$/.exec(secret)?.[1] ?? "", "base64");
  if (key.length === 0) return "the secret is not whsec_ and base64, which webhook-signature needs";
  const [id, timestamp] = [one(headers["webhook-id"]), one(headers["webhook-timestamp"])];
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  const given = one(headers[SIGNED_BY_GITLAB]).split(" ");
  if (!given.some((each) => isEqual(each, `v1,${signature}`))) return "the signature is not the right one";
  if (id === "") return "webhook-id is missing";
  const isNear = /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * 1000 - nowMs) <= OLDEST_MS;
  return isNear ? { ids: [id], event: gitLabEvent(headers) } : "webhook-timestamp is not within 5 minutes of now";
}

function gitLabEvent(headers: Headers): Genuine["event"] {
  return GITLAB_PUSHES.includes(one(headers["x-gitlab-event"])) ? "push" : "other";
}

function createTaken() {
  const seen = new Set<string>();
  return {
    isNew(ids: readonly string[]): boolean {
      // By a hash: a sender could make an id long.
      const keys = ids.map((id) => sha256(id).toString("base64"));
      const isNew = keys.every((key) => !seen.has(key));
      for (const key of keys) seen.add(key);
      for (const oldest of seen) {
        if (seen.size <= MOST_IDS) break;
        seen.delete(oldest);
      }
      return isNew;
    },
  };
}

/** A header that came once. */
function one(value: string | readonly string[] | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Of the same length first, by a hash, so that the time it takes tells nothing about what is right. */
export function isEqual(given: string, right: string): boolean {
  return timingSafeEqual(sha256(given), sha256(right));
}

function sha256(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}
