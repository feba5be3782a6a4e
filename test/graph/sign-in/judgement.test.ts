import { describe, expect, it } from "vitest";
import { SignInError } from "../../../src/errors.ts";
import { type Ended, isServiceTrouble, judge, unreachable } from "../../../src/graph/sign-in/attempt.ts";
import type { SignInMethod } from "../../../src/graph/sign-in/methods.ts";
import {
  describeNetworkFailure,
  type Happened,
  type NetworkFailure,
  type SignInAnswer,
  timedOut,
} from "../../../src/graph/sign-in/sending.ts";
import type { JsonObject } from "../../../src/model/json-object.ts";
import { createVirtualClock } from "../../fakes/clock.ts";
import { assertion, NOW } from "./sign-in-setup.ts";

const GOT_TOKEN: Ended = { result: { accessToken: "token-1" }, libraryCode: null };
const HOST = "login.contoso.example";

function answer(told: Partial<SignInAnswer>): SignInAnswer {
  return { kind: "answer", host: HOST, status: 200, headers: {}, body: {}, ...told };
}

/** Judged for a way that explains every refusal alike. */
function judged(ended: Ended, last: Happened | null, way: SignInMethod = "client-secret") {
  return judge(ended, last, {
    way,
    clock: createVirtualClock(NOW),
    explain: ({ status, body }) => new SignInError("explained", `${status} ${JSON.stringify(body)}`),
    isPassing: isServiceTrouble,
  });
}

describe("a token", () => {
  const hour = 3600_000;
  it.each<[string, JsonObject, string, number]>([
    ["expires_in, in seconds", { expires_in: 3599 }, "opaque", 3599_000],
    ["expires_in as text", { expires_in: "3599" }, "opaque", 3599_000],
    ["expires_in before expires_on", { expires_in: 60, expires_on: NOW / 1000 + 3600 }, "opaque", 60_000],
    ["expires_on, in seconds since the epoch", { expires_on: NOW / 1000 + 3600 }, "opaque", hour],
    ["expires_on as text", { expires_on: String(NOW / 1000 + 3600) }, "opaque", hour],
    ["expires_on that is past", { expires_on: NOW / 1000 - 60 }, "opaque", 0],
    ["the token itself", {}, assertion({ exp: NOW / 1000 + 3600 }), hour],
    [
      "the token, where the answer says it in a way that is not known",
      { expires_in: "an hour", expires_on: null },
      assertion({ exp: NOW / 1000 + 3600 }),
      hour,
    ],
    ["nobody, as of a token without an end: five minutes", {}, assertion({ aud: "x" }), 5 * 60_000],
    ["nobody, as of a token that is opaque: five minutes", {}, "opaque", 5 * 60_000],
  ])("lives as long as is said by %s", (_name, body, token, lifeMs) => {
    expect(judged({ result: { accessToken: token }, libraryCode: null }, answer({ body }))).toEqual({
      kind: "token",
      token,
      lifeMs,
    });
  });
});

describe("success without a token is a failure", () => {
  const hint = "see whether a proxy or a stand-in answers in place of the service";
  it.each<[string, Ended, string]>([
    ["nothing", { result: null, libraryCode: null }, ""],
    ["an empty token", { result: { accessToken: "" }, libraryCode: null }, ""],
    ["a failure of the library", { result: null, libraryCode: "client_info_error" }, " (client_info_error)"],
  ])("%s", (_name, ended, code) => {
    const message = `${HOST} answered 200 without an access token${code}`;
    expect(judged(ended, answer({ body: { token_type: "Bearer" } }))).toEqual({
      kind: "failed",
      error: new SignInError("sign-in-no-token", message, hint),
      passing: false,
      waitMs: null,
    });
  });
});

