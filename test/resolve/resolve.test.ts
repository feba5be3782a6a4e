import { describe, expect, it } from "vitest";
import { SignInError, GraphError, UsageError } from "../../src/errors.ts";
import type { Filters } from "../../src/model/desired.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { type Dials, directoryOf, person, type TenantGroup } from "../fakes/directory.ts";
import { configuration, describeRow, NO_FILTERS } from "./configurations.ts";

const USERS = ["adele", "bianca", "carol"].map((id) => person(id));

const GROUPS: readonly TenantGroup[] = [
  { id: "g-finance", displayName: "Finance", members: ["adele"], nested: ["g-payroll"] },
  { id: "g-payroll", displayName: "Payroll", members: ["bianca"] },
  { id: "g-empty", displayName: "Empty" },
];

const tenant = (dials: Dials = {}) => directoryOf({ users: USERS, groups: GROUPS, dials });

describe("what the directory is asked", () => {
  it("each group once, all users in one call, everyone once", async () => {
    const directory = tenant();
    const assignments = [
      {
        to: ["group: Finance", "group: FINANCE", "group: g-finance", "user: adele", "everyone"],
        except: [["carol", "nobody"]],
      },
      { to: ["everyone", "group: Payroll"], except: ["user: ADELE", "user: bianca", "group: Finance"] },
    ];
    await resolve(configuration(assignments, ["user: carol@contoso.com", "group: finance"]), directory, NO_FILTERS);
    expect(directory.calls.findUsers).toEqual([["ADELE", "bianca", "carol", "carol@contoso.com", "nobody"]]);
    expect(directory.calls.findGroups.toSorted()).toEqual(["FINANCE", "Payroll", "g-finance"]);
    expect(directory.calls.readMembers.toSorted()).toEqual(["g-finance", "g-payroll"]);
    expect(directory.calls.readAllUsers).toBe(1);
  });

  it("nothing that is not named", async () => {
    const directory = tenant();
    await resolve(configuration([]), directory, NO_FILTERS);
    expect(directory.calls).toEqual({ findUsers: [], findGroups: [], readMembers: [], readAllUsers: 0, mostAtOnce: 0 });
  });

  it("many groups at once, but not all", async () => {
    const groups = Array.from({ length: 40 }, (_, index) => ({
      id: `g-${index}`,
      displayName: `Group ${index}`,
      members: ["adele", "bianca", "carol"],
    }));
    const directory = directoryOf({ users: USERS, groups });
    await resolve(configuration([{ to: groups.map(({ id }) => `group: ${id}`) }]), directory, NO_FILTERS);
    expect(directory.calls.mostAtOnce).toBeGreaterThan(1);
    expect(directory.calls.mostAtOnce).toBeLessThanOrEqual(8);
  });

  it.each<[string, string]>([
    ["a user", "user: adele"],
    ["a group", "group: Finance"],
    ["everyone", "everyone"],
  ])("a failure of the whole run goes on upwards: %s", async (_name, to) => {
    await expect(resolve(configuration([{ to: [to] }]), tenant({ refusesAll: true }), NO_FILTERS)).rejects.toThrow(
      GraphError,
    );
  });

  it("after a failure of the whole run no more groups are asked for", async () => {
    const directory = tenant({ refusesAll: true });
    const to = Array.from({ length: 40 }, (_, index) => `group: Group ${index}`);
    await expect(resolve(configuration([{ to }]), directory, NO_FILTERS)).rejects.toThrow("the token was refused");
    expect(directory.calls.findGroups.length).toBeLessThanOrEqual(8);
  });
});

describe("a directory that shows names only", () => {
  const hidden: Dials = { withheld: ["userType", "accountEnabled", "assignedPlans"] };

  it("ends the run, and says whose move it is", async () => {
    const error: unknown = await resolve(configuration([{ to: ["everyone"] }]), tenant(hidden), NO_FILTERS).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SignInError);
    expect(error).toMatchObject({ code: "accounts-hidden", hint: expect.stringMatching(/directory administrator/) });
  });

  it("is no matter where nobody is shown at all", async () => {
    const { desired } = await resolve(configuration([{ to: ["user: nobody"] }]), tenant(hidden), NO_FILTERS);
    expect(desired.rows).toHaveLength(1);
  });
});

const told = () => directoryOf({ users: USERS, groups: GROUPS, resources: new Set(["carol"]) });

