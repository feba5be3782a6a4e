import { describe, expect, it } from "vitest";
import { readAssertion } from "../../../src/graph/sign-in/credential.ts";
import { assertion } from "./sign-in-setup.ts";

const UNTOLD = { issuer: null, subject: null, audience: null, notBefore: null, expiresAt: null };

function encoded(text: string): string {
  return Buffer.from(text).toString("base64url");
}

describe("what an assertion says about itself", () => {
  it.each<[string, object, object]>([
    ["nothing", {}, UNTOLD],
    [
      "everything, with times in seconds",
      { iss: "https://issuer.example", sub: "repo:contoso/apps", aud: "api://exchange", nbf: 1000, exp: 4600 },
      {
        issuer: "https://issuer.example",
        subject: "repo:contoso/apps",
        audience: "api://exchange",
        notBefore: 1_000_000,
        expiresAt: 4_600_000,
      },
    ],
    ["several audiences, of which the first is told", { aud: ["first", "second"] }, { ...UNTOLD, audience: "first" }],
    ["an empty list of audiences", { aud: [] }, UNTOLD],
    ["nothing of the kind that it should be", { iss: 1, sub: null, aud: {}, nbf: "1000", exp: true }, UNTOLD],
  ])("%s", (_name, claims, told) => {
    expect(readAssertion(assertion(claims))).toEqual(told);
  });

  it.each([
    ["nothing", ""],
    ["one part", "opaque"],
    ["two parts", `e30.${encoded("{}")}`],
    ["four parts", `e30.${encoded("{}")}.c2ln.more`],
    ["no JSON", `e30.${encoded("{")}.c2ln`],
    ["a list", `e30.${encoded("[]")}.c2ln`],
    ["text", `e30.${encoded('"claims"')}.c2ln`],
    ["null", `e30.${encoded("null")}.c2ln`],
  ])("is unknown for what is no JSON web token: %s", (_name, text) => {
    expect(readAssertion(text)).toBeNull();
  });
});
