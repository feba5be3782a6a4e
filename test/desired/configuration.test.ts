import { describe, expect, it } from "vitest";
import {
  APPS,
  CATALOG_ID,
  configurationOf,
  type Files,
  loadFiles,
  loadText,
  MANIFEST_ID,
  USER_ID,
  withHeader,
} from "./folder.ts";

const RICH: Files = {
  "tenant.yaml": withHeader(`tenant: ${USER_ID.toUpperCase()}\n`),
  "apps/apps.yaml": withHeader(
    `apps:
  onboarding: { catalogId: ${CATALOG_ID.toUpperCase()}, suspend: true }
  expenses:
    manifestId: ${MANIFEST_ID}
    permissions:
      - TeamsActivity.Send.User
      - { value: CameraStream.Read.User, type: delegated }
`,
  ),
  "assignments/finance.yaml": withHeader(
    `assignments:
  - app: expenses
    version: " >=2.3 <3 "
    to:
      - group: Finance
      - user: " Adele@contoso.com "
      - usersFrom: ../lists/contractors.csv
      - everyone: true
    except:
      - group: Finance Interns
      - user: ${USER_ID}
    priority: -5
  - app: onboarding
    ensure: absent
    to: [{ everyone: true }]
`,
  ),
  "lists/contractors.csv": "user\nmegan@contoso.com\n",
  "users/a.yaml": withHeader(
    `users:
  megan@contoso.com: { expenses: "2.x", onboarding: { version: latest, ensure: installed } }
`,
  ),
  "policy.yaml": withHeader(
    `policy:
  sections: { apps: ["apps/**"], tenant: [tenant.yaml] }
  protectedUsers: [ceo@contoso.com, { group: Board }]
  maxChanges: "20%"
  maxDue: "50%"
  perDay: 2000
  maxRemovals: 3
  perRun: 500
  suspend: true
  timeZone: Europe/Berlin
  windows: { nights: { days: [Fri, Sat], from: "22:00", to: "02:00" } }
  window: nights
`,
  ),
};

const at = (file: string, line: number, column: number) => ({ file, line, column });
const finance = (line: number, column: number) => at("assignments/finance.yaml", line, column);
const ofMegan = (column: number) => at("users/a.yaml", 3, column);

