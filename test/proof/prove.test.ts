import { describe, expect, it } from "vitest";
import type { Plan, PlanApp, PlanRow } from "../../src/model/plan.ts";
import { DEFAULT_RULES } from "../../src/model/policy.ts";
import { type Proof, prove } from "../../src/proof/prove.ts";
import type { Directory, DirectoryUser } from "../../src/resolve/directory.ts";
import { IDENTITY } from "../definitions.ts";
import { person } from "../fakes/directory.ts";
import { CAMERA, planned, PLANNER, type Planner, READ, SEND, TENANT, world, type World } from "./world.ts";
import type { CatalogEntry } from "../../src/model/catalog.ts";
import { identityKey } from "../../src/model/desired.ts";

async function proofOf(changed: World, planner?: Planner): Promise<Proof> {
  const { inputs, plan } = await planned(changed, planner);
  return prove(inputs, plan);
}

/** `claim: counterexample, counterexample` of what does not hold. */
function broken({ statements }: Proof): readonly string[] {
  return statements.filter(({ holds }) => !holds).flatMap(({ counterexamples }) => counterexamples);
}

describe("a sound plan", () => {
  it("is proved, in statements that people can check", async () => {
    expect(await proofOf(world())).toEqual({
      unproved: new Set(),
      statements: [
        "7 changes for 4 people, each as the assignment that decides wants it",
        "2 apps changed, each in the desired state and as the catalog knows it",
        "1 permission granted, all approved, and each app gets exactly what its offered version requires",
        "1 removal, each named by ensure: absent",
        "nobody protected and nothing suspended is touched",
        "every group, list and exception that could decide a change was read to its end",
      ].map((claim) => ({ claim, holds: true, counterexamples: [] })),
    });
  });

  it("may act on nothing", async () => {
    const proof = await proofOf(world({ suspended: true }));
    expect(proof).toEqual({
      unproved: new Set(),
      statements: [{ claim: "nothing is to be changed", holds: true, counterexamples: [] }],
    });
  });

  it.each([
    [
      "delegated consent left out, as the token cannot grant it",
      { approved: [CAMERA], required: known(CAMERA), mayConsent: false },
    ],
    ["nothing required", { required: known() }],
    [
      "a group that fails half-way beside people named directly",
      {
        tenant: { ...TENANT, dials: { groupFailsAfterPages: new Map([["finance", 1]]) } },
      },
    ],
    [
      "an exception that cannot be read",
      {
        tenant: { ...TENANT, dials: { hiddenGroups: new Set(["interns"]) } },
      },
    ],
    ["everybody not read to the end", { tenant: { ...TENANT, dials: { everyoneFailsAfterPages: 1 } } }],
    [
      "a name whose look-up fails, of a person whom a group shows",
      {
        tenant: { ...TENANT, dials: { failingLookups: new Set(["carlos@contoso.com"]) } },
      },
    ],
    ["answers without principal names", { tenant: { ...TENANT, dials: { withheld: ["userPrincipalName" as const] } } }],
    [
      "answers about groups without the kind of account",
      {
        tenant: { ...TENANT, dials: { withheldInGroups: ["userType" as const] } },
      },
    ],
  ] as const)("is proved with %s", async (_name, changed) => {
    const { inputs, plan } = await planned(world(changed));
    expect(acting(plan).length, "the plan still acts").toBeGreaterThan(0);
    expect(broken(prove(inputs, plan))).toEqual([]);
  });
});

const upgrade = (row: PlanRow) => row.app === "expenses" && row.action === "upgrade";
const removal = (row: PlanRow) => row.action === "uninstall";

it("holds of a plan that leaves excepted people alone, and of one whose exceptions are over", async () => {
  for (const endsAtMs of [Date.UTC(2026, 5, 1), Date.UTC(2026, 0, 2)]) {
    const exceptions = [{ ...excepting("adele@contoso.com"), endsAtMs }];
    const { inputs, plan } = await planned(world({ exceptions }));
    expect(broken(prove(inputs, plan))).toEqual([]);
    const acts = plan.rows.some(
      ({ user, app, verdict }) => user.id === "adele" && app === "expenses" && verdict === "act",
    );
    expect(acts).toBe(endsAtMs < Date.UTC(2026, 0, 5));
  }
});

