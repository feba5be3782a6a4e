import { describe, expect, it } from "vitest";
import type { Target } from "../../src/model/desired.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { type Dials, directoryOf, person, type TenantGroup } from "../fakes/directory.ts";
import { type AssignmentText, configuration, describeRow, NO_FILTERS } from "./configurations.ts";

const USERS = ["adele", "bianca", "carol", "diego"].map((id) => person(id));

const GROUPS: readonly TenantGroup[] = [
  { id: "g-finance", displayName: "Finance", members: ["adele", "bianca"] },
  { id: "g-torn", displayName: "Torn", members: ["adele", "bianca", "carol", "diego"] },
  { id: "g-hidden", displayName: "Hidden", members: ["adele"] },
  { id: "g-twin-1", displayName: "Twins", members: ["adele"] },
  { id: "g-twin-2", displayName: "twins", members: ["adele"] },
  { id: "g-mute", displayName: "Mute", members: ["adele"] },
];

const DIALS: Dials = {
  hiddenGroups: new Set(["g-hidden"]),
  groupFailsAfterPages: new Map([["g-torn", 1]]),
  failingGroupSearches: new Set(["mute"]),
  failingLookups: new Set(["carol@contoso.com", "lost@contoso.com"]),
};

async function resolved(
  assignments: readonly AssignmentText[],
  dials: Dials = {},
  protectedUsers: readonly string[] = [],
) {
  const directory = directoryOf({ users: USERS, groups: GROUPS, dials: { ...DIALS, ...dials } });
  return resolve(configuration(assignments, protectedUsers), directory, NO_FILTERS);
}

async function undecided(assignments: readonly AssignmentText[], dials: Dials = {}): Promise<Record<string, string[]>> {
  const { desired } = await resolved(assignments, dials);
  return Object.fromEntries(
    desired.rows.map(({ user, undecidedBy }) => [user.id, undecidedBy.map(({ name }) => name)]),
  );
}

function describeTarget({ source, role, kind, name, id, state, members }: Target): string {
  return `${source.file}:${source.line} ${role} ${kind} ${name} ${id} ${state === "read" ? members : state}`;
}

const UNREAD = ["group: Torn", "group: Hidden", "group: Twins", "group: Mute", "group: Nowhere"];

describe("a target that was not read to its end", () => {
  it.each(UNREAD)("leaves every row of the app undecided that is not won by more: %s", async (to) => {
    const [, name] = to.split(": ");
    const rows = await undecided([{ to: ["user: adele"] }, { to: ["group: Finance"] }, { to: [to] }]);
    expect(rows).toMatchObject({ adele: [], bianca: [name] });
  });

  it.each<[string, number, number, boolean]>([
    ["a higher priority is decided", 1, 0, false],
    ["the same priority is not", 0, 0, true],
    ["a lower priority is not", 0, 1, true],
  ])("within its rank, a row won by %s", async (_name, winner, unread, isUndecided) => {
    const rows = await undecided([
      { to: ["group: Finance"], priority: winner },
      { to: ["group: Hidden"], priority: unread },
    ]);
    expect(rows["bianca"]).toEqual(isUndecided ? ["Hidden"] : []);
  });

  it("concerns its own app only", async () => {
    const rows = await undecided([{ to: ["group: Finance"] }, { app: "onboarding", to: ["group: Hidden"] }]);
    expect(rows).toEqual({ adele: [], bianca: [] });
  });

  it("does not concern users whom its assignment certainly excepts", async () => {
    const rows = await undecided([
      { to: ["group: Finance"] },
      { to: ["group: Hidden"], except: ["user: adele@contoso.com"] },
    ]);
    expect(rows).toEqual({ adele: [], bianca: ["Hidden"] });
  });

  it("keeps the members of the pages that came", async () => {
    const { desired } = await resolved([{ to: ["group: Torn"] }]);
    expect(desired.rows.map(describeRow)).toEqual([
      "expenses adele@contoso.com <- upgraded latest [teams.yaml:100, group] ?? Torn",
      "expenses bianca@contoso.com <- upgraded latest [teams.yaml:100, group] ?? Torn",
    ]);
  });

  it("also leaves a conflict undecided, and several are all named in the order of the files", async () => {
    const { desired } = await resolved([
      { to: ["group: Finance"], version: "2.x" },
      { to: ["group: Finance"], version: "3.x" },
      { to: ["group: Mute"], line: 9 },
      { to: ["group: Hidden"], line: 7 },
    ]);
    expect(desired.rows.at(0)?.claim.kind).toBe("conflict");
    expect(desired.rows.at(0)?.undecidedBy.map(({ name }) => name)).toEqual(["Hidden", "Mute"]);
  });

  it("everyone, when its pages fail: rows that everyone wins, and no stronger ones", async () => {
    const { desired } = await resolved([{ to: ["everyone"] }, { to: ["user: adele"], version: "2.x" }], {
      everyoneFailsAfterPages: 1,
    });
    expect(desired.rows.map(describeRow)).toEqual([
      "expenses adele <- upgraded 2.x [teams.yaml:200, direct]",
      "expenses bianca@contoso.com <- upgraded latest [teams.yaml:100, everyone] ?? everyone",
    ]);
  });

  it("a user's failed lookup concerns that user only", async () => {
    const rows = await undecided([{ to: ["user: carol@contoso.com"] }, { to: ["group: Finance"] }]);
    expect(rows).toMatchObject({ adele: [], bianca: [] });
  });
});

