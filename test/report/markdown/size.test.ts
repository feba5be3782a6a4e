import { describe, expect, it } from "vitest";
import type { PlanApp, PlanRow } from "../../../src/model/plan.ts";
import { driftDocument, planDocument, resultDocument } from "../../../src/plan-file/document.ts";
import { createPeople } from "../../../src/report/facts/people.ts";
import { MARKDOWN_LIMIT, renderMarkdown } from "../../../src/report/markdown.ts";
import {
  app,
  blocked,
  CAMERA,
  ended,
  forEach,
  header,
  held,
  hiddenGroup,
  outcome,
  people,
  plan,
  present,
  result,
  row,
  SEND,
  uninstall,
  unreadable,
  upgrade,
  user,
  WARNING,
} from "../builders.ts";
import { RATES } from "../worlds.ts";
import { RENDERERS, skeleton, tableShapes, tagsIn } from "./rendered.ts";
import { IDENTITY } from "../../definitions.ts";
import { firstOf, isWhole, shareOf } from "../../share.ts";

type Reported = Parameters<typeof renderMarkdown>[0];

function markdown(document: Reported, showUsers = false): string {
  const how = createPeople({ showUsers, key: "a key that only the tests know" });
  return [...renderMarkdown(document, { rates: RATES, people: how, wholeAt: "plan.json", marker: "trueup:plan" })].join(
    "",
  );
}

function apps(amount: number): readonly PlanApp[] {
  return Array.from({ length: amount }, (_, index) =>
    app({
      name: `app-${String(index + 1).padStart(3, "0")}`,
      displayName: `Contoso App ${index + 1}`,
      offered: { version: "2.4.0", permissions: [CAMERA, SEND], identity: IDENTITY },
      approved: [CAMERA, SEND],
    }),
  );
}

/** All that can be said about one app, for people whose names begin with the prefix. */
function everyKind(name: string, each: number): readonly PlanRow[] {
  const rows = [
    upgrade({ consent: [CAMERA, SEND] }),
    upgrade({ observed: present("2.2.0", [SEND]), consent: [CAMERA, SEND] }),
    uninstall(),
    held(upgrade(), "protected"),
    blocked("version-past-range", { detail: `installed 2.1.0, offered 2.4.0, accepted "~2.2.0" of ${name}` }),
    unreadable(),
    row(),
  ];
  return rows.flatMap((like, kind) => forEach(people(each, `${name}-${kind}-`), { ...like, app: name }));
}

const BOOK = "x".repeat(1_000_000);
const DIAGNOSTICS = Array.from({ length: 10_000 }, (_, index) => ({
  ...WARNING,
  severity: index % 100 === 99 ? ("error" as const) : ("warning" as const),
  message: `${index}: ${"the list names no user ".repeat(40)}`,
}));

/** In the whole run 100,100 rows. */
const LARGE = planDocument(
  plan(
    apps(20).flatMap(({ name }) => everyKind(name, shareOf(715))),
    { apps: apps(20), targets: Array.from({ length: 300 }, () => hiddenGroup()) },
  ),
  header(),
  [WARNING],
);

const SIZES: Readonly<Record<string, () => Reported>> = {
  "many rows of 20 apps": () => LARGE,
  "500 apps": () =>
    planDocument(
      plan(
        apps(500).flatMap(({ name }) => everyKind(name, 3)),
        { apps: apps(500) },
      ),
      header(),
      DIAGNOSTICS,
    ),
  "one app in 5,000 versions": () =>
    planDocument(
      plan(people(5000).map((one, index) => upgrade({ user: one, observed: present(`1.0.${index}`) }))),
      header(),
      [],
    ),
  "5,000 reasons to be blocked": () =>
    planDocument(
      plan(
        people(5000).map((one, index) =>
          blocked("cannot-downgrade", { user: one, app: `app-${index}`, detail: `installed 9.${index}` }),
        ),
      ),
      header(),
      [],
    ),
  "500 permissions in every row": () => {
    const consent = Array.from({ length: 500 }, (_, index) => ({ ...SEND, value: `${"A".repeat(100)}${index}` }));
    return planDocument(plan(forEach(people(50), upgrade({ consent }))), header(), []);
  },
  "10,000 diagnostics": () => planDocument(plan([upgrade()]), header(), DIAGNOSTICS),
  "texts of a megabyte everywhere": () =>
    planDocument(
      plan(
        [
          upgrade({ app: BOOK, user: { id: BOOK, userPrincipalName: BOOK, asWritten: BOOK }, observed: present(BOOK) }),
          blocked("unreadable", { app: BOOK, detail: BOOK }),
        ],
        {
          apps: [
            app({
              name: BOOK,
              displayName: BOOK,
              offered: { version: BOOK, permissions: [{ ...SEND, value: BOOK }], identity: IDENTITY },
            }),
          ],
          targets: [hiddenGroup({ name: BOOK, detail: BOOK, source: { file: BOOK, line: 1, column: 1 } })],
          filters: { apps: Array.from({ length: 100 }, () => BOOK), users: Array.from({ length: 100 }, () => BOOK) },
        },
      ),
      header({ tenantId: BOOK, source: { path: BOOK, commit: BOOK, digest: BOOK } }),
      [{ ...WARNING, message: BOOK, hint: BOOK, file: BOOK }],
    ),
  "failures in their own words": () =>
    resultDocument(
      result(
        people(isWhole ? 100_000 : 5_000).map((one, index) =>
          ended(
            upgrade({ user: one }),
            outcome("failed", "refused", { message: `no ${index}`, requestId: `${index}` }),
          ),
        ),
      ),
      header(),
      [],
    ),
  "drift of 500 apps": () =>
    driftDocument(
      plan(
        apps(500).flatMap(({ name }) => everyKind(name, shareOf(10))),
        { apps: apps(500) },
      ),
      header(),
      DIAGNOSTICS,
    ),
};

