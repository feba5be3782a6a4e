import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { table } from "../../../src/report/page/elements.ts";
import { data } from "../../../src/report/page/html.ts";
import { renderAnswer, renderStatusPage } from "../../../src/report/page.ts";
import type { SeenDefinition } from "../../../src/model/lock.ts";
import { preparePlan, type StatusView } from "../../../src/report/page/status-view.ts";
import { contentSecurityPolicy, filePolicy } from "../../../src/report/page/styles.ts";
import {
  app,
  AT,
  blocked,
  ended,
  header,
  held,
  outcome,
  plan,
  present,
  result,
  row,
  upgrade,
  user,
} from "../builders.ts";
import {
  BLOCKED,
  COUNTED,
  DRIFTING,
  EMPTY,
  HEALTHY,
  HOSTILE_NAMES,
  hostileView,
  manyRows,
  NAMED,
  passes,
  PSEUDONYMS,
  view,
  watching,
} from "./views.ts";

function pageOf(shown: StatusView): string {
  return [...renderStatusPage(shown)].join("");
}

function answerOf(shown: StatusView, typed: string): string {
  return [...renderAnswer(shown, typed)].join("");
}

/** What a person reads, more or less: without tags, white space as one blank. */
function textOf(page: string): string {
  return page
    .replace(/^.*<body>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll(/\s+/g, " ");
}

function tags(page: string): ReadonlySet<string> {
  return new Set([...page.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name = ""]) => name));
}

function titleOf(page: string): string {
  return /<title>(.*)<\/title>/.exec(page)?.[1] ?? "";
}

/** A definition that was seen `day` days after everything was read. */
const seen = (version: string, day: number, changed: Partial<SeenDefinition> = {}): SeenDefinition => ({
  catalogId: app().id ?? "",
  version,
  clientAppId: "fdebf36e-0000-4000-8000-000000000001",
  permissions: [],
  bot: false,
  digest: `sha256:${String(day).repeat(64)}`,
  firstSeenMs: Date.parse(AT) + day * 86_400_000,
  lastSeenMs: Date.parse(AT) + (day + 1) * 86_400_000,
  ...changed,
});

