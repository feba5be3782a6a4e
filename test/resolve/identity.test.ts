import { describe, expect, it } from "vitest";
import { GraphError } from "../../src/errors.ts";
import type { DesiredRow } from "../../src/model/desired.ts";
import type { Directory } from "../../src/resolve/directory.ts";
import { mergePersons, personFrom } from "../../src/resolve/person.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { type Dials, directoryOf, person } from "../fakes/directory.ts";
import { type AssignmentText, configuration, describeRow, NO_FILTERS } from "./configurations.ts";

const ADELE = "11111111-1111-4111-8111-00000000000a";
const MEGAN = "11111111-1111-4111-8111-00000000000b";
const NOBODY = "99999999-9999-4999-8999-00000000000F";

async function rowsOf(assignments: readonly AssignmentText[], dials: Dials = {}): Promise<readonly DesiredRow[]> {
  const users = [
    person(ADELE, { userPrincipalName: "Adele@contoso.com" }),
    person(MEGAN, { userPrincipalName: "megan@contoso.com" }),
  ];
  const groups = [{ id: "g-finance", displayName: "Finance", members: [ADELE, MEGAN] }];
  const directory = directoryOf({ users, groups, dials });
  return [...(await resolve(configuration(assignments), directory, NO_FILTERS)).desired.rows];
}

async function namesInFinance(dials: Dials): Promise<readonly string[]> {
  return (await rowsOf([{ to: ["group: Finance"] }], dials)).map(({ user }) => user.asWritten);
}

describe("one person is one user", () => {
  it("named by id, by principal name in any case, and through a group", async () => {
    const rows = await rowsOf([
      { to: [`user: ${ADELE.toUpperCase()}`], version: "2.x" },
      { to: ["user: ADELE@CONTOSO.COM"], version: "3.x" },
      { to: ["group: Finance"], except: ["user: megan@contoso.com"] },
    ]);
    expect(rows.map(({ user }) => user)).toEqual([
      {
        id: ADELE,
        userPrincipalName: "Adele@contoso.com",
        asWritten: ADELE.toUpperCase(),
        account: { state: "eligible" },
      },
    ]);
    expect(rows[0]?.claim.kind).toBe("conflict");
  });

  it("is one object in all rows", async () => {
    const [first, second] = await rowsOf([
      { to: ["group: Finance"], except: ["user: megan@contoso.com"] },
      { app: "onboarding", to: [`user: ${ADELE}`] },
    ]);
    expect(first?.user).toBe(second?.user);
  });

  it("members of groups are written as their principal name, or their id where that is not known", async () => {
    expect(await namesInFinance({})).toEqual(["Adele@contoso.com", "megan@contoso.com"]);
    expect(await namesInFinance({ withheld: ["userPrincipalName"] })).toEqual([ADELE, MEGAN]);
  });

  it("the answer to a lookup fills in what a group left out", async () => {
    const rows = await rowsOf([{ to: ["group: Finance"] }, { app: "onboarding", to: ["user: adele@contoso.com"] }], {
      withheldInGroups: ["assignedPlans"],
    });
    expect(rows.map(({ user }) => [user.asWritten, user.account.state])).toEqual([
      ["adele@contoso.com", "eligible"],
      ["megan@contoso.com", "unknown"],
      ["adele@contoso.com", "eligible"],
    ]);
  });
});

describe("two sightings of one person that spell the name differently", () => {
  it.each<[string, string, string]>([
    ["adele@contoso.com", "Adele@contoso.com", "Adele@contoso.com"],
    ["Adele@contoso.com", "adele@contoso.com", "Adele@contoso.com"],
  ])("%s, then %s: one spelling is kept, whichever came first", (first, second, kept) => {
    const lower = personFrom(person(ADELE, { userPrincipalName: first }));
    const upper = personFrom(person(ADELE.toUpperCase(), { userPrincipalName: second }));
    for (const merged of [mergePersons(lower, upper), mergePersons(upper, lower)]) {
      expect(merged).toMatchObject({ key: ADELE, id: ADELE.toUpperCase(), userPrincipalName: kept });
    }
  });

  it("one principal name that two people bear means neither of them", async () => {
    const users = [ADELE, MEGAN].map((id) => person(id, { userPrincipalName: "shared@contoso.com" }));
    const dials = { failingLookups: new Set(["shared@contoso.com"]) };
    const directory = directoryOf({ users, groups: [], dials });
    const assignments = [{ to: ["everyone"] }, { app: "onboarding", to: ["user: shared@contoso.com"] }];
    const { desired } = await resolve(configuration(assignments), directory, NO_FILTERS);
    expect(desired.rows.map(({ app, user }) => `${app.name} ${user.id} ${user.account.state}`)).toEqual([
      "expenses null unreadable",
      `expenses ${ADELE} eligible`,
      `expenses ${MEGAN} eligible`,
      "onboarding null unreadable",
    ]);
  });
});