async function everyoneOf(accountTypes: readonly ("person" | "resource")[], directory = told()) {
  const { desired, diagnostics } = await resolve(
    configuration([{ to: ["everyone"], accountTypes }]),
    directory,
    NO_FILTERS,
  );
  return { reached: desired.rows.map(({ user }) => user.id), target: desired.targets[0], diagnostics };
}

describe("rooms and shared devices", () => {
  it.each<[string, readonly ("person" | "resource")[], readonly string[]]>([
    ["are not everyone", ["person"], ["adele", "bianca"]],
    ["are, where they are asked for", ["person", "resource"], ["adele", "bianca", "carol"]],
    ["can be asked for alone", ["resource"], ["carol"]],
  ])("%s", async (_name, types, expected) => {
    expect(await everyoneOf(types)).toMatchObject({ reached: expected, diagnostics: [] });
  });

  it("are reached as people are where they cannot be told apart, with a note", async () => {
    const { reached, diagnostics } = await everyoneOf(["person"], tenant());
    expect(reached).toEqual(["adele", "bianca", "carol"]);
    expect(diagnostics).toMatchObject([{ code: "account-types-untold", severity: "warning", line: 101 }]);
  });

  it("are nobody where they are asked for alone and cannot be told apart", async () => {
    const { reached, target } = await everyoneOf(["resource"], tenant());
    expect([reached, target?.state]).toEqual([[], "unreadable"]);
  });

  it("are reached by a group that holds them all the same", async () => {
    const { desired } = await resolve(configuration([{ to: ["user: carol", "everyone"] }]), told(), NO_FILTERS);
    expect(desired.rows.map(({ user }) => user.id)).toEqual(["adele", "bianca", "carol"]);
  });
});

describe("groups without members", () => {
  it("are a warning in `to` and among the protected, at each place", async () => {
    const { diagnostics, desired } = await resolve(
      configuration([{ to: ["group: Empty", "user: adele"] }, { to: ["group: g-empty"] }], ["group: Empty"]),
      tenant(),
      NO_FILTERS,
    );
    expect(diagnostics).toEqual(
      [
        { file: "policy.yaml", line: 1, column: 5, name: "Empty" },
        { file: "teams.yaml", line: 101, column: 7, name: "Empty" },
        { file: "teams.yaml", line: 201, column: 7, name: "g-empty" },
      ].map(({ name, ...place }) => ({
        code: "empty-group",
        severity: "warning",
        message: `the group "${name}" has no members${place.file === "policy.yaml" ? ", so nobody is protected by it: every action is held" : ""}`,
        hint: "check that it is the group you mean; add members to it, remove this entry, or accept it with allowEmpty: true",
        ...place,
        related: [],
      })),
    );
    expect(desired.rows).toHaveLength(1);
  });

  it("block the rows of their assignment in `except`, warn, and stop nobody else", async () => {
    const assignments = [
      { to: ["user: adele", "user: bianca"], except: ["group: Empty"] },
      { app: "onboarding", to: ["user: bianca"], except: ["group: g-empty (may be empty)"] },
    ];
    const { desired, diagnostics } = await resolve(configuration(assignments), tenant(), NO_FILTERS);
    expect(desired.rows.map(describeRow)).toEqual([
      "expenses adele <- upgraded latest [teams.yaml:100, direct] ?? Empty",
      "expenses bianca <- upgraded latest [teams.yaml:100, direct] ?? Empty",
      "onboarding bianca <- upgraded latest [teams.yaml:200, direct]",
    ]);
    expect(desired.rows.at(0)?.undecidedBy[0]).toMatchObject({ state: "read", members: 0, detail: "has no members" });
    expect(diagnostics).toMatchObject([
      {
        code: "empty-except",
        severity: "warning",
        file: "teams.yaml",
        line: 103,
        message: 'the group "Empty" has no members, so nobody is excepted: the rows of this assignment are blocked',
      },
    ]);
  });

  it.each([
    ["holds every action where somebody relies on it for protection", "group: Empty", ["Empty"]],
    ["is accepted where the desired state says so", "group: Empty (may be empty)", []],
  ])("one %s", async (_name, entry, unresolved) => {
    const { policy } = await resolve(configuration([{ to: ["user: adele"] }], [entry]), tenant(), NO_FILTERS);
    expect(policy.protectedUnresolved).toEqual(unresolved);
  });

  it("are not taken for empty when they could not be read", async () => {
    const dials: Dials = { hiddenGroups: new Set(["g-empty"]) };
    const { diagnostics } = await resolve(
      configuration([{ to: ["user: adele"], except: ["group: Empty"] }]),
      tenant(dials),
      NO_FILTERS,
    );
    expect(diagnostics).toEqual([]);
  });
});