describe("the whole page", () => {
  it("of a small plan is as it was looked at", async () => {
    const small = plan([
      row(),
      upgrade({ user: user("megan") }),
      blocked("permissions-not-approved", {
        user: user("nestor"),
        detail: "lacking: CameraStream.Read.User (delegated)",
      }),
    ]);
    const page = pageOf(view(small, NAMED, { watching: watching({ passes: passes(1) }) }));
    await expect(page.replace(/<style>.*<\/style>/s, "<style>…</style>")).toMatchFileSnapshot("golden/small.html");
  });

  it.each([
    {
      name: "no plan yet",
      shown: view(null, NAMED, { watching: watching({ passes: [] }) }),
      says: "No plan yet: the first pass has not ended",
    },
    {
      name: "no plan, and a pass that failed",
      shown: view(null, NAMED, { watching: watching({ passes: passes(1, () => ({ outcome: "failed" })) }) }),
      says: "No plan yet: the last pass failed",
    },
    { name: "nobody assigned", shown: view(EMPTY), says: "Nothing is managed, as no assignment reaches anybody" },
    {
      name: "filters that leave nobody",
      shown: view({ ...EMPTY, totalRows: 12 }),
      says: "Nothing is managed, as no row passes the filters",
    },
    { name: "all as desired", shown: view(HEALTHY), says: "Everything is as desired" },
    { name: "work for a later run only", shown: view(DRIFTING), says: "9 rows are not known, 125 rows differ" },
    {
      name: "somebody's move",
      shown: view(BLOCKED),
      says: "2 targets are not read, 5 rows are not known, 64 rows wait for somebody to act",
    },
    { name: "one row", shown: view(plan([blocked("user-not-found")])), says: "1 row waits for somebody to act" },
    {
      name: "drift that nothing is to be done about",
      shown: view(plan([row({ drift: ["consent-wider"] })])),
      says: "1 row differs",
    },
    {
      name: "held as it is meant",
      shown: view(plan([row(), held(upgrade(), "protected")])),
      says: "Nothing to do: 1 row is held as meant",
    },
  ])("with $name says so first", ({ shown, says }) => {
    expect(titleOf(pageOf(shown))).toBe(`${says} – TrueUp`);
  });

  it.each([
    ["all as desired", HEALTHY, "✓"],
    ["rows that differ", plan([row({ drift: ["consent-wider"] })]), "→"],
    ["rows that are not known", DRIFTING, "?"],
    ["somebody's move", plan([blocked("user-not-found")]), "!"],
  ])("of $0 has a mark that stands for nothing else below", (_name, shown, mark) => {
    expect(pageOf(view(shown))).toContain(`class="mark">${mark}</span>`);
  });

  it("lists under each app what was offered so far, the newest first, with what was new each time", () => {
    const permissions = [{ value: "Calendars.Read.User", type: "application" as const }];
    const definitions = [
      seen("9.9.9", 0, { catalogId: "another app" }),
      seen("2.3.0", 1),
      seen("2.4.0", 2, { permissions }),
      seen("2.4.1", 3, { permissions, clientAppId: null }),
    ];
    const planned = preparePlan(plan([row()]), header({ definitions }), [], Date.parse(AT), COUNTED, true);
    const page = pageOf({ ...view(plan([row()])), planned });
    const [, part = ""] = page.split("3 definitions offered so far");
    const lines = [...part.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, line = ""]) => textOf(`<body>${line}`).trim());
    expect(lines.slice(1, 4)).toEqual([
      expect.stringMatching(/^2\.4\.1 333333333333 another Entra application gets the consent \(new-identity\)/),
      expect.stringMatching(/^2\.4\.0 222222222222 it requires permissions that .* \(more-consent\) 2026-/),
      expect.stringMatching(/^2\.3\.0 111111111111 the first that was seen \S+ \S+$/),
    ]);
    expect(page).not.toContain("9.9.9");
  });

  it("takes what was done and read back as done", () => {
    const done = result([ended(upgrade(), outcome("applied", null)), ended(row({ user: user("megan") }), null)]);
    const text = textOf(pageOf(view(done)));
    expect(text).toContain("100 % as desired: 2 of 2 rows");
    expect(text).toMatch(/2\.4\.0 offered now 2 100 % 2/);
  });

  it("takes people who need not have the app out of the share", () => {
    const absent = row({ user: user("megan"), observed: { state: "absent", at: AT }, reason: "not-installed" });
    const text = textOf(pageOf(view(plan([row(), absent]))));
    expect(text).toContain("100 % as desired: 1 of 1 row ");
    expect(text).toContain("not installed 1 50 %");
  });

  it("says to whoever has to act what to write where, without naming people", () => {
    const [, groups = ""] = pageOf(view(BLOCKED)).split('<section id="moves"');
    expect(textOf(groups.split("</section>")[0] ?? "")).toMatch(
      /To do: ?apps\/apps\.yaml:\d+: if it is right, add to permissions: CameraStream\.Read\.User \(delegated\)/,
    );
  });

  it("says of each listed row where to write what", () => {
    expect(textOf(pageOf(view(BLOCKED, NAMED)))).toMatch(
      /To do: apps\/apps\.yaml:\d+: if it is right, add to permissions: CameraStream\.Read\.User \(delegated\)/,
    );
  });

  it("says whose move what is, the owners first", () => {
    const headings = [...pageOf(view(BLOCKED)).matchAll(/<h3>([^<]*)</g)].map(([, title = ""]) => title.trim());
    expect(headings).toEqual([
      "The owner of the approved permissions",
      "The owner of the assignments and the policy",
      "A Teams administrator",
      "An administrator of the directory",
      "TrueUp in a later run",
      "Nobody: the desired state wants it so",
    ]);
  });

  it.each([
    {
      name: "a brake",
      changed: { suspended: "the file brake is there" },
      says: "Changes are suspended: the file brake is there",
    },
    { name: "a commit that is refused", changed: { sourceProblem: "apps.yaml:3" }, says: "not in use: apps.yaml:3" },
    {
      name: "an event hub that is away",
      changed: { unheard: "the event hub does not answer" },
      says: "Changes of some apps are not told: the event hub does not answer",
    },
    { name: "a store that cannot be written", changed: { storeTrouble: "the disk is full" }, says: "the disk is full" },
    {
      name: "a pass that failed after a good one",
      changed: {
        passes: passes(2, (number) =>
          number === 2 ? { outcome: "failed" as const, problem: "Graph answered 503" } : {},
        ),
      },
      says: "The last pass failed: Graph answered 503",
    },
  ])("says $name beside the plan", ({ changed, says }) => {
    const text = textOf(pageOf(view(HEALTHY, NAMED, { watching: watching(changed) })));
    expect(text).toContain(says);
    expect(text).toContain("Everything is as desired");
  });

  it("says how old the readings are at the time it is shown", () => {
    const text = textOf(pageOf(view(HEALTHY)));
    expect(text).toContain("known for 100 % : 308 of 308 rows");
    expect(text).toContain("The oldest reading is of 2026-01-04 14:00 UTC , 20 h ago.");
    expect(text).toMatch(/1 to 6 hours 212 68\.8 % 6 to 24 hours 96 31\.1 %/);
  });

  it("does not take unread consent for consent as it should be", () => {
    const unread = plan([row(), row({ user: user("megan"), observed: present("2.4.0", []) })]);
    expect(textOf(pageOf(view(unread)))).toContain("known for 1 of 2 installations (50 %)");
    expect(textOf(pageOf(view(plan([row()]))))).toContain("no drift of consent can be seen");
  });

  it("of a filtered plan says that it is not all", () => {
    const filtered = plan([row()], { totalRows: 40, filters: { apps: ["expenses"], users: ["adele@contoso.com"] } });
    const text = textOf(pageOf(view(filtered, COUNTED)).replace("as adele@contoso.com", ""));
    expect(text).toContain("Only 1 of 40 rows are shown, by app expenses and user");
    expect(text).not.toContain("adele");
  });

  it("of a plan that was filtered by people says why they have what they have", () => {
    const filters = { apps: [], users: ["adele@contoso.com"] };
    const filtered = plan([blocked("user-not-found")], { totalRows: 40, filters });
    expect(textOf(pageOf(view(filtered)))).toContain(
      "adele@contoso.com 1 app. Contoso Expenses expenses × open Why the directory has no such user",
    );
    expect(textOf(pageOf(view(plan([row()]))))).not.toContain("1 app.");
  });
});

