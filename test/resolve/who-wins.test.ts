import { describe, expect, it } from "vitest";
import { resolve } from "../../src/resolve/resolve.ts";
import { directoryOf, person, type TenantGroup } from "../fakes/directory.ts";
import { type AssignmentText, configuration, describeRow, NO_FILTERS } from "./configurations.ts";

const USERS = [
  person("adele"),
  person("megan"),
  person("guest", { userType: "Guest" }),
  person("leaver", { accountEnabled: false }),
  person("kiosk", { assignedPlans: [] }),
  person("riddle", { userType: "Visitor" }),
];

const GROUPS: readonly TenantGroup[] = [
  { id: "g-finance", displayName: "Finance", members: ["adele"], nested: ["g-payroll"] },
  { id: "g-payroll", displayName: "Payroll", members: ["megan"], nested: ["g-finance"] },
  { id: "g-partners", displayName: "Partners", members: ["guest", "leaver", "kiosk"] },
];

async function rows(assignments: readonly AssignmentText[], users = USERS): Promise<readonly string[]> {
  const { desired } = await resolve(configuration(assignments), directoryOf({ users, groups: GROUPS }), NO_FILTERS);
  return desired.rows.map(describeRow);
}

const ADELE = "user: adele@contoso.com";

describe("who wins", () => {
  it.each<[string, readonly AssignmentText[], string]>([
    [
      "direct over a group of any priority",
      [
        { to: [ADELE], version: "2.x" },
        { to: ["group: Payroll", "group: Finance"], version: "3.x", priority: 9 },
      ],
      "upgraded 2.x [teams.yaml:100, direct]",
    ],
    [
      "a group over everyone of any priority",
      [
        { to: ["everyone"], version: "2.x", priority: 9 },
        { to: ["group: Finance"], version: "3.x" },
      ],
      "upgraded 3.x [teams.yaml:200, group]",
    ],
    [
      "a list ranks as a group",
      [
        { to: [["adele@contoso.com"]], version: "2.x", priority: 1 },
        { to: ["group: Finance"], version: "3.x" },
      ],
      "upgraded 2.x [teams.yaml:100, group]",
    ],
    [
      "a list does not rank as direct",
      [
        { to: [["adele@contoso.com"]], version: "2.x", priority: 1 },
        { to: [ADELE], version: "3.x" },
      ],
      "upgraded 3.x [teams.yaml:200, direct]",
    ],
    [
      "the higher priority within a rank",
      [
        { to: ["group: Finance"], version: "2.x", priority: -1 },
        { to: ["group: Finance"], version: "3.x" },
      ],
      "upgraded 3.x [teams.yaml:200, group]",
    ],
    [
      "several ways count with the best",
      [
        { to: ["everyone", "group: Finance", ADELE], version: "2.x" },
        { to: ["group: Finance"], version: "3.x", priority: 9 },
      ],
      "upgraded 2.x [teams.yaml:100, direct]",
    ],
    [
      "a tie that agrees is the first by line",
      [
        { to: [ADELE], version: "2.x", line: 20 },
        { to: [ADELE], version: "2.x", line: 3 },
      ],
      "upgraded 2.x [teams.yaml:3, direct]",
    ],
    [
      "a tie that agrees is the first by file",
      [
        { to: [ADELE], version: "2.x", file: "b.yaml", line: 1 },
        { to: [ADELE], version: "2.x", file: "a.yaml", line: 9 },
      ],
      "upgraded 2.x [a.yaml:9, direct]",
    ],
    [
      "removals that tie agree",
      [
        { to: [ADELE], ensure: "absent" },
        { to: [ADELE], ensure: "absent" },
      ],
      "absent [teams.yaml:100, direct]",
    ],
  ])("%s", async (_name, assignments, expected) => {
    expect((await rows(assignments))[0]).toBe(`expenses adele@contoso.com <- ${expected}`);
  });

  it.each<[string, readonly AssignmentText[], string]>([
    [
      "two versions",
      [
        { to: [ADELE], version: "2.x" },
        { to: [ADELE], version: "3.x" },
      ],
      "upgraded 2.x | upgraded 3.x [teams.yaml:100, teams.yaml:200, direct]",
    ],
    [
      "two spellings of one range",
      [
        { to: [ADELE], version: "2.x" },
        { to: [ADELE], version: "2" },
      ],
      "upgraded 2.x | upgraded 2 [teams.yaml:100, teams.yaml:200, direct]",
    ],
    [
      "two kinds of ensure",
      [
        { to: [ADELE], version: "2.x" },
        { to: [ADELE], version: "2.x", ensure: "installed" },
      ],
      "upgraded 2.x | installed 2.x [teams.yaml:100, teams.yaml:200, direct]",
    ],
    [
      "all that tie are named, also those that agree",
      [
        { to: [ADELE], version: "2.x" },
        { to: [ADELE], version: "2.x" },
        { to: [ADELE], ensure: "absent" },
      ],
      "upgraded 2.x | upgraded 2.x | absent [teams.yaml:100, teams.yaml:200, teams.yaml:300, direct]",
    ],
    [
      "sorted by file and line",
      [
        { to: [ADELE], version: "2.x", file: "b.yaml" },
        { to: [ADELE], version: "3.x", file: "a.yaml" },
      ],
      "upgraded 3.x | upgraded 2.x [a.yaml:200, b.yaml:100, direct]",
    ],
    [
      "weaker ones are not named",
      [
        { to: ["everyone"], version: "1.x" },
        { to: [ADELE], version: "2.x" },
        { to: [ADELE], version: "3.x" },
      ],
      "upgraded 2.x | upgraded 3.x [teams.yaml:200, teams.yaml:300, direct]",
    ],
  ])("a tie that differs is a conflict: %s", async (_name, assignments, expected) => {
    expect((await rows(assignments))[0]).toBe(`expenses adele@contoso.com CONFLICT ${expected}`);
  });

  it("a conflict that something stronger settles is none", async () => {
    const assignments = [
      { to: ["group: Finance"], version: "2.x" },
      { to: ["group: Finance"], version: "3.x" },
      { to: [ADELE], version: "4.x" },
    ];
    expect(await rows(assignments)).toEqual([
      "expenses adele@contoso.com <- upgraded 4.x [teams.yaml:300, direct]",
      "expenses megan@contoso.com CONFLICT upgraded 2.x | upgraded 3.x [teams.yaml:100, teams.yaml:200, group]",
    ]);
  });

  it("apps are decided apart from each other", async () => {
    expect(
      await rows([
        { to: [ADELE], version: "2.x" },
        { app: "onboarding", to: [ADELE], version: "3.x" },
      ]),
    ).toEqual([
      "expenses adele@contoso.com <- upgraded 2.x [teams.yaml:100, direct]",
      "onboarding adele@contoso.com <- upgraded 3.x [teams.yaml:200, direct]",
    ]);
  });
});

