import { describe, expect, it } from "vitest";
import { compareGuards } from "../../src/guard-changes.ts";
import { configurationOf, loadFiles, MANIFEST_ID, withHeader } from "../desired/folder.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

/** A desired state whose policy, app or rest says what a row says. */
async function configuration({ policy = "", app = "", rest = "", name = "expenses", id, lists = {} }: Said) {
  const assignments = `assignments: [{ app: ${name}, version: latest, to: [{ everyone: true }] }]`;
  const apps = `apps: { ${name}: { ${id ?? `manifestId: ${MANIFEST_ID}`}, ${app} } }`;
  const files = {
    "policy.yaml": withHeader(`policy: { ${policy} }\n`),
    "state.yaml": withHeader(`${apps}\n${assignments}\n${rest}\n`),
  };
  return configurationOf(await loadFiles({ ...files, ...lists }));
}

interface Said {
  readonly policy?: string;
  readonly app?: string;
  readonly rest?: string;
  readonly name?: string;
  readonly id?: string;
  readonly lists?: Readonly<Record<string, string>>;
}

const policy = (written: string): Said => ({ policy: written });
const app = (written: string): Said => ({ app: written });
const rollout = (rings: string, more = ""): Said => ({
  rest: `rollouts: { expenses: { rings: [${rings}, { name: rest }]${more} } }`,
});
const excepted = (until: string): Said => ({
  rest: `exceptions: [{ app: expenses, to: [{ user: adele@contoso.com }], reason: audit, owner: audit@contoso.com, until: ${until} }]`,
});

const CLIENT = "4b37af36-e745-4e21-8377-e9fd50046ffd";
const CATALOG = "catalogId: aaaaaaaa-0000-4000-8000-000000000007";
const ADELE = "adele@contoso.com";
const MEGAN = "megan@contoso.com";
const listed = (users: string): Said => ({
  rest: "exceptions: [{ app: expenses, to: [{ usersFrom: kept.csv }], reason: audit, owner: audit@contoso.com, until: 2030-01-31 }]",
  lists: { "kept.csv": users },
});
const inRing = (users: string): Said => ({
  ...rollout("{ name: it, to: [{ usersFrom: it.csv }], soak: 24h }"),
  lists: { "it.csv": users },
});

const IT = "{ name: it, share: 2%, soak: 24h }";