describe("the policy", () => {
  it("has the object ids of protected users and of members of protected groups, nested ones included", async () => {
    const { policy } = await resolve(
      configuration([], ["user: CAROL@contoso.com", "group: Finance"]),
      tenant(),
      NO_FILTERS,
    );
    expect(policy.protectedUserIds).toEqual(new Set(["carol", "adele", "bianca"]));
    expect(policy.protectedUnresolved).toEqual([]);
  });

  it.each<[string, string, Dials, readonly string[]]>([
    ["a user the directory does not know", "user: Nobody", {}, []],
    ["a user whose lookup failed", "user: adele", { failingLookups: new Set(["adele"]) }, []],
    ["a group that does not exist", "group: Nowhere", {}, []],
    ["a hidden group", "group: Finance", { hiddenGroups: new Set(["g-finance"]) }, []],
    [
      "a group whose second page fails protects the first",
      "group: Finance",
      { groupFailsAfterPages: new Map([["g-finance", 1]]) },
      ["adele", "bianca"],
    ],
  ])("names entries that did not resolve, as written: %s", async (_name, entry, dials, ids) => {
    const { policy } = await resolve(configuration([], [entry]), tenant(dials), NO_FILTERS);
    expect(policy.protectedUnresolved).toEqual([entry.replace(/^\w+: /, "")]);
    expect([...policy.protectedUserIds]).toEqual(ids);
  });
});

describe("rows", () => {
  it("are sorted by app, lower-cased principal name, id, by code units", async () => {
    const users = [
      person("u1", { userPrincipalName: "b@contoso.com" }),
      person("u2", { userPrincipalName: "Ä@contoso.com" }),
      person("u3", { userPrincipalName: "A@contoso.com" }),
      person("u4", { userPrincipalName: "_@contoso.com" }),
    ];
    const directory = directoryOf({ users, groups: [] });
    const assignments = [
      { app: "b-app", to: ["user: AB@contoso.com", "everyone"] },
      { app: "a-app", to: ["user: u3"] },
    ];
    const { desired } = await resolve(configuration(assignments, [], ["a-app", "b-app"]), directory, NO_FILTERS);
    expect(desired.rows.map(({ app, user }) => `${app.name} ${user.asWritten}`)).toEqual([
      "a-app u3",
      "b-app _@contoso.com",
      "b-app u3",
      "b-app AB@contoso.com",
      "b-app b@contoso.com",
      "b-app Ä@contoso.com",
    ]);
  });

  it("of two people who bear one principal name, as after a rename between two pages, are sorted by id", async () => {
    const users = ["u2", "u1"].map((id) => person(id, { userPrincipalName: "adele@contoso.com" }));
    const assignments = [{ to: ["everyone"] }];
    const { desired } = await resolve(configuration(assignments), directoryOf({ users, groups: [] }), NO_FILTERS);
    expect(desired.rows.map(({ user }) => user.id)).toEqual(["u1", "u2"]);
  });

  it("share their claims: one object for an assignment and a rank", async () => {
    const assignments = [
      { to: ["everyone"] },
      { to: ["group: Payroll"] },
      { to: ["user: adele"], except: ["user: adele"] },
    ];
    const { desired } = await resolve(configuration(assignments), tenant(), NO_FILTERS);
    const [adele, bianca, carol] = desired.rows.map(({ claim }) => claim);
    expect(adele).toBe(carol);
    expect(bianca).not.toBe(carol);
  });
});

