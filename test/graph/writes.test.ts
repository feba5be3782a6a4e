import { describe, expect, it } from "vitest";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";
import { RETRY_POLICY } from "../../src/graph/retry-policy.ts";
import type { Permission } from "../../src/model/permission.ts";
import { failureOf, graphError, graphServer, type Reply } from "./graph-server.ts";
import { createVirtualClock, HURRIED } from "../fakes/clock.ts";
import { HELD_MS, holdTimer } from "../fakes/held-timer.ts";

const ADELE = "11111111-0000-4000-8000-000000000001";
const APP = "22222222-0000-4000-8000-000000000001";
const INSTALLATION = "MTExIyMyMjI=";
const YES = { maySend: () => true, sending: () => Promise.resolve(true) };
const CONSENT: readonly Permission[] = [
  { value: "CameraStream.Read.User", type: "delegated" },
  { value: "TeamsActivity.Send.User", type: "application" },
];
const CONSENT_AS_SENT = {
  resourceSpecificPermissions: [
    { permissionValue: "CameraStream.Read.User", permissionType: "delegated" },
    { permissionValue: "TeamsActivity.Send.User", permissionType: "application" },
  ],
};

describe("what is sent", () => {
  it("installs the catalog's app, named below the same root, with exactly the consent", async () => {
    const server = await graphServer(() => ({ status: 201 }));
    expect(await server.client().writer.install(ADELE, APP, CONSENT, YES)).toEqual({
      kind: "accepted",
      requestId: "request-id-of-graph",
    });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: "POST", path: `/users/${ADELE}/teamwork/installedApps` });
    expect(request?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(request?.body ?? "")).toEqual({
      "teamsApp@odata.bind": `${server.url}/appCatalogs/teamsApps/${APP}`,
      consentedPermissionSet: CONSENT_AS_SENT,
    });
  });

  it("installs without consent where there is none to give", async () => {
    const server = await graphServer(() => ({ status: 201 }));
    await server.client().writer.install(ADELE, APP, [], YES);
    expect(Object.keys(JSON.parse(server.requests[0]?.body ?? ""))).toEqual(["teamsApp@odata.bind"]);
  });

  it("upgrades with exactly the consent", async () => {
    const server = await graphServer(() => ({ status: 204 }));
    await server.client().writer.upgrade(ADELE, INSTALLATION, CONSENT, YES);
    const [request] = server.requests;
    expect(request?.url).toBe(`/v1.0/users/${ADELE}/teamwork/installedApps/${INSTALLATION}/upgrade`);
    expect(JSON.parse(request?.body ?? "")).toEqual({ consentedPermissionSet: CONSENT_AS_SENT });
  });

  it("upgrades without a body where there is no consent to give", async () => {
    const server = await graphServer(() => ({ status: 204 }));
    await server.client().writer.upgrade(ADELE, INSTALLATION, [], YES);
    expect(server.requests[0]?.body).toBe("");
    expect(server.requests[0]?.headers["content-type"]).toBeUndefined();
  });

  it("uninstalls", async () => {
    const server = await graphServer(() => ({ status: 204 }));
    await server.client().writer.uninstall(ADELE, INSTALLATION, YES);
    expect(server.requests[0]).toMatchObject({
      method: "DELETE",
      path: `/users/${ADELE}/teamwork/installedApps/${INSTALLATION}`,
      body: "",
    });
  });
});