describe("except", () => {
  it.each<[string, string | readonly string[]]>([
    ["by user", "user: ADELE@contoso.com"],
    ["by object id", "user: adele"],
    ["by list", ["adele@contoso.com"]],
  ])("%s", async (_name, except) => {
    expect(await rows([{ to: ["group: Finance"], except: [except] }])).toEqual([
      "expenses megan@contoso.com <- upgraded latest [teams.yaml:100, group]",
    ]);
  });

  it.each<[string, string | readonly string[]]>([
    ["a group", "group: Finance"],
    ["everyone", "everyone"],
    ["a list", ["megan@contoso.com"]],
    ["the user directly", "user: megan@contoso.com"],
  ])("counts whatever reached the user: %s", async (_name, to) => {
    const found = await rows([{ to: [to], except: ["group: Payroll"] }, { to: ["user: kiosk"] }]);
    expect(found.filter((row) => row.includes("megan"))).toEqual([]);
  });

  it("counts for its own assignment only", async () => {
    expect(
      await rows([
        { to: [ADELE], except: ["group: Finance"] },
        { to: ["everyone"], version: "2.x" },
      ]),
    ).toContain("expenses adele@contoso.com <- upgraded 2.x [teams.yaml:200, everyone]");
  });
});

describe("accounts that cannot have the app", () => {
  const named = ["guest@contoso.com", "kiosk@contoso.com", "leaver@contoso.com"];

  it.each(["upgraded", "installed", "absent"] as const)("everyone does not reach them: %s", async (ensure) => {
    const found = await rows([{ to: ["everyone"], ensure }]);
    expect(found.map((row) => row.split(" ")[1])).toEqual([
      "adele@contoso.com",
      "megan@contoso.com",
      "riddle@contoso.com",
    ]);
  });

  it.each<[string, readonly (string | readonly string[])[]]>([
    ["a group", ["group: Partners"]],
    ["a list", [named]],
    ["their names", named.map((name) => `user: ${name}`)],
  ])("%s reaches them, for removal too", async (_name, to) => {
    expect((await rows([{ to, ensure: "absent" }])).map((row) => row.split(" ")[1])).toEqual(named);
  });

  it("everyone reaches an account of which that is not known, and leaves its removal undecided", async () => {
    const riddle = "riddle@contoso.com";
    expect(await rows([{ to: ["everyone"] }])).toContain(
      `expenses ${riddle} <- upgraded latest [teams.yaml:100, everyone]`,
    );
    expect(await rows([{ to: ["everyone"], ensure: "absent" }])).toContain(
      `expenses ${riddle} <- absent [teams.yaml:100, everyone] ?? everyone`,
    );
    expect(await rows([{ to: [`user: ${riddle}`], ensure: "absent" }])).toEqual([
      `expenses ${riddle} <- absent [teams.yaml:100, direct]`,
    ]);
  });
});