describe("names of people", () => {
  const about = blocked("unreadable", { detail: "nothing is known of adele@contoso.com" });
  const shown = (people: StatusView["people"]) =>
    pageOf(view(plan([about]), people)).replace("as adele@contoso.com", "");

  it("are shown where that was asked for", () => expect(shown(NAMED)).toContain("adele@contoso.com"));

  it("are pseudonyms with a key, also within sentences", () => {
    expect(shown(PSEUDONYMS)).not.toContain("adele");
    expect(shown(PSEUDONYMS).split(PSEUDONYMS.label(about.user) ?? "?").length).toBe(7);
  });

  it("are not there without one, and no row of anybody", () => {
    expect(shown(COUNTED)).not.toContain("adele");
    expect(shown(COUNTED)).toContain("nothing is known of (a person)");
    expect(shown(COUNTED)).not.toContain('id="rows"');
  });
});

describe("the answer to a search", () => {
  const rows = [
    blocked("permissions-not-approved", { detail: "lacking for adele@contoso.com: CameraStream.Read.User" }),
    row({ app: "onboarding" }),
    row({ user: user("megan") }),
  ];
  const apps = [app(), app({ name: "onboarding", displayName: null })];

  it("says for each app what is wanted, what there is, why, and who has to act", () => {
    const text = textOf(answerOf(view(plan(rows, { apps })), "Adele@contoso.com"));
    expect(text).toContain("2 apps.");
    expect(text).toMatch(
      /Contoso Expenses expenses × open Why the offered version requires permissions that nobody approved/,
    );
    expect(text).toContain("Who has to act the owner of the approved permissions");
    expect(text).toContain("Wanted upgraded &gt;=2.3 &lt;3 Has 2.1.0 Read 2026-01-05 08:00 UTC Verdict blocked");
    expect(text).toContain("Because of assignments/finance.yaml:4");
    expect(text).not.toContain("megan");
  });

  it.each([
    ["pseudonyms", PSEUDONYMS],
    ["counts", COUNTED],
  ])("with %s names nobody, and does not lead from a name to a pseudonym", (_how, people) => {
    const page = answerOf(view(plan(rows, { apps }), people), "adele@contoso.com");
    const text = textOf(page.replace("as adele@contoso.com", ""));
    expect(text).toContain("The person you asked for");
    expect(text).toContain("lacking for (a person)");
    expect(text).not.toContain("adele");
    expect(text).not.toMatch(/u-[a-z2-7]{8}/);
  });

  it.each([
    { typed: "nobody@contoso.com", says: "No row of the last plan is about nobody@contoso.com ." },
    { typed: "dele", says: "Names that are alike: adele@contoso.com" },
    { typed: "", says: "No row of the last plan is about nobody." },
  ])("for $typed: $says", ({ typed, says }) => {
    expect(textOf(answerOf(view(plan(rows, { apps })), typed))).toContain(says);
  });

  it("before the first plan says that there is none", () => {
    expect(textOf(answerOf(view(null), "adele@contoso.com"))).toContain("There is no plan yet");
  });
});

