import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import {
  driftDocument,
  FORMAT_VERSION,
  type ReportDocument,
  resultDocument,
  validationDocument,
} from "../../src/plan-file/document.ts";
import { type Expected, readPlanFile } from "../../src/plan-file/read-plan-file.ts";
import { renderJson } from "../../src/plan-file/write-json.ts";
import {
  AN_HOUR_LATER,
  append,
  digestByTheBook,
  type Edit,
  edited,
  planText,
  put,
  repeatFirst,
  TENANT,
} from "../approval/plan-text.ts";
import {
  app,
  AT,
  forEach,
  header,
  held,
  install,
  people,
  plan,
  result,
  row,
  uninstall,
  upgrade,
  user,
} from "../report/builders.ts";
import { PLANS } from "../report/worlds.ts";

const EXPECTED: Expected = { name: "plan.json", nowMs: AN_HOUR_LATER, tenantId: TENANT };
const PLAN = plan([upgrade(), uninstall({ user: user("megan") }), row({ user: user("nestor") })]);
const TEXT = planText(PLAN);
const CHAT = { value: "Chat.Read.User", type: "application" };

function textOf(document: ReportDocument): string {
  return [...renderJson(document)].join("");
}

function refusal(text: string, expected: Partial<Expected> = {}): string {
  try {
    readPlanFile(() => [text], { ...EXPECTED, ...expected });
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("a plan file", () => {
  it("is read as it was written", () => {
    const approved = readPlanFile(() => [TEXT], EXPECTED);
    expect(approved.filters).toEqual(PLAN.filters);
    expect(approved.source).toEqual(header().source);
    expect(approved.expiresAt).toBe("2026-01-06T08:00:00.000Z");
    expect([...approved.rows()].map(({ verdict, action }) => [verdict, action])).toEqual([
      ["act", "upgrade"],
      ["act", "uninstall"],
      ["nothing", null],
    ]);
    expect([...approved.bounds]).toEqual([
      ["expenses", { app: "expenses", install: 0, upgrade: 1, uninstall: 1, replace: 0, reinstall: 0 }],
    ]);
  });

  it.each(Object.entries(PLANS))("is accepted whatever the plan: %s", (_name, document) => {
    const text = [...renderJson(document)].join("");
    expect(refusal(text, { nowMs: Date.parse(document.createdAt), tenantId: document.tenantId })).toBe("accepted");
  });

  it("is the same whatever its white space, the order of its properties and a byte order mark", () => {
    const file: Record<string, unknown> = JSON.parse(TEXT);
    const reordered = Object.fromEntries(Object.entries(file).toReversed());
    expect(refusal(`\uFEFF${JSON.stringify(reordered, null, 7)}`)).toBe("accepted");
  });

  it("is the same in whatever pieces it comes", () => {
    for (const size of [1, 7, 64]) {
      const pieces = TEXT.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      expect([...readPlanFile(() => pieces, EXPECTED).rows()]).toHaveLength(3);
    }
  });

  it("is read anew for its rows, which says so where it has changed meanwhile", () => {
    let text = TEXT;
    const approved = readPlanFile(() => [text], EXPECTED);
    text = edited(TEXT, put("rows.0.user.id", "id-of-mallory"), "sealed");
    expect(() => [...approved.rows()]).toThrow(
      "plan.json is not what its digest says: it was changed after it was made",
    );
  });

  it("with names that a runner would obey verifies, also as it was written when they were not escaped", () => {
    const text = planText(plan([upgrade({ detail: "##vso[task.complete]##[error]" })]));
    const before = text.replaceAll("#\\u0023", "##");
    expect(before).toContain("##vso[task.complete]##[error]");
    expect([text, before].map((file) => refusal(file))).toEqual(["accepted", "accepted"]);
  });

  it("carries the digest that its documentation says how to compute", () => {
    const file: Record<string, unknown> = JSON.parse(TEXT);
    expect(file["digest"]).toBe(digestByTheBook(file));
  });

  it("carries the digest of each definition, over version, sorted permissions, identity and bot", () => {
    const file: { apps: { offered: { digest: string } }[] } = JSON.parse(TEXT);
    const definition = {
      version: "2.4.0",
      permissions: [{ value: "TeamsActivity.Send.User", type: "application" }],
      clientAppId: "fdebf36e-0000-4000-8000-000000000001",
      bot: false,
    };
    expect(file.apps[0]?.offered.digest).toBe(digestByTheBook(definition));
  });

  it("may be applied until it expires", () => {
    const text = planText(PLAN, {}, { goodForMs: 60_000 });
    const untilMs = Date.parse(AT) + 60_000;
    expect(refusal(text, { nowMs: untilMs - 1 })).toBe("accepted");
    expect(refusal(text, { nowMs: untilMs })).toBe("plan.json expired at 2026-01-05T08:01:00.000Z");
  });

  it("is for one tenant, whatever the case of its id", () => {
    expect(refusal(TEXT, { tenantId: TENANT.toUpperCase() })).toBe("accepted");
    expect(refusal(TEXT, { tenantId: "00000000-0000-4000-8000-000000000009" })).toBe(
      `plan.json is for the tenant ${TENANT}, and this run is for 00000000-0000-4000-8000-000000000009`,
    );
    expect(refusal(TEXT, { tenantId: null })).toBe(
      `plan.json is for the tenant ${TENANT}, and this run is for (unknown)`,
    );
    expect(refusal(planText(PLAN, { tenantId: null }))).toBe(
      `plan.json is for the tenant (unknown), and this run is for ${TENANT}`,
    );
    expect(refusal(planText(PLAN, { tenantId: null }), { tenantId: null })).toBe("accepted");
  });
});

describe("what is no plan", () => {
  it.each([
    ["nothing", "", "plan.json is not JSON"],
    ["half a plan", TEXT.slice(0, -20), "plan.json is not JSON"],
    ["other text", "Plan: in sync", "plan.json is not JSON"],
    ["null", "null", "plan.json is not a plan: it has no formatVersion and kind"],
    ["a list", "[]", "plan.json is not a plan: it has no formatVersion and kind"],
    ["something else", '{"name": "trueup"}', "plan.json is not a plan: it has no formatVersion and kind"],
    ["a drift report", textOf(driftDocument(PLAN, header(), [])), 'plan.json is not a plan: its kind is "drift"'],
    ["a result", textOf(resultDocument(result([]), header(), [])), 'plan.json is not a plan: its kind is "result"'],
    ["a validation", textOf(validationDocument(AT, [])), 'plan.json is not a plan: its kind is "validation"'],
    ["deep brackets", "[".repeat(5_000_000), "plan.json is nested more than 16 levels deep, as no plan is"],
    ["deep objects", '{"a":'.repeat(1_000_000), "plan.json is nested more than 16 levels deep, as no plan is"],
    ["a row that is cut off", TEXT.slice(0, TEXT.indexOf('"installationId"')), "plan.json is not JSON"],
    ["a comma after the last row", TEXT.replace(/\n {2}\],\n {2}"base"/, ',\n  ],\n  "base"'), "plan.json is not JSON"],
    ["a list that a brace ends", TEXT.replace(/\n {2}\],\n {2}"base"/, '\n  },\n  "base"'), "plan.json is not JSON"],
    ["rows without a comma", TEXT.replace('},\n    {"user"', '}\n    {"user"'), "plan.json is not JSON"],
    [
      "its rows twice",
      TEXT.replace("{", '{ "r\\u006fws": [],'),
      "plan.json contradicts itself: it holds its rows twice",
    ],
    ["100 MB of brackets in a string", `"${"[".repeat(100_000_000)}`, "plan.json is not JSON"],
  ])("%s is refused", (_name, content, message) => {
    expect(refusal(content)).toBe(message);
  });

  const long = "x".repeat(1_000_000);
  it.each([
    ["a format", JSON.stringify({ formatVersion: long, kind: "plan" })],
    ["a kind", JSON.stringify({ formatVersion: FORMAT_VERSION, kind: [long] })],
    ["a property", TEXT.replace("{", `{ "${long}": 1,`)],
  ])("%s of any length makes no message of any length", (_name, content) => {
    const message = refusal(content);
    expect(message).toMatch(/xxx…/);
    expect(message.length).toBeLessThan(400);
  });

  it.each([
    [
      "more beside its rows than any plan",
      " ".repeat(256 * 1024 * 1024 + 1),
      "it holds more than 256 MB beside its rows",
    ],
    ["a row larger than any", `{"rows":["${"x".repeat(16 * 1024 * 1024)}"`, "one of its rows has more than 16 MB"],
  ])("a file with %s is refused before that is parsed", (_name, content, what) => {
    expect(refusal(content)).toBe(`plan.json is larger than any plan: ${what}`);
  });
});

