import { describe, expect, it } from "vitest";
import { compareWithBase } from "../../../src/difference.ts";
import { DEFAULT_REVIEW, planDocument, resultDocument } from "../../../src/plan-file/document.ts";
import { createPeople } from "../../../src/report/facts/people.ts";
import { type MarkdownOptions, markerLine, renderMarkdown } from "../../../src/report/markdown.ts";
import {
  app,
  blocked,
  CAMERA,
  ended,
  header,
  held,
  hiddenGroup,
  outcome,
  plan,
  present,
  result,
  row,
  SEND,
  upgrade,
  user,
  WARNING,
} from "../builders.ts";
import { DRIFTS, PLANS, RATES, RESULTS } from "../worlds.ts";
import type { Links } from "../../../src/report/markdown/quoting.ts";
import type { RolloutProgress } from "../../../src/model/rollout.ts";
import { RENDERERS, skeleton, tableShapes, tagsIn } from "./rendered.ts";
import { IDENTITY } from "../../definitions.ts";

const WORLDS = { ...PLANS, ...DRIFTS, ...RESULTS };
/** Some of each kind are read by people in a review; of the others only the shape matters. */
const REVIEWED = [
  "plan-one-upgrade",
  "plan-many",
  "plan-in-sync",
  "plan-partly-read",
  "plan-consent-known",
  "plan-consent-in-force",
  "plan-everything-blocked",
  "plan-over-the-limit",
  "plan-hostile-names",
  "drift-known",
  "drift-consent",
  "drift-none",
  "result-converged",
  "result-each-outcome",
];

const ROLLOUT: RolloutProgress = {
  app: "expenses",
  catalogId: "c",
  digest: `sha256:${"ab".repeat(32)}`,
  version: "2.4.0",
  phase: "rolling",
  at: 0,
  rings: [{ name: "pilot", isOpen: true, people: 2, done: 0, earliestAt: null }],
  until: null,
  detail: null,
  gates: [],
  halt: null,
  warnings: ["ring pilot is too small to show harm below 2 %"],
  rereads: null,
  course: [],
};

const KEY = "a key that only the tests know";
const OPTIONS: Omit<MarkdownOptions, "people"> = { rates: RATES, wholeAt: "plan.json", marker: "trueup:plan" };

type Reported = Parameters<typeof renderMarkdown>[0];

function markdown(
  document: Reported,
  { showUsers = false, key = KEY }: { showUsers?: boolean; key?: string | null } = {},
): string {
  return [...renderMarkdown(document, { ...OPTIONS, people: createPeople({ showUsers, key }) })].join("");
}

/** Everything that the template itself may make. */
const OURS =
  /^(?:<!-- trueup:plan -->|<br>|<\/?(?:h[234]|p|ul|li|strong|em|code|details|summary|table|thead|tbody|tr|th|td)>|<t[hd] (?:align="right"|style="text-align:right")>)$/;