describe("a plan that was altered", () => {
  it.each<{ name: string; alter: (plan: Plan) => Plan; says: string }>([
    {
      name: "one more permission",
      alter: changing(upgrade, (row) => ({ ...row, consent: [...row.consent, READ] })),
      says: "upgrade of expenses for adele@contoso.com: it would grant TeamsActivity.Send.User (application), TeamsAppInstallation.Read.User (application), required is TeamsActivity.Send.User (application)",
    },
    {
      name: "the same permission with the other type",
      alter: changing(upgrade, (row) => ({ ...row, consent: [{ ...SEND, type: "delegated" }] })),
      says: "it would grant TeamsActivity.Send.User (delegated), required is TeamsActivity.Send.User (application)",
    },
    {
      name: "a permission left out",
      alter: changing(upgrade, (row) => ({ ...row, consent: [] })),
      says: "it would grant nothing, required is TeamsActivity.Send.User (application)",
    },
    {
      name: "consent with a removal",
      alter: changing(removal, (row) => ({ ...row, consent: [SEND] })),
      says: "a removal would grant permissions",
    },
    {
      name: "one more user, whom the directory never showed",
      alter: adding(upgrade, (row) => ({ ...row, user: userNamed("mallory") })),
      says: "upgrade of expenses for mallory@contoso.com: the directory showed no such user",
    },
    {
      name: "one more user, whom nothing of this app reaches",
      alter: adding(upgrade, (row) => ({ ...row, user: userNamed("guest") })),
      says: "upgrade of expenses for guest@contoso.com: no assignment reaches the user",
    },
    {
      name: "a user whom an exception takes out",
      alter: adding(upgrade, (row) => ({ ...row, user: userNamed("bianca") })),
      says: "upgrade of expenses for bianca@contoso.com: no assignment reaches the user",
    },
    {
      name: "a user without an id",
      alter: changing(upgrade, (row) => ({ ...row, user: { ...row.user, id: null } })),
      says: "the directory showed no such user",
    },
    {
      name: "an installation where only upgrades are asked for",
      alter: changing(upgrade, (row) => ({ ...row, action: "install" })),
      says: "install is nothing that ensure: upgraded asks for",
    },
    {
      name: "a wish that nobody wrote",
      alter: changing(upgrade, (row) => ({ ...row, desired: { ensure: "upgraded", version: "3.x" } })),
      says: "the assignment that decides, teams.yaml:100, says something else: upgraded latest 2.x",
    },
    {
      name: "a removal that no ensure: absent names",
      alter: changing(upgrade, (row) => ({ ...row, action: "uninstall", consent: [] })),
      says: "uninstall of expenses for adele@contoso.com: no ensure: absent decides about it",
    },
    {
      name: "a removal that says of itself that it is wanted",
      alter: changing(upgrade, (row) => ({
        ...row,
        action: "uninstall",
        consent: [],
        desired: { ensure: "absent", version: null },
      })),
      says: "no ensure: absent decides about it",
    },
    {
      name: "the same change twice",
      alter: adding(upgrade, (row) => ({ ...row, user: { ...row.user, id: row.user.id?.toUpperCase() ?? null } })),
      says: "it acts twice on the same user and app",
    },
    {
      name: "somebody who is protected",
      alter: releasing("protected"),
      says: "upgrade of expenses for ceo@contoso.com: the user is protected",
    },
    {
      name: "an app that nobody manages",
      alter: changing(upgrade, (row) => ({ ...row, app: "payroll" })),
      says: "the desired state has no such app",
    },
    {
      name: "another catalog entry",
      alter: changingApp((app) => ({ ...app, id: "catalog-of-another" })),
      says: "the plan would change catalog-of-another, the catalog's app is catalog-expenses",
    },
    {
      name: "another app's installation",
      alter: changing(upgrade, (row) => ({
        ...row,
        observed: { ...row.observed, installationId: "onboarding of adele" },
      })),
      says: "the installation is one of another app: catalog-onboarding",
    },
    {
      name: "another person's installation",
      alter: changing(upgrade, (row) => ({ ...row, observed: { ...row.observed, installationId: "expenses of ceo" } })),
      says: "nobody read such an installation of the user",
    },
    {
      name: "an older definition",
      alter: changingApp((app) => ({ ...app, offered: { version: "2.9.0", permissions: [], identity: IDENTITY } })),
      says: "planned is 2.9.0, offered is 2.10.0",
    },
  ])("by $name is refused, and the row is named", async ({ alter, says }) => {
    const { inputs, plan } = await planned(world());
    const proof = prove(inputs, alter(plan));
    expect(proof.unproved.size).toBeGreaterThan(0);
    expect(broken(proof).join("\n")).toContain(says);
  });

  it("of one app says nothing against the other apps", async () => {
    const { inputs, plan } = await planned(world());
    const other = changing(
      ({ app }) => app === "expenses",
      (row) => ({ ...row, consent: [READ] }),
    )(plan);
    expect(prove(inputs, other).unproved).toEqual(new Set(["expenses"]));
  });

  it("names a few rows and counts the others", async () => {
    const { inputs, plan } = await planned(world());
    const all = changing(
      () => true,
      (row) => ({ ...row, consent: [READ] }),
    )(plan);
    const [statement] = prove(inputs, all).statements.filter(({ holds }) => !holds);
    expect(statement?.counterexamples).toHaveLength(6);
    expect(statement?.counterexamples.at(-1)).toBe("and 2 more");
  });
});

