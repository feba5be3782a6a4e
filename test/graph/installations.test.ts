import { describe, expect, it } from "vitest";
import { failureOf, graphError, graphServer, jwt, type Arrived, type Reply } from "./graph-server.ts";
import { fixedToken } from "../../src/graph/token.ts";

const ADELE = "11111111-0000-4000-8000-000000000001";
const MEGAN = "11111111-0000-4000-8000-000000000002";
const CONSENT_SET = {
  resourceSpecificPermissions: [{ permissionValue: "A.Read.User", permissionType: "Application" }],
};
const KNOWN_CONSENT = { state: "known", permissions: [{ value: "A.Read.User", type: "application" }] };
const EXPENSES = {
  id: "aW5zdGFsbGF0aW9u",
  teamsApp: { id: "app-1", externalId: "manifest-1", displayName: "Expenses", distributionMethod: "organization" },
  teamsAppDefinition: { id: "def-1", version: "2.1.0", publishingState: "published" },
};
const ACTIVITY = {
  id: "b3RoZXI=",
  teamsApp: { id: "app-2", externalId: null, displayName: "Activity", distributionMethod: "store" },
  teamsAppDefinition: { id: "def-2", version: "1.0" },
  azureADAppId: "an unknown field",
};

function asksForConsent(request: Arrived): boolean {
  return request.query.get("$select") !== null;
}

/** A Graph that lists these items, whose `$select` on the list behaves in one of the ways it might. */
function listing(
  items: readonly (object | null)[],
  select: "works" | "is ignored" | "is refused" | "drops expansions",
) {
  return (request: Arrived): Reply => {
    if (!asksForConsent(request) || select === "is ignored") return { body: { value: items } };
    if (select === "is refused") return { status: 400, body: graphError("BadRequest", "select is not supported") };
    if (select === "drops expansions") return { body: { value: items.map(() => ({ id: "i" })) } };
    return { body: { value: items.map((item) => ({ ...item, consentedPermissionSet: CONSENT_SET })) } };
  };
}

