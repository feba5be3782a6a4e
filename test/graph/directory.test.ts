import { Agent } from "undici";
import { describe, expect, it } from "vitest";
import { GraphError } from "../../src/errors.ts";
import { createDirectory } from "../../src/graph/directory.ts";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";
import { checkShape, readPages } from "../../src/graph/paging.ts";
import type { ReadRequest } from "../../src/graph/requests.ts";
import { fixedToken } from "../../src/graph/token.ts";
import type { Directory } from "../../src/resolve/directory.ts";
import {
  type Arrived,
  collect,
  failureOf,
  graphError,
  graphServer,
  type Handler,
  jwt,
  type Reply,
} from "./graph-server.ts";

const ADELE = {
  id: "11111111-0000-4000-8000-00000000000a",
  userPrincipalName: "Adele@contoso.com",
  accountEnabled: true,
  userType: "Member",
  assignedPlans: [
    { service: "TeamspaceAPI", servicePlanId: "57ff2da0-773e-42df-b2af-ffb7a2317929", capabilityStatus: "Enabled" },
  ],
};
const MEGAN = { ...ADELE, id: "11111111-0000-4000-8000-00000000000b", userPrincipalName: "megan@contoso.com" };
const FINANCE = { id: "33333333-0000-4000-8000-000000000001", displayName: "Finance", visibility: null };
const NOT_FOUND: Reply = { status: 404, body: graphError("Request_ResourceNotFound", "does not exist") };

/** A Graph that has these users, one by one and as a list of one user a page. */
function directoryOf(users: readonly (typeof ADELE)[]): Handler {
  return (request) => {
    if (request.path === "/users") return onePage(users, request);
    const user = users.find(({ id, userPrincipalName }) =>
      [id, userPrincipalName].some((name) => request.path.toLowerCase() === `/users/${name}`.toLowerCase()),
    );
    return user === undefined ? NOT_FOUND : { body: user };
  };
}

function onePage(users: readonly object[], request: Arrived): Reply {
  const index = Number(request.query.get("$skiptoken") ?? "0");
  const link = `http://${request.headers.host ?? ""}/v1.0${request.path}?$skiptoken=${index + 1}`;
  const more = index + 1 < users.length ? { "@odata.nextLink": link } : {};
  return { body: { value: users.slice(index, index + 1), ...more } };
}

function asMember(type: string, item: object): object {
  return { "@odata.type": `#microsoft.graph.${type}`, ...item };
}

