import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { parseSigningKey, signatureHeaders } from "../../src/notify/signature.ts";

describe("the signature of an event", () => {
  it("is the one that the test vector of Standard Webhooks has", () => {
    // https://github.com/standard-webhooks/standard-webhooks, tests of its libraries
    const key = parseSigningKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "SECRET");
    expect(signatureHeaders("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330_999, '{"test": 2432232314}', key)).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });
});

function secretOf(bytes: number): string {
  return `whsec_${Buffer.alloc(bytes, 7).toString("base64")}`;
}

describe("a secret", () => {
  it.each([24, 32, 64])("has %d bytes", (bytes) => {
    expect(parseSigningKey(secretOf(bytes), "SECRET").length).toBe(bytes);
  });

  it.each([
    ["too short", secretOf(23)],
    ["too long", secretOf(65)],
    ["without its beginning", secretOf(32).slice("whsec_".length)],
    ["of other characters", `whsec_${"?".repeat(44)}`],
    ["a word", "whsec_correct horse battery staple"],
  ])("that is %s is refused, and not shown", (_name, text) => {
    const attempt = () => parseSigningKey(text, "TRUEUP_NOTIFY_WEBHOOK_SECRET");
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow("TRUEUP_NOTIFY_WEBHOOK_SECRET is not whsec_ and 24 to 64 bytes in base64");
  });
});