describe("hostile names stay text", () => {
  const ours = new Set([...tags(pageOf(view(BLOCKED))), "br", "ul", "li"]);

  it.each([
    ["on the page", pageOf(hostileView())] as const,
    ...HOSTILE_NAMES.map((name) => ["in an answer", answerOf(hostileView(), name)] as const),
    ["in an answer to a name that is alike", answerOf(hostileView(), "<script>")] as const,
  ])("%s", (_where, page) => {
    expect([...tags(page)].filter((name) => !ours.has(name) && name !== "section")).toEqual([]);
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/<[^>]+\s(on\w+|style|src)=/i);
    expect(
      [...page.matchAll(/href="([^"]*)"/g)].filter(
        ([, to = ""]) =>
          !/^(#[a-z0-9-]+|\.\/|users\?name=[^"<>\s]*|data:text\/csv;charset=utf-8,[\w.!~*()%;&#-]*)$/.test(to),
      ),
    ).toEqual([]);
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\p{Cf}]/u);
  });
});

it("each table is there as CSV, with plain numbers, and nothing that a program for tables would carry out", () => {
  const page = pageOf(view(BLOCKED));
  const tables = page.match(/<table>/g)?.length ?? 0;
  const files = [...page.matchAll(/<a download="([\w-]+)\.csv" href="data:text\/csv;charset=utf-8,([^"]*)"/g)];
  expect(files).toHaveLength(tables);
  const [, , apps = ""] = files.find(([, name]) => name === "apps-table") ?? [];
  const [head = [], ...lines] = parse(decodeURIComponent(apps.replaceAll("&#39;", "'")));
  expect(head.slice(0, 4)).toEqual(["App", "Share as desired", "Offered now", "As desired"]);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.every((line) => line.length === head.length && /^\d+$/.test(line[3] ?? ""))).toBe(true);
  const evil = table("evil", "x", [{ title: "=A" }, { title: "B" }], [[data("=1+1"), data('@SUM("a,b")')]]).text;
  const [, text = ""] = /charset=utf-8,([^"]*)"/.exec(evil) ?? [];
  expect(decodeURIComponent(text.replaceAll("&#39;", "'"))).toBe(`'=A,B\r\n'=1+1,"'@SUM(""a,b"")"\r\n`);
});

it("100,000 rows make a page that a phone can take, and says what is left out", () => {
  const page = pageOf(view(manyRows()));
  expect(page.length).toBeLessThan(500_000);
  const text = textOf(page);
  expect(text).toContain("The first 100 of 75,000 rows; 74,900 rows are left out.");
  expect(text).toContain("other versions");
  expect(text).toMatch(/and 24,99\d others/);
});

describe("what a browser may do with it", () => {
  const style = /<style>(.*)<\/style>/s.exec(pageOf(view(HEALTHY)))?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");

  it("is to use this very style sheet, and to send the search form here", () => {
    expect(contentSecurityPolicy()).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    );
  });

  it("is written into the file, which has no form", () => {
    const file = pageOf(view(HEALTHY, NAMED, { watching: null }));
    expect(filePolicy()).toContain(`style-src 'sha256-${hash}'`);
    expect(file).toContain(`content="${filePolicy().replaceAll("'", "&#39;")}"`);
    expect(file).not.toContain("<form");
    expect(file).not.toContain('id="passes"');
  });
});