describe("users by name", () => {
  it("are found by principal name and by id without case, one answer for each name", async () => {
    const server = await graphServer(directoryOf([ADELE, MEGAN]));
    const found = await server
      .client()
      .directory.findUsers(["adele@CONTOSO.com", MEGAN.id.toUpperCase(), "x@contoso.com"]);
    expect([...found]).toEqual([
      ["adele@CONTOSO.com", { state: "found", user: ADELE }],
      [MEGAN.id.toUpperCase(), { state: "found", user: MEGAN }],
      ["x@contoso.com", { state: "not-found" }],
    ]);
    expect(server.requests[0]?.query.get("$select")).toBe("id,userPrincipalName,accountEnabled,userType,assignedPlans");
  });

  it("are asked for once when the names differ in case only", async () => {
    const server = await graphServer(directoryOf([ADELE]));
    const found = await server.client().directory.findUsers(["adele@contoso.com", "ADELE@contoso.com"]);
    expect(found.size).toBe(2);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["adele_fabrikam.com#ext#@contoso.com", "/v1.0/users/adele_fabrikam.com%23ext%23@contoso.com"],
    ["$adele@contoso.com", "/v1.0/users('%24adele%40contoso.com')"],
    ["$o'hara@contoso.com", "/v1.0/users('%24o''hara%40contoso.com')"],
    ["a/b?c@contoso.com", "/v1.0/users/a%2Fb%3Fc@contoso.com"],
  ])("%s is asked for as %s", async (name, path) => {
    const server = await graphServer(() => NOT_FOUND);
    await server.client().directory.findUsers([name]);
    expect(server.requests[0]?.url.split("?$select")[0]).toBe(path);
  });

  it.each([[""], ["."], [".."]])("%j is nobody, and never asked for", async (name) => {
    const server = await graphServer(() => ({ body: { value: [] } }));
    expect((await server.client().directory.findUsers([name])).get(name)).toEqual({ state: "not-found" });
    expect(server.requests).toHaveLength(0);
  });

  it("that fail are unreadable, and the others are answered all the same", async () => {
    const handler = directoryOf([MEGAN]);
    const server = await graphServer((request, number) =>
      request.path.includes("adele") ? { status: 500 } : handler(request, number),
    );
    const found = await server.client().directory.findUsers(["adele@contoso.com", "megan@contoso.com"]);
    expect(found.get("adele@contoso.com")).toMatchObject({ state: "unreadable" });
    expect(found.get("megan@contoso.com")).toMatchObject({ state: "found" });
  });

  it.each([
    ["a list", { value: [] }, "id is missing"],
    ["somebody else", MEGAN, "neither id nor userPrincipalName"],
    ["a flag that is text", { ...ADELE, accountEnabled: "true" }, "accountEnabled is of type string"],
    ["plans that are no list", { ...ADELE, assignedPlans: {} }, "assignedPlans is of type object, not a list"],
    [
      "a plan that is text",
      { ...ADELE, assignedPlans: ["TEAMS1"] },
      "assignedPlans[0] is of type string, not an object",
    ],
  ])("are unreadable when the answer is %s", async (_name, body, problem) => {
    const server = await graphServer(() => ({ body }));
    const found = await server.client().directory.findUsers(["adele@contoso.com"]);
    expect(found.get("adele@contoso.com")).toEqual({ state: "unreadable", detail: expect.stringContaining(problem) });
  });

  it("have null for what the answer does not hold", async () => {
    const server = await graphServer(() => ({ body: { id: ADELE.id } }));
    expect((await server.client().directory.findUsers([ADELE.id])).get(ADELE.id)).toEqual({
      state: "found",
      user: { id: ADELE.id, userPrincipalName: null, accountEnabled: null, userType: null, assignedPlans: null },
    });
  });

  it("end the run when the token is refused", async () => {
    const server = await graphServer(() => ({ status: 401 }));
    expect(await failureOf(server.client().directory.findUsers(["a@contoso.com"]))).toMatchObject({
      name: "SignInError",
    });
  });
});

/** A directory that looks up one name one by one, and more in a list. */
async function lookUp(handler: Handler, names: readonly string[]) {
  const server = await graphServer(handler);
  const root = parseGraphRoot(server.url);
  const agent = new Agent();
  const read = async (request: ReadRequest) => {
    const response = await agent.request({
      origin: root.origin,
      path: request.url.slice(root.origin.length),
      method: "GET",
    });
    if (response.statusCode !== 200) {
      await response.body.dump();
      const scope = response.statusCode === 401 ? "run" : "target";
      throw new GraphError("refused", { code: "x", status: response.statusCode, requestId: null, scope });
    }
    const body: unknown = await response.body.json();
    return { what: request.what, status: response.statusCode, requestId: "id", body };
  };
  const directory = createDirectory({
    requests: { read },
    root,
    claims: () => Promise.resolve(null),
    mostSingleLookups: 1,
  });
  const found = await directory.findUsers(names);
  await agent.destroy();
  return { found, paths: server.requests.map((request) => request.path) };
}

