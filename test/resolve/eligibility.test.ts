import { describe, expect, it } from "vitest";
import type { DirectoryUser } from "../../src/resolve/directory.ts";
import { accountFacts, accountOf, mergeAccountFacts } from "../../src/resolve/eligibility.ts";
import { person, TEAMS_PLAN } from "../fakes/directory.ts";

const EXCHANGE = { service: "exchange", servicePlanId: "efb87545-963c-4e0d-99df-69c6916d9eb0" };
const OLD_TEAMS_PLAN = "42a3ec34-28ba-46b6-992f-db53a675ac5b";

describe("whether an account can have the app", () => {
  it.each<[string, Partial<DirectoryUser>, string]>([
    ["member with a Teams plan", {}, "eligible"],
    ["guest", { userType: "Guest" }, "guest"],
    ["guest, spelled in lower case", { userType: "guest" }, "guest"],
    ["disabled", { accountEnabled: false }, "disabled"],
    ["no plan at all", { assignedPlans: [] }, "no-teams-plan"],
    ["only another plan", { assignedPlans: [{ ...EXCHANGE, capabilityStatus: "Enabled" }] }, "no-teams-plan"],
    [
      "a guest comes before disabled and plan",
      { userType: "Guest", accountEnabled: false, assignedPlans: [] },
      "guest",
    ],
    ["disabled comes before plan", { accountEnabled: false, assignedPlans: [] }, "disabled"],
    ["no user type, as old accounts", { userType: null }, "eligible"],
    [
      "no user type, a guest by name",
      { userType: null, userPrincipalName: "bob_fabrikam.com#EXT#@contoso.com" },
      "guest",
    ],
    ["no user type, and no name", { userType: null, userPrincipalName: null }, "unknown: userType"],
    ["no user type and no plans", { userType: null, assignedPlans: null }, "unknown: assignedPlans"],
    ["user type of another kind", { userType: "Visitor" }, "unknown: userType"],
    ["enabled not known", { accountEnabled: null }, "unknown: accountEnabled"],
    ["plans not known", { assignedPlans: null }, "unknown: assignedPlans"],
    [
      "nothing known",
      { userType: null, accountEnabled: null, assignedPlans: null },
      "unknown: userType, accountEnabled, assignedPlans",
    ],
    [
      "one obstacle decides, whatever is unknown",
      { userType: null, accountEnabled: false, assignedPlans: null },
      "disabled",
    ],
    [
      "no plan decides, whatever is unknown",
      { userType: null, accountEnabled: null, assignedPlans: [] },
      "no-teams-plan",
    ],
  ])("%s", (_name, changes, expected) => {
    expect(describeAccount(person("u1", changes))).toBe(expected);
  });

  it.each<[string, Partial<typeof TEAMS_PLAN>, string]>([
    ["Enabled", {}, "eligible"],
    ["Warning", { capabilityStatus: "Warning" }, "eligible"],
    ["enabled, in another case", { capabilityStatus: "enabled" }, "eligible"],
    ["Suspended", { capabilityStatus: "Suspended" }, "no-teams-plan"],
    ["Deleted", { capabilityStatus: "Deleted" }, "no-teams-plan"],
    ["LockedOut", { capabilityStatus: "LockedOut" }, "no-teams-plan"],
    ["service in lower case, new plan id", { service: "teamspaceapi", servicePlanId: "0-0" }, "eligible"],
    ["service that only begins so", { service: "TeamspaceAPI/EU", servicePlanId: null }, "eligible"],
    [
      "known plan id under another service",
      { service: "MicrosoftCommunicationsOnline", servicePlanId: OLD_TEAMS_PLAN },
      "eligible",
    ],
    ["known plan id in upper case", { service: null, servicePlanId: OLD_TEAMS_PLAN.toUpperCase() }, "eligible"],
    ["service that has it in the middle", { service: "NotTeamspaceAPI", servicePlanId: "0-0" }, "no-teams-plan"],
    ["status missing", { capabilityStatus: null }, "unknown: assignedPlans"],
    ["service missing, plan id of no table", { service: null, servicePlanId: "0-0" }, "unknown: assignedPlans"],
    [
      "plan without names, but suspended",
      { service: null, servicePlanId: null, capabilityStatus: "Suspended" },
      "no-teams-plan",
    ],
  ])("a plan: %s", (_name, changes, expected) => {
    expect(describeAccount(person("u1", { assignedPlans: [{ ...TEAMS_PLAN, ...changes }] }))).toBe(expected);
  });

  it("one usable plan is enough beside an unclear one", () => {
    const unclear = { service: null, servicePlanId: null, capabilityStatus: null };
    expect(describeAccount(person("u1", { assignedPlans: [unclear, TEAMS_PLAN] }))).toBe("eligible");
  });
});

describe("two answers about one account", () => {
  it.each<[string, Partial<DirectoryUser>, Partial<DirectoryUser>, string]>([
    ["what one leaves out the other tells", { assignedPlans: null }, { userType: null }, "eligible"],
    ["the obstacle counts where they differ", { accountEnabled: true }, { accountEnabled: false }, "disabled"],
    [
      "what both leave out stays unknown",
      { accountEnabled: null },
      { accountEnabled: null },
      "unknown: accountEnabled",
    ],
  ])("%s, in any order", (_name, a, b, expected) => {
    const [first, second] = [accountFacts(person("u1", a)), accountFacts(person("u1", b))];
    for (const facts of [mergeAccountFacts(first, second), mergeAccountFacts(second, first)]) {
      expect(describeFacts(facts)).toBe(expected);
    }
  });
});

function describeAccount(user: DirectoryUser): string {
  return describeFacts(accountFacts(user));
}

function describeFacts(facts: ReturnType<typeof accountFacts>): string {
  const account = accountOf(facts);
  if (account.state === "ineligible") return account.because;
  if (account.state === "unknown") return `unknown: ${account.detail.replace(/^.* usable /, "")}`;
  return account.state;
}
