import { describe, expect, it } from "vitest";
import { explainRefusal } from "../../../src/graph/sign-in/refusal.ts";
import type { JsonObject } from "../../../src/model/json-object.ts";
import { assertion, CLIENT, NOW, TENANT } from "./sign-in-setup.ts";

const HINT_WITHOUT_CODE = "the sign-in log of Microsoft Entra may tell more";
const DATE = { date: new Date(NOW).toUTCString() };

/** What a person reads when GitHub's token was refused with `body`. */
function told(
  body: JsonObject,
  options: { headers?: Readonly<Record<string, string>>; secrets?: readonly string[]; clockNow?: number } = {},
) {
  const { headers = DATE, secrets = [], clockNow = NOW } = options;
  const error = explainRefusal(
    { kind: "answer", host: "login.contoso.example", status: 401, headers, body },
    {
      way: "github",
      tenant: TENANT,
      clientId: CLIENT,
      host: "login.contoso.example",
      resource: "https://graph.microsoft.com",
      assertion: {
        issuer: "https://issuer.example",
        subject: "sub",
        audience: "aud",
        notBefore: null,
        expiresAt: NOW - 5 * 60_000,
      },
      thumbprint: null,
    },
    clockNow,
    secrets,
  );
  return { code: error.code, message: error.message, hint: error.hint };
}

describe("a refusal that is not listed is told in the words of the service, on one line", () => {
  it.each<[string, JsonObject, string, string]>([
    ["no words at all", {}, "401", HINT_WITHOUT_CODE],
    ["words that are no text", { error: 7, error_description: null }, "401", HINT_WITHOUT_CODE],
    ["an error alone", { error: "server_error" }, "401 server_error", HINT_WITHOUT_CODE],
    ["a description alone", { error_description: "not today" }, "401 not today", HINT_WITHOUT_CODE],
    [
      "a code in the list",
      { error: "invalid_client", error_codes: ["x", 999998, 999999] },
      "401 invalid_client",
      "https://login.microsoftonline.com/error?code=999998 explains the code",
    ],
    [
      "a code in the words, which counts before the list",
      { error: "invalid_client", error_description: "AADSTS999999: Not today.", error_codes: [999998] },
      "401 invalid_client: AADSTS999999: Not today.",
      "https://login.microsoftonline.com/error?code=999999 explains the code",
    ],
    [
      "the old form, with line ends",
      { error: "a", error_description: "Not today.\r\nTrace ID: 1\r\nTimestamp: 2" },
      "401 a: Not today.",
      HINT_WITHOUT_CODE,
    ],
    [
      "the new form, on one line",
      { error: "a", error_description: "Not today. Trace ID: 1 Trace ID: 2\nmore" },
      "401 a: Not today.",
      HINT_WITHOUT_CODE,
    ],
    ["a trace id", { error: "a", trace_id: "11-aa" }, "401 a (trace id 11-aa)", HINT_WITHOUT_CODE],
    ["a trace id alone", { trace_id: "11-aa" }, "401 (trace id 11-aa)", HINT_WITHOUT_CODE],
    ["a trace id that is none", { error: "a", trace_id: "1 2" }, "401 a", HINT_WITHOUT_CODE],
  ])("%s", (_name, body, said, hint) => {
    expect(told(body)).toEqual({
      code: "sign-in-refused",
      message: `signing in with github was refused by login.contoso.example: ${said}`,
      hint,
    });
  });

  it("without what is private, and without anything that looks like a token", () => {
    const { message } = told(
      { error: "a", error_description: `${assertion({ sub: "x" })} and hunter2` },
      { secrets: ["hunter2", ""] },
    );
    expect(message).toBe("signing in with github was refused by login.contoso.example: 401 a: [token] and [secret]");
  });
});

describe("a refusal that is listed", () => {
  it("is found behind codes that are not, and named with its trace", () => {
    const { code, message } = told({ error_codes: [999999, 7000112], trace_id: "11-aa" });
    expect(code).toBe("app-disabled");
    expect(message).toMatch(/app .* is disabled \(AADSTS7000112, trace id 11-aa\)$/);
  });

  it.each([
    ["by the clock of the service", DATE, "it expired 5 min ago"],
    ["by our own clock where the service says no time", {}, "it expired 65 min ago"],
    ["by our own clock where the service says no time that can be read", { date: "today" }, "it expired 65 min ago"],
  ])("measures time %s", (_name, headers, words) => {
    const { message } = told({ error_codes: [700024] }, { headers, clockNow: NOW + 60 * 60_000 });
    expect(message).toContain(`not valid at this time: ${words} (AADSTS700024)`);
  });
});