describe("many names", () => {
  it("are looked up in one reading of all users", async () => {
    const { found, paths } = await lookUp(directoryOf([ADELE, MEGAN]), ["adele@contoso.com", MEGAN.id]);
    expect([...found.values()].map((lookup) => lookup.state)).toEqual(["found", "found"]);
    expect(paths).toEqual(["/users", "/users"]);
  });

  it("are asked for one by one where the list breaks off, but for those that it showed", async () => {
    const directory = directoryOf([ADELE, MEGAN]);
    const { found, paths } = await lookUp(
      (request, number) => (request.query.has("$skiptoken") ? { status: 503 } : directory(request, number)),
      ["adele@contoso.com", "megan@contoso.com"],
    );
    expect([...found.values()].map(({ state }) => state)).toEqual(["found", "found"]);
    expect(paths).toEqual(["/users", "/users", "/users/megan@contoso.com"]);
  });

  it("are not asked for one by one where the run is at its end", async () => {
    const asked: string[] = [];
    const refused = lookUp(
      (request) => {
        asked.push(request.path);
        return { status: 401 };
      },
      ["adele@contoso.com", "megan@contoso.com"],
    );
    expect(await failureOf(refused)).toMatchObject({ status: 401, scope: "run" });
    expect(asked).toEqual(["/users"]);
  });

  it("that the list does not show are asked for one by one", async () => {
    const listed = directoryOf([ADELE]);
    const all = directoryOf([ADELE, MEGAN]);
    const { found, paths } = await lookUp(
      (request, number) => (request.path === "/users" ? listed : all)(request, number),
      ["adele@contoso.com", "megan@contoso.com"],
    );
    expect(found.get("megan@contoso.com")).toMatchObject({ state: "found" });
    expect(paths).toEqual(["/users", "/users/megan@contoso.com"]);
  });
});

describe("groups by name", () => {
  it("are all that bear it, without case", async () => {
    const another = { ...FINANCE, id: "33333333-0000-4000-8000-000000000002", displayName: "FINANCE" };
    const server = await graphServer(() => ({ body: { value: [FINANCE, another] } }));
    expect(await server.client().directory.findGroups("Finance")).toEqual([
      { id: FINANCE.id, displayName: "Finance" },
      { id: another.id, displayName: "FINANCE" },
    ]);
  });

  it("are asked for with quotes doubled and everything encoded", async () => {
    const server = await graphServer(() => ({ body: { value: [] } }));
    expect(await server.client().directory.findGroups("R&D 100% O'Hara #1")).toEqual([]);
    expect(server.requests[0]?.query.get("$filter")).toBe("displayName eq 'R&D 100% O''Hara #1'");
  });

  it("are refused where the filter was ignored", async () => {
    const server = await graphServer(() => ({ body: { value: [{ ...FINANCE, displayName: "Everybody" }] } }));
    expect(await failureOf(server.client().directory.findGroups("Finance"))).toMatchObject({
      code: "unexpected-shape",
    });
  });

  it("are found by id, at most one", async () => {
    const server = await graphServer((request) =>
      request.path === `/groups/${FINANCE.id}` ? { body: FINANCE } : NOT_FOUND,
    );
    const { directory } = server.client();
    expect(await directory.findGroups(FINANCE.id)).toEqual([{ id: FINANCE.id, displayName: "Finance" }]);
    expect(await directory.findGroups("33333333-0000-4000-8000-00000000000f")).toEqual([]);
  });
});

describe("an answer about another group", () => {
  it.each<[string, (directory: Directory) => Promise<unknown>]>([
    ["found by id", (directory) => directory.findGroups(FINANCE.id)],
    ["read for its members", (directory) => collect(directory.readMembers(FINANCE.id))],
  ])("is refused: %s", async (_name, ask) => {
    const another = { ...FINANCE, id: "33333333-0000-4000-8000-0000000000ff" };
    const server = await graphServer(() => ({ body: another }));
    const error = await failureOf(ask(server.client().directory));
    expect(error).toMatchObject({ code: "unexpected-shape", scope: "target" });
    expect(String(error)).toContain("id is not the one that was asked for");
  });
});

