import { SignInError } from "../../errors.ts";
import { parseRetryAfter } from "../../http/retry-after.ts";
import type { JsonObject } from "../../model/json-object.ts";
import type { Clock } from "../../model/clock.ts";
import { decodeClaims } from "../token.ts";
import type { SignInMethod } from "./methods.ts";
import type { Happened, NetworkFailure, SignInAnswer } from "./sending.ts";

/** A token, and for how long it is good. */
interface FreshToken {
  readonly kind: "token";
  readonly token: string;
  readonly lifeMs: number;
}

/** No token. */
export interface FailedAttempt {
  readonly kind: "failed";
  readonly error: SignInError;
  /** Whether the same may succeed in a moment. */
  readonly passing: boolean;
  /** How long the service asks to wait; null when it does not say. */
  readonly waitMs: number | null;
}

/** What came of one attempt to get a token. */
export type Attempt = FreshToken | FailedAttempt;

/** How one attempt ended, as far as the library tells. */
export interface Ended {
  /** What it made of the answer; the token may be empty, for the library counts some answers without one as success. */
  readonly result: { readonly accessToken: string } | null;
  /** The library's own name of what went wrong. */
  readonly libraryCode: string | null;
}

/** An answer whose body is a JSON object. */
export interface ReadableAnswer extends SignInAnswer {
  readonly body: JsonObject;
}

/** What differs between the ways when an attempt is judged. */
interface Judging {
  readonly way: SignInMethod;
  readonly clock: Clock;
  /** An answer that says no, explained. */
  readonly explain: (answer: ReadableAnswer) => SignInError;
  /** Whether an answer that says no may be another in a moment. */
  readonly isPassing: (answer: SignInAnswer) => boolean;
}

/** A token whose life nobody tells is asked for again soon. */
const UNTOLD_LIFE_MS = 5 * 60_000;

/** What an attempt has come to, from the last thing that happened on the wire and what the library made of it. */
export function judge(ended: Ended, last: Happened | null, judging: Judging): Attempt {
  if (last?.kind === "failure") return unreachable(last, judging.way);
  if (last === null) return failed(judging, libraryFailure(judging.way, ended.libraryCode), null);
  const { body } = last;
  if (body === null) return failed(judging, unreadableAnswer(last, judging.way), last);
  const refused = last.status >= 400 || body["error"] !== undefined;
  if (refused) return failed(judging, judging.explain({ ...last, body }), last);
  const token = ended.result?.accessToken ?? "";
  if (token === "") {
    const code = ended.libraryCode === null ? "" : ` (${ended.libraryCode})`;
    const problem = `${last.host} answered ${last.status} without an access token${code}`;
    return failed(judging, new SignInError("sign-in-no-token", problem, WHO_ANSWERS), last);
  }
  return { kind: "token", token, lifeMs: lifeOf(body, token, judging.clock.now()) };
}

/** True for statuses that speak of the service and not of the request. */
export function isServiceTrouble({ status }: SignInAnswer): boolean {
  return status === 429 || status === 408 || status >= 500;
}

function failed(judging: Judging, error: SignInError, answer: SignInAnswer | null): FailedAttempt {
  if (answer === null) return { kind: "failed", error, passing: false, waitMs: null };
  const { "retry-after": retryAfter = null, date = null } = answer.headers;
  const waitMs = parseRetryAfter(retryAfter, date, judging.clock.now());
  return { kind: "failed", error, passing: judging.isPassing(answer), waitMs };
}

/** `expires_in` in seconds from now, or `expires_on` in seconds since the epoch, as numbers or text; else what the token says. */
function lifeOf(body: JsonObject, token: string, now: number): number {
  const [lasts, ends] = [secondsIn(body["expires_in"]), secondsIn(body["expires_on"])];
  if (lasts !== null) return lasts * 1000;
  const endsAt = ends === null ? (decodeClaims(token)?.expiresAt ?? null) : ends * 1000;
  return endsAt === null ? UNTOLD_LIFE_MS : Math.max(0, endsAt - now);
}

function secondsIn(value: unknown): number | null {
  const isNumber = typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value));
  return isNumber ? Number(value) : null;
}

const UNREACHABLE: Readonly<Record<NetworkFailure["because"], { code: string; hint: string; passing: boolean }>> = {
  "connection-failed": {
    code: "sign-in-unreachable",
    hint: "check name resolution, firewall and proxy (HTTPS_PROXY, NO_PROXY) of this machine",
    passing: true,
  },
  "timed-out": {
    code: "sign-in-timed-out",
    hint: "check firewall and proxy (HTTPS_PROXY, NO_PROXY) of this machine",
    passing: true,
  },
  "certificate-refused": {
    code: "sign-in-certificate-untrusted",
    hint: "where a proxy opens TLS, name its certificate authority in NODE_EXTRA_CA_CERTS; also check the clock of this machine",
    passing: false,
  },
  "proxy-refused": {
    code: "sign-in-proxy-refused",
    hint: "check HTTPS_PROXY: address, user and password, and that the proxy lets this host through",
    passing: false,
  },
  "too-large": { code: "sign-in-answer-unexpected", hint: "see what answers in place of the service", passing: false },
};

/** There was no whole answer. */
export function unreachable(failure: NetworkFailure, way: SignInMethod): FailedAttempt {
  const { code, hint, passing } = UNREACHABLE[failure.because];
  const fix = way === "managed-identity" ? "see that this machine has a managed identity, or use another --auth" : hint;
  const message = `signing in with ${way} failed, no answer from ${failure.host}: ${failure.detail}`;
  const error = new SignInError(code, message, fix, { cause: failure.cause });
  return { kind: "failed", error, passing, waitMs: null };
}

function unreadableAnswer({ host, status, headers }: SignInAnswer, way: SignInMethod): SignInError {
  const type = /^[\w./+-]{1,60}/.exec(headers["content-type"] ?? "")?.[0] ?? "something";
  const redirected = status >= 300 && status < 400;
  const what = redirected ? "a redirect, which is not followed" : `${type} instead of a JSON object`;
  return new SignInError(
    "sign-in-answer-unexpected",
    `signing in with ${way} failed: ${host} answered ${status} with ${what}`,
    status >= 500
      ? "the service has trouble; try again later"
      : "see whether a proxy or a sign-in page of the network answers in its place",
  );
}

const WHO_ANSWERS = "see whether a proxy or a stand-in answers in place of the service";

function libraryFailure(way: SignInMethod, libraryCode: string | null): SignInError {
  return new SignInError(
    "sign-in-failed",
    `signing in with ${way} failed before anything was sent: ${libraryCode ?? "no reason given"}`,
    "check the variables of this way to sign in",
  );
}
