import { describe, expect, it } from "vitest";
import { APPS, loadFiles, loadText, MANIFEST_ID, places, withHeader } from "./folder.ts";

const TO = "to: [{ user: adele@contoso.com }]";

function names(first: string, second: string): string {
  return `${APPS}assignments:\n  - app: expenses\n    version: latest\n    to:\n      - user: ${first}\n      - user: ${second}\n`;
}

describe("the way out", () => {
  it.each<[string, string, string]>([
    ["an unknown section", "asignments: []\n", 'did you mean "assignments"?'],
    [
      "an unknown key far from all",
      "zzzzzzzzzz: []\n",
      "allowed are apiVersion, tenant, use, apps, assignments, users, exceptions, rollouts, policy",
    ],
    [
      "an unknown key",
      `${APPS}assignments:\n  - { app: expenses, versoin: latest, ${TO} }\n`,
      'did you mean "version"?',
    ],
    [
      "an unknown app",
      `${APPS}assignments:\n  - { app: expences, version: latest, ${TO} }\n`,
      'did you mean "expenses"?',
    ],
    [
      "an unknown app far from all",
      `${APPS}users:\n  a@contoso.com: { zzzzzz: latest }\n`,
      "known are expenses, onboarding",
    ],
    ["an unknown app without any", "users:\n  a@contoso.com: { expenses: latest }\n", "no file has an apps section"],
    [
      "an unknown ensure",
      `${APPS}users:\n  a@contoso.com: { expenses: { ensure: instaled, version: latest } }\n`,
      'did you mean "installed"?',
    ],
    ["a version that is a number", `${APPS}users:\n  a@contoso.com: { expenses: 1.10 }\n`, 'quote it: "1.10"'],
  ])("%s", async (_name, text, hint) => {
    const { diagnostics } = await loadText(text);
    expect(diagnostics.map((diagnostic) => diagnostic.hint)).toEqual([hint]);
  });

  it("names the number that YAML would have made of a version", async () => {
    const { diagnostics } = await loadText(`${APPS}users:\n  a@contoso.com: { expenses: 1.10 }\n`);
    expect(diagnostics[0]?.message).toBe("the version 1.10 is read as the number 1.1");
  });
});

describe("a character that nobody sees", () => {
  it.each<[string, string, readonly number[]]>([
    ["where it stands", names("ad\u00ADele@contoso.com", "megan@contoso.com"), [17]],
    [
      "where the target begins, as nobody can find it where it is written by another name",
      names('"ad\\u00ADele"', "m\u00ADegan"),
      [9, 16],
    ],
  ])("is told %s", async (_name, text, columns) => {
    const { diagnostics } = await loadText(text);
    expect(diagnostics.map(({ column }) => column)).toEqual(columns);
  });

  it("is not to blame where it stands in the text of a line without a problem", async () => {
    const { diagnostics } = await loadText(`asignments: []\napps: {} # staff\u00A0list\n`);
    expect(diagnostics.map(({ code }) => code)).toEqual(["unknown-key"]);
  });
});

describe("what is said twice names both places", () => {
  it("in two files", async () => {
    const app = withHeader(`apps:\n  expenses: { manifestId: ${MANIFEST_ID} }\n`);
    const { diagnostics } = await loadFiles({ "b.yaml": app, "a/a.yaml": app });
    expect(diagnostics.map(({ file, line, related }) => ({ file, line, related }))).toEqual([
      { file: "b.yaml", line: 3, related: [{ file: "a/a.yaml", line: 3, column: 3, message: "the first one" }] },
      { file: "b.yaml", line: 3, related: [{ file: "a/a.yaml", line: 3, column: 27, message: "the first one" }] },
    ]);
  });

  it("in one mapping", async () => {
    const { diagnostics } = await loadText(
      `apps:\n  expenses: { suspend: true, manifestId: ${MANIFEST_ID}, suspend: false }\n`,
    );
    expect(diagnostics.map(({ code, related }) => ({ code, related }))).toEqual([
      {
        code: "duplicate-key",
        related: [{ file: "state.yaml", line: 3, column: 15, message: "the first one" }],
      },
    ]);
  });
});

describe("of a key that stands twice", () => {
  it("the last value counts, and is the one that is told", async () => {
    const { diagnostics } = await loadText(`${APPS}users:\n  a@contoso.com: { expenses: latest, expenses: 1.10 }\n`);
    expect(diagnostics.map(({ code, line, column, message }) => `${line}:${column} ${code}: ${message}`)).toEqual([
      '6:38 duplicate-key: the key "expenses" stands here for the second time',
      "6:48 version-is-number: the version 1.10 is read as the number 1.1",
    ]);
  });
});

