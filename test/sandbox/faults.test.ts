import { request } from "undici";
import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/sandbox/faults.ts";
import { each, items, part, startTenant } from "./tenant-client.ts";
import { ADELE, installationOf, installed, MEGAN, NOTES, TENANT } from "./people-and-apps.ts";

const UPGRADE = `${installationOf(ADELE, NOTES)}/upgrade`;

/** What a write and a read meet under a fault, and whether the write was carried out. */
async function under(fault: Omit<Fault, "path">) {
  const client = await startTenant(TENANT);
  client.sandbox.addFault({ path: /./, ...fault });
  const write = await client.post(UPGRADE).then(({ status }) => status, nameOf);
  const read = await client.get(installed(ADELE)).catch(nameOf);
  const statuses = client.sandbox.requests.map(({ status }) => status);
  const notes = client.sandbox.installationsOf(ADELE).find(({ app }) => app.id === NOTES);
  return { write, read, statuses, wasCarriedOut: notes?.version === "1.2.0" };
}

describe("kinds", () => {
  it.each([
    ["status", 503, false],
    ["status-after", 503, true],
  ] as const)("%s answers %i instead, and carried out: %s", async (kind, status, wasCarriedOut) => {
    expect(await under({ kind })).toMatchObject({
      write: status,
      read: { status },
      statuses: [status, status],
      wasCarriedOut,
    });
  });

  it("a status comes with the body and the headers that are given, or with a body of Graph's form", async () => {
    const { get, sandbox } = await startTenant(TENANT);
    sandbox.addFault({ kind: "status", path: /users/, status: 502 });
    expect((await get("/users")).error[0]).toBe("BadGateway");
    sandbox.clearFaults();
    sandbox.addFault({ kind: "status", path: /users/, status: 400, body: { odd: 1 }, headers: { "Retry-After": "7" } });
    expect(await get("/users")).toMatchObject({ status: 400, body: { odd: 1 }, headers: { "retry-after": "7" } });
  });

  it.each([
    ["reset-before", false],
    ["reset-after", true],
  ] as const)("%s breaks the connection, and carried out: %s", async (kind, wasCarriedOut) => {
    expect(await under({ kind })).toEqual({
      write: "SocketError",
      read: "SocketError",
      statuses: [null, null],
      wasCarriedOut,
    });
  });

  it("truncate ends the body in the middle of what was carried out", async () => {
    const { read, wasCarriedOut } = await under({ kind: "truncate" });
    expect([read, wasCarriedOut]).toEqual(["SocketError", true]);
  });

  it("not-json answers with a page of HTML", async () => {
    const { read, wasCarriedOut } = await under({ kind: "not-json" });
    expect(read).toMatchObject({ status: 200, headers: { "content-type": "text/html" } });
    expect(wasCarriedOut).toBe(false);
  });

  it("foreign-next-link and repeat-next-link lead astray", async () => {
    const { get, sandbox } = await startTenant(TENANT);
    const next = async (): Promise<URL> => new URL(String(part((await get("/users?$top=1")).body, "@odata.nextLink")));
    sandbox.addFault({ kind: "foreign-next-link", path: /users/, times: 1 });
    expect((await next()).origin).not.toBe(new URL(sandbox.url).origin);
    sandbox.addFault({ kind: "repeat-next-link", path: /users/ });
    expect((await next()).href).toBe(`${sandbox.url}/users?$top=1`);
  });

  it("empty-list is a collection without its items", async () => {
    const { get, sandbox } = await startTenant(TENANT);
    sandbox.addFault({ kind: "empty-list", path: /installedApps/ });
    expect(items(await get(installed(ADELE)))).toEqual([]);
  });

  it("dead-next-link leads to a page that is not there", async () => {
    const { get, sandbox } = await startTenant(TENANT);
    sandbox.addFault({ kind: "dead-next-link", path: /^\/users/ });
    const next = String(part((await get("/users")).body, "@odata.nextLink"));
    expect(await get(next)).toMatchObject({ status: 404 });
  });

  it("error-beside-list is a 200 with an error and no items", async () => {
    const { get, sandbox } = await startTenant(TENANT);
    sandbox.addFault({ kind: "error-beside-list", path: /installedApps/ });
    const reply = await get(installed(ADELE));
    expect([reply.status, items(reply), reply.error[0]]).toEqual([200, [], "ServiceUnavailable"]);
  });

  it("count-too-large names one more than there are, and there is no next page", async () => {
    const { get, sandbox } = await startTenant(TENANT);
    sandbox.addFault({ kind: "count-too-large", path: /installedApps/ });
    const reply = await get(installed(ADELE));
    expect([items(reply).length, part(reply.body, "@odata.count")]).toEqual([2, 3]);
    expect(reply.body).not.toHaveProperty(["@odata.nextLink"]);
  });

  it("partial is the whole answer with 206", async () => {
    const { get, sandbox } = await startTenant(TENANT);
    const whole = await get(installed(ADELE));
    sandbox.addFault({ kind: "partial", path: /installedApps/ });
    expect(await get(installed(ADELE))).toMatchObject({ status: 206, body: whole.body });
  });

  it("null-app leaves the app out of the first installation, and the others are whole", async () => {
    const { get, sandbox } = await startTenant(TENANT);
    sandbox.addFault({ kind: "null-app", path: /installedApps/ });
    const apps = each(await get(`${installed(ADELE)}?$expand=teamsApp`), "teamsApp");
    expect(apps).toEqual([null, expect.objectContaining({ id: NOTES })]);
  });

  it.each([400, 401, 403, 404, 405, 409, 410, 412, 423, 429, 500, 501, 502, 503, 504, 507, 599])(
    "%i can be the answer to everything, with an error of Graph's form",
    async (status) => {
      const { get, post, sandbox } = await startTenant(TENANT);
      sandbox.addFault({ kind: "status", path: /./, status });
      for (const reply of [await get(installed(ADELE)), await get("/users"), await post(UPGRADE)]) {
        expect(reply).toMatchObject({ status, error: [expect.stringMatching(/^\w+$/), expect.any(String)] });
      }
    },
  );

  it("a write can be carried out and answered 429", async () => {
    expect(await under({ kind: "status-after", status: 429 })).toMatchObject({ write: 429, wasCarriedOut: true });
  });

  it("hang never answers", async () => {
    const { sandbox } = await startTenant(TENANT);
    sandbox.addFault({ kind: "hang", path: /users/ });
    const controller = new AbortController();
    const headers = { authorization: "Bearer x" };
    const answer = request(`${sandbox.url}/users`, { headers, signal: controller.signal });
    await expect.poll(() => sandbox.requests.length).toBe(1);
    controller.abort();
    await expect(answer).rejects.toThrow("abort");
    expect(sandbox.requests[0]?.status).toBeNull();
  });
});