describe("a refusal", () => {
  it.each<[string, Partial<SignInAnswer>]>([
    ["is a status", { status: 400, body: { a: 1 } }],
    ["is an error in the body, whatever the status", { status: 200, body: { error: "no" } }],
  ])("%s, and is explained by the way, even when the library has a token", (_name, told) => {
    const last = answer(told);
    expect(judged(GOT_TOKEN, last)).toMatchObject({
      kind: "failed",
      error: { code: "explained", message: `${last.status} ${JSON.stringify(last.body)}` },
      passing: false,
    });
  });

  it.each([
    [400, false],
    [401, false],
    [404, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ])("%i may pass: %s", (status, passing) => {
    expect(judged(GOT_TOKEN, answer({ status }))).toMatchObject({ kind: "failed", passing });
  });

  it.each<[string, Readonly<Record<string, string>>, number | null]>([
    ["nothing", {}, null],
    ["seconds", { "retry-after": "7" }, 7000],
    ["a time, by our clock", { "retry-after": new Date(NOW + 9000).toUTCString() }, 9000],
    [
      "a time, by the clock of the answer",
      { "retry-after": new Date(NOW + 9000).toUTCString(), date: new Date(NOW + 4000).toUTCString() },
      5000,
    ],
  ])("asks to wait by %s", (_name, headers, waitMs) => {
    expect(judged(GOT_TOKEN, answer({ status: 503, headers }))).toMatchObject({ kind: "failed", waitMs });
  });
});

describe("an answer that cannot be read", () => {
  const looks = "see whether a proxy or a sign-in page of the network answers in its place";
  it.each<[number, Readonly<Record<string, string>>, string, string]>([
    [200, { "content-type": "text/html; charset=utf-8" }, "200 with text/html instead of a JSON object", looks],
    [200, {}, "200 with something instead of a JSON object", looks],
    [200, { "content-type": "\u0007" }, "200 with something instead of a JSON object", looks],
    [302, { "content-type": "text/html" }, "302 with a redirect, which is not followed", looks],
    [407, { "content-type": "text/plain" }, "407 with text/plain instead of a JSON object", looks],
    [502, {}, "502 with something instead of a JSON object", "the service has trouble; try again later"],
  ])("%i with %j", (status, headers, what, hint) => {
    expect(judged(GOT_TOKEN, answer({ status, headers, body: null }))).toMatchObject({
      error: {
        code: "sign-in-answer-unexpected",
        message: `signing in with client-secret failed: ${HOST} answered ${what}`,
        hint,
      },
      passing: status >= 500,
    });
  });
});

describe("an attempt in which nothing was sent", () => {
  it.each([
    ["invalid_client_credential", "invalid_client_credential"],
    [null, "no reason given"],
  ])("names the reason of the library: %s", (libraryCode, reason) => {
    expect(judged({ result: null, libraryCode }, null, "certificate")).toEqual({
      kind: "failed",
      error: new SignInError(
        "sign-in-failed",
        `signing in with certificate failed before anything was sent: ${reason}`,
        "check the variables of this way to sign in",
      ),
      passing: false,
      waitMs: null,
    });
  });
});

describe("no whole answer", () => {
  const CONNECTION = describeNetworkFailure(new Error("connect ECONNREFUSED"), HOST);
  function because(reason: NetworkFailure["because"]): NetworkFailure {
    return { ...CONNECTION, because: reason };
  }

  it.each<[NetworkFailure["because"], string, string, boolean]>([
    [
      "connection-failed",
      "sign-in-unreachable",
      "check name resolution, firewall and proxy (HTTPS_PROXY, NO_PROXY) of this machine",
      true,
    ],
    ["timed-out", "sign-in-timed-out", "check firewall and proxy (HTTPS_PROXY, NO_PROXY) of this machine", true],
    [
      "certificate-refused",
      "sign-in-certificate-untrusted",
      "where a proxy opens TLS, name its certificate authority in NODE_EXTRA_CA_CERTS; also check the clock of this machine",
      false,
    ],
    [
      "proxy-refused",
      "sign-in-proxy-refused",
      "check HTTPS_PROXY: address, user and password, and that the proxy lets this host through",
      false,
    ],
    ["too-large", "sign-in-answer-unexpected", "see what answers in place of the service", false],
  ])("because of %s", (reason, code, hint, passing) => {
    const failed = unreachable(because(reason), "github");
    expect(failed).toMatchObject({ kind: "failed", error: { code, hint }, passing, waitMs: null });
    expect(failed.error.message).toBe(`signing in with github failed, no answer from ${HOST}: connect ECONNREFUSED`);
    expect(failed.error.cause).toBe(CONNECTION.cause);
  });

  it("is judged before anything that the library says", () => {
    expect(judged(GOT_TOKEN, timedOut(HOST, 30_000))).toMatchObject({
      kind: "failed",
      error: {
        code: "sign-in-timed-out",
        message: `signing in with client-secret failed, no answer from ${HOST}: no whole answer within 30 s`,
      },
    });
  });

  it("from where a managed identity would be is a machine that may have none", () => {
    expect(judged({ result: null, libraryCode: "x" }, CONNECTION, "managed-identity")).toMatchObject({
      error: {
        code: "sign-in-unreachable",
        hint: "see that this machine has a managed identity, or use another --auth",
      },
      passing: true,
    });
  });
});