describe("filters", () => {
  const assignments = [
    { to: ["group: Finance", "user: nobody@contoso.com"] },
    { app: "onboarding", to: ["group: Payroll"] },
  ];
  const filtered = async (filters: Partial<Filters>, dials: Dials = {}) =>
    (await resolve(configuration(assignments), tenant(dials), { ...NO_FILTERS, ...filters })).desired;

  it.each<[string, Partial<Filters>, readonly string[]]>([
    ["none", {}, ["expenses adele", "expenses bianca", "expenses nobody", "onboarding bianca"]],
    ["one app", { apps: ["onboarding"] }, ["onboarding bianca"]],
    [
      "two apps are or",
      { apps: ["onboarding", "expenses"] },
      ["expenses adele", "expenses bianca", "expenses nobody", "onboarding bianca"],
    ],
    [
      "a user by principal name, without case",
      { users: ["BIANCA@contoso.com"] },
      ["expenses bianca", "onboarding bianca"],
    ],
    ["a user by id, without case", { users: ["Adele"] }, ["expenses adele"]],
    ["a user whom the directory does not know", { users: ["Nobody@contoso.com"] }, ["expenses nobody"]],
    ["two users are or", { users: ["adele", "nobody@contoso.com"] }, ["expenses adele", "expenses nobody"]],
    ["app and user are and", { apps: ["expenses"], users: ["bianca"] }, ["expenses bianca"]],
    ["and may leave nothing", { apps: ["onboarding"], users: ["adele"] }, []],
  ])("%s", async (_name, filters, expected) => {
    const desired = await filtered(filters);
    expect(desired.rows.map(describeRow).map((row) => row.replace(/@.*/, ""))).toEqual(expected);
    expect(desired.totalRows).toBe(4);
    expect(desired.filters).toEqual({ ...NO_FILTERS, ...filters });
  });

  it("an unknown app is refused before anything is read, with the apps there are", async () => {
    const directory = tenant({ refusesAll: true });
    const attempt = resolve(configuration(assignments), directory, { apps: ["Expenxes"], users: [] });
    await expect(attempt).rejects.toThrow(UsageError);
    await expect(attempt).rejects.toMatchObject({
      message: 'the desired state has no app "Expenxes"',
      hint: 'did you mean "expenses"? apps of the desired state: expenses, onboarding',
    });
    expect(directory.calls.findGroups).toEqual([]);
  });

  it("an app is named in any case, and counts by its own name", async () => {
    const { desired } = await resolve(configuration(assignments), tenant(), { apps: ["EXPENSES"], users: [] });
    expect(desired.filters.apps).toEqual(["expenses"]);
    expect(new Set(desired.rows.map(({ app }) => app.name))).toEqual(new Set(["expenses"]));
  });

  it.each<[string, string]>([
    ["adele@contoso.com", 'the desired state has no app "Expenxes"'],
    ["carol@contso.com", 'the desired state has no app "Expenxes", and the directory has no user "carol@contso.com"'],
  ])(
    "an unknown app is refused, with the user who is asked about where there is none: %s",
    async (explained, message) => {
      const attempt = resolve(configuration(assignments), tenant(), { apps: ["Expenxes"], users: [] }, explained);
      await expect(attempt).rejects.toMatchObject({ message });
    },
  );

  it("an unknown app is refused where the desired state has none at all", async () => {
    const attempt = resolve(configuration([], [], []), tenant(), { apps: ["expenses"], users: [] });
    await expect(attempt).rejects.toMatchObject({
      message: 'the desired state has no app "expenses"',
      hint: "the desired state has no apps",
    });
  });

  it("a user that no row has is refused, with what a user is named by", async () => {
    await expect(filtered({ users: ["carol@contoso.com"] })).rejects.toMatchObject({
      message: 'no assignment reaches the user "carol@contoso.com"',
      hint: "name a user by principal name or object id",
    });
  });

  it.each([
    ["adele@contso.com", 'did you mean "adele@contoso.com"?'],
    ["ADELLE@contoso.com", 'did you mean "adele@contoso.com"?'],
    ["11111111-2222-4333-8444-555555555555", "name a user by principal name or object id"],
  ])("a user that no row has is refused, and a near one is offered: %s", async (name, hint) => {
    await expect(filtered({ users: [name] })).rejects.toMatchObject({ hint });
  });

  it("a user that no row has is refused, and unread targets are named as the possible reason", async () => {
    const attempt = filtered({ users: ["carol@contoso.com"] }, { hiddenGroups: new Set(["g-finance"]) });
    await expect(attempt).rejects.toThrow(UsageError);
    await expect(attempt).rejects.toMatchObject({
      message: 'no assignment reaches the user "carol@contoso.com"',
      hint: expect.stringMatching(/may hold the user: Finance$/),
    });
  });
});
