import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { derivedId } from "../../src/sandbox/tenant.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { each, startTenant } from "./tenant-client.ts";

describe("a tenant file that is wrong", () => {
  it.each([
    ["an unknown key", "users:\n  - upn: a@contoso.com\n    name: A", ['3: users.0: there is no key "name" here']],
    ["a missing key", "users:\n  - { displayName: A }", ["2: users.0: must have required property 'upn'"]],
    [
      "a version that YAML reads as a number",
      "builtIn:\n  - name: A\n    version: 1.10",
      ["3: builtIn.0.version: must be string"],
    ],
    [
      "a value of no list",
      "users: [{ upn: a@contoso.com, userType: Robot }]",
      ["1: users.0.userType: must be equal to one of the allowed values: Member, Guest, null"],
    ],
    [
      "a user that is not there",
      "groups:\n  - name: G\n    members:\n      - { user: a@contoso.com }",
      ['4: the file refers to user "a@contoso.com", which it does not have'],
    ],
    [
      "a group that is not there",
      "population:\n  - count: 2\n    upn: u{n}@contoso.com\n    groups: [G]",
      ['4: the file refers to group "G", which it does not have'],
    ],
    [
      "an app that is not there",
      "policies:\n  permanent:\n    - polls",
      ['3: the file refers to app "polls", which it does not have'],
    ],
    [
      "installations of nobody",
      "installations:\n  a@contoso.com: []",
      ['2: the file refers to user "a@contoso.com", which it does not have'],
    ],
    [
      "a user twice",
      "users:\n  - upn: a@contoso.com\n  - upn: A@Contoso.com",
      ['3: the user "A@Contoso.com" is defined twice'],
    ],
    [
      "a user who is in a population too",
      "users: [{ upn: u1@contoso.com }]\npopulation:\n  - count: 2\n    upn: u{n}@contoso.com",
      ['4: the user "u1@contoso.com" is defined twice'],
    ],
    [
      "an id twice",
      "users:\n  - { upn: a@contoso.com, id: x }\n  - { upn: b@contoso.com, id: X }",
      ["3: the id x is given twice"],
    ],
    [
      "a range of nobody",
      "population:\n  - count: 2\n    upn: u{n}@contoso.com\n    groups: [{ name: G, from: 3 }]\ngroups: [{ name: G }]",
      ["4: nobody of 2 is in this range"],
    ],
    ["a dial that does not exist", "dials:\n  lag: 5", ['2: dials: there is no key "lag" here']],
    [
      "a fault whose path is no expression",
      'faults:\n  - { kind: hang, path: "(" }',
      ['2: faults.0.path: must match format "regex"'],
    ],
    ["an event that is no control", "events:\n  - do: DELETE users", ["2: there is no such control"]],
    [
      "YAML that is none",
      "users: [",
      ["1: Flow sequence in block collection must be sufficiently indented and end with a ]"],
    ],
    ["a key twice", "users: []\nusers: []", ["2: Map keys must be unique"]],
  ])("%s", (_what, text, expected) => {
    expect(problemsOf(text).map(({ line, message }) => `${line}: ${message}`)).toEqual(expected);
  });

  it("somebody who has an app twice is named by id", () => {
    const [problem] = problemsOf(`
population:
  - count: 4
    upn: u{n}@contoso.com
    installations:
      - { app: a, version: 1.0.0, every: 2 }
      - { app: a, version: 2.0.0, from: 3, to: 3 }
catalog: [{ name: a, definitions: [] }]
`);
    expect(problem).toMatchObject({ line: 7, file: "tenant.yaml", severity: "error", code: "invalid-tenant" });
    expect(problem?.message).toBe(`somebody has "a" twice (user id ${derivedId("user", "u3@contoso.com")})`);
  });

  it("every problem is listed, not only the first", () => {
    expect(
      problemsOf("groups: [{ name: G, members: [{ user: a }, { group: B }] }]\npolicies: { permanent: [x, y] }"),
    ).toHaveLength(4);
  });
});

