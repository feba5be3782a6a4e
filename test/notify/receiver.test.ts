import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { receiversOf, VARIABLES } from "../../src/notify/receiver.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

function names(values: Readonly<Record<string, string>>): readonly string[] {
  return receiversOf((name) => values[name] ?? "").map(({ name }) => name);
}

describe("the variables for notifications", () => {
  it.each<readonly [Readonly<Record<string, string>>, readonly string[]]>([
    [{}, []],
    [{ [VARIABLES.teams]: "https://contoso.example/workflows?sig=x" }, ["Teams"]],
    [{ [VARIABLES.slack]: "http://localhost:9000/services/a" }, ["Slack"]],
    [{ [VARIABLES.webhook]: "https://contoso.example/hook", [VARIABLES.secret]: SECRET }, ["webhook"]],
  ])("%j sets %j", (values, expected) => {
    expect(names(values)).toEqual(expected);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ["no address", { [VARIABLES.teams]: "hidden" }, "TRUEUP_NOTIFY_TEAMS_URL is not a URL"],
    ["plain http", { [VARIABLES.slack]: "http://slack.example/hidden" }, "TRUEUP_NOTIFY_SLACK_URL must be https"],
    [
      "http to a name that begins like this machine",
      { [VARIABLES.slack]: "http://127.0.0.1.evil.example/hidden" },
      "must be https",
    ],
    ["another scheme", { [VARIABLES.slack]: "file:///hidden" }, "must be https"],
    ["a password", { [VARIABLES.teams]: "https://a:hidden@contoso.example/" }, "must have no name or password"],
    ["no secret", { [VARIABLES.webhook]: "https://contoso.example/hidden" }, "TRUEUP_NOTIFY_WEBHOOK_SECRET is not"],
    ["a secret for nothing", { [VARIABLES.secret]: SECRET }, "TRUEUP_NOTIFY_WEBHOOK_URL is not"],
  ])("are refused for %s, without what they hold", (_name, values, message) => {
    const attempt = () => names(values);
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow("hidden");
  });

  it("show no address in the receiver that comes of them", () => {
    const [receiver] = receiversOf((name) => (name === VARIABLES.teams ? "https://contoso.example/hidden" : ""));
    expect(JSON.stringify(receiver)).toBe('{"name":"Teams","loopback":false}');
  });
});
