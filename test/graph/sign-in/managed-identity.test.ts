import { Agent, type Dispatcher } from "undici";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { attemptAsManagedIdentity } from "../../../src/graph/sign-in/managed-identity.ts";
import { type Asked, type AuthorityServer, authorityServer, tokenAnswer, type Told } from "./authority-server.ts";
import { createVirtualClock } from "../../fakes/clock.ts";
import { agent, CLIENT, forgetManagedIdentity, NOW } from "./sign-in-setup.ts";

/** The address of a virtual machine's own service for managed identities, which a test's server stands in for. */
const METADATA_SERVICE = "169.254.169.254";

beforeEach(() => {
  for (const name of ["IDENTITY_ENDPOINT", "MSI_ENDPOINT", "AZURE_POD_IDENTITY_AUTHORITY_HOST"]) {
    vi.stubEnv(name, undefined);
  }
  forgetManagedIdentity();
});

afterEach(() => {
  vi.unstubAllEnvs();
  forgetManagedIdentity();
});

function insteadOf({ origin }: AuthorityServer): Dispatcher {
  return agent(new Agent()).compose((dispatch) => (options, handler) => dispatch({ ...options, origin }, handler));
}

async function attempt(tell: (asked: Asked) => Told, clientId: string | null) {
  const server = await authorityServer(tell);
  const outside = agent(new Agent());
  const came = await attemptAsManagedIdentity({
    clientId,
    scope: "https://graph.microsoft.com/.default",
    connections: { outside, direct: insteadOf(server), timeoutMs: 60_000 },
    clock: createVirtualClock(NOW),
  });
  return { came, server };
}

describe("a token for the managed identity of this machine", () => {
  it.each([
    ["that the system assigned", null],
    ["that has a client id", CLIENT],
  ])("%s", async (_name, clientId) => {
    const { came, server } = await attempt(() => tokenAnswer("token-1", 86_400), clientId);
    expect(came).toEqual({ kind: "token", token: "token-1", lifeMs: 86_400_000 });
    expect(server.asked).toHaveLength(1);
    const [asked] = server.asked;
    expect(asked).toMatchObject({ method: "GET", path: "/metadata/identity/oauth2/token" });
    expect(asked?.headers["metadata"]).toBe("true");
    expect(asked?.query.get("resource")).toBe("https://graph.microsoft.com");
    expect(asked?.query.get("client_id")).toBe(clientId);
  });

  it("for two that ask at once, each by its own connections", async () => {
    const both = await Promise.all([
      attempt(() => tokenAnswer("system"), null),
      attempt(() => tokenAnswer("named"), CLIENT),
    ]);
    expect(both.map(({ came }) => came)).toMatchObject([{ token: "system" }, { token: "named" }]);
    expect(both.map(({ server }) => server.asked.length)).toEqual([1, 1]);
  });
});

describe("an identity that this machine lacks", () => {
  const lacking: readonly [string, object][] = [
    ["error_description", { error: "invalid_request", error_description: "Identity not found" }],
    ["message", { statusCode: 400, message: "No User Assigned or Delegated Managed Identity found for specified id" }],
    ["an error object", { error: { code: "NotFound", message: "No managed identity found" } }],
  ];
  it.each(lacking)("is told by %s: none from the system", async (_name, body) => {
    const { came } = await attempt(() => ({ status: 400, body }), null);
    expect(came).toMatchObject({
      kind: "failed",
      error: {
        code: "managed-identity-not-found",
        message: "signing in with managed-identity was refused: this machine has no system-assigned identity",
        hint: "assign an identity to it; a user-assigned one is named by AZURE_CLIENT_ID",
      },
      passing: false,
    });
  });

  it.each(lacking)("is told by %s: none with this client id", async (_name, body) => {
    const { came } = await attempt(() => ({ status: 400, body }), CLIENT);
    expect(came).toMatchObject({
      kind: "failed",
      error: {
        code: "managed-identity-not-found",
        message: `signing in with managed-identity was refused: this machine has no identity with client id ${CLIENT}`,
        hint: "assign it to this machine, or unset AZURE_CLIENT_ID to use the system-assigned one",
      },
      passing: false,
    });
  });
});

describe("any other refusal is told in its own words", () => {
  it.each<[number, object, string, boolean]>([
    [400, {}, "400", false],
    [403, { error: "forbidden", error_description: "not for you" }, "403 forbidden: not for you", false],
    [403, { error: { code: "Denied", message: "not for you" } }, "403 Denied: not for you", false],
    [403, { error: { code: 7 } }, "403", false],
    [404, { error: "not yet" }, "404 not yet", true],
    [410, { error: "moving" }, "410 moving", true],
    [429, { message: "slow\r\ndown" }, "429 slow down", true],
    [500, { error: "oops" }, "500 oops", true],
  ])("%i with %j", async (status, body, said, passing) => {
    const { came } = await attempt(() => ({ status, body }), null);
    expect(came).toMatchObject({
      kind: "failed",
      error: {
        code: "managed-identity-refused",
        message: `signing in with managed-identity was refused by ${METADATA_SERVICE}: ${said}`,
        hint: "see that an identity is assigned to this machine; a user-assigned one is named by AZURE_CLIENT_ID",
      },
      passing,
    });
  });
});