describe("which requests a fault meets", () => {
  const FOUR = ["/users", "/users", "/users", "/users"];

  it.each<[string, Partial<Fault>, readonly number[]]>([
    ["all that match", {}, [503, 503, 503, 503]],
    ["the first two", { times: 2 }, [503, 503, 200, 200]],
    ["after two", { after: 2 }, [200, 200, 503, 503]],
    ["one, after two", { after: 2, times: 1 }, [200, 200, 503, 200]],
    ["of another method", { method: "POST" }, [200, 200, 200, 200]],
    ["of another path", { path: /groups/ }, [200, 200, 200, 200]],
  ])("%s", async (_what, fault, expected) => {
    expect(await statusesUnder(fault, FOUR)).toEqual(expected);
  });

  it.each([403, 404])("those about one user, by name or by id: %i for one person", async (status) => {
    const { get, sandbox } = await startTenant(TENANT);
    sandbox.addFault({ kind: "status", path: /installedApps/, user: "Adele@contoso.com", status });
    for (const [user, expected] of [
      [ADELE, status],
      ["adele@contoso.com", status],
      [MEGAN, 200],
    ] as const) {
      expect(await get(installed(user))).toMatchObject({ status: expected });
    }
    expect(await get(`/users/${ADELE}`)).toMatchObject({ status: 200 });
  });

  it("the path is decoded and has its query", async () => {
    const path = "/users?$filter=userPrincipalName%20eq%20%27adele%40contoso.com%27";
    expect(await statusesUnder({ path: /filter=userPrincipalName eq 'adele@contoso.com'$/ }, [path])).toEqual([503]);
  });

  it("the fault that was set first goes first; one that is spent lets the next one pass", async () => {
    const { get, sandbox } = await startTenant(TENANT);
    sandbox.addFault({ kind: "status", path: /users/, status: 500, times: 1 });
    sandbox.addFault({ kind: "status", path: /users/, status: 504, times: 1 });
    const seen = [await get("/users"), await get("/users"), await get("/users")].map(({ status }) => status);
    expect(seen).toEqual([500, 504, 200]);
  });

  it("a tenant file may set some", async () => {
    const { get } = await startTenant(`${TENANT}faults: [{ kind: status, path: "^/users", status: 504, times: 1 }]\n`);
    expect(await get("/users")).toMatchObject({ status: 504 });
    expect(await get("/users")).toMatchObject({ status: 200 });
  });
});

/** What requests are answered, one after the other, under a fault. */
async function statusesUnder(fault: Partial<Fault>, paths: readonly string[]): Promise<readonly number[]> {
  const { get, sandbox } = await startTenant(TENANT);
  sandbox.addFault({ kind: "status", path: /users/, ...fault });
  const seen: number[] = [];
  for (const path of paths) seen.push((await get(path)).status);
  return seen;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "failed";
}
