import type { PlanRow } from "../../src/model/plan.ts";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { compareWithBase } from "../../src/difference.ts";
import { DEFAULT_REVIEW, planDocument } from "../../src/plan-file/document.ts";
import { applyExitCode } from "../../src/plan/convergence.ts";
import { renderText } from "../../src/report/text.ts";
import { fitted } from "../../src/report/text/layout.ts";
import {
  app,
  AT,
  blocked,
  CAMERA,
  forEach,
  header,
  held,
  people,
  plan,
  present,
  row,
  uninstall,
  unreadable,
  upgrade,
} from "./builders.ts";
import { DRIFTS, PLANS, RATES, RESULTS } from "./worlds.ts";

const WORLDS = { ...PLANS, ...DRIFTS, ...RESULTS };
const PLAIN = { color: false, rates: RATES };

function text(document: Parameters<typeof renderText>[0], options: Parameters<typeof renderText>[1] = PLAIN): string {
  return [...renderText(document, options)].join("");
}

describe("text for people", () => {
  it.each(Object.entries(WORLDS))("%s reads as agreed", async (name, document) => {
    await expect(text(document)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it.each(Object.entries(WORLDS))("%s holds no control character but line breaks", (_name, document) => {
    expect(text(document).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it.each(Object.entries(WORLDS))("%s stays within 80 columns", (_name, document) => {
    const [, ...lines] = text(document).split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(Object.entries(WORLDS))("%s says the same in colour", (_name, document) => {
    const colored = text(document, { color: true, rates: RATES });
    expect(colored).toContain("\u001B[");
    expect(stripVTControlCharacters(colored)).toBe(text(document));
  });

  it("comes in pieces of one line each", () => {
    const document = planDocument(plan([upgrade(), unreadable()]), header(), []);
    for (const piece of renderText(document, PLAIN)) expect(piece).toMatch(/^\n?[^\n]+\n$/);
  });
});

describe("a result's first and last line agree with its exit code", () => {
  it.each(Object.entries(RESULTS))("%s", (_name, document) => {
    const lines = text(document).trimEnd().split("\n");
    const isDone = applyExitCode(document.judgement) === 0;
    expect(lines.at(0)).toMatch(
      isDone ? /^Result: (converged|on plan|done, but NOT as desired)/ : /^Result: NOT converged/,
    );
    expect(lines.at(-1)).toMatch(isDone ? /^(Converged|On plan|Done, but NOT as desired)/ : /^(NOT converged|  )/);
  });
});

describe("the bill", () => {
  it.each<[string, readonly PlanRow[], string]>([
    ["one upgrade", forEach(people(1), upgrade()), "at least 1 write and 1 checking read, no less than 1 s"],
    [
      "writes decide",
      forEach(people(2500), upgrade()),
      "no less than 1 min 40 s at 25 reads, 25 installs or upgrades a second",
    ],
    ["removals decide", forEach(people(120), uninstall()), "no less than 10 s at 25 reads, 12 uninstalls a second"],
    ["more than an hour", forEach(people(100_000), upgrade()), "no less than 1 h 6 min"],
  ])("%s", (_name, rows, expected) => {
    const written = text(planDocument(plan(rows), header(), [])).replaceAll(/\n\s+/g, " ");
    expect(written).toContain(expected);
  });

  it("is left out when no rates are given", () => {
    expect(text(planDocument(plan([upgrade()]), header(), []), { color: false, rates: null })).not.toContain("Cost");
  });
});

/** Kanji take two columns, and there is nothing else here that does not take one. */
function widthOf(line: string): number {
  return Array.from(line).reduce((sum, character) => sum + (/\p{sc=Han}/u.test(character) ? 2 : 1), 0);
}

describe("a terminal", () => {
  const kanji = Array.from({ length: 30 }, () => "\u7532\u4E59\u4E19\u4E01\u620A").join(" ");
  const document = planDocument(
    plan([unreadable({ detail: kanji }), ...forEach(people(12), upgrade())], { apps: [app({ displayName: kanji })] }),
    header(),
    [],
  );

  it.each([60, 80, 120])("of %i columns breaks lines within them, between words, as it measures them", (columns) => {
    const lines = [...renderText(document, { color: true, columns, rates: null })].join("").split("\n");
    const widths = lines.map((line) => stripVTControlCharacters(line)).map((line) => widthOf(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    expect(lines.join("\n")).not.toMatch(/[\uFFFE]|\u7532\n/);
  });
});

describe("what one line holds", () => {
  const long = `  hint: ${"漢字かな ".repeat(12)}👩‍👩‍👧 end`;

  it.each([40, 80, 120])("fits %i columns as a terminal measures them, and says the same", (columns) => {
    const lines = fitted(long, columns).split("\n");
    expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(columns);
    expect(lines.map((line) => line.trim()).join(" ")).toBe(long.trim());
    expect(fitted(lines.join("\n"), columns)).toBe(lines.join("\n"));
  });

  it("stays where there is no terminal, and where a caret stands below it", () => {
    expect(fitted(long, null)).toBe(long);
    const quoted = `      4 | ${"x ".repeat(60)}\n        | ${" ".repeat(90)}^`;
    expect(fitted(quoted, 80)).toBe(quoted);
  });
});

describe("rows that wait for rings", () => {
  it("stand in the order of the rings, and not of people's names", () => {
    const rings = ["everyone (4 of 4)", "pilot (2 of 4)", "early (3 of 4)"];
    const waiting = people(3).map((user, index) => held(upgrade({ user }), "next-ring", `ring ${rings[index]}`));
    const written = text(planDocument(plan(waiting), header(), []));
    expect([...written.matchAll(/ring (\w+) \(/g)].map(([, name]) => name)).toEqual(["pilot", "early", "everyone"]);
  });
});

describe("equal situations", () => {
  it("are one group, whatever the time in their details", () => {
    const rows = people(97).map((one, index) =>
      held(upgrade({ user: one }), "settling", `upgrade to 2.4.0 sent at 2026-01-05T08:00:${10 + (index % 50)}.000Z`),
    );
    const written = text(planDocument(plan(rows), header(), []));
    expect(written.split("\n").length).toBeLessThan(31);
    expect(written.replaceAll(/\n\s+/g, " ")).toContain("held for 97 users");
    expect(written.replaceAll(/\n\s+/g, " ")).toContain(
      "(for example: upgrade to 2.4.0 sent at 2026-01-05T08:00:10.000Z)",
    );
  });
});

describe("a plan of 50,000 rows", () => {
  const apps = Array.from({ length: 11 }, (_, index) => app({ name: `app-${index}` }));
  const rows = apps.flatMap(({ name }) => [
    ...forEach(people(3000), upgrade({ app: name })),
    ...forEach(people(1000, "v"), upgrade({ app: name, observed: present("2.2.0", []) })),
    ...forEach(people(100, "w"), held(upgrade({ app: name }), "next-run", "perRun allows 44000")),
    ...forEach(people(100, "x"), blocked("version-past-range", { app: name })),
    ...forEach(people(400, "y"), row({ app: name })),
  ]);
  const written = text(planDocument(plan(rows, { apps }), header(), []));

  it("is a summary that fits two screens, a line per app, without names", () => {
    expect(written.split("\n").length).toBeLessThan(78);
    expect(written).not.toContain("@contoso.com");
    expect(written).toContain("  app-3: 4,000 upgrades, 100 open, 100 waiting, 400 as desired\n");
  });

  it("counts in thousands, and each thing once", () => {
    expect(written).toContain("44,000 to change (44,000 upgrade), 1,100 rows wait, 1,100 open, 4,400 as desired");
    expect(written).toContain("  11 apps: TeamsActivity.Send.User (application)\n");
  });
});

describe("the end of a report", () => {
  const document = planDocument(plan([upgrade()]), header({ source: { ...header().source, path: "my teams" } }), []);

  it("has the counts, then the next command", () => {
    const lines = text(document, { ...PLAIN, leadsOn: true })
      .trimEnd()
      .split("\n");
    expect(lines.slice(-2)).toEqual(["In all: 1 to change (1 upgrade)", "Next: trueup apply 'my teams'"]);
  });

  it("has no command where nothing is left to do", () => {
    const lines = text(planDocument(plan([row()]), header(), []), { ...PLAIN, leadsOn: true })
      .trimEnd()
      .split("\n");
    expect(lines.at(-1)).toMatch(/^In all: in sync, nothing to change/);
  });
});

describe("a summary", () => {
  it("has the verdict, new consent and a line for each app, and no names", () => {
    const document = planDocument(plan([upgrade(), blocked("version-past-range")]), header(), []);
    const written = text(document, { ...PLAIN, summary: true });
    expect(written).toContain("\nPer app\n  expenses: 1 upgrade, 1 open\n");
    expect(written).not.toMatch(/@contoso\.com|\n(Cost|Changes)\n/);
  });
});

describe("compared with a base", () => {
  const drift = forEach(people(5), upgrade());
  const head = plan([upgrade(), ...drift]);
  const difference = compareWithBase(head, plan([row(), ...drift]));
  const document = planDocument(head, header(), [], {
    ...DEFAULT_REVIEW,
    base: { source: header().source, difference },
  });

  it("the first line is about this change, and old drift stands apart", () => {
    expect(text(document).split("\n")[0]).toMatch(/^Plan: this change: 1 upgrade; apart from it: 5 to change;/);
  });

  it("new consent says how much of it is because of the change", () => {
    expect(text(document).replaceAll(/\n\s+/g, " ")).toContain("for 1 of these because of this change");
  });
});

describe("what is blocked", () => {
  it.each([
    ["version-past-range", "assignments/finance.yaml:4: write a range that holds 2.4.0"],
    ["cannot-downgrade", "assignments/finance.yaml:4: write a range that holds 2.1.0"],
    ["user-not-found", "assignments/finance.yaml:4: correct the name, or take it out"],
    ["app-ambiguous", "apps/apps.yaml:3: write the catalogId of the right one in place of the manifestId"],
    [
      "permissions-not-approved",
      "apps/apps.yaml:3: if it is right, add to permissions: CameraStream.Read.User (delegated)",
    ],
  ] as const)("%s: says where to write what", (reason, todo) => {
    const rows = [blocked(reason)];
    const written = text(planDocument(plan(rows, { apps: [app({ lacking: [CAMERA] })] }), header(), []));
    expect(written.replaceAll(/\n\s+/g, " ")).toContain(`to do: ${todo}`);
  });

  it("an app that no answer of the catalog holds is named with its place and whose turn it is", () => {
    const absent = row({ reason: "not-installed", observed: { state: "absent", at: AT } });
    const written = text(planDocument(plan([absent], { apps: [app({ catalog: "not-in-catalog" })] }), header(), []));
    expect(written).toContain("Not told by the catalog: 1 app\n  apps/apps.yaml:3: expenses");
    expect(written).toContain("who has to act: the owner of the app");
  });
});