describe("Markdown for a review", () => {
  it.each(REVIEWED)("%s reads as agreed", async (name) => {
    const document = WORLDS[name];
    if (document === undefined) throw new Error(`no world is called ${name}`);
    await expect(markdown(document)).toMatchFileSnapshot(`golden/${name}.md`);
  });

  it("people are named when that is asked for", async () => {
    const many = PLANS["plan-many"];
    if (many === undefined) throw new Error("no such world");
    await expect(markdown(many, { showUsers: true })).toMatchFileSnapshot("golden/plan-many-named.md");
  });

  it("people are only counted without a key", async () => {
    const many = PLANS["plan-many"];
    if (many === undefined) throw new Error("no such world");
    await expect(markdown(many, { key: null })).toMatchFileSnapshot("golden/plan-many-counted.md");
  });

  describe.each(Object.entries(RENDERERS))("as %s renders it", (_renderer, render) => {
    it.each(Object.entries(WORLDS))("%s holds only what the template makes", (_name, document) => {
      const html = render(markdown(document, { showUsers: true }));
      expect(tagsIn(html).filter((tag) => !OURS.test(tag))).toEqual([]);
    });

    it.each(Object.entries(WORLDS))("%s has whole tables", (_name, document) => {
      const html = render(markdown(document));
      for (const [columns, ...lines] of tableShapes(html)) expect(lines).toEqual(lines.map(() => columns));
      expect(skeleton(html)).not.toMatch(/\||^#|---/m);
    });
  });

  it("each piece ends with a line break", () => {
    for (const document of Object.values(WORLDS)) {
      for (const piece of renderMarkdown(document, {
        ...OPTIONS,
        people: createPeople({ showUsers: true, key: null }),
      })) {
        expect(piece).toMatch(/\n$/);
      }
    }
  });
});

function headingsOf(text: string): readonly (string | undefined)[] {
  return [...text.matchAll(/^### ([^\n]*)/gm)].map(([, title]) => title);
}

describe("what a reviewer must not miss", () => {
  it("comes in the order of its importance", () => {
    const document = planDocument(
      plan(
        [
          upgrade(),
          held(upgrade({ user: user("vera") }), "protected"),
          blocked("cannot-downgrade", { user: user("zoe") }),
          row({ user: user("zuri") }),
        ],
        { targets: [hiddenGroup()] },
      ),
      header(),
      [WARNING],
      {
        base: null,
        goodForMs: 3_600_000,
        slack: { kind: "count", count: 0 },
        proof: [
          {
            claim: "every user who is touched is assigned",
            holds: false,
            counterexamples: ["expenses: somebody else"],
          },
          { claim: "no group was read in part", holds: true, counterexamples: [] },
        ],
      },
    );
    const titles = [...markdown(document).matchAll(/^(?:#{2,3} |<summary>)([^:<\n]*)/gm)].map(([, title]) => title);
    expect(titles).toEqual([
      "Plan",
      "PROOF OF REACH FAILED",
      "NEW CONSENT",
      "Cannot be undone",
      "Changes",
      "Held back by policy",
      "Blocked",
      "Not read",
      "Desired state and run",
      "Cost, age and limits",
      "Whom it concerns",
      "Nothing to do",
      "Apps",
      "At most so much may be done with an approval as an envelope",
      "Proof of reach, computed apart from the plan",
    ]);
  });

  it("is this change first: what is the same without it is closed", () => {
    const older = [
      upgrade({ user: user("vera") }),
      held(upgrade({ user: user("zoe") }), "protected"),
      blocked("cannot-downgrade", { user: user("zuri") }),
    ];
    const head = plan([upgrade(), ...older, blocked("user-not-found", { user: user("nestor") })]);
    const difference = compareWithBase(head, plan([row(), ...older]));
    const base = { source: header().source, difference };
    const written = markdown(planDocument(head, header(), [], { ...DEFAULT_REVIEW, base }));
    const [open = "", closed = ""] = written.split(
      "<summary>Older, and the same without this change: 1 row to change, 1 held, 1 blocked</summary>",
    );
    expect(headingsOf(open)).toEqual(
      expect.arrayContaining(["What this change alters", "Changes by this change: 1 row", "Blocked: 1 row"]),
    );
    expect(headingsOf(closed.split("</details>")[0] ?? "")).toEqual([
      "NEW CONSENT that is sent anyway: 1 permission for 1 app",
      "Changes that are due anyway: 1 row",
      "Held back by policy: 1 row",
      "Blocked: 1 row",
    ]);
    for (const render of Object.values(RENDERERS)) {
      expect(tagsIn(render(written)).filter((tag) => !OURS.test(tag))).toEqual([]);
    }
  });

  it("is in one order: identity, new consent, loosened guards, people, calendar; the heading is about the change", () => {
    const older = Array.from({ length: 120 }, (_, index) => upgrade({ user: user(`old${index}`) }));
    const guards = [{ guard: "maxChanges", before: "200", after: "100%", loosens: true }];
    const head = plan([upgrade(), ...older], {
      apps: [app({ approved: [SEND, CAMERA] }), app({ name: "helpdesk", clientAppId: "b" })],
      rollouts: [ROLLOUT],
    });
    const before = plan([row(), ...older], { apps: [app(), app({ name: "helpdesk", clientAppId: "a" })] });
    const base = { source: header().source, difference: compareWithBase(head, before, { guards, lock: [] }) };
    const paces = [{ app: "expenses", doneAt: Date.parse("2026-12-14T08:00:00Z"), detail: null }];
    const written = markdown(planDocument(head, header(), [], { ...DEFAULT_REVIEW, base, paces }));
    expect(written).toContain("## Plan: this change: 1 upgrade, and looser guards\n");
    expect(written).toContain("Apart from it: 120 to change");
    const order = [
      "the consent may go to b, before to a",
      "newly approved CameraStream.Read.User",
      "### NEW CONSENT by this change: 1 permission for 1 app",
      "This change loosens: maxChanges 200 -> 100%",
      "1 upgrade because of this change",
      "### Changes by this change: 1 row",
      "at this pace everyone has it on 2026-12-14 08:00 UTC",
      "ring pilot is too small to show harm below 2 %",
      "### NEW CONSENT that is sent anyway",
      "### Changes that are due anyway: 120 rows",
    ].map((text) => written.indexOf(text));
    expect(order, written).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("leads to the run, to its files, and to lines at the commit", () => {
    const links: Links = {
      run: "https://ci.example/run",
      artifacts: "https://ci.example/files",
      file: ({ file, line }) => `https://ci.example/${file}#L${line}`,
    };
    const document = planDocument(plan([blocked("user-not-found")]), header(), [WARNING]);
    const written = [
      ...renderMarkdown(document, { ...OPTIONS, people: createPeople({ showUsers: false, key: null }), links }),
    ].join("");
    expect(written).toContain("[`assignments/finance.yaml:4`](https://ci.example/assignments/finance.yaml#L4)");
    expect(written).toContain("[`assignments/finance.yaml:9`](https://ci.example/assignments/finance.yaml#L9)");
    expect(written).toContain(
      "Look at [the run](https://ci.example/run) and [the whole plan](https://ci.example/files).",
    );
  });

  it.each([
    [
      "a permission that some lack, some may lack and some have",
      [
        upgrade({ observed: present("2.1.0", []) }),
        upgrade({ user: user("megan") }),
        upgrade({ user: user("nestor"), observed: present("2.1.0", [SEND]) }),
      ],
      "| `expenses` | `TeamsActivity.Send.User` (application) | it may send notifications to the person's activity feed, at any time | 1 | 1 | 1 |",
    ],
    [
      "an application permission and a delegated one",
      [upgrade({ observed: present("2.1.0", [SEND]), consent: [CAMERA, SEND] })],
      "### NEW CONSENT: 1 permission for 1 app\n",
    ],
    [
      "every permission in force already",
      [upgrade({ observed: present("2.1.0", [SEND]) })],
      "No new consent: every permission that is sent is in force already.\n",
    ],
    ["no permission at all", [upgrade({ consent: [] })], "No consent is sent with any change.\n"],
  ])("consent: %s", (_name, rows, expected) => {
    expect(markdown(planDocument(plan(rows), header(), []))).toContain(expected);
  });

  it("an action without consent says why", () => {
    const document = planDocument(
      plan([upgrade({ consent: [] })], {
        apps: [app({ offered: { version: "2.4.0", permissions: [CAMERA], identity: IDENTITY } })],
      }),
      header(),
      [],
    );
    expect(markdown(document)).toContain("| 1 | none sent: it requires delegated permissions only");
  });
});

describe("people in sentences", () => {
  const adele = {
    id: "11111111-0000-4000-8000-000000000001",
    userPrincipalName: "adele@contoso.com",
    asWritten: "adele@contoso.com",
  };
  const message = "no licence for Adele@contoso.com (11111111-0000-4000-8000-000000000001), nor 'bob@contoso.com'";
  const failing = resultDocument(
    result([ended(upgrade({ user: adele }), outcome("failed", "refused", { message }))], {
      filters: { apps: [], users: ["ADELE@contoso.com"] },
      targets: [hiddenGroup({ kind: "user", name: "carol@contoso.com", state: "ambiguous", id: null, role: "except" })],
    }),
    header(),
    [{ ...WARNING, message: "dave@contoso.com is named twice" }],
  );

  it("are named where people are", () => {
    expect(markdown(failing, { showUsers: true })).toContain(message);
  });

  it.each([
    ["pseudonyms", KEY],
    ["counts", null],
  ])("do not get past %s", (_name, key) => {
    expect(markdown(failing, { key })).not.toMatch(/adele|bob|carol|dave|@|11111111/i);
  });

  it("appear there as in the list of people", () => {
    const text = markdown(failing);
    const [, pseudonym = "none"] = /1 user: `(u-[a-z2-7]+)`/.exec(text) ?? [];
    expect(text).toContain(`no licence for ${pseudonym} (${pseudonym}), nor 'u-`);
    expect(text).toContain(`--user \`${pseudonym}\``);
  });

  it("that are longer than what is looked through lose their end, never half a name", () => {
    const long = `${"x".repeat(290)} ${"y".repeat(900)} adele@contoso.com ${"z".repeat(50)}`;
    const document = resultDocument(
      result([ended(upgrade({ user: adele }), outcome("failed", "refused", { message: long }))]),
      header(),
      [],
    );
    expect(markdown(document)).not.toContain("adele");
  });
});

describe("the marker", () => {
  it.each([
    ["trueup:plan", "<!-- trueup:plan -->\n"],
    ["trueup:plan teams/prod", "<!-- trueup:plan%20teams/prod -->\n"],
    ["--> <script>", "<!-- -%2D%3E%20%3Cscript%3E -->\n"],
    ["a---b", "<!-- a-%2D-b -->\n"],
    ["a\nb", "<!-- a%0Ab -->\n"],
  ])("%j is the first line %j", (marker, expected) => {
    expect(markerLine(marker)).toBe(expected);
  });

  it("is left out where none is wanted", () => {
    const one = PLANS["plan-one-upgrade"];
    if (one === undefined) throw new Error("no such world");
    const people = createPeople({ showUsers: false, key: null });
    expect([...renderMarkdown(one, { ...OPTIONS, people, marker: null })].join("")).toMatch(/^## Plan: /);
  });

  it("that is too long is refused", () => {
    expect(() => markerLine("x".repeat(201))).toThrow(RangeError);
  });
});