describe("an exception that does not resolve", () => {
  it.each<[string, string | readonly string[]]>([
    ...UNREAD.map((target): [string, string] => [target, target]),
    ["a user the directory does not know", "user: nobody@contoso.com"],
    ["a user whose lookup failed", "user: lost@contoso.com"],
    ["a list with a user the directory does not know", ["diego@contoso.com", "nobody@contoso.com"]],
  ])("leaves the rows undecided that its assignment reaches: %s", async (_name, except) => {
    const rows = await undecided([
      { to: ["user: bianca"], except: [except], priority: -1 },
      { to: ["user: carol"], except: [except] },
      { to: ["user: bianca"] },
      { to: ["user: diego"], app: "onboarding" },
    ]);
    expect(rows).toEqual({ bianca: [], carol: [expect.any(String)], diego: [] });
  });

  it("does not matter where something stronger wins, or where the assignment loses", async () => {
    const rows = await undecided([
      { to: ["group: Finance"], except: ["group: Hidden"] },
      { to: ["user: adele"] },
      { to: ["group: Finance"], priority: 1, except: ["user: adele"] },
    ]);
    expect(rows).toEqual({ adele: [], bianca: [] });
  });

  it("matters also where another assignment of the same strength agrees", async () => {
    const rows = await undecided([{ to: ["group: Finance"] }, { to: ["group: Finance"], except: ["group: Hidden"] }]);
    expect(rows).toEqual({ adele: ["Hidden"], bianca: ["Hidden"] });
  });

  it("still excepts the members that were seen", async () => {
    const rows = await undecided([{ to: ["everyone"], except: ["group: Torn"] }], { failingLookups: new Set() });
    expect(rows).toEqual({ carol: ["Torn"], diego: ["Torn"] });
  });

  it("a name that failed is resolved where a group shows the person", async () => {
    const rows = await undecided([{ to: ["group: Finance"], except: ["user: adele@contoso.com"] }], {
      failingLookups: new Set(["adele@contoso.com"]),
    });
    expect(rows).toEqual({ bianca: [] });
  });
});

describe("targets in the plan", () => {
  it("each place has its own, sorted; users named one by one only where they did not resolve", async () => {
    const assignments: AssignmentText[] = [
      {
        to: ["group: finance", "user: adele", "user: nobody", "user: carol@contoso.com"],
        except: [["diego", "adele"]],
      },
      { to: ["group: Torn"], except: ["user: bianca", "group: Nowhere", ["carol@contoso.com", "nobody"]] },
      { to: ["group: Finance", "group: g-finance", "group: Twins"], line: 1 },
      { to: [["adele", "ADELE@contoso.com", "nobody"]], app: "onboarding" },
    ];
    const { desired } = await resolved(assignments, {}, ["user: adele", "group: Hidden", "user: nobody"]);
    expect(desired.targets.map(describeTarget)).toEqual([
      "policy.yaml:2 protected group Hidden g-hidden unreadable",
      "policy.yaml:3 protected user nobody null not-found",
      "teams.yaml:2 to group Finance g-finance 2",
      "teams.yaml:3 to group g-finance g-finance 2",
      "teams.yaml:4 to group Twins null ambiguous",
      "teams.yaml:101 to group finance g-finance 2",
      "teams.yaml:103 to user nobody null not-found",
      "teams.yaml:104 to user carol@contoso.com null unreadable",
      "teams.yaml:105 except usersFrom list.csv null 2",
      "teams.yaml:201 to group Torn g-torn unreadable",
      "teams.yaml:203 except group Nowhere null not-found",
      "teams.yaml:204 except usersFrom list.csv null unreadable",
      "teams.yaml:401 to usersFrom list.csv null 2",
    ]);
  });

  it("everyone counts the accounts that it reaches", async () => {
    const { desired } = await resolved([{ to: ["everyone"] }]);
    expect(desired.targets.map(describeTarget)).toEqual(["teams.yaml:101 to everyone everyone null 4"]);
  });

  it.each<[string, string]>([
    ["group: Torn", "a page did not come"],
    ["group: Hidden", "membership is hidden"],
    ["group: Mute", "no answer"],
    ["group: Nowhere", "the directory has no such group"],
    ["group: Twins", "2 groups have this name: g-twin-1, g-twin-2; name one by its object id"],
    ["user: carol@contoso.com", "503 for this user"],
    ["user: nobody", "the directory has no such user"],
  ])("say why they were not read: %s", async (to, detail) => {
    const { desired } = await resolved([{ to: [to] }]);
    expect(desired.targets.map((target) => target.detail)).toEqual([detail]);
  });

  it("a list in except says which of its users did not resolve", async () => {
    const names = ["n1", "n2", "n3", "n4", "n5", "n6"];
    const { desired } = await resolved([{ to: ["user: adele"], except: [["bianca", ...names]] }]);
    expect(desired.targets.map(({ detail }) => detail)).toEqual([
      "6 of its users did not resolve: n1, n2, n3, n4, n5 and 1 more: the directory has no such user",
    ]);
  });
});

describe("an account of everyone whose id cannot be used", () => {
  it("is told of its target, and leaves nobody else undecided", async () => {
    const { desired } = await resolved([{ to: ["everyone"] }], { everyoneHasUnusable: true });
    expect(desired.targets).toMatchObject([{ kind: "everyone", state: "unreadable", detail: "an id cannot be used" }]);
    expect(desired.rows.map(({ user, undecidedBy }) => [user.id, undecidedBy])).toEqual(
      USERS.map(({ id }) => [id, []]),
    );
  });
});
