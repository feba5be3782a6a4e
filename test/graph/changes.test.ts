import { describe, expect, it } from "vitest";
import type { Followed } from "../../src/resolve/directory-changes.ts";
import { failureOf, graphError, graphServer, jwt, type Reply } from "./graph-server.ts";
import { fixedToken } from "../../src/graph/token.ts";
import { probeChanges } from "../../src/graph/changes.ts";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";
import type { ReadRequest } from "../../src/graph/requests.ts";

const USERS: Followed = { kind: "users" };
const GROUP = "33333333-0000-4000-8000-000000000001";
const MEMBERS: Followed = { kind: "members", groupIds: [GROUP] };
const ADELE = "11111111-0000-4000-8000-00000000000a";

/** A Graph that answers one page after the other, the last one again and again; `ROOT` in a link stands for its root. */
async function readerOf(...pages: readonly Reply[]) {
  const server = await graphServer((_, number) => {
    const { body, ...page } = pages[Math.min(number, pages.length) - 1] ?? {};
    return body === undefined
      ? page
      : { ...page, body: JSON.parse(JSON.stringify(body).replaceAll("ROOT", server.url)) };
  });
  return { server, reader: server.client().changes, link: `${server.url}/users/delta?$deltatoken=a` };
}

function of(type: string, id: string): object {
  return { "@odata.type": `#microsoft.graph.${type}`, id };
}

const LATER = { "@odata.deltaLink": "ROOT/users/delta?$deltatoken=b" };
const last = (...value: readonly object[]): Reply => ({ body: { value, ...LATER } });
const page = (token: string, ...value: readonly object[]): Reply => ({
  body: { value, "@odata.nextLink": `ROOT/users/delta?$skiptoken=${token}` },
});

describe("a round of changes", () => {
  it("is all of its pages, also empty ones, in their order, and where the next one begins", async () => {
    const { server, reader } = await readerOf(
      page("1", { id: ADELE, accountEnabled: true }),
      page("2"),
      last({ id: ADELE, "@removed": { reason: "changed" } }),
    );
    expect(await reader.readRound(USERS, null)).toEqual({
      changes: [
        { kind: "user", id: ADELE, told: { accountEnabled: true } },
        { kind: "user-gone", id: ADELE },
      ],
      link: `${server.url}/users/delta?$deltatoken=b`,
    });
    expect(server.requests[0]?.url).toContain(
      "/users/delta?$select=id,userPrincipalName,accountEnabled,userType,assignedPlans",
    );
  });

  it("leaves what is not told as it was, and takes null for a value", async () => {
    const { reader } = await readerOf(last({ id: ADELE, userType: null }));
    expect(await reader.readRound(USERS, null)).toMatchObject({ changes: [{ told: { userType: null } }] });
  });

  it("tells who joined and left, users and groups only, and of a group that is gone", async () => {
    const members = [
      of("user", "u"),
      of("group", "g"),
      of("device", "d"),
      { id: "l", "@removed": { reason: "deleted" } },
    ];
    const { reader } = await readerOf(
      last({ id: GROUP, "members@delta": members }, { id: GROUP }, { id: GROUP, "@removed": { reason: "changed" } }),
    );
    expect(await reader.readRound(MEMBERS, null)).toMatchObject({
      changes: [
        { kind: "joined", groupId: GROUP, id: "u", type: "user" },
        { kind: "joined", groupId: GROUP, id: "g", type: "group" },
        { kind: "left", groupId: GROUP, id: "l" },
        { kind: "group-gone", id: GROUP },
      ],
    });
  });

  it.each<[string, Reply]>([
    ["a page that leads nowhere", { body: { value: [] } }],
    ["a page that leads two ways", { body: { value: [], "@odata.nextLink": "ROOT/a", ...LATER } }],
    ["a page without a list", { body: { ...LATER } }],
    ["a link to elsewhere", { body: { value: [], "@odata.deltaLink": "https://elsewhere.example/v1.0/users/delta" } }],
    ["pages without an end", page("again")],
    ["an error beside the list", { body: { value: [], error: { code: "x" }, ...LATER } }],
    ["somebody without an id", last({ accountEnabled: true })],
  ])("is refused where it holds %s", async (_, reply) => {
    const { reader } = await readerOf(reply);
    expect(await failureOf(reader.readRound(USERS, null))).toMatchObject({ code: "unexpected-shape", scope: "target" });
  });

  it.each([{ id: "m" }, { id: "m", "@odata.type": "#microsoft.graph.directoryObject" }])(
    "is refused where a member does not say what it is: %o",
    async (member) => {
      const { reader } = await readerOf(last({ id: GROUP, "members@delta": [member] }));
      expect(await failureOf(reader.readRound(MEMBERS, null))).toMatchObject({ code: "unexpected-shape" });
    },
  );
});