/** Each is built and rendered once, since that is most of the work. */
const RENDERED = Object.entries(SIZES).map(([name, build]) => {
  const document = build();
  return { name, document, text: markdown(document) };
});

function textOf(size: string): string {
  const found = RENDERED.find(({ name }) => name === size);
  if (found === undefined) throw new Error("no such size");
  return found.text;
}

describe.each(RENDERED)("$name", ({ document, text }) => {
  it("stays within what a comment may hold, names or not", () => {
    expect(text.length).toBeLessThan(MARKDOWN_LIMIT);
    expect(markdown(document, true).length).toBeLessThan(MARKDOWN_LIMIT);
  });

  it.each(firstOf(Object.entries(RENDERERS), 1))("is cut between lines, as %s renders it", (_renderer, render) => {
    const html = render(text);
    for (const [columns, ...lines] of tableShapes(html)) {
      expect(lines.length).toBeGreaterThan(0);
      expect(lines).toEqual(lines.map(() => columns));
    }
    expect(skeleton(html)).not.toMatch(/[|`]|^#|---/m);
    const tags = tagsIn(html);
    expect(tags.filter((tag) => tag === "</details>")).toHaveLength(tags.filter((tag) => tag === "<details>").length);
  });
});

describe("a plan that is too long", () => {
  it.runIf(isWhole)("reads as agreed", async () => {
    expect(LARGE.rows).toHaveLength(100_100);
    await expect(textOf("many rows of 20 apps")).toMatchFileSnapshot("golden/plan-large.md");
  });

  it("says so, and where all of it is", () => {
    const text = textOf("500 apps");
    expect(text).toContain("**Shortened:** this plan is too long for a comment.");
    expect(text).toContain("All of it is in `plan.json`.");
  });

  it("says nothing of the kind when everything fits", () => {
    const text = markdown(planDocument(plan([upgrade()]), header(), []));
    expect(text).not.toMatch(/shortened|left out/i);
  });

  it("keeps the beginning of every part, and counts what it leaves out", () => {
    const text = textOf("500 apps");
    for (const title of [
      "### NEW CONSENT: 2 permissions for 500 apps",
      "### Cannot be undone",
      "### Changes: 4,500 rows",
      "### Held back by policy: 1,500 rows",
      "### Blocked: 3,000 rows",
      "### Desired state and run: 100 errors, 9,900 warnings",
      "<summary>Nothing to do: 1,500 rows</summary>",
    ]) {
      expect(text).toContain(title);
    }
    const shown = [...text.matchAll(/^#### .*: (\d+) rows$/gm)].reduce((sum, [, rows]) => sum + Number(rows), 0);
    const [, left = "none"] =
      /### Changes[\s\S]*?_Left out here for length: [\d,]+ more lines, with ([\d,]+) rows\._/.exec(text) ?? [];
    expect(shown).toBeGreaterThan(0);
    expect(Math.abs(4500 - shown - Number(left.replace(",", "")))).toBeLessThan(9);
  });

  it("keeps what matters more, and errors before warnings", () => {
    const text = markdown(planDocument(plan([upgrade({ user: user("zoe") })]), header(), DIAGNOSTICS));
    expect(text).toContain("### NEW CONSENT: 1 permission for 1 app");
    expect(text).toMatch(/\| what to do \|\n\| --- .*\n\| error /);
  });
});