it.each(["", "..", ".", "a/b", "a?b#c", "%2e%2e", "x".repeat(4_000)])(
  "installations have the id that the file gives them, and keep it: %s",
  async (id) => {
    const { get, post, sandbox } = await startTenant(`
users: [{ upn: a@contoso.com, id: ${JSON.stringify(id)} }]
catalog: [{ name: notes, definitions: [{ version: 1.0.0 }, { version: 2.0.0 }] }]
installations: { a@contoso.com: [{ app: notes, version: 1.0.0, id: ${JSON.stringify(id)} }] }
`);
    const list = "/users/a@contoso.com/teamwork/installedApps";
    expect(each(await get("/users"), "id")).toEqual([id]);
    expect(each(await get(list), "id")).toEqual([id]);
    // Every URL loses a segment of dots, also an escaped one.
    const lost = new Map([
      [".", 405],
      ["..", 404],
    ]).get(id);
    expect((await post(`${list}/${encodeURIComponent(id)}/upgrade`)).status).toBe(lost ?? 204);
    expect(sandbox.installationsOf("a@contoso.com")).toMatchObject([
      { id, version: lost === undefined ? "2.0.0" : "1.0.0" },
    ]);
  },
);

describe("a tenant file", () => {
  it("makes the same ids every time, and keeps those it is given", () => {
    const text = "users: [{ upn: a@contoso.com }, { upn: b@contoso.com, id: 1F }]";
    expect(parseTenant(text, "a").users.map(({ id }) => id)).toEqual([derivedId("user", "A@contoso.com"), "1f"]);
    expect(parseTenant(text, "b")).toEqual(parseTenant(text, "a"));
  });

  it("makes many users, in groups and with apps by range and share", () => {
    const { users, groups, installations } = parseTenant(
      `
population:
  - count: 12
    upn: "user{n}@contoso.com"
    displayName: "User {n}"
    groups: [All, { name: Some, from: 3, to: 9, every: 3 }]
    installations: [{ app: a, version: 1.0.0, every: 5, offset: 1 }]
groups: [{ name: All }, { name: Some }]
catalog: [{ name: a, definitions: [] }]
`,
      "tenant.yaml",
    );
    const nameOf = new Map(users.map(({ id, displayName }) => [id, displayName]));
    expect(users[2]).toMatchObject({ userPrincipalName: "user03@contoso.com", displayName: "User 03" });
    expect(groups.map(({ members }) => members.length)).toEqual([12, 3]);
    expect(groups[1]?.members.map((id) => nameOf.get(id))).toEqual(["User 03", "User 06", "User 09"]);
    expect(installations.map(({ userId }) => nameOf.get(userId))).toEqual(["User 02", "User 07", "User 12"]);
  });

  it("may give two groups one name when they have ids of their own", () => {
    const text = "groups: [{ name: G, id: g1 }, { name: G, id: g2 }]";
    expect(parseTenant(text, "tenant.yaml").groups.map(({ id }) => id)).toEqual(["g1", "g2"]);
  });

  it("sets dials and faults too, and code wins over it", async () => {
    const text = `
catalog: [{ name: a, definitions: [] }]
users: [{ upn: a@contoso.com }]
installations: { a@contoso.com: [{ app: a, version: 1.0.0 }] }
dials: { consentOnList: refused, singleRead: wrapped }
faults: [{ kind: status, path: ^/groups, status: 504, times: 1 }]
`;
    const { get, sandbox } = await startTenant(text, { dials: { singleRead: "object" } });
    expect([(await get("/groups")).status, (await get("/groups")).status]).toEqual([504, 200]);
    const path = "/users/a@contoso.com/teamwork/installedApps";
    expect((await get(`${path}?$select=consentedPermissionSet`)).status).toBe(400);
    const { id } = sandbox.installationsOf("a@contoso.com")[0] ?? { id: "" };
    expect((await get(`${path}/${id}`)).body).toEqual({ id });
  });

  it("may be empty", () => {
    expect(parseTenant("", "tenant.yaml")).toMatchObject({ users: [], groups: [], catalog: [] });
  });

  // Were it to take the square of their number, it would take longer than any test may.
  it("of two hundred thousand users is read in a time that grows no faster than their number", () => {
    const text = `population: [{ count: 200000, upn: "u{n}@contoso.com", groups: [All] }]\ngroups: [{ name: All }]`;
    expect(parseTenant(text, "tenant.yaml").groups[0]?.members).toHaveLength(200_000);
  });
});

function problemsOf(text: string): ConfigError["diagnostics"] {
  try {
    parseTenant(text, "tenant.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.diagnostics;
    throw error;
  }
  throw new Error("the file is right");
}
