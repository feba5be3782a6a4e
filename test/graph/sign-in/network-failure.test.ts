import { describe, expect, it } from "vitest";
import { describeNetworkFailure, timedOut, tooLarge } from "../../../src/graph/sign-in/sending.ts";

const HOST = "login.contoso.example";

function coded(code: string, message: string, options?: ErrorOptions): Error {
  return Object.assign(new Error(message, options), { code });
}

/** What Node throws when every address of a name was tried. */
function everyAddress(...errors: readonly Error[]): Error {
  return new AggregateError(errors);
}

describe("what the network did is told with its code and its words", () => {
  it.each([
    [
      coded("ECONNREFUSED", "connect ECONNREFUSED 192.0.2.1:443"),
      "connection-failed",
      "ECONNREFUSED",
      "connect ECONNREFUSED 192.0.2.1:443",
    ],
    [
      everyAddress(coded("ECONNREFUSED", "connect ECONNREFUSED 192.0.2.1:443"), coded("ENETUNREACH", "second")),
      "connection-failed",
      "ECONNREFUSED",
      "connect ECONNREFUSED 192.0.2.1:443",
    ],
    [
      new Error("terminated", { cause: coded("UND_ERR_SOCKET", "other side closed") }),
      "connection-failed",
      "UND_ERR_SOCKET",
      "UND_ERR_SOCKET: terminated",
    ],
    [coded("ETIMEDOUT", "read ETIMEDOUT"), "timed-out", "ETIMEDOUT", "read ETIMEDOUT"],
    [
      coded("UND_ERR_CONNECT_TIMEOUT", "Connect Timeout Error"),
      "timed-out",
      "UND_ERR_CONNECT_TIMEOUT",
      "UND_ERR_CONNECT_TIMEOUT: Connect Timeout Error",
    ],
    [
      coded("UND_ERR_SOCKET", "other side closed"),
      "connection-failed",
      "UND_ERR_SOCKET",
      "UND_ERR_SOCKET: other side closed",
    ],
    [
      coded("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain"),
      "certificate-refused",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "SELF_SIGNED_CERT_IN_CHAIN: self-signed certificate in certificate chain",
    ],
    [
      coded("ERR_TLS_CERT_ALTNAME_INVALID", "the names do not match"),
      "certificate-refused",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "ERR_TLS_CERT_ALTNAME_INVALID: the names do not match",
    ],
    [
      coded("UND_ERR_ABORTED", "Proxy response (407) !== 200 when HTTP Tunneling"),
      "proxy-refused",
      null,
      "Proxy response (407) !== 200 when HTTP Tunneling",
    ],
    [
      coded("UND_ERR_PRX_CONN", "Proxy Connection failed"),
      "proxy-refused",
      "UND_ERR_PRX_CONN",
      "UND_ERR_PRX_CONN: Proxy Connection failed",
    ],
    [new Error("socket hang up"), "connection-failed", null, "socket hang up"],
    [Object.assign(new Error("odd"), { code: 7 }), "connection-failed", null, "odd"],
    [coded("ECONNRESET", ""), "connection-failed", "ECONNRESET", "ECONNRESET: the connection failed"],
    [new Error(""), "connection-failed", null, "the connection failed"],
    [everyAddress(), "connection-failed", null, "the connection failed"],
    ["no error at all", "connection-failed", null, "the connection failed"],
  ])("%s: %s", (error, because, code, detail) => {
    const failure = describeNetworkFailure(error, HOST);
    expect(failure).toMatchObject({ kind: "failure", host: HOST, because, detail });
    expect(failure.cause.message).toBe(detail);
    expect("code" in failure.cause ? failure.cause.code : null).toBe(code);
  });

  it("a chain of causes that never ends is not followed forever", () => {
    const error = new Error("");
    error.cause = error;
    expect(describeNetworkFailure(error, HOST).detail).toBe("the connection failed");
  });

  it("nothing of the request stays in the cause", () => {
    const error = Object.assign(coded("ECONNRESET", "read ECONNRESET"), { request: { body: "client_secret=…" } });
    expect(Object.keys(describeNetworkFailure(error, HOST).cause)).toEqual(["code"]);
  });
});

describe("limits of our own", () => {
  it.each([
    [timedOut(HOST, 1500), "timed-out", "no whole answer within 1.5 s"],
    [tooLarge(HOST), "too-large", "the answer is too large"],
  ])("%#: %s", (failure, because, detail) => {
    expect(failure).toMatchObject({ kind: "failure", host: HOST, because, detail });
    expect(failure.cause.message).toBe(detail);
  });
});
