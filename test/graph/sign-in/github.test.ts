import { Agent } from "undici";
import { describe, expect, it } from "vitest";
import { InternalError, UsageError } from "../../../src/errors.ts";
import type { Environment } from "../../../src/graph/sign-in/app-identity.ts";
import { askGithub } from "../../../src/graph/sign-in/credential.ts";
import { failureOf } from "../graph-server.ts";
import { authorityServer, type Told } from "./authority-server.ts";
import { agent } from "./sign-in-setup.ts";

const REQUEST_TOKEN = "request-token-of-the-job";

function ask(environment: Environment) {
  const direct = agent(new Agent());
  return askGithub(environment, { outside: direct, direct, timeoutMs: 60_000 });
}

function asked(url: string) {
  return ask({ ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN });
}

const REFUSED_HINT = "the job needs `permissions: id-token: write`, and its request token ends with the job";

describe("asking GitHub for a token", () => {
  it.each<[string, Told, string, boolean]>([
    ["refused", { status: 403, body: {} }, "answered 403", false],
    ["busy", { status: 429, body: {} }, "answered 429", true],
    ["in trouble", { status: 503, body: "<html>" }, "answered 503", true],
    ["without a token", { body: { count: 0 } }, "answered without a token", false],
    ["with an empty token", { body: { value: "" } }, "answered without a token", false],
    ["with a token that is no text", { body: { value: 7 } }, "answered without a token", false],
    ["with a page", { body: "<html>" }, "answered without a token", false],
  ])("%s: the attempt failed", async (_name, told, problem, passing) => {
    const server = await authorityServer(() => told);
    expect(await asked(`${server.origin}/id-token`)).toMatchObject({
      kind: "failed",
      error: {
        code: "github-token-refused",
        message: `signing in with github failed: 127.0.0.1:${server.port} ${problem} when asked for an id token`,
        hint: REFUSED_HINT,
      },
      passing,
      waitMs: null,
    });
  });

  it("that nobody answers is worth another try", async () => {
    const came = await asked("http://127.0.0.1:1/id-token");
    expect(came).toMatchObject({ kind: "failed", error: { code: "sign-in-unreachable" }, passing: true });
    expect(came).toHaveProperty(
      "error.message",
      "signing in with github failed, no answer from 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1",
    );
  });

  it.each(["no address", "http://token.contoso.example/id-token", "//token.contoso.example"])(
    "does not show the request token to %s",
    async (url) => {
      const error = await failureOf(asked(url));
      expect(error).toEqual(
        new UsageError("ACTIONS_ID_TOKEN_REQUEST_URL is no https address", "leave the variable as GitHub sets it"),
      );
    },
  );

  it.each(["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"])(
    "without %s is a mistake of the program",
    async (missing) => {
      const environment: Record<string, string> = {
        ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.contoso.example/",
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
        [missing]: " ",
      };
      expect(await failureOf(ask(environment))).toBeInstanceOf(InternalError);
    },
  );
});