describe("a planner that is broken", () => {
  it.each<{ name: string; world: World; planner: Partial<Planner>; says: string }>([
    {
      name: "approves everything",
      world: world({ required: known(SEND, READ) }),
      planner: {
        plan: ({ desired }, observed) => {
          const apps = desired.apps.map((app) => ({ ...app, approved: [SEND, READ] }));
          const rows = desired.rows.map((row) => ({ ...row, app: { ...row.app, approved: [SEND, READ] } }));
          return PLANNER.plan(resolutionOf({ ...desired, apps, rows }), observed);
        },
      },
      says: "2.10.0 requires what nobody approved: TeamsAppInstallation.Read.User (application)",
    },
    {
      name: "takes permissions that are not known for none",
      world: world({ required: { state: "unknown" } }),
      planner: {
        plan: (resolution, observed) =>
          PLANNER.plan(resolution, { ...observed, apps: world({ required: known() }).observed.apps }),
      },
      says: "what 2.10.0 requires is not known",
    },
    {
      name: "has no gate",
      world: world(),
      planner: { gate: (plan) => plan },
      says: "upgrade of expenses for ceo@contoso.com: the user is protected",
    },
    {
      name: "has no gate, though somebody is excepted",
      world: world({ protectedUsers: [], exceptions: [excepting("ceo@contoso.com")] }),
      planner: { gate: (plan) => plan },
      says: "upgrade of expenses for ceo@contoso.com: an exception accepts what the user has",
    },
    {
      name: "has no gate, though an exception was not read to its end",
      world: world({ protectedUsers: [], exceptions: [excepting("nobody@contoso.com")] }),
      planner: { gate: (plan) => plan },
      says: '"nobody@contoso.com", for whom an exception is, was not read to its end',
    },
    {
      name: "has no gate, though everything is suspended",
      world: world({ suspended: true, protectedUsers: [] }),
      planner: { gate: (plan) => plan },
      says: "the policy is suspended",
    },
    {
      name: "has no gate, though a protected name is nobody's",
      world: world({ protectedUsers: ["user: nobody@contoso.com"] }),
      planner: { gate: (plan) => plan },
      says: 'the protected entry "nobody@contoso.com" was not read to its end',
    },
    {
      name: "mistakes who is excepted",
      world: world(),
      planner: {
        resolve: (written, directory, filters) =>
          PLANNER.resolve(written, mistaking(directory, "interns", person("dora")), filters),
      },
      says: "upgrade of expenses for bianca@contoso.com: no assignment reaches the user",
    },
    {
      name: "lets a group win over a name",
      world: world({
        assignments: [
          { version: "latest 2.x", to: ["user: dora@contoso.com"] },
          { ensure: "absent", to: ["group: Leavers"] },
        ],
      }),
      planner: {
        resolve: (written, directory, filters) => {
          const assignments = written.assignments.filter(({ ensure }) => ensure === "absent");
          return PLANNER.resolve({ ...written, assignments }, directory, filters);
        },
      },
      says: "uninstall of expenses for dora@contoso.com: no ensure: absent decides about it",
    },
    {
      name: "takes the priority the wrong way round",
      world: world({
        assignments: [
          { version: "latest 2.x", to: ["group: Leavers"], priority: 5 },
          { ensure: "absent", to: ["group: Leavers"] },
        ],
      }),
      planner: {
        resolve: (written, directory, filters) => {
          const assignments = written.assignments.map((one) => ({ ...one, priority: -one.priority }));
          return PLANNER.resolve({ ...written, assignments }, directory, filters);
        },
      },
      says: "no ensure: absent decides about it",
    },
    {
      name: "takes a group that fails half-way for whole",
      world: world({ tenant: { ...TENANT, dials: { groupFailsAfterPages: new Map([["finance", 1]]) } } }),
      planner: { resolve: (written, directory, filters) => PLANNER.resolve(written, forgiving(directory), filters) },
      says: 'upgrade of expenses for adele@contoso.com: "Finance" was not read to its end',
    },
    {
      name: "reads the first page of a group only",
      world: world(),
      planner: { resolve: (written, directory, filters) => PLANNER.resolve(written, firstPages(directory), filters) },
      says: '"Finance" was not read to its end',
    },
    {
      name: "takes an exception that cannot be read for empty",
      world: world({ tenant: { ...TENANT, dials: { hiddenGroups: new Set(["interns"]) } } }),
      planner: {
        resolve: (written, directory, filters) => {
          const assignments = written.assignments.map((one) => ({ ...one, except: [] }));
          return PLANNER.resolve({ ...written, assignments }, directory, filters);
        },
      },
      says: '"Interns" was not read to its end',
    },
    {
      name: "takes one of two groups with the same name",
      world: world({
        tenant: { ...TENANT, groups: [...TENANT.groups, { id: "other", displayName: "finance", members: ["dora"] }] },
      }),
      planner: {
        resolve: (written, directory, filters) =>
          PLANNER.resolve(
            written,
            { ...directory, findGroups: async (name) => (await directory.findGroups(name)).slice(0, 1) },
            filters,
          ),
      },
      says: '"Finance" was not read to its end',
    },
    {
      name: "lets everyone reach guests",
      world: world({ assignments: [{ app: "onboarding", ensure: "absent", to: ["everyone"] }] }),
      planner: {
        resolve: (written, directory, filters) => PLANNER.resolve(written, seeingOnlyMembers(directory), filters),
      },
      says: "uninstall of onboarding for guest@contoso.com: no assignment reaches the user",
    },
  ])("as it $name, is found out", async ({ world: broke, planner, says }) => {
    const honest = await planned(broke);
    expect(broken(prove(honest.inputs, honest.plan)), "the real planner stands the proof").toEqual([]);
    const proof = await proofOf(broke, { ...PLANNER, ...planner });
    expect(broken(proof).join("\n")).toContain(says);
  });
});