describe("members of a group", () => {
  const NESTED = { ...FINANCE, id: "33333333-0000-4000-8000-000000000009", displayName: "Nested" };

  /** A Graph with one group, nested ones that are read by id, and these members. */
  function group(
    members: readonly object[],
    groups: readonly (typeof NESTED | { visibility: string })[] = [],
  ): Handler {
    return (request) => {
      if (request.path.endsWith("/transitiveMembers")) return { body: { value: members } };
      const found = [...groups, FINANCE, NESTED].find((one) => "id" in one && request.path === `/groups/${one.id}`);
      return found === undefined ? NOT_FOUND : { body: found };
    };
  }

  it("are its users; groups, devices and contacts are left out", async () => {
    const server = await graphServer(
      group([
        asMember("user", ADELE),
        asMember("group", NESTED),
        asMember("device", { id: "d" }),
        asMember("user", MEGAN),
      ]),
    );
    expect(await collect(server.client().directory.readMembers(FINANCE.id))).toEqual([ADELE, MEGAN]);
    const list = server.requests.find((request) => request.path.endsWith("/transitiveMembers"));
    expect(list?.query.get("$top")).toBe("999");
    expect(list?.headers["consistencylevel"]).toBeUndefined();
  });

  it("of whom only the id is shown have null for the rest", async () => {
    const server = await graphServer(group([asMember("user", { id: ADELE.id })]));
    const [member] = await collect(server.client().directory.readMembers(FINANCE.id));
    expect(member).toEqual({
      id: ADELE.id,
      userPrincipalName: null,
      accountEnabled: null,
      userType: null,
      assignedPlans: null,
    });
  });

  it("are its users, also where their type is written otherwise or came later", async () => {
    const members = ["#microsoft.graph.User", "microsoft.graph.user", "#microsoft.graph.agentUser"];
    const server = await graphServer(
      group(members.map((type, n) => ({ ...ADELE, id: `${ADELE.id.slice(0, -1)}${n}`, "@odata.type": type }))),
    );
    expect(await collect(server.client().directory.readMembers(FINANCE.id))).toHaveLength(3);
  });

  it("may be of a type that came later, and are left out where they have no principal name", async () => {
    const server = await graphServer(group([asMember("user", ADELE), asMember("agentIdentity", { id: "a" })]));
    expect(await collect(server.client().directory.readMembers(FINANCE.id))).toEqual([ADELE]);
  });

  it("must not leave open whether they are users", async () => {
    const server = await graphServer(group([asMember("user", ADELE), asMember("directoryObject", { id: "x" })]));
    const error = await failureOf(collect(server.client().directory.readMembers(FINANCE.id)));
    expect(String(error)).toContain("value[1].@odata.type does not say whether this is a user");
  });

  it("must say what they are", async () => {
    const server = await graphServer(group([ADELE]));
    const error = await failureOf(collect(server.client().directory.readMembers(FINANCE.id)));
    expect(String(error)).toContain("value[0].@odata.type is missing");
  });

  it.each([
    ["the group", { ...FINANCE, visibility: "HiddenMembership" }, NESTED],
    ["a nested group", FINANCE, { ...NESTED, visibility: "HiddenMembership" }],
  ])("that %s hides are an error, not an empty list", async (_name, outer, nested) => {
    const server = await graphServer((request) => {
      if (request.path === `/groups/${FINANCE.id}`) return { body: outer };
      return { body: { value: [asMember("user", ADELE), asMember("group", nested)] } };
    });
    const error = await failureOf(collect(server.client().directory.readMembers(FINANCE.id)));
    expect(error).toMatchObject({ name: "GraphError", code: "hidden-members", scope: "target" });
  });

  it("that a nested group hides are an error also where the list does not show it", async () => {
    const hidden = { ...NESTED, visibility: "HiddenMembership" };
    const server = await graphServer(group([asMember("group", { id: NESTED.id })], [hidden]));
    const error = await failureOf(collect(server.client().directory.readMembers(FINANCE.id)));
    expect(error).toMatchObject({ code: "hidden-members" });
  });

  it("that are hidden are read with the role for it", async () => {
    const server = await graphServer(
      group([asMember("user", ADELE), asMember("group", { ...NESTED, visibility: "HiddenMembership" })]),
    );
    const graph = server.client({ tokenSource: fixedToken(jwt({ roles: ["Member.Read.Hidden"] })) });
    expect(await collect(graph.directory.readMembers(FINANCE.id))).toEqual([ADELE]);
  });

  it("are an error when a page fails, after the pages before", async () => {
    const server = await graphServer((request) => {
      if (request.query.has("$skiptoken"))
        return { status: 400, body: graphError("Directory_ExpiredPageToken", "old") };
      if (!request.path.endsWith("/transitiveMembers")) return { body: FINANCE };
      const link = `http://${request.headers.host ?? ""}/v1.0/groups/x/transitiveMembers?$skiptoken=2`;
      return { body: { value: [asMember("user", ADELE)], "@odata.nextLink": link } };
    });
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const page of server.client().directory.readMembers(FINANCE.id)) seen.push(...page);
    })();
    expect(await failureOf(reading)).toMatchObject({ code: "Directory_ExpiredPageToken" });
    expect(seen).toEqual([ADELE]);
  });
});

