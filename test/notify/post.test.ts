import { MockAgent } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { post } from "../../src/notify/post.ts";

const ORIGIN = "https://hooks.contoso.com";
const ADDRESS = `${ORIGIN}/hook/secret-part`;

function withCode(message: string, code: unknown): Error {
  return Object.assign(new Error(message), { code });
}

describe("a connection that fails is told by the system's own name of the failure, and by nothing of its text", () => {
  it.each([
    ["a name", withCode(`connect ${ADDRESS}`, "ECONNREFUSED"), "ECONNREFUSED: nothing answers there"],
    [
      "a name of Node",
      withCode(`${ADDRESS} does not match`, "ERR_TLS_CERT_ALTNAME_INVALID"),
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ],
    ["no name", new Error(`connect ${ADDRESS}`), "the connection failed"],
    ["a name that is no name", withCode("refused", ADDRESS), "the connection failed"],
    ["a name with something after it", withCode("refused", `ECONNREFUSED ${ADDRESS}`), "the connection failed"],
    ["a name of two lines", withCode("refused", "ECONNREFUSED\nERROR"), "the connection failed"],
    ["an empty name", withCode(`connect ${ADDRESS}`, ""), "the connection failed"],
    ["a number", withCode(`connect ${ADDRESS}`, 7), "the connection failed"],
    [
      "a cause with the address",
      new Error("failed", { cause: withCode(ADDRESS, "ENOTFOUND") }),
      "the connection failed",
    ],
  ])("with %s", async (_name, error, text) => {
    // What has no name cannot be brought about from outside, so the failure itself is made.
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    onTestFinished(() => dispatcher.close());
    dispatcher.get(ORIGIN).intercept({ path: "/hook/secret-part", method: "POST" }).replyWithError(error);
    const trying = { dispatcher, timeoutMs: 60_000, stop: new AbortController().signal, nowMs: 0 };
    expect(await post({ method: "POST", url: ADDRESS, headers: {}, body: "{}" }, trying)).toEqual({
      isAccepted: false,
      mayPass: true,
      text,
      waitMs: null,
    });
  });
});