function known(...permissions: (typeof SEND)[]) {
  return { state: "known", permissions } as const;
}

function acting(plan: Plan): readonly PlanRow[] {
  return Array.from(plan.rows.filter(({ verdict }) => verdict === "act"));
}

function userNamed(id: string): PlanRow["user"] {
  return { id, userPrincipalName: `${id}@contoso.com`, asWritten: `${id}@contoso.com` };
}

/** Changes the acting rows that `is` picks. */
function changing(is: (row: PlanRow) => boolean, change: (row: PlanRow) => object): (plan: Plan) => Plan {
  return (plan) => ({
    ...plan,
    rows: plan.rows.map((row) => (row.verdict === "act" && is(row) ? Object.assign({}, row, change(row)) : row)),
  });
}

/** Adds a row that is made of the first that `is` picks. */
function adding(is: (row: PlanRow) => boolean, make: (row: PlanRow) => PlanRow): (plan: Plan) => Plan {
  return (plan) => ({ ...plan, rows: [...plan.rows, ...acting(plan).filter(is).slice(0, 1).map(make)] });
}

/** What this person has is accepted for the time of the tests. */
function excepting(name: string): Exceptions[number] {
  const source = { file: "exceptions.yaml", line: 3, column: 5 };
  const to = [{ kind: "user", name, source } as const];
  const endsAtMs = Date.UTC(2026, 5, 1);
  return {
    app: "expenses",
    to,
    accept: ["outdated"],
    reason: "audit",
    owner: "us",
    until: "2026-05-31",
    endsAtMs,
    source,
  };
}