describe("all users", () => {
  it.each<[string, Reply, object]>([
    ["the run, where the token is refused", { status: 401 }, { name: "SignInError" }],
    ["the list, where the page is refused", { status: 404 }, { name: "GraphError", scope: "target", status: null }],
  ])("end with a later page: %s", async (_name, reply, expected) => {
    const first = directoryOf([ADELE, MEGAN]);
    const server = await graphServer((request, number) => (number === 1 ? first(request, number) : reply));
    const error = await failureOf(collect(server.client().directory.readAllUsers()));
    expect(error).toMatchObject(expected);
    expect(String(error).includes("on a later page of the list")).toBe(reply.status === 404);
  });

  it("are all given but those whose ids cannot be used, who are named at the end", async () => {
    const ben = { ...ADELE, id: "11111111-0000-4000-8000-00000000000c", userPrincipalName: "ben@contoso.com" };
    const server = await graphServer(directoryOf([ADELE, { ...MEGAN, id: ".." }, ben]));
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const page of server.client().directory.readAllUsers()) seen.push(...page);
    })();
    const error = await failureOf(reading);
    expect(error).toMatchObject({ name: "GraphError", code: "unusable-entries", scope: "target" });
    expect(String(error)).toContain(`value[0].id is "..", which cannot be an id, of ${MEGAN.userPrincipalName}`);
    expect(seen).toEqual([ADELE, ben]);
  });

  it("leave out a name that is too long to be one, and count those after the first", async () => {
    const nameless = { ...ADELE, id: "..", userPrincipalName: "x".repeat(2000) };
    const server = await graphServer(directoryOf([nameless, { ...MEGAN, id: "a/b" }]));
    const error = String(await failureOf(collect(server.client().directory.readAllUsers())));
    expect(error).toContain('value[0].id is "..", which cannot be an id (and 1 more like that)');
  });

  it("are read page by page, and share equal plans", async () => {
    const server = await graphServer(directoryOf([ADELE, MEGAN]));
    const users = await collect(server.client().directory.readAllUsers());
    expect(users).toEqual([ADELE, MEGAN]);
    expect(users[0]?.assignedPlans).toBe(users[1]?.assignedPlans);
    expect(server.requests[0]?.query.get("$top")).toBe("999");
  });
});

describe("a list that tells how many items it has", () => {
  it.each([
    ["as many as there are", 2, null],
    ["those of the page", 1, null],
    ["nothing", null, null],
    ["more than there are", 3, "@odata.count tells of 3 items, and 2 are there"],
    ["fewer than are on a page", 0, "@odata.count tells of 0 items, and 1 are there"],
    ["in text", "2", "@odata.count is no number"],
  ])("%s", async (_name, count, problem) => {
    const handler = directoryOf([ADELE, MEGAN]);
    const server = await graphServer(async (request, number) => {
      const { body } = await handler(request, number);
      return { body: { ...Object(body), "@odata.count": count } };
    });
    const reading = collect(server.client().directory.readAllUsers());
    if (problem === null) expect(await reading).toEqual([ADELE, MEGAN]);
    else expect(String(await failureOf(reading))).toContain(problem);
  });
});