describe("a user's installations", () => {
  it("are read with app, definition and consent", async () => {
    const server = await graphServer(listing([EXPENSES, ACTIVITY], "works"));
    const { installations } = await server.client().installations.readInstallations(ADELE);
    expect(installations).toEqual([
      {
        id: "aW5zdGFsbGF0aW9u",
        appId: "app-1",
        externalId: "manifest-1",
        distributionMethod: "organization",
        version: "2.1.0",
        consent: KNOWN_CONSENT,
      },
      {
        id: "b3RoZXI=",
        appId: "app-2",
        externalId: null,
        distributionMethod: "store",
        version: "1.0",
        consent: KNOWN_CONSENT,
      },
    ]);
    expect(server.requests[0]?.path).toBe(`/users/${ADELE}/teamwork/installedApps`);
    expect(server.requests[0]?.query.get("$expand")).toBe("teamsApp,teamsAppDefinition");
  });

  it("are read over all pages", async () => {
    const server = await graphServer((request, number) => {
      if (number > 1) return { body: { value: [ACTIVITY] } };
      const nextLink = `http://${request.headers.host ?? ""}/v1.0/users/x/opaque?$skiptoken=a%2Fb`;
      return { body: { value: [EXPENSES], "@odata.nextLink": nextLink } };
    });
    const { installations } = await server.client().installations.readInstallations(ADELE);
    expect(installations.map((installation) => installation.appId)).toEqual(["app-1", "app-2"]);
    expect(server.requests[1]?.url).toBe("/v1.0/users/x/opaque?$skiptoken=a%2Fb");
  });

  it.each([
    ["without an app", { ...EXPENSES, teamsApp: undefined }, "value[1].teamsApp is missing"],
    ["whose app has no id", { ...EXPENSES, teamsApp: {} }, "value[1].teamsApp.id is missing"],
    ["whose id is a number", { ...EXPENSES, id: 7 }, "value[1].id is of type number, not text"],
    ["with an empty id", { ...EXPENSES, id: "" }, "value[1].id is empty"],
    [
      "whose version is a number",
      { ...EXPENSES, teamsAppDefinition: { version: 2.1 } },
      "value[1].teamsAppDefinition.version is of type number, not text",
    ],
    ["whose id leads elsewhere", { ...EXPENSES, id: ".." }, 'value[1].id is "..", which cannot be an id'],
    ["whose id holds a slash", { ...EXPENSES, id: "a/b" }, 'value[1].id is "a/b", which cannot be an id'],
    ["whose id is encoded", { ...EXPENSES, id: "%2e%2e" }, 'value[1].id is "%2e%2e", which cannot be an id'],
    ["whose id hides something", { ...EXPENSES, id: "a\u202e" }, 'value[1].id is "a\\u202e", which cannot be an id'],
    ["whose id is too long", { ...EXPENSES, id: "x".repeat(600) }, "value[1].id has 600 characters, which cannot be"],
    ["whose text is too long", { ...EXPENSES, id: "x".repeat(9000) }, "value[1].id has 9000 characters"],
    ["of an app with no such id", { ...EXPENSES, teamsApp: { id: "a b" } }, 'value[1].teamsApp.id is "a b", which'],
    ["of the same app", { ...EXPENSES, id: "another", teamsApp: { id: "APP-3" } }, "app app-3 is in it twice"],
  ])("prove no absence, but what is complete, when there is one %s", async (_name, item, problem) => {
    const third = { ...ACTIVITY, id: "third", teamsApp: { id: "app-3" } };
    const shown = problem.includes("twice") ? [ACTIVITY, item, third] : [ACTIVITY, item];
    const server = await graphServer(listing(shown, "is refused"));
    const list = await server.client().installations.readInstallations(ADELE);
    expect(list.installations.map(({ appId }) => appId)).toEqual(["app-2"]);
    expect(list).toMatchObject({ absenceProven: false, doubt: expect.stringContaining(problem) });
  });

  it("name one of several that could not be read, and how many more", async () => {
    const server = await graphServer(listing([null, ACTIVITY, {}], "is refused"));
    const { doubt } = await server.client().installations.readInstallations(ADELE);
    expect(doubt).toContain("value[0] is null, not an object (and 1 more like that)");
  });

  it("are unreadable where there are more than anybody has", async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => ({ id: `i${index}`, teamsApp: { id: `a${index}` } }));
    const server = await graphServer(listing(many, "is refused"));
    const error = await failureOf(server.client().installations.readInstallations(ADELE));
    expect(error).toMatchObject({ code: "unexpected-shape", scope: "target" });
    expect(String(error)).toContain("it has more than 10000 items");
  });

  it("have no version where the definition is not shown", async () => {
    const server = await graphServer(listing([{ ...EXPENSES, teamsAppDefinition: null }], "works"));
    const { installations } = await server.client().installations.readInstallations(ADELE);
    expect(installations[0]?.version).toBeNull();
  });
});

