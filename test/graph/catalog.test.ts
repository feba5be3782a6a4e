import { describe, expect, it } from "vitest";
import { failureOf, graphError, graphServer, type Reply } from "./graph-server.ts";

const MANIFEST = "cf1ba4c7-f94e-4d80-ba90-5594b641a8ee";
const DEFINITION = {
  id: "def-1",
  teamsAppId: "app-1",
  version: "2.4.0",
  publishingState: "published",
  bot: null,
  authorization: {
    clientAppId: "FDEBF36E-0000-4000-8000-000000000001",
    requiredPermissionSet: {
      resourceSpecificPermissions: [
        { permissionValue: "TeamsActivity.Send.User", permissionType: "Application" },
        { permissionValue: "CameraStream.Read.User", permissionType: "delegated" },
      ],
    },
  },
};
const EXPENSES = {
  id: "app-1",
  externalId: MANIFEST,
  displayName: "Expenses",
  distributionMethod: "organization",
  appDefinitions: [DEFINITION],
};

async function readByManifest(reply: Reply): Promise<unknown> {
  const server = await graphServer(() => reply);
  return server.client().catalog.readApp({ kind: "manifest", manifestId: MANIFEST });
}

describe("who gets the consent of a definition", () => {
  const { authorization } = DEFINITION;
  const nothing = { resourceSpecificPermissions: [] };
  it.each<[string, object, object]>([
    ["is the application it names", {}, { state: "known", bot: false }],
    ["a bot goes along", { bot: { id: "bot-1" } }, { state: "known", bot: true }],
    ["is unknown where the answer leaves the bot out", { bot: undefined }, { state: "unknown" }],
    ["is unknown where the bot is of another shape", { bot: "bot-1" }, { state: "unknown" }],
    ["is unknown without authorization", { authorization: null }, { state: "unknown" }],
    [
      "is unknown where something is required and nobody named",
      { authorization: { ...authorization, clientAppId: null } },
      { state: "unknown" },
    ],
    [
      "is unknown where the name is empty",
      { authorization: { ...authorization, clientAppId: "" } },
      { state: "unknown" },
    ],
    [
      "is nobody where nothing is required and nobody named",
      { authorization: { clientAppId: null, requiredPermissionSet: nothing } },
      { state: "known", clientAppId: null },
    ],
    [
      "is the one named, though nothing is required",
      { authorization: { clientAppId: "app-2", requiredPermissionSet: nothing } },
      { state: "known", clientAppId: "app-2" },
    ],
  ])("%s", async (_name, changed, identity) => {
    const definition = { ...DEFINITION, ...changed };
    const entry = await readByManifest({ body: { value: [{ ...EXPENSES, appDefinitions: [definition] }] } });
    expect(entry).toMatchObject({ definitions: [{ identity }] });
  });
});