describe("one account of which something cannot be read", () => {
  const UNKNOWN = { accountEnabled: null, userType: null, assignedPlans: null };
  it.each([
    ["a flag that is text", { accountEnabled: "true" }, "megan@contoso.com"],
    ["a type that is a number", { userType: 5 }, "megan@contoso.com"],
    ["a plan that is text", { assignedPlans: ["TEAMS1"] }, "megan@contoso.com"],
    ["a name that is a number", { userPrincipalName: 5 }, null],
    ["a name without end", { userPrincipalName: "x".repeat(5000) }, null],
  ])("is one that nothing else is known of, and says nothing of the others: %s", async (_name, bad, name) => {
    const megan = { ...MEGAN, userPrincipalName: "megan@contoso.com", ...bad };
    const member = { "@odata.type": "#microsoft.graph.user" };
    const server = await graphServer((request) => ({
      body: {
        value: [
          { ...ADELE, ...member },
          { ...megan, ...member },
        ],
        visibility: "Public",
        id: request.path.split("/")[2],
      },
    }));
    const { directory } = server.client();
    const seen = [ADELE, { id: MEGAN.id, userPrincipalName: name, ...UNKNOWN }];
    expect(await collect(directory.readAllUsers())).toEqual(seen);
    expect(await collect(directory.readMembers("g"))).toEqual(seen);
  });
});

describe("a next link", () => {
  it.each([
    ["to another origin", "https://graph.contoso.com/v1.0/users?$skiptoken=1", "https://graph.contoso.com"],
    ["to another version", "ROOT/../beta/users", "away from"],
    ["out of the root, encoded", "ROOT/%2e%2e/beta/users", "away from"],
    ["to a path that only begins like the root", "ROOTx/users", "away from"],
    ["with credentials", "CREDENTIALS/users", "away from"],
    ["that is relative", "/v1.0/users?$skiptoken=1", "no absolute URL"],
    ["that is empty", "", "no absolute URL"],
    ["that is a number", 7, "no absolute URL"],
    ["to the page itself", "SELF", "was read before"],
  ])("%s is not followed", async (_name, link, problem) => {
    const server = await graphServer((request) => {
      const host = request.headers.host ?? "";
      const nextLink =
        typeof link === "string"
          ? link
              .replace("ROOT", `http://${host}/v1.0`)
              .replace("CREDENTIALS", `http://a:b@${host}/v1.0`)
              .replace("SELF", `http://${host}${request.url}`)
          : link;
      return { body: { value: [ADELE], "@odata.nextLink": nextLink } };
    });
    const error = await failureOf(collect(server.client().directory.readAllUsers()));
    expect(error).toMatchObject({ code: "unexpected-shape" });
    expect(String(error)).toContain(problem);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["to the same host with another port", "https://graph.contoso.com:8443/v1.0/users"],
    ["to the same host over plain http", "http://graph.contoso.com/v1.0/users"],
    ["to the same host over plain http, at the port of https", "http://graph.contoso.com:443/v1.0/users"],
    ["to a host whose name ends alike", "https://evil-graph.contoso.com/v1.0/users"],
    ["to a host whose name begins alike", "https://graph.contoso.com.example/v1.0/users"],
  ])("%s is not followed, so that the token does not go there", async (_name, link) => {
    const root = parseGraphRoot("https://graph.contoso.com/v1.0");
    const asked: string[] = [];
    const read = (request: ReadRequest) => {
      asked.push(request.url);
      const body = { value: [], "@odata.nextLink": link };
      return Promise.resolve({ what: request.what, status: 200, requestId: "id", body });
    };
    const first: ReadRequest = { what: "reading all users", class: "directory", cost: 1, url: `${root.url}/users` };
    const error = await failureOf(collect(readPages({ read }, root, first, (item) => item)));
    expect(error).toMatchObject({ code: "unexpected-shape" });
    expect(String(error)).toContain("away from https://graph.contoso.com/v1.0, and is not followed");
    expect(asked).toEqual([first.url]);
  });

  it("does not lead on without end", async () => {
    const root = parseGraphRoot("https://graph.contoso.com/v1.0");
    let asked = 0;
    const read = (request: ReadRequest) => {
      asked += 1;
      const body = { value: [], "@odata.nextLink": `${root.url}/users?$skiptoken=${asked}` };
      return Promise.resolve({ what: request.what, status: 200, requestId: "id", body });
    };
    const first: ReadRequest = { what: "reading all users", class: "directory", cost: 1, url: `${root.url}/users` };
    const error = await failureOf(collect(readPages({ read }, root, first, (item) => item)));
    expect(error).toMatchObject({ code: "unexpected-shape" });
    expect(String(error)).toContain("@odata.nextLink leads past 20000 pages");
    expect(asked).toBe(20_000);
  });

  it("to a page with which the run ends ends the run as that says", async () => {
    const root = parseGraphRoot("https://graph.contoso.com/v1.0");
    const failure = new GraphError("the gateway is gone", { code: "gone", scope: "run" });
    const body = { value: [], "@odata.nextLink": `${root.url}/users?$skiptoken=1` };
    const first: ReadRequest = { what: "reading all users", class: "directory", cost: 1, url: `${root.url}/users` };
    const read = ({ what, url }: ReadRequest) =>
      url === first.url ? Promise.resolve({ what, status: 200, requestId: "id", body }) : Promise.reject(failure);
    expect(await failureOf(collect(readPages({ read }, root, first, (item) => item)))).toBe(failure);
  });

  it("a fault of this program is not taken for one of Graph's answer", () => {
    const answer = { what: "reading all users", status: 200, requestId: "id", body: {} };
    const failure = new RangeError("a mistake in here");
    const parse = (): never => {
      throw failure;
    };
    expect(() => checkShape(answer, parse)).toThrow(failure);
  });

  it("may follow an empty page, and ends where it is null", async () => {
    const server = await graphServer((request, number) => {
      const link = `http://${request.headers.host ?? ""}/v1.0/users?page=2`;
      return {
        body: number === 1 ? { value: [], "@odata.nextLink": link } : { value: [ADELE], "@odata.nextLink": null },
      };
    });
    expect(await collect(server.client().directory.readAllUsers())).toEqual([ADELE]);
  });
});

