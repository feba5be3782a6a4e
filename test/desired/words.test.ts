import { describe, expect, it } from "vitest";
import schema from "../../schemas/desired-state.schema.json" with { type: "json" };
import { APPS, loadFiles, MANIFEST_ID, withHeader } from "./folder.ts";

const TO = "to: [{ everyone: true }]";
const app = (keys: string): string => `apps:\n  expenses: { manifestId: ${MANIFEST_ID}, ${keys} }\n`;
const assign = (keys: string): string => `${APPS}assignments:\n  - { app: expenses, version: latest, ${keys} }\n`;
const users = (apps: string): string => `${APPS}users:\n  adele@contoso.com: { ${apps} }\n`;
const rollout = (keys: string): string =>
  `${APPS}rollouts:\n  expenses: { ${keys.startsWith("rings") ? "" : "rings: [{ name: all }], "}${keys} }\n`;
const policy = (keys: string): string => `policy: { ${keys} }\n`;

/** What the schema refuses, by its keyword (of texts by the definition with the pattern); YAML; the message; the way out. */
const REFUSED: readonly [string, string, string, string][] = [
  [
    "additionalProperties",
    app("license: x"),
    'unknown key "license" in apps.expenses',
    "allowed are manifestId, catalogId",
  ],
  ["required", assign("priority: 1"), '"to" is missing in assignments[0]', "add to"],
  ["propertyNames", users("Expenses: latest"), '"Expenses" cannot be the name of an app', "use small letters, digits"],
  ["type string", "tenant: 5\n", "tenant must be a text, and is 5", 'quote it: "5"'],
  ["type object", "apps: []\n", "apps must be a mapping, and is a list", "write a mapping"],
  ["type array", "assignments: {}\n", "assignments must be a list, and is a mapping", "write a list"],
  ["type boolean", policy('suspend: "no"'), 'policy.suspend must be true or false, and is the text "no"', "write true"],
  ["type integer", policy("perRun: 1.5"), "policy.perRun must be a whole number, and is 1.5", "write a whole number"],
  [
    "oneOf",
    policy("protectedUsers: [5]"),
    "policy.protectedUsers[0] must be a user, or a group, and is 5",
    "write a user, or a group",
  ],
  ["pattern of objectId", "tenant: contoso\n", '"contoso" is no id', "ids look like 3f6c1f0e-"],
  [
    "pattern of appName",
    `assignments:\n  - { app: Expenses, version: latest, ${TO} }\n`,
    '"Expenses" cannot be the name of an app',
    "use small letters, digits",
  ],
  [
    "pattern of permissionName",
    app("permissions: [Team Activity]"),
    '"Team Activity" cannot be the name of a permission',
    "permissions look like TeamsActivity.Send.User",
  ],
  [
    "pattern of permissionType",
    app("permissions: [{ value: TeamsActivity.Send.User, type: Role }]"),
    '"Role" is no type of permission',
    "write application or delegated",
  ],
  [
    "pattern of day",
    `${APPS}exceptions:\n  - { app: expenses, ${TO}, reason: audit, owner: us, until: tomorrow }\n`,
    '"tomorrow" is no day',
    "such as 2027-01-31",
  ],
  [
    "pattern of timeOfDay",
    policy('windows: { nights: { days: [Mon], from: "8:00", to: "16:00" } }'),
    '"8:00" is no time of day',
    'such as "08:00"',
  ],
  ["pattern of windowName", policy("window: Nights"), '"Nights" cannot be the name of a window', "use small letters"],
  ["pattern of limit", policy('maxChanges: "120%"'), '"120%" is no limit', "write a number such as 100"],
  [
    "type number",
    rollout("gates: { signals: [{ name: a, prometheus: up, ok: [1] }] }"),
    'rollouts.expenses.gates.signals[0].ok must be a comparison such as "< 3", or the value itself, and is a list',
    'write a comparison such as "< 3"',
  ],
  ...[
    ["duration", "after: soon", '"soon" is no duration', "write a number and s, m, h or d"],
    ["digest", "urgent: now", '"now" is no digest of a definition', "copy it from the plan"],
    ["haltName", "resume: now", '"now" names no halt', "copy it from the plan"],
    ["plainName", "rings: [{ name: It }]", '"It" cannot be a name', "use small letters"],
    ["percent", "rings: [{ name: a, share: some% }]", '"some%" is no share', "such as 2% or 0.5%"],
    ["threshold", "gates: { readBack: { halt: some } }", '"some" is no threshold', "or a share such as 2%"],
    ["jsonPointer", "gates: { signals: [{ name: a, ok: 1, pointer: state }] }", '"state" is no JSON Pointer', "/state"],
    [
      "signalVariable",
      "gates: { signals: [{ name: a, ok: 1, tokenFrom: AZURE_CLIENT_SECRET }] }",
      '"AZURE_CLIENT_SECRET" is no variable that a signal may use',
      "begins with TRUEUP_SIGNAL_",
    ],
  ].map(([of = "", keys = "", message = "", hint = ""]): [string, string, string, string] => [
    `pattern of ${of}`,
    rollout(keys),
    message,
    hint,
  ]),
  ["const", assign("to: [{ everyone: false }]"), "assignments[0].to[0].everyone can only be true", "write that"],
  ["enum", assign(`ensure: gone, ${TO}`), 'assignments[0].ensure is "gone"', "allowed are upgraded, installed, absent"],
  ["minProperties", assign("to: [{}]"), "a target names exactly one of group, user, usersFrom, everyone", "write one"],
  [
    "maxProperties",
    assign("to: [{ user: a@contoso.com, group: Finance }]"),
    "a target names exactly one of group, user, usersFrom, everyone",
    "write one list item for each",
  ],
  [
    "pattern of sharedFile",
    "use: [../apps.yaml]\n",
    '"../apps.yaml" is no shared file of a fleet',
    "such as shared/apps/",
  ],
  ["minItems", assign("to: []"), "assignments[0].to is empty", "fill it, or take it out"],
  ["minLength", assign('to: [{ group: "" }]'), "assignments[0].to[0].group is empty", "fill it, or take it out"],
  ["maxLength", app(`owner: ${"x".repeat(201)}`), "apps.expenses.owner is longer than 200 characters", "shorten it"],
  ["minimum", policy("perRun: 0"), "policy.perRun is 0, and 1 is the least", "write a larger number"],
  [
    "maximum",
    assign(`priority: 1000001, ${TO}`),
    "assignments[0].priority is 1000001, and 1000000 is the most",
    "write a smaller number",
  ],
];