describe("a plan of another format", () => {
  it.each([
    ["1.4", 'newer format "1.4"'],
    ["1.1", 'format "1.1"'],
    ["1.2", 'format "1.2"'],
    ["2.0", 'newer format "2.0"'],
    ["10.0", 'newer format "10.0"'],
    ["1.0", 'format "1.0"'],
    ["0.9", 'format "0.9"'],
    [1.3, "format 1.3"],
    ["new", 'format "new"'],
  ])("%s is refused", (formatVersion, said) => {
    const text = edited(TEXT, put("formatVersion", formatVersion), "sealed");
    expect(refusal(text)).toBe(`plan.json has the ${said}; this version of trueup reads 1.3`);
  });
});

describe("a plan that was edited by hand", () => {
  it.each([
    ["another user", put("rows.0.user.id", "id-of-mallory")],
    ["one more permission", append("rows.0.consent", CHAT)],
    ["fewer rows", put("rows", [])],
    ["a later end", put("expiresAt", "2030-01-01T00:00:00.000Z")],
    ["wider bounds", put("envelope.apps.0.uninstall", 500)],
    ["another tenant", put("tenantId", "00000000-0000-4000-8000-000000000009")],
  ])("%s: is refused for its digest", (_name, edit) => {
    expect(refusal(edited(TEXT, edit, "unsealed"))).toBe(
      "plan.json is not what its digest says: it was changed after it was made",
    );
  });

  it.each<[string, Edit, RegExp]>([
    ["a row twice", repeatFirst("rows"), /it holds two rows for the user adele@contoso.com and the app "expenses"$/],
    ["an id of a second row", put("rows.1.user.id", "ID-OF-ADELE"), /it holds two rows for the user megan@contoso.com/],
    ["an app twice", repeatFirst("apps"), /it holds the app "expenses" twice$/],
    ["a row of no app", put("rows.2.app", "payroll"), /row 3 is about the app "payroll", which it does not hold$/],
    [
      "a row that acts without a user",
      put("rows.0.user.id", null),
      /row 1 is to act, and does not hold what its action needs$/,
    ],
    ["a row that acts without an action", put("rows.0.action", null), /row 1 is to act, and does not/],
    ["a row that acts with a reason", put("rows.0.reason", "protected"), /row 1 is to act, and does not/],
    ["an upgrade of what is not there", put("rows.0.observed", { state: "absent", at: AT }), /row 1 is to act/],
    ["a removal with consent", append("rows.1.consent", CHAT), /row 2 is to act/],
    ["wider bounds", put("envelope.apps.0.uninstall", 500), /its envelope is not the one that its rows make$/],
    ["bounds of another app", put("envelope.apps.0.app", "travel"), /its envelope is not the one/],
    [
      "a definition with more permissions",
      append("apps.0.offered.permissions", CHAT),
      /the digest of the definition of "expenses" is not that of its content$/,
    ],
    [
      "a day that does not exist",
      put("expiresAt", "2026-99-99T99:99:99.999Z"),
      /holds a time that does not exist: 2026-01-05T08:00:00.000Z to 2026-99-99T99:99:99.999Z$/,
    ],
    [
      "a property that nobody knows",
      put("note", "approved"),
      /does not have the format of a plan: the file must NOT have additional properties/,
    ],
    [
      "a verdict that nobody knows",
      put("rows.0.verdict", "go"),
      /rows\.0\.verdict must be equal to one of the allowed values/,
    ],
    ["no rows", put("rows", undefined), /must have required property 'rows'/],
    ["rows that are none", put("rows", { length: 3 }), /rows must be array/],
    ["an id that is a list", put("rows.0.user.id", ["a"]), /rows\.0\.user\.id must be string/],
  ])("%s, with a digest made anew: is refused all the same", (_name, edit, message) => {
    expect(refusal(edited(TEXT, edit, "sealed"))).toMatch(message);
  });

  it.each(["__proto__", "constructor", "toString"])("a property %s changes nothing but that it is refused", (name) => {
    const poisoned = TEXT.replace('"kind": "plan"', `"kind": "plan",\n  ${JSON.stringify(name)}: {"verdict": "act"}`);
    expect(refusal(poisoned)).toMatch(/the file must NOT have additional properties/);
    const inRow = TEXT.replace('{"user":', `{${JSON.stringify(name)}: {"verdict": "act"}, "user":`);
    expect(refusal(inRow)).toMatch(/rows\.0 must NOT have additional properties/);
    expect(Object.hasOwn(Object.prototype, "verdict")).toBe(false);
  });

  it("an app with a name of Object's is an app like any other", () => {
    const named = plan([upgrade({ app: "constructor" }), upgrade({ app: "__proto__" })], {
      apps: [app({ name: "__proto__" }), app({ name: "constructor" })],
    });
    expect(readPlanFile(() => [planText(named)], EXPECTED).bounds.get("constructor")?.upgrade).toBe(1);
  });
});