describe("an app of the catalog", () => {
  it("is found by manifest id, with its definitions", async () => {
    const server = await graphServer(() => ({ body: { value: [EXPENSES] } }));
    const { catalog } = server.client();
    expect(await catalog.readApp({ kind: "manifest", manifestId: MANIFEST.toUpperCase() })).toEqual({
      state: "found",
      id: "app-1",
      externalId: MANIFEST,
      displayName: "Expenses",
      distributionMethod: "organization",
      definitions: [
        {
          id: "def-1",
          version: "2.4.0",
          publishingState: "published",
          permissions: {
            state: "known",
            permissions: [
              { value: "CameraStream.Read.User", type: "delegated" },
              { value: "TeamsActivity.Send.User", type: "application" },
            ],
          },
          identity: { state: "known", clientAppId: "fdebf36e-0000-4000-8000-000000000001", bot: false },
        },
      ],
    });
    expect(server.requests[0]?.path).toBe("/appCatalogs/teamsApps");
    expect(server.requests[0]?.query.get("$filter")).toBe(`externalId eq '${MANIFEST.toUpperCase()}'`);
    expect(server.requests[0]?.query.get("$expand")).toBe(
      "appDefinitions($select=id,teamsAppId,displayName,version,publishingState,authorization;$expand=bot)",
    );
  });

  it("is found by catalog id", async () => {
    const store = { ...EXPENSES, externalId: null, distributionMethod: "store" };
    const server = await graphServer(() => ({ body: { value: [store] } }));
    const entry = await server.client().catalog.readApp({ kind: "catalog", catalogId: "app-1" });
    expect(entry).toMatchObject({ state: "found", externalId: null });
    expect(server.requests[0]?.query.get("$filter")).toBe("id eq 'app-1'");
  });

  it("is read anew each time", async () => {
    const server = await graphServer((_request, number) => ({
      body: { value: [{ ...EXPENSES, appDefinitions: [{ ...DEFINITION, version: `${number}.0` }] }] },
    }));
    const { catalog } = server.client();
    for (const version of ["1.0", "2.0"]) {
      expect(await catalog.readApp({ kind: "catalog", catalogId: "app-1" })).toMatchObject({
        definitions: [{ version }],
      });
    }
  });

  it("has the definitions of all their pages", async () => {
    const server = await graphServer((request, number) => {
      if (number > 1) return { body: { value: [{ ...DEFINITION, id: "def-2", version: "2.5.0" }] } };
      const link = `http://${request.headers.host ?? ""}/v1.0/appCatalogs/more`;
      return { body: { value: [{ ...EXPENSES, "appDefinitions@odata.nextLink": link }] } };
    });
    expect(await server.client().catalog.readApp({ kind: "catalog", catalogId: "app-1" })).toMatchObject({
      definitions: [{ version: "2.4.0" }, { version: "2.5.0" }],
    });
  });

  it("is not in it", async () => {
    expect(await readByManifest({ body: { value: [] } })).toEqual({ state: "not-in-catalog" });
  });

  it.each([
    { name: "a catalog id", identity: { kind: "manifest", manifestId: EXPENSES.id } as const },
    { name: "a manifest id", identity: { kind: "catalog", catalogId: MANIFEST } as const },
  ])("is found in the other field, where $name was written for the other one", async ({ identity }) => {
    const server = await graphServer((_request, number) => ({ body: { value: number === 1 ? [] : [EXPENSES] } }));
    expect(await server.client().catalog.readApp(identity)).toEqual({
      state: "wrong-field",
      displayName: EXPENSES.displayName,
    });
  });

  it("is ambiguous when there are two, and names both in order", async () => {
    const another = { ...EXPENSES, id: "APP-0" };
    expect(await readByManifest({ body: { value: [EXPENSES, another] } })).toEqual({
      state: "ambiguous",
      ids: ["app-0", "app-1"],
    });
  });

  it("is not what somebody sideloaded", async () => {
    const sideloaded = { ...EXPENSES, id: "app-0", distributionMethod: "sideloaded" };
    const server = await graphServer((_request, number) => ({ body: { value: number === 1 ? [sideloaded] : [] } }));
    expect(await server.client().catalog.readApp({ kind: "manifest", manifestId: MANIFEST })).toEqual({
      state: "not-in-catalog",
    });
    expect(await readByManifest({ body: { value: [sideloaded, EXPENSES] } })).toMatchObject({ id: "app-1" });
  });

  it("may have no definitions at all", async () => {
    const body = { value: [{ ...EXPENSES, appDefinitions: [] }] };
    expect(await readByManifest({ body })).toMatchObject({ state: "found", definitions: [] });
  });
});

describe("permissions of a definition", () => {
  const unknown = { state: "unknown" };
  it.each([
    ["no authorization", undefined, unknown],
    ["authorization null", null, unknown],
    ["no set", { clientAppId: "x" }, unknown],
    ["set null", { requiredPermissionSet: null }, unknown],
    ["no list", { requiredPermissionSet: {} }, unknown],
    ["list null", { requiredPermissionSet: { resourceSpecificPermissions: null } }, unknown],
    [
      "an unknown type beside a known one",
      {
        requiredPermissionSet: {
          resourceSpecificPermissions: [
            { permissionValue: "A", permissionType: "delegated" },
            { permissionValue: "B", permissionType: "other" },
          ],
        },
      },
      unknown,
    ],
    [
      "an empty list",
      { requiredPermissionSet: { resourceSpecificPermissions: [] } },
      { state: "known", permissions: [] },
    ],
  ])("%s", async (_name, authorization, permissions) => {
    const body = { value: [{ ...EXPENSES, appDefinitions: [{ ...DEFINITION, authorization }] }] };
    expect(await readByManifest({ body })).toMatchObject({ definitions: [{ permissions }] });
  });
});

describe("an unreadable catalog", () => {
  it.each<[string, Reply, string]>([
    ["a refusal", { status: 403, body: graphError("Forbidden", "no") }, "403 Forbidden: no"],
    ["an ignored filter", { body: { value: [{ ...EXPENSES, externalId: "other" }] } }, "was not asked for"],
    ["the same app twice", { body: { value: [EXPENSES, EXPENSES] } }, "an app is in it twice"],
    [
      "no definitions",
      { body: { value: [{ ...EXPENSES, appDefinitions: undefined }] } },
      "value[0].appDefinitions is missing",
    ],
    [
      "a definition without id",
      { body: { value: [{ ...EXPENSES, appDefinitions: [{}] }] } },
      "value[0].appDefinitions[0].id is missing",
    ],
  ])("by %s is data, not an exception", async (_name, reply, detail) => {
    expect(await readByManifest(reply)).toEqual({ state: "unreadable", detail: expect.stringContaining(detail) });
  });

  it("by a refused token is an exception", async () => {
    expect(await failureOf(readByManifest({ status: 401 }))).toMatchObject({ name: "SignInError" });
  });
});