describe("a token of an earlier round", () => {
  it.each([
    [400, "syncStateNotFound"],
    [400, "Directory_ExpiredToken"],
    [404, "syncStateNotFound"],
    [410, "resyncRequired"],
    [410, ""],
  ])("that is refused with %i %s starts over", async (status, code) => {
    const headers = status === 410 ? { location: "https://elsewhere.example/users/delta?$deltatoken=" } : {};
    const { server, reader, link } = await readerOf({ status, headers, body: graphError(code, "gone") });
    expect(await reader.readRound(USERS, link)).toBe("start-over");
    expect(server.requests).toHaveLength(1);
  });

  it("that is gone in the middle starts over", async () => {
    const { reader, link } = await readerOf(page("1"), { status: 410, body: graphError("resyncRequired", "gone") });
    expect(await reader.readRound(USERS, link)).toBe("start-over");
  });

  it("that leads elsewhere is not sent", async () => {
    const { server, reader } = await readerOf(last());
    expect(await reader.readRound(USERS, "https://elsewhere.example/v1.0/users/delta?$deltatoken=a")).toBe(
      "start-over",
    );
    expect(server.requests).toEqual([]);
  });

  it.each([403, 500])("is kept where Graph answers %i", async (status) => {
    const { reader, link } = await readerOf({ status, body: graphError("Other", "no") });
    expect(await failureOf(reader.readRound(USERS, link))).toMatchObject({ status });
  });

  it.each([400, 404, 410])("is none in a first round, which fails with %i", async (status) => {
    const { reader } = await readerOf({ status, body: graphError("Request_UnsupportedQuery", "no") });
    expect(await failureOf(reader.readRound(USERS, null))).toMatchObject({ status });
  });
});

it("what a round asks for differs by what is followed, and by what the token may see", async () => {
  const server = await graphServer(() => last());
  const shapeFor = (roles: readonly string[], followed: Followed) =>
    server.client({ tokenSource: fixedToken(jwt({ roles })) }).changes.shapeOf(followed);
  const shapes = await Promise.all([
    shapeFor(["User.ReadBasic.All"], USERS),
    shapeFor(["User.Read.All"], USERS),
    shapeFor(["User.Read.All"], { kind: "groups" }),
    shapeFor(["User.Read.All"], MEMBERS),
  ]);
  expect(new Set(shapes).size).toBe(4);
  expect(await shapeFor(["AppCatalog.Read.All", "User.Read.All"], USERS)).toBe(shapes[1]);
});

describe("whether the directory can be followed", () => {
  it.each([
    [true, ["/users/delta", "/groups/delta"]],
    [false, ["/users/delta"]],
  ] as const)("is asked of users, and of groups where these matter: %j", async (groups, paths) => {
    const asked: string[] = [];
    const root = parseGraphRoot("https://graph.microsoft.com/v1.0");
    const read = ({ url, what }: ReadRequest) => {
      asked.push(url.slice(root.url.length).replace(/\?.*/, ""));
      const body = { value: [], "@odata.deltaLink": `${url}&x=1` };
      return Promise.resolve({ what, status: 200, requestId: "id", body });
    };
    await probeChanges({ read }, root, groups);
    expect(asked).toEqual(paths);
  });
});