describe("the envelope of a plan", () => {
  const rows = [
    ...forEach(people(30, "up"), upgrade()),
    ...forEach(people(3, "in"), install()),
    ...forEach(people(5, "un"), uninstall()),
    held(upgrade({ user: user("zoe") }), "next-run"),
  ];

  it.each([
    [{ kind: "count", count: 0 }, 0, { install: 3, upgrade: 30, uninstall: 5, replace: 0, reinstall: 0 }],
    [{ kind: "count", count: 4 }, 4, { install: 7, upgrade: 34, uninstall: 5, replace: 0, reinstall: 0 }],
    [{ kind: "percent", percent: 10 }, "10%", { install: 4, upgrade: 33, uninstall: 5, replace: 0, reinstall: 0 }],
    [{ kind: "percent", percent: 0 }, "0%", { install: 3, upgrade: 30, uninstall: 5, replace: 0, reinstall: 0 }],
    [{ kind: "percent", percent: 2.5 }, "2.5%", { install: 4, upgrade: 31, uninstall: 5, replace: 0, reinstall: 0 }],
  ] as const)("with slack %j counts what acts, and never more removals", (slack, written, bounds) => {
    const text = planText(plan(rows), {}, { slack });
    expect(JSON.parse(text)).toMatchObject({ envelope: { slack: written, apps: [{ app: "expenses", ...bounds }] } });
    expect(readPlanFile(() => [text], EXPECTED).bounds.get("expenses")).toEqual({ app: "expenses", ...bounds });
  });

  it("allows nothing of a kind that there is none of, whatever the slack", () => {
    const text = planText(plan([upgrade()]), {}, { slack: { kind: "count", count: 100 } });
    expect(readPlanFile(() => [text], EXPECTED).bounds.get("expenses")).toMatchObject({
      install: 0,
      upgrade: 101,
      uninstall: 0,
    });
  });
});