describe("a name that the directory does not know", () => {
  it.each<[string, string, string | null]>([
    ["principal name", "nobody@contoso.com", null],
    ["object id", NOBODY, NOBODY],
    ["text with control characters", "a\u0000b\n\u202e@contoso.com", null],
    ["a name that objects have", "__proto__", null],
  ])("is a row of its own: %s", async (_name, name, id) => {
    const [row, ...others] = await rowsOf([{ to: [`user: ${name}`] }]);
    expect(row?.user).toEqual({
      id,
      userPrincipalName: null,
      asWritten: name,
      account: {
        state: "not-found",
        detail: name.includes("\u0000") ? "it holds U+0000 (invisible) as character 2" : null,
      },
    });
    expect(others).toEqual([]);
  });

  it("is one row, however it is spelled and whatever names it", async () => {
    const rows = await rowsOf([
      { to: ["user: Nobody@contoso.com"], version: "2.x" },
      { to: [["nobody@CONTOSO.com"]], version: "3.x" },
    ]);
    expect(rows.map(describeRow)).toEqual(["expenses Nobody@contoso.com <- upgraded 2.x [teams.yaml:100, direct]"]);
  });

  it("is excepted by the same name", async () => {
    expect(await rowsOf([{ to: ["user: nobody@contoso.com"], except: [["NOBODY@contoso.com"]] }])).toEqual([]);
  });

  it("is not reached by everyone", async () => {
    const rows = await rowsOf([{ to: ["user: nobody@contoso.com"] }, { app: "onboarding", to: ["everyone"] }]);
    expect(rows.filter(({ user }) => user.account.state === "not-found").map(({ app }) => app.name)).toEqual([
      "expenses",
    ]);
  });
});

describe("a lookup that says nothing of a name", () => {
  it.each<[string, Directory["findUsers"], string]>([
    ["it was left out", () => Promise.resolve(new Map()), "the directory gave no answer"],
    [
      "the lookup as a whole failed",
      () =>
        Promise.reject(new GraphError("no page came", { code: "x", status: 503, requestId: null, scope: "target" })),
      "no page came",
    ],
  ])("leaves its account unreadable, never absent: %s", async (_name, findUsers, detail) => {
    const directory = { ...directoryOf({ users: [], groups: [] }), findUsers };
    const { desired } = await resolve(configuration([{ to: ["user: adele@contoso.com"] }]), directory, NO_FILTERS);
    expect(desired.rows.map(({ user }) => user.account)).toEqual([{ state: "unreadable", detail }]);
  });
});

describe("a name whose lookup failed", () => {
  const dials: Dials = { failingLookups: new Set(["adele@contoso.com", ADELE]) };

  it("is a row with an account that is unreadable", async () => {
    const [row] = await rowsOf([{ to: ["user: adele@contoso.com"] }], dials);
    expect(row?.user.account).toEqual({ state: "unreadable", detail: "503 for this user" });
    expect(row?.undecidedBy).toEqual([]);
  });

  it.each<[string, string]>([
    ["by principal name", "user: adele@contoso.com"],
    ["by object id", `user: ${ADELE.toUpperCase()}`],
  ])("is the person whom a group shows, %s", async (_name, to) => {
    const rows = await rowsOf(
      [
        { to: [to], version: "2.x" },
        { to: ["group: Finance"], version: "3.x" },
      ],
      dials,
    );
    expect(rows.map(({ user }) => [user.id, user.account.state])).toEqual([
      [ADELE, "eligible"],
      [MEGAN, "eligible"],
    ]);
    expect(rows[0]?.claim.rank).toBe(0);
  });

  it("is reached by everyone too, as unknown is not absent", async () => {
    const rows = await rowsOf([{ to: ["user: adele@contoso.com"] }, { app: "onboarding", to: ["everyone"] }], {
      ...dials,
      everyoneFailsAfterPages: 0,
    });
    expect(rows.map(describeRow)).toEqual([
      "expenses adele@contoso.com <- upgraded latest [teams.yaml:100, direct]",
      "onboarding adele@contoso.com <- upgraded latest [teams.yaml:200, everyone] ?? everyone",
    ]);
  });

  it("may mean anybody whose principal name is not known, and nobody else", async () => {
    const assignments: AssignmentText[] = [
      { to: ["user: adele@contoso.com"], ensure: "absent" },
      { to: ["group: Finance"] },
    ];
    const nameless = await rowsOf(assignments, { ...dials, withheld: ["userPrincipalName"] });
    expect(nameless.map(describeRow)).toEqual([
      `expenses ${ADELE} <- upgraded latest [teams.yaml:200, group] ?? adele@contoso.com`,
      `expenses ${MEGAN} <- upgraded latest [teams.yaml:200, group] ?? adele@contoso.com`,
      "expenses adele@contoso.com <- absent [teams.yaml:100, direct]",
    ]);
    const named = await rowsOf([{ to: ["user: adele@contoso.com"] }, { to: [`user: ${MEGAN}`] }], dials);
    expect(named.map(({ undecidedBy }) => undecidedBy)).toEqual([[], []]);
  });
});