describe("the configuration of a folder", () => {
  it("holds everything that its files say, in one form, with its place", async () => {
    const loaded = await loadFiles(RICH);
    expect(loaded.diagnostics).toEqual([]);
    expect(configurationOf(loaded)).toMatchObject({
      tenantId: USER_ID,
      apps: [
        {
          name: "expenses",
          identity: { kind: "manifest", manifestId: MANIFEST_ID },
          approved: [
            { value: "CameraStream.Read.User", type: "delegated" },
            { value: "TeamsActivity.Send.User", type: "application" },
          ],
          suspended: false,
          source: at("apps/apps.yaml", 4, 3),
        },
        {
          name: "onboarding",
          identity: { kind: "catalog", catalogId: CATALOG_ID },
          approved: [],
          suspended: true,
          source: at("apps/apps.yaml", 3, 3),
        },
      ],
      assignments: [
        {
          app: "expenses",
          ensure: "upgraded",
          version: { text: ">=2.3 <3", latest: false },
          priority: -5,
          to: [
            { kind: "group", name: "Finance", source: finance(6, 9) },
            { kind: "user", name: "Adele@contoso.com", source: finance(7, 9) },
            {
              kind: "usersFrom",
              name: "../lists/contractors.csv",
              users: ["megan@contoso.com"],
              source: finance(8, 9),
            },
            { kind: "everyone", name: "everyone", source: finance(9, 9) },
          ],
          except: [
            { kind: "group", name: "Finance Interns", source: finance(11, 9) },
            { kind: "user", name: USER_ID, source: finance(12, 9) },
          ],
          source: finance(3, 5),
        },
        { app: "onboarding", ensure: "absent", version: null, priority: 0, except: [], source: finance(14, 5) },
        {
          app: "expenses",
          ensure: "upgraded",
          version: { text: "2.x", latest: false },
          priority: 0,
          to: [{ kind: "user", name: "megan@contoso.com", source: ofMegan(3) }],
          except: [],
          source: ofMegan(24),
        },
        { app: "onboarding", ensure: "installed", version: { text: "latest", latest: true }, source: ofMegan(41) },
      ],
      policy: {
        suspended: true,
        protectedUsers: [
          { kind: "user", name: "ceo@contoso.com", source: at("policy.yaml", 4, 20) },
          { kind: "group", name: "Board", source: at("policy.yaml", 4, 37) },
        ],
        maxChanges: { kind: "percent", percent: 20 },
        maxRemovals: { kind: "count", count: 3 },
        maxDue: { kind: "percent", percent: 50 },
        perRun: 500,
        perDay: 2000,
        timeZone: "Europe/Berlin",
        window: { name: "nights", days: ["Fri", "Sat"], fromMinute: 1320, toMinute: 120 },
      },
    });
  });

  it("fills in the defaults", async () => {
    const text = `apps:
  expenses: { manifestId: ${MANIFEST_ID}, permissions: [{ value: TeamsActivity.Send.User }] }
  onboarding: { catalogId: ${CATALOG_ID} }
assignments:
  - { app: expenses, version: latest, to: [{ everyone: true }] }
`;
    const { tenantId, apps, assignments, policy } = configurationOf(await loadText(text));
    expect(tenantId).toBeNull();
    expect(apps.map(({ approved, suspended }) => ({ approved, suspended }))).toEqual([
      { approved: [{ value: "TeamsActivity.Send.User", type: "application" }], suspended: false },
      { approved: [], suspended: false },
    ]);
    expect(assignments).toMatchObject([{ ensure: "upgraded", priority: 0, except: [] }]);
    expect(policy).toEqual({
      suspended: false,
      protectedUsers: [],
      maxChanges: { kind: "count", count: 100 },
      maxRemovals: { kind: "count", count: 0 },
      maxDue: null,
      perRun: null,
      perDay: null,
      timeZone: "UTC",
      sections: {},
      windows: new Map(),
      window: null,
    });
  });

  it.each(["yes", "no", "on", "2026-01-01", "~1", "0x10", "latest <3"])(
    "reads %s as text, as YAML 1.2 does",
    async (text) => {
      const loaded = await loadText(
        `${APPS}assignments:\n  - { app: expenses, version: latest, to: [{ group: ${text} }] }\n`,
      );
      // 0x10 is the one number among them.
      expect(loaded.configuration?.assignments[0]?.to[0]?.name ?? loaded.diagnostics[0]?.code).toBe(
        text === "0x10" ? "wrong-type" : text,
      );
    },
  );
});

async function digestOf(files: Files): Promise<string> {
  return (await loadFiles(files)).digest;
}

describe("the digest", () => {
  it("is the same whatever the order in which the files were made", async () => {
    const reversed = Object.fromEntries(Object.entries(RICH).toReversed());
    expect(await digestOf(reversed)).toBe(await digestOf(RICH));
    expect(await digestOf(RICH)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it.each(Object.keys(RICH))("changes with one more character in %s", async (path) => {
    expect(await digestOf({ ...RICH, [path]: `${String(RICH[path])}\n` })).not.toBe(await digestOf(RICH));
  });

  it.each([["another name of a file", { ...RICH, "tenant.yaml": "", "tenant2.yaml": String(RICH["tenant.yaml"]) }]])(
    "changes with %s",
    async (_name, files) => {
      expect(await digestOf(files)).not.toBe(await digestOf(RICH));
    },
  );

  it("does not change with files that are not read", async () => {
    expect(await digestOf({ ...RICH, "README.md": "x", "_draft.yaml": "x", "lists/other.csv": "x" })).toBe(
      await digestOf(RICH),
    );
  });
});