/** Keywords that refuse nothing by themselves. */
const SILENT = new Set(["$schema", "$id", "$ref", "title", "description", "default", "examples"]);

/** The rows that {@link REFUSED} needs: everything in a schema that a value may not fit. */
function refusals(node: unknown, definition = ""): readonly string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([keyword, value]: [string, unknown]) => {
    if (SILENT.has(keyword) || keyword === "if") return [];
    if (keyword === "then" || keyword === "else") return refusals(value, definition);
    if (keyword === "$defs") return entriesOf(value).flatMap(([name, child]) => refusals(child, name));
    if (keyword === "properties") return entriesOf(value).flatMap(([, child]) => refusals(child, definition));
    if (keyword === "items") return refusals(value, definition);
    if (keyword === "additionalProperties" && value !== false) return refusals(value, definition);
    if (keyword === "oneOf") {
      const choice = "description" in node ? "oneOf" : "oneOf without a description";
      return [choice, ...entriesOf(value).flatMap(([, child]) => refusals(child, definition))];
    }
    if (keyword === "type") return [`type ${String(value)}`];
    return keyword === "pattern" ? [`pattern of ${definition}`] : [keyword];
  });
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return Object.entries(Object(value));
}

describe("there are words for what the schema refuses", () => {
  it.each(REFUSED)("%s", async (_keyword, text, message, hint) => {
    const { diagnostics } = await loadFiles({ "policy.yaml": withHeader(text) });
    expect(diagnostics.map((diagnostic) => diagnostic.message)).toContain(message);
    expect(diagnostics.find((diagnostic) => diagnostic.message === message)?.hint).toContain(hint);
  });

  it("all of it", () => {
    expect([...new Set(refusals(schema))].sort()).toEqual(REFUSED.map(([keyword]) => keyword).sort());
  });
});