type Exceptions = World["configuration"]["exceptions"];

/** Lets rows act that are held for a reason. */
function releasing(reason: string): (plan: Plan) => Plan {
  return (plan) => ({
    ...plan,
    rows: plan.rows.map((row) =>
      row.verdict === "held" && row.action !== null && row.reason === reason
        ? { ...row, verdict: "act", action: row.action, reason: null }
        : row,
    ),
  });
}

function changingApp(change: (app: PlanApp) => PlanApp): (plan: Plan) => Plan {
  return (plan) => ({ ...plan, apps: plan.apps.map((app) => (app.name === "expenses" ? change(app) : app)) });
}

function resolutionOf(desired: Parameters<Planner["plan"]>[0]["desired"]): Parameters<Planner["plan"]>[0] {
  const nobody = { identities: { users: new Map(), keys: new Map(), notFound: new Map() }, apps: new Map() };
  const policy = {
    ...DEFAULT_RULES,
    protectedUserIds: new Set<string>(),
    protectedUnresolved: [],
    exceptions: [],
  } as const;
  return { desired, policy, diagnostics: [], membership: nobody };
}

/** A page that fails is taken for the end. */
function forgiving(directory: Directory): Directory {
  return {
    ...directory,
    readMembers: async function* (groupId) {
      try {
        yield* directory.readMembers(groupId);
      } catch {
        return;
      }
    },
  };
}

/** Reads a group to its end, and takes somebody else for its members. */
function mistaking(directory: Directory, group: string, other: DirectoryUser): Directory {
  return {
    ...directory,
    readMembers: async function* (groupId) {
      for await (const page of directory.readMembers(groupId)) yield groupId === group ? [other] : page;
    },
  };
}

function firstPages(directory: Directory): Directory {
  return {
    ...directory,
    readMembers: async function* (groupId) {
      for await (const page of directory.readMembers(groupId)) {
        yield page;
        return;
      }
    },
  };
}

function asMember(user: DirectoryUser): DirectoryUser {
  return { ...user, userType: "Member" };
}

function seeingOnlyMembers(directory: Directory): Directory {
  return {
    ...directory,
    readAllUsers: async function* () {
      for await (const page of directory.readAllUsers()) yield page.map(asMember);
    },
  };
}

describe("a removal of an app that the catalog does not show any more", () => {
  const LEAVERS = [{ ensure: "absent" as const, to: ["group: Leavers"] }];

  /** The world in which everybody names `expenses` by its catalog id, and the catalog answers so. */
  function gone(entry: CatalogEntry): World {
    const before = world({ assignments: LEAVERS });
    const identity = { kind: "catalog", catalogId: "catalog-expenses" } as const;
    const apps = before.configuration.apps.map((app) => (app.name === "expenses" ? { ...app, identity } : app));
    const entries = new Map([...before.observed.apps, [identityKey(identity), entry] as const]);
    return {
      ...before,
      configuration: { ...before.configuration, apps },
      observed: { ...before.observed, apps: entries },
    };
  }

  it.each<[string, CatalogEntry]>([
    ["not in the catalog", { state: "not-in-catalog" }],
    ["refused", { state: "unreadable", detail: "403" }],
    ["of unexpected shape", { state: "unreadable", detail: "value[0].id is missing" }],
  ])("by its exact id is proved: %s", async (_name, entry) => {
    const { inputs, plan } = await planned(gone(entry));
    expect(plan.rows.filter(({ verdict }) => verdict === "act").map(({ action }) => action)).toEqual(["uninstall"]);
    expect(prove(inputs, plan).unproved).toEqual(new Set());
  });

  it("of another app's installation is not", async () => {
    const { inputs, plan } = await planned(gone({ state: "not-in-catalog" }));
    const other = changing(
      () => true,
      (row) => ({ observed: { ...row.observed, installationId: "onboarding of dora" } }),
    )(plan);
    expect(broken(prove(inputs, other)).join()).toContain("the installation is one of another app");
  });
});