describe("everything at once", () => {
  it("every wrong entry of every file is told, each once, sorted by place", async () => {
    const loaded = await loadFiles({
      "apps.yaml": withHeader(
        `tenant: contoso
apps:
  Expenses: { manifestId: ${MANIFEST_ID} }
  one: { manifestId: nothing, suspended: true }
  two: {}
  three: { manifestId: ${MANIFEST_ID}, permissions: [A.B, A.B] }
`,
      ),
      "assignments.yaml": withHeader(
        `assignments:
  - { app: one, version: 1.10, ${TO} }
  - { app: to, version: latest, ${TO} }
  - { app: two, version: ">3 <2", ${TO}, except: [{ usersFrom: ../x.csv }] }
  - { app: three, versoin: latest, to: [] }
users:
  nobody: { one: latest, one: latest }
  a@contoso.com: { four: newest }
`,
      ),
      "broken.yaml": "a: [\n",
      "policy.yaml": withHeader(
        'policy:\n  maxChanges: lots\n  sections: { users: ["users/**"], aps: [] }\n  protectedUsers: [ceo]\n',
      ),
      "sub/policy.yaml": withHeader("policy: { maxChanges: lots }\n"),
    });
    expect(loaded.configuration).toBeNull();
    expect(places(loaded)).toEqual([
      "apps.yaml:2:9 invalid-id",
      "apps.yaml:4:3 invalid-name",
      "apps.yaml:5:22 invalid-id",
      "apps.yaml:5:31 unknown-key",
      "apps.yaml:6:3 app-id",
      "apps.yaml:7:81 said-twice",
      "assignments.yaml:3:26 version-is-number",
      "assignments.yaml:4:12 unknown-app",
      "assignments.yaml:5:26 invalid-version",
      "assignments.yaml:5:92 outside-folder",
      "assignments.yaml:6:19 unknown-key",
      "assignments.yaml:6:40 invalid-value",
      "assignments.yaml:8:3 not-a-user",
      "assignments.yaml:8:26 duplicate-key",
      "assignments.yaml:9:20 unknown-app",
      "assignments.yaml:9:26 invalid-version",
      "broken.yaml:2:1 invalid-yaml",
      "policy.yaml:3:15 invalid-value",
      "policy.yaml:4:36 unknown-key",
      "policy.yaml:5:20 not-a-user",
      "sub/policy.yaml:2:1 policy-misplaced",
      "sub/policy.yaml:2:23 invalid-value",
    ]);
  });

  it("messages are one line, in small letters, without a period", async () => {
    const { diagnostics } = await loadText('apps: { "a\\nb": 1, c: [] }\nassignments: 5\nusers: { "x\\ny": {} }\n');
    expect(diagnostics.length).toBeGreaterThan(3);
    for (const { message } of diagnostics) expect(message).toMatch(/^[^A-Z\n].*[^.\n]$/);
  });
});

describe("a message about YAML", () => {
  it("that quotes the text ends with the line", async () => {
    const { diagnostics } = await loadText('tenant: "\\x4\n  "\n');
    expect(diagnostics.map(({ message }) => message)).toEqual(["invalid escape sequence \\x4"]);
  });
});

describe("one entry that is wrong in several ways", () => {
  it("gets all of them at once, and none that only follows from another", async () => {
    const { configuration, diagnostics } = await loadFiles({
      "a.yaml": `apiVersion: trueup/v1
apps:
  expenses: { manifestId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee, permissions: [A.B, A.B], suspnd: true }
  travel: { manifestId: none }
assignments:
  - { app: expences, versoin: "1", to: [{ user: nobody }, { grup: x }] }
  - { app: expenses, ensure: instaled, version: ">3 <2", to: [{ user: a@contoso.com }] }
users: { megan: { expenses: 1.2, x: latest } }
`,
    });
    expect(configuration).toBeNull();
    expect(diagnostics.map(({ code, line }) => `${line} ${code}`)).toEqual([
      "3 said-twice",
      "3 unknown-key",
      "4 invalid-id",
      "6 unknown-app",
      "6 unknown-key",
      "6 not-a-user",
      "6 unknown-key",
      "7 invalid-value",
      "7 invalid-version",
      "8 not-a-user",
      "8 version-is-number",
      "8 unknown-app",
    ]);
  });
});