describe("what an answer means", () => {
  const requestId = "request-id-of-graph";
  const policy = "App is blocked by app permission policy";

  it.each<[string, Reply, object]>([
    ["200", { status: 200, body: {} }, { kind: "accepted", requestId }],
    ["204", { status: 204 }, { kind: "accepted", requestId }],
    ["201 and a body that breaks off", { status: 201, body: "{", breaks: "in-body" }, { kind: "accepted", requestId }],
    [
      "a conflict",
      { status: 409, body: graphError("Conflict", "already exists") },
      { kind: "refused", status: 409, code: "conflict", message: "Conflict: already exists", requestId },
    ],
    [
      "a policy",
      { status: 403, body: graphError("Forbidden", policy) },
      { kind: "refused", status: 403, code: "blocked-by-policy", message: `Forbidden: ${policy}`, requestId },
    ],
    [
      "a refusal without words",
      { status: 400 },
      { kind: "refused", status: 400, code: "refused", message: "status 400 without a reason", requestId },
    ],
    [
      "a refusal that names somebody and no code: it begins as the next one does",
      { status: 422, body: { error: { message: "Adele Vance cannot have it" } } },
      { kind: "refused", status: 422, message: "status 422: Adele Vance cannot have it", requestId },
    ],
    ["429", { status: 429 }, { kind: "uncertain", because: "throttled", requestId }],
    ["500", { status: 500 }, { kind: "uncertain", because: "failed", requestId }],
    ["503", { status: 503 }, { kind: "uncertain", because: "failed", requestId }],
    ["a redirect", { status: 307, headers: { location: "/" } }, { kind: "uncertain", because: "failed", requestId }],
    ["a broken connection", { breaks: "before-answer" }, { kind: "uncertain", because: "failed" }],
    ["no answer in time", { hangs: true }, { kind: "uncertain", because: "failed" }],
  ])("%s, and it is sent once", async (_name, reply, expected) => {
    const timer = holdTimer();
    const server = await graphServer(() => {
      if ("hangs" in reply) setImmediate(timer.ring);
      return reply;
    });
    const graph = server.client({ retryPolicy: { ...RETRY_POLICY, timeoutMs: HELD_MS } });
    expect(await graph.writer.upgrade(ADELE, INSTALLATION, CONSENT, YES)).toMatchObject(expected);
    expect(server.requests).toHaveLength(1);
  });

  it("a refusal of more than 64 MB is uncertain: nobody read it to its end", async () => {
    const server = await graphServer(() => ({ status: 400, body: " ".repeat(65 * 1024 * 1024) }));
    expect(await server.client().writer.uninstall(ADELE, INSTALLATION, YES)).toEqual({
      kind: "uncertain",
      because: "failed",
      message: "the answer is too large",
      requestId,
    });
  });

  it("a connection that is refused is uncertain too, and named by the id that was sent", async () => {
    const server = await graphServer(() => ({}));
    const graph = server.client({ root: parseGraphRoot("http://127.0.0.1:1/v1.0") });
    expect(await graph.writer.uninstall(ADELE, INSTALLATION, YES)).toEqual({
      kind: "uncertain",
      because: "failed",
      message: "ECONNREFUSED: nothing answers there",
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });
});

describe("a throttled write", () => {
  it("makes the next of its class wait, and removals not", async () => {
    const clock = createVirtualClock(0, HURRIED);
    const server = await graphServer((_request, number) =>
      number === 1 ? { status: 429, headers: { "retry-after": "60" } } : { status: 204 },
    );
    const { writer } = server.client({ clock });
    await writer.upgrade(ADELE, INSTALLATION, [], YES);
    await writer.uninstall(ADELE, INSTALLATION, YES);
    expect(clock.now()).toBe(0);
    await writer.install(ADELE, APP, [], YES);
    expect(clock.now()).toBe(60_000);
  });

  it("that would have to wait more than ten minutes ends the run before the next is sent", async () => {
    const server = await graphServer(() => ({ status: 429, headers: { "retry-after": "601" } }));
    const { writer } = server.client();
    expect(await writer.upgrade(ADELE, INSTALLATION, [], YES)).toMatchObject({
      kind: "uncertain",
      because: "throttled",
    });
    expect(await failureOf(writer.upgrade(ADELE, INSTALLATION, [], YES))).toMatchObject({
      code: "throttled",
      scope: "run",
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe("a token that is refused", () => {
  it("ends the run: nothing was carried out", async () => {
    const server = await graphServer(() => ({ status: 401 }));
    const error = await failureOf(server.client().writer.install(ADELE, APP, CONSENT, YES));
    expect(error).toMatchObject({ name: "SignInError", code: "token-refused" });
  });
});

describe("a write that is not wanted any more when its turn comes", () => {
  it("is not sent", async () => {
    const server = await graphServer(() => ({ status: 204 }));
    expect(
      await server.client().writer.upgrade(ADELE, INSTALLATION, CONSENT, { ...YES, maySend: () => false }),
    ).toEqual({
      kind: "not-sent",
    });
    expect(server.requests).toHaveLength(0);
  });

  it("is not sent again after a 401 either", async () => {
    const server = await graphServer(() => ({ status: 401 }));
    const tokens = ["old", "new"];
    const { writer } = server.client({ tokenSource: { token: () => Promise.resolve(tokens.shift() ?? "none") } });
    const once = { ...YES, maySend: () => server.requests.length === 0 };
    expect(await writer.uninstall(ADELE, INSTALLATION, once)).toEqual({ kind: "not-sent" });
    expect(server.requests).toHaveLength(1);
  });

  it("is not sent when the last question before it is answered with no", async () => {
    const server = await graphServer(() => ({ status: 204 }));
    const refused = { ...YES, sending: () => Promise.resolve(false) };
    expect(await server.client().writer.uninstall(ADELE, INSTALLATION, refused)).toEqual({ kind: "not-sent" });
    expect(server.requests).toHaveLength(0);
  });

  it("is not sent after the run was stopped", async () => {
    const server = await graphServer(() => ({ status: 204 }));
    const { writer } = server.client({ stop: AbortSignal.abort() });
    expect(await writer.uninstall(ADELE, INSTALLATION, YES)).toEqual({ kind: "not-sent" });
    expect(server.requests).toHaveLength(0);
  });
});
