import { describe, expect, it } from "vitest";
import { explainPair, type PairExplanation } from "../../src/resolve/explain.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { type Dials, directoryOf, person, type TenantGroup } from "../fakes/directory.ts";
import { type AssignmentText, configuration, NO_FILTERS } from "./configurations.ts";

const USERS = [person("adele"), person("megan"), person("guest", { userType: "Guest" })];
const GROUPS: readonly TenantGroup[] = [
  { id: "g-finance", displayName: "Finance", members: ["adele", "guest"] },
  { id: "g-interns", displayName: "Interns", members: ["adele"] },
  { id: "g-hidden", displayName: "Hidden", members: ["adele"] },
];
const DIALS: Dials = { hiddenGroups: new Set(["g-hidden"]) };

async function explained(
  user: string,
  assignments: readonly AssignmentText[],
  app = "expenses",
): Promise<PairExplanation> {
  const directory = directoryOf({ users: USERS, groups: GROUPS, dials: DIALS });
  return explainPair((await resolve(configuration(assignments), directory, NO_FILTERS)).membership, user, app);
}

const standings = ({ assignments }: PairExplanation) => assignments.map(({ standing }) => standing);

describe("why a pair is decided as it is", () => {
  it("every assignment of the app has its standing", async () => {
    const pair = await explained("ADELE@contoso.com", [
      { to: ["everyone"] },
      { to: ["group: Finance"], priority: 1 },
      { to: ["group: Finance"], priority: 3, except: ["group: Interns"] },
      { to: ["group: Interns"], priority: 2, version: "2.x" },
      { to: [["adele@contoso.com"]], priority: 2, version: "2.x" },
      { to: ["user: megan"] },
      { app: "onboarding", to: ["user: adele"] },
    ]);
    expect(standings(pair)).toEqual(["lower-rank", "lower-priority", "excepted", "won", "agrees", "does-not-reach"]);
    expect(pair.user?.id).toBe("adele");
    expect(pair.claim).toMatchObject({ kind: "won", assignment: { source: { line: 400 } }, rank: 1 });
  });

  it("a conflict names itself at each assignment", async () => {
    const pair = await explained("adele", [{ to: ["user: adele"] }, { to: ["user: adele"], ensure: "absent" }]);
    expect(standings(pair)).toEqual(["conflicts", "conflicts"]);
    expect(pair.claim?.kind).toBe("conflict");
  });

  it("every target says whether it holds the user, with its rank; exceptions too", async () => {
    const pair = await explained("adele", [
      {
        to: ["group: Finance", "group: Hidden", "user: adele", "user: megan", "everyone"],
        except: ["user: megan", "group: Hidden"],
      },
    ]);
    const [only] = pair.assignments;
    expect(only?.rank).toBe(0);
    expect(only?.ways.map(({ target, rank, holds }) => `${target.name} ${rank} ${holds}`)).toEqual([
      "Finance 1 yes",
      "Hidden 1 unknown",
      "adele 0 yes",
      "megan 0 no",
      "everyone 2 yes",
    ]);
    expect(only?.exceptions.map(({ target, holds }) => `${target.name} ${holds}`)).toEqual([
      "megan no",
      "Hidden unknown",
    ]);
    expect(pair.undecidedBy.map(({ role, name }) => `${role} ${name}`)).toEqual(["except Hidden"]);
  });

  it("tells an account that everyone does not reach from one that is not there", async () => {
    const pair = await explained("guest", [{ to: ["everyone"] }, { to: ["group: Finance"], app: "onboarding" }]);
    expect(pair.assignments[0]?.ways[0]?.holds).toBe("cannot-have-app");
    expect([standings(pair), pair.claim]).toEqual([["does-not-reach"], null]);
  });

  it("a user whom nothing shows is null, and unread targets may hold them", async () => {
    const pair = await explained("stranger@contoso.com", [{ to: ["group: Hidden", "group: Finance"] }]);
    expect([pair.user, pair.claim, standings(pair)]).toEqual([null, null, ["does-not-reach"]]);
    expect(pair.assignments[0]?.ways.map(({ holds }) => holds)).toEqual(["unknown", "no"]);
  });

  it("a user whom only an exception names, and whom the directory does not know, is nobody", async () => {
    const assignments = [{ to: ["everyone"], except: [["nobody@contoso.com"]] }];
    await expect(explained("Nobody@contoso.com", assignments)).rejects.toThrow(
      'the directory has no user "Nobody@contoso.com"',
    );
  });

  it("an app without assignments has none", async () => {
    expect(await explained("adele", [{ to: ["user: adele"] }], "onboarding")).toMatchObject({
      claim: null,
      assignments: [],
    });
  });
});