describe("consent on the list", () => {
  it.each([
    ["works", KNOWN_CONSENT, 2],
    ["is ignored", { state: "unknown" }, 2],
    ["is refused", { state: "unknown" }, 3],
    ["drops expansions", { state: "unknown" }, 3],
  ] as const)("that %s is found out once", async (select, consent, requests) => {
    const server = await graphServer(listing([EXPENSES], select));
    const { installations: reader } = server.client();
    for (const user of [ADELE, MEGAN]) {
      expect((await reader.readInstallations(user)).installations[0]?.consent).toEqual(consent);
    }
    expect(server.requests).toHaveLength(requests);
  });

  it("is tried by the first read, while the others wait", async () => {
    const server = await graphServer(listing([EXPENSES], "is refused"));
    const { installations: reader } = server.client();
    await Promise.all(Array.from({ length: 10 }, () => reader.readInstallations(ADELE)));
    expect(server.requests.filter(asksForConsent)).toHaveLength(1);
  });

  it("is still untried after a failure that says nothing about it", async () => {
    const server = await graphServer((request, number) =>
      number === 1 ? { status: 403, body: graphError("Forbidden", "no") } : listing([EXPENSES], "works")(request),
    );
    const { installations: reader } = server.client();
    await failureOf(reader.readInstallations(ADELE));
    const { installations } = await reader.readInstallations(MEGAN);
    expect(installations[0]?.consent).toEqual(KNOWN_CONSENT);
  });

  it("is still untried when the plain list fails for the same user", async () => {
    const server = await graphServer((request) =>
      request.path.includes(ADELE) ? { status: 400 } : listing([EXPENSES], "works")(request),
    );
    const { installations: reader } = server.client();
    await failureOf(reader.readInstallations(ADELE));
    const { installations } = await reader.readInstallations(MEGAN);
    expect(installations[0]?.consent).toEqual(KNOWN_CONSENT);
  });

  it("is given up where it turns out later to drop the expansions", async () => {
    const server = await graphServer((request) =>
      listing(request.path.includes(ADELE) ? [] : [EXPENSES], "drops expansions")(request),
    );
    const { installations: reader } = server.client();
    expect((await reader.readInstallations(ADELE)).installations).toEqual([]);
    expect((await reader.readInstallations(MEGAN)).installations).toHaveLength(1);
  });

  it.each([
    ["missing", undefined, { state: "unknown" }],
    ["null", null, { state: "unknown" }],
    ["without a list", {}, { state: "unknown" }],
    ["with null for a list", { resourceSpecificPermissions: null }, { state: "unknown" }],
    ["with an empty list", { resourceSpecificPermissions: [] }, { state: "known", permissions: [] }],
    [
      "with a type that came later",
      { resourceSpecificPermissions: [{ permissionValue: "A", permissionType: "unknownFutureValue" }] },
      { state: "unknown" },
    ],
    [
      "with an entry without a value",
      { resourceSpecificPermissions: [{ permissionValue: null, permissionType: "delegated" }] },
      { state: "unknown" },
    ],
    ["with an entry that is text", { resourceSpecificPermissions: ["A"] }, { state: "unknown" }],
  ])("%s", async (_name, consentedPermissionSet, expected) => {
    const server = await graphServer(listing([{ ...EXPENSES, consentedPermissionSet }], "is ignored"));
    const { installations } = await server.client().installations.readInstallations(ADELE);
    expect(installations[0]?.consent).toEqual(expected);
  });
});

describe("absence", () => {
  it.each([
    ["TeamsAppInstallation.ReadForUser.All", true],
    ["TeamsAppInstallation.ReadWriteSelfForUser.All", false],
  ])("under %s is proven: %j", async (role, proven) => {
    const server = await graphServer(() => ({ body: { value: [] } }));
    const graph = server.client({ tokenSource: fixedToken(jwt({ roles: [role] })) });
    expect(await graph.installations.readInstallations(ADELE)).toEqual({ installations: [], absenceProven: proven });
  });
});

describe("a single read of consent", () => {
  it.each([
    ["an object", { id: "i", consentedPermissionSet: CONSENT_SET }],
    ["a list of one", { value: [{ id: "i", consentedPermissionSet: CONSENT_SET }] }],
  ])("takes %s", async (_name, body) => {
    const server = await graphServer(() => ({ body }));
    expect(await server.client().installations.readConsent(ADELE, "a/b=")).toEqual(KNOWN_CONSENT);
    expect(server.requests[0]?.url).toBe(
      `/v1.0/users/${ADELE}/teamwork/installedApps/a%2Fb=?$select=id,consentedPermissionSet`,
    );
  });

  it.each([
    ["an empty list", { body: { value: [] } }],
    ["a list of two", { body: { value: [{ id: "i" }, { id: "j" }] } }],
    ["an object without id", { body: { consentedPermissionSet: CONSENT_SET } }],
    ["a refusal of this one", { status: 400, body: graphError("BadRequest", "words") }],
  ])("learns nothing from %s", async (_name, reply) => {
    const server = await graphServer(() => reply);
    expect(await server.client().installations.readConsent(ADELE, "i")).toEqual({ state: "unknown" });
    expect(server.requests).toHaveLength(1);
  });

  it("ends the run where nothing else would work either", async () => {
    const server = await graphServer(() => ({ body: {} }));
    const { installations } = server.client({ stop: AbortSignal.abort() });
    expect(await failureOf(installations.readConsent(ADELE, "i"))).toMatchObject({ code: "stopped", scope: "run" });
  });
});