describe("what a change alters of its guards", () => {
  it.each<[string, Said, Said, readonly string[]]>([
    ["nothing", policy("maxChanges: 200"), policy("maxChanges: 200"), []],
    ["a limit raised", policy("maxChanges: 200"), policy("maxChanges: 300"), ["loosens maxChanges: 200 -> 300"]],
    ["a limit lowered", policy("maxChanges: 200"), policy("maxChanges: 50"), ["tightens maxChanges: 200 -> 50"]],
    [
      "a share in place of a number",
      policy("maxChanges: 200"),
      policy('maxChanges: "100%"'),
      ["loosens maxChanges: 200 -> 100%"],
    ],
    [
      "a number in place of a share",
      policy('maxChanges: "5%"'),
      policy("maxChanges: 10"),
      ["loosens maxChanges: 5% -> 10"],
    ],
    ["none in place of a share", policy('maxChanges: "5%"'), policy("maxChanges: 0"), ["tightens maxChanges: 5% -> 0"]],
    ["the default raised", {}, policy("maxRemovals: 5"), ["loosens maxRemovals: 0 -> 5"]],
    ["a limit that goes", policy('maxDue: "10%"'), {}, ["loosens maxDue: 10% -> null"]],
    ["a limit that comes", {}, policy('maxDue: "10%"'), ["tightens maxDue: null -> 10%"]],
    ["waves that grow", policy("perRun: 5, maxDue: 9"), policy("perRun: 50, maxDue: 9"), ["loosens perRun: 5 -> 50"]],
    ["days that end", policy("perDay: 5, maxDue: 9"), policy("maxDue: 9"), ["loosens perDay: 5 -> null"]],
    ["the brake off", policy("suspend: true"), policy("suspend: false"), ["loosens suspend: true -> false"]],
    ["the brake on", {}, policy("suspend: true"), ["tightens suspend: false -> true"]],
    [
      "one protected person for another",
      policy("protectedUsers: [ceo@contoso.com]"),
      policy("protectedUsers: [cfo@contoso.com]"),
      ["loosens protectedUsers: ceo@contoso.com -> null", "tightens protectedUsers: null -> cfo@contoso.com"],
    ],
    [
      "a window that goes",
      policy("windows: { w: { days: [Mon], from: '08:00', to: '16:00' } }, window: w"),
      {},
      ["loosens window: w (Mon 08:00 to 16:00) -> null"],
    ],
    [
      "another time zone",
      policy("timeZone: UTC"),
      policy("timeZone: Europe/Berlin"),
      ["loosens timeZone: UTC -> Europe/Berlin"],
    ],
    ["an app let go", app("suspend: true"), {}, ["loosens apps.expenses.suspend: true -> false"]],
    [
      "a pin of the Entra application that goes",
      app(`clientAppId: ${CLIENT}`),
      {},
      [`loosens apps.expenses.clientAppId: ${CLIENT} -> null`],
    ],
    [
      "a pin of the Entra application that comes",
      {},
      app(`clientAppId: ${CLIENT}`),
      [`tightens apps.expenses.clientAppId: null -> ${CLIENT}`],
    ],
    [
      "a brake lost with the name of the app",
      app("suspend: true"),
      { name: "claims" },
      ["loosens apps.claims.suspend: true -> false"],
    ],
    [
      "a brake lost with the id of the app",
      app("suspend: true"),
      { id: CATALOG },
      ["loosens apps.expenses.suspend: true -> false"],
    ],
    [
      "a rollout lost with the name of the app",
      rollout(IT),
      { name: "claims" },
      ["loosens rollouts.expenses: it, rest -> null"],
    ],
    [
      "a rollout under another name of the app",
      rollout(IT),
      { ...rollout(IT, ""), name: "claims", rest: `rollouts: { claims: { rings: [${IT}, { name: rest }] } }` },
      [],
    ],
    ["the tenant not said any more", { rest: `tenant: ${CLIENT}` }, {}, [`loosens tenant: ${CLIENT} -> null`]],
    [
      "somebody out of an exception's list",
      listed(`${ADELE}\n${MEGAN}\n`),
      listed(`${ADELE}\n`),
      [`loosens exceptions kept.csv: ${MEGAN} -> null`],
    ],
    ["somebody into an exception's list", listed(`${ADELE}\n`), listed(`${ADELE}\n${MEGAN}\n`), []],
    [
      "somebody into the list of an early ring",
      inRing(`${ADELE}\n`),
      inRing(`${ADELE}\n${MEGAN}\n`),
      ["loosens rollouts.expenses.rings.it.to it.csv: users: 1 -> users: 2, new: 1"],
    ],
    ["a denied version let go", app("deny: [{ versions: 2.4.0 }]"), {}, ["loosens apps.expenses.deny: 2.4.0 -> null"]],
    ["a version denied", {}, app("deny: [{ versions: 2.4.0 }]"), ["tightens apps.expenses.deny: null -> 2.4.0"]],
    [
      "consent repaired",
      {},
      app("repairConsent: reinstall"),
      ["loosens apps.expenses.repairConsent: report -> reinstall"],
    ],
    [
      "consent left alone",
      app("repairConsent: upgrade"),
      {},
      ["tightens apps.expenses.repairConsent: upgrade -> report"],
    ],
    [
      "an exception that goes",
      excepted("2030-01-31"),
      {},
      [expect.stringMatching(/^loosens exceptions: expenses for adele@contoso\.com until 2030-01-31/)],
    ],
    ["a rollout that goes", rollout(IT), {}, ["loosens rollouts.expenses: it, rest -> null"]],
    ["a rollout that comes", {}, rollout(IT), ["tightens rollouts.expenses: null -> it, rest"]],
    [
      "a ring less",
      rollout(`${IT}, { name: b, share: 20% }`),
      rollout(IT),
      ["loosens rollouts.expenses.rings: it, b, rest -> it, rest"],
    ],
    [
      "a larger share",
      rollout(IT),
      rollout("{ name: it, share: 5%, soak: 24h }"),
      ["loosens rollouts.expenses.rings.it.share: 2% -> 5%"],
    ],
    [
      "a shorter soak",
      rollout(IT),
      rollout("{ name: it, share: 2%, soak: 1h }"),
      ["loosens rollouts.expenses.rings.it.soak: 1d -> 1h"],
    ],
    [
      "no proof",
      rollout(IT),
      rollout("{ name: it, share: 2%, soak: 24h, proof: none }"),
      ["loosens rollouts.expenses.rings.it.proof: true -> false"],
    ],
    [
      "a gate that lets more through",
      rollout(IT, ", gates: { refusals: { halt: 2%, atLeast: 20 } }"),
      rollout(IT, ", gates: { refusals: { halt: 9%, atLeast: 20 } }"),
      ["loosens rollouts.expenses.gates.refusals.halt: 2% -> 9%"],
    ],
    [
      "a gate that goes",
      rollout(IT, ", gates: { readBack: { halt: 1 } }"),
      rollout(IT),
      ["loosens rollouts.expenses.gates.readBack.halt: 1 -> null"],
    ],
    ["less age", rollout(IT, ", after: 3d"), rollout(IT, ", after: 1d"), ["loosens rollouts.expenses.after: 3d -> 1d"]],
    [
      "urgency",
      rollout(IT),
      rollout(IT, `, urgent: "${DIGEST}"`),
      [`loosens rollouts.expenses.urgent: null -> ${DIGEST}`],
    ],
    [
      "a halt lifted",
      rollout(IT),
      rollout(IT, `, resume: "${DIGEST}/1"`),
      [`loosens rollouts.expenses.resume: null -> ${DIGEST}/1`],
    ],
  ])("%s", async (_name, before, after, expected) => {
    const changes = compareGuards(await configuration(after), await configuration(before));
    expect(
      changes.map(
        (change) =>
          `${change.loosens ? "loosens" : "tightens"} ${change.guard}: ${String(change.before)} -> ${String(change.after)}`,
      ),
    ).toEqual(expected);
  });

  it("is nothing where nothing was said before", async () => {
    const nothing = { ...(await configuration({})), apps: [], assignments: [] };
    expect(compareGuards(await configuration(policy("maxChanges: 9000")), nothing)).toEqual([]);
  });
});