describe("what Teams takes accounts for", () => {
  it("is read page by page; the resources are kept", async () => {
    const configurations = [
      { id: ADELE.id, accountType: "user" },
      { id: MEGAN.id.toUpperCase(), accountType: "resourceAccount" },
      { id: "x", accountType: null },
    ];
    const server = await graphServer((request) => onePage(configurations, request));
    expect(await server.client().directory.readResourceAccounts()).toEqual(new Set([MEGAN.id]));
    expect(server.requests[0]).toMatchObject({ path: "/admin/teams/userConfigurations" });
    expect(server.requests[0]?.query.get("$top")).toBe("999");
  });

  it("are read in pages of Graph's own size where it refuses larger ones, and only then", async () => {
    const configurations = [{ id: MEGAN.id, accountType: "resourceAccount" }];
    const server = await graphServer((request) =>
      request.query.has("$top")
        ? { status: 400, body: { error: { code: "BadRequest" } } }
        : onePage(configurations, request),
    );
    expect(await server.client().directory.readResourceAccounts()).toEqual(new Set([MEGAN.id]));
    expect(server.requests.map(({ query }) => query.get("$top"))).toEqual(["999", null]);
    const closed = await graphServer(() => ({ status: 403, body: { error: { code: "Forbidden" } } }));
    await expect(closed.client().directory.readResourceAccounts()).rejects.toThrow("Forbidden");
    expect(closed.requests).toHaveLength(1);
  });
});

describe("names that begin alike", () => {
  it.each<["user" | "group", string, string]>([
    ["user", "/users", "startswith(userPrincipalName,'o''b')"],
    ["group", "/groups", "startswith(displayName,'o''b')"],
  ])("of a %s are asked for once, and taken from the first page", async (kind, path, filter) => {
    const named = [{ ...ADELE, ...FINANCE, displayName: "O'Brien" }, MEGAN];
    const server = await graphServer((request) => onePage(named, request));
    const names = await server.client().directory.namesLike(kind, "o'b");
    expect(names).toEqual([kind === "user" ? ADELE.userPrincipalName : "O'Brien"]);
    expect(server.requests.map((request) => [request.path, request.query.get("$filter")])).toEqual([[path, filter]]);
  });
});
