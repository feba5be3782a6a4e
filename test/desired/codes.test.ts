import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/model/definition-digest.ts";
import { CODES } from "../../src/desired/problem.ts";
import { APPS, CATALOG_ID, type Files, loadFiles, MANIFEST_ID, places, USER_ID, withHeader } from "./folder.ts";

interface Case {
  readonly name: string;
  /** `state.yaml` without its first line, or all files of a folder. */
  readonly files: string | Files;
  /** `file:line:column code`, all of them. */
  readonly expected: readonly string[];
}

const TO = "to: [{ user: adele@contoso.com }]";
const assign = (line: string): string => `${APPS}assignments:\n  - ${line}\n`;
const users = (line: string): string => `${APPS}users:\n  adele@contoso.com: ${line}\n`;
const invalidUtf8 = new Uint8Array([0x61, 0xff, 0xfe, 0x62]);

const DEFINITION = { catalogId: CATALOG_ID, version: "2.4.0", clientAppId: null, permissions: [], bot: false };

/** A lock file with one app; `changed` is put over its entry. */
function lockOf(app: string, changed: object = {}): string {
  const entry = { ...DEFINITION, digest: digestOf(DEFINITION), firstSeen: "2026-01-01T00:00:00Z", ...changed };
  const lines = Object.entries(entry).map(([key, value]) => `    ${key}: ${JSON.stringify(value)}\n`);
  return `lockVersion: 1\ntenant: null\napps:\n  ${app}:\n${lines.join("")}`;
}

const withLock = (lock: string, tenant = ""): Files => ({
  "state.yaml": withHeader(`${tenant}${assign(`{ app: expenses, version: latest, ${TO} }`)}`),
  "trueup.lock": lock,
});

const LOCK_CASES: readonly Case[] = [
  { name: "a lock file", files: withLock(lockOf("expenses")), expected: [] },
  {
    name: "a lock file of a newer version, whatever else it holds",
    files: withLock("lockVersion: 2\nnews: true\n"),
    expected: ["trueup.lock:1:14 lock-version"],
  },
  {
    name: "a lock file that is of no version",
    files: withLock(lockOf("expenses").replace("lockVersion: 1\n", "")),
    expected: ["trueup.lock:1:1 missing-key"],
  },
  {
    name: "a lock file of another tenant",
    files: withLock(lockOf("expenses").replace("null", CATALOG_ID), `tenant: ${USER_ID}\n`),
    expected: ["trueup.lock:2:9 lock-tenant"],
  },
  {
    name: "a version that somebody put into a lock file by hand",
    files: withLock(lockOf("expenses", { version: "2.5.0" })),
    expected: ["trueup.lock:10:13 lock-digest"],
  },
  {
    name: "a bot that somebody took out of a lock file",
    files: withLock(lockOf("expenses", { digest: digestOf({ ...DEFINITION, bot: true }) })),
    expected: ["trueup.lock:10:13 lock-digest"],
  },
  {
    name: "a digest that is none",
    files: withLock(lockOf("expenses", { digest: "sha256:0" })),
    expected: ["trueup.lock:10:13 lock-digest"],
  },
  {
    name: "a version of a lock file that YAML reads as a number",
    files: withLock(lockOf("expenses", { version: 2.4 })),
    expected: ["trueup.lock:6:14 version-is-number"],
  },
  {
    name: "a conflict of git in a lock file",
    files: withLock(`<<<<<<< HEAD\n${lockOf("expenses")}=======\n>>>>>>> main\n`),
    expected: ["trueup.lock:1:1 merge-conflict"],
  },
  {
    name: "an app of a lock file that is gone (warning)",
    files: withLock(lockOf("gone")),
    expected: ["trueup.lock:4:3 lock-unused"],
  },
  { name: "a lock file that is no YAML", files: withLock("apps: ["), expected: ["trueup.lock:1:8 invalid-yaml"] },
  { name: "an empty lock file", files: withLock(""), expected: ["trueup.lock:1:1 wrong-type"] },
];

const CASES: readonly Case[] = [
  // Files
  { name: "a folder without YAML", files: { "README.md": "hello" }, expected: ["(folder):-:- no-desired-state"] },
  {
    name: "binary content",
    files: { "state.yaml": new Uint8Array([0x61, 0, 0x62]) },
    expected: ["state.yaml:1:1 not-text"],
  },
  { name: "a text that is not UTF-8", files: { "state.yaml": invalidUtf8 }, expected: ["state.yaml:1:1 not-text"] },
  {
    name: "a file of more than 8 MiB",
    files: { "state.yaml": "#".repeat(8 * 1024 * 1024 + 1) },
    expected: ["state.yaml:1:1 file-too-large"],
  },
  // YAML
  { name: "no YAML at all", files: "apps: [", expected: ["state.yaml:2:8 invalid-yaml"] },
  { name: "two documents", files: "---\napps: {}\n", expected: ["state.yaml:2:1 invalid-yaml"] },
  { name: "a tab as indentation", files: "apps:\n\tx: 1\n", expected: ["state.yaml:3:1 invalid-yaml"] },
  {
    name: "a key twice",
    files: `tenant: ${USER_ID}\ntenant: ${USER_ID}\n`,
    expected: ["state.yaml:3:1 duplicate-key"],
  },
  { name: "an anchor", files: `tenant: &t ${USER_ID}\n`, expected: ["state.yaml:2:12 yaml-alias"] },
  {
    name: "an anchor and its alias",
    files: "apps: &a {}\nusers: *a\n",
    expected: ["state.yaml:2:10 yaml-alias", "state.yaml:3:8 yaml-alias"],
  },
  { name: "a tag", files: `tenant: !!str ${USER_ID}\n`, expected: ["state.yaml:2:15 yaml-tag"] },
  {
    name: "a tag of one's own",
    files: users("{ expenses: !range latest }"),
    expected: ["state.yaml:6:41 yaml-tag"],
  },
  {
    name: "a tag that would make bytes of a text",
    files: "users: !!binary aGVsbG8=\n",
    expected: ["state.yaml:2:17 wrong-type", "state.yaml:2:17 yaml-tag"],
  },
  {
    name: "a tag that would make a mapping of a list",
    files: "assignments: !!omap []\n",
    expected: ["state.yaml:2:21 yaml-tag"],
  },
  {
    name: "YAML 1.1 with a tag that it alone has",
    files: { "state.yaml": "%YAML 1.1\n---\napiVersion: trueup/v1\nassignments: !!pairs [{}]\n" },
    expected: ["state.yaml:1:1 yaml-version", "state.yaml:4:22 yaml-tag"],
  },
  {
    name: "YAML 1.1",
    files: { "state.yaml": "%YAML 1.1\n---\napiVersion: trueup/v1\n" },
    expected: ["state.yaml:1:1 yaml-version"],
  },
  { name: "a template", files: "apps: {{ .Values.apps }}\n", expected: ["state.yaml:2:7 template"] },
  {
    name: "a no-break space in the indentation",
    files: `apps:\n  expenses:\n  \u00A0 manifestId: ${MANIFEST_ID}\n`,
    expected: ["state.yaml:4:3 odd-character"],
  },
  // The shape of a file
  { name: "nothing assigned (warning)", files: APPS, expected: ["-:-:- no-assignment"] },
  { name: "a foreign file", files: { "ci.yaml": "on: push\n" }, expected: ["ci.yaml:1:1 not-desired-state"] },
  { name: "an empty file", files: { "empty.yaml": "" }, expected: ["empty.yaml:1:1 not-desired-state"] },
  {
    name: "another version of the language",
    files: { "state.yaml": "# first\napiVersion: trueup/v2\n" },
    expected: ["state.yaml:2:13 not-desired-state"],
  },
  { name: "an unknown section", files: "asignments: []\n", expected: ["state.yaml:2:1 unknown-key"] },
  {
    name: "an unknown key of an assignment",
    files: assign(`{ app: expenses, versoin: latest, ${TO} }`),
    expected: ["state.yaml:6:22 unknown-key"],
  },
  {
    name: "an assignment without targets",
    files: assign("{ app: expenses, version: latest }"),
    expected: ["state.yaml:6:5 missing-key"],
  },
  { name: "a section of another type", files: "apps: []\n", expected: ["state.yaml:2:7 wrong-type"] },
  {
    name: "an empty section",
    files: "apps:\n",
    expected: ["state.yaml:2:6 wrong-type"],
  },
  {
    name: "an entry without even a colon",
    files: "apps: { expenses }\n",
    expected: ["state.yaml:2:7 wrong-type"],
  },
  {
    name: "a flag in quotes",
    files: 'policy:\n  suspend: "no"\n',
    expected: ["state.yaml:2:1 policy-misplaced", "state.yaml:3:12 wrong-type"],
  },
  {
    name: "an unknown ensure",
    files: assign(`{ app: expenses, ensure: upgrade, version: latest, ${TO} }`),
    expected: ["state.yaml:6:30 invalid-value"],
  },
  {
    name: "a target that is none",
    files: assign("{ app: expenses, version: latest, to: [{}] }"),
    expected: ["state.yaml:6:44 invalid-value"],
  },
  {
    name: "a target that is two",
    files: assign("{ app: expenses, version: latest, to: [{ user: a@contoso.com, group: Finance }] }"),
    expected: ["state.yaml:6:44 invalid-value"],
  },
  {
    name: "everyone in except",
    files: assign(`{ app: expenses, version: latest, ${TO}, except: [{ everyone: true }] }`),
    expected: ["state.yaml:6:85 unknown-key"],
  },
  {
    name: "everyone: false",
    files: assign("{ app: expenses, version: latest, to: [{ everyone: false }] }"),
    expected: ["state.yaml:6:56 invalid-value"],
  },
  {
    name: "a share over 100%",
    files: { "policy.yaml": withHeader('policy:\n  maxChanges: "120%"\n') },
    expected: ["policy.yaml:3:15 invalid-value"],
  },
  {
    name: "a negative limit",
    files: { "policy.yaml": withHeader("policy:\n  maxChanges: -1\n") },
    expected: ["policy.yaml:3:15 invalid-value"],
  },
  // Apps
  { name: "a tenant that is no id", files: "tenant: contoso.com\n", expected: ["state.yaml:2:9 invalid-id"] },
  {
    name: "an app without id",
    files: "apps:\n  expenses: { suspend: true }\n",
    expected: ["state.yaml:3:3 app-id"],
  },
  {
    name: "an app that replaces itself",
    files: `apps:\n  expenses:\n    catalogId: ${CATALOG_ID}\n    replaces: { id: ${CATALOG_ID}, removals: 1 }\n`,
    expected: ["state.yaml:5:21 replaces-itself"],
  },
  {
    name: "an app that replaces another one of the desired state",
    files: `apps:\n  old: { catalogId: ${CATALOG_ID} }\n  new: { manifestId: ${MANIFEST_ID}, replaces: { id: ${CATALOG_ID}, removals: 1 } }\n`,
    expected: ["state.yaml:4:76 said-twice"],
  },
  {
    name: "an app with two ids",
    files: `apps:\n  expenses: { manifestId: ${MANIFEST_ID}, catalogId: ${CATALOG_ID} }\n`,
    expected: ["state.yaml:3:3 app-id"],
  },
  {
    name: "an app name with a capital",
    files: `apps:\n  Expenses: { manifestId: ${MANIFEST_ID} }\n`,
    expected: ["state.yaml:3:3 invalid-name"],
  },
  {
    name: "a permission with a blank",
    files: `apps:\n  expenses: { manifestId: ${MANIFEST_ID}, permissions: [Team Activity] }\n`,
    expected: ["state.yaml:3:79 invalid-name"],
  },
  {
    name: "a group with outer blanks",
    files: assign('{ app: expenses, version: latest, to: [{ group: " Finance" }] }'),
    expected: ["state.yaml:6:44 invalid-name"],
  },
  // Users and versions
  {
    name: "a user that is none",
    files: assign("{ app: expenses, version: latest, to: [{ user: Adele }] }"),
    expected: ["state.yaml:6:44 not-a-user"],
  },
  {
    name: "users: a key without a letter",
    files: `${APPS}users:\n  "": { expenses: latest }\n`,
    expected: ["state.yaml:6:3 not-a-user"],
  },
  {
    name: "users: a key that is no user",
    files: `${APPS}users:\n  Adele: { expenses: latest }\n`,
    expected: ["state.yaml:6:3 not-a-user"],
  },
  {
    name: "a protected user that is none",
    files: { "policy.yaml": withHeader("policy:\n  protectedUsers: [ceo]\n") },
    expected: ["policy.yaml:3:20 not-a-user"],
  },
  {
    name: "an unknown app",
    files: assign(`{ app: expences, version: latest, ${TO} }`),
    expected: ["state.yaml:6:12 unknown-app"],
  },
  {
    name: "an app by a name that none can have, which is not unknown besides",
    files: assign(`{ app: Expenses, version: latest, ${TO} }`),
    expected: ["state.yaml:6:12 invalid-name"],
  },
  { name: "users: an unknown app", files: users("{ expences: latest }"), expected: ["state.yaml:6:24 unknown-app"] },
  {
    name: "a version that is a number",
    files: assign(`{ app: expenses, version: 1.10, ${TO} }`),
    expected: ["state.yaml:6:31 version-is-number"],
  },
  {
    name: "users: a version that is a number",
    files: users("{ expenses: 2 }"),
    expected: ["state.yaml:6:34 version-is-number"],
  },
  {
    name: "users: a version that is a number in the long form",
    files: users("{ expenses: { version: 2.3 } }"),
    expected: ["state.yaml:6:45 version-is-number"],
  },
  {
    name: "a version that is none",
    files: assign(`{ app: expenses, version: newest, ${TO} }`),
    expected: ["state.yaml:6:31 invalid-version"],
  },
  {
    name: "a range that nothing can be in",
    files: assign(`{ app: expenses, version: ">3 <2", ${TO} }`),
    expected: ["state.yaml:6:31 invalid-version"],
  },
  {
    name: "users: a version that is none",
    files: users("{ expenses: newest }"),
    expected: ["state.yaml:6:34 invalid-version"],
  },
  {
    name: "users: a version that is none in the long form",
    files: users("{ expenses: { version: newest } }"),
    expected: ["state.yaml:6:45 invalid-version"],
  },
  {
    name: "no version",
    files: assign(`{ app: expenses, ${TO} }`),
    expected: ["state.yaml:6:5 version-missing"],
  },
  {
    name: "users: no version",
    files: users("{ expenses: { ensure: installed } }"),
    expected: ["state.yaml:6:24 version-missing"],
  },
  {
    name: "a version with absent",
    files: assign(`{ app: expenses, ensure: absent, version: latest, ${TO} }`),
    expected: ["state.yaml:6:47 version-with-absent"],
  },
  {
    name: "users: a version with absent",
    files: users("{ expenses: { ensure: absent, version: latest } }"),
    expected: ["state.yaml:6:61 version-with-absent"],
  },
  {
    name: "an exact version (warning)",
    files: assign(`{ app: expenses, version: 2.3.1, ${TO} }`),
    expected: ["state.yaml:6:31 exact-version"],
  },
  {
    name: "users: an exact version (warning)",
    files: users("{ expenses: =2.3 }"),
    expected: ["state.yaml:6:34 exact-version"],
  },
  // Several files
  {
    name: "an app name in two files",
    files: {
      "a.yaml": withHeader(`apps:\n  expenses: { manifestId: ${MANIFEST_ID} }\n`),
      "b.yaml": withHeader(`apps:\n  expenses: { catalogId: ${CATALOG_ID} }\n`),
    },
    expected: ["b.yaml:3:3 said-twice"],
  },
  {
    name: "an app id under two names, in another case",
    files: `apps:\n  one: { manifestId: ${MANIFEST_ID} }\n  two: { manifestId: ${MANIFEST_ID.toUpperCase()} }\n`,
    expected: ["state.yaml:4:22 said-twice"],
  },
  {
    name: "a permission of an app twice, once with its default type",
    files: `apps:\n  one:\n    manifestId: ${MANIFEST_ID}\n    permissions:\n      - A.B\n      - { value: A.B, type: application }\n`,
    expected: ["state.yaml:7:9 said-twice"],
  },
  {
    name: "a user's app twice under users, in another case",
    files: `${APPS}users:\n  adele@contoso.com: { expenses: latest }\n  Adele@Contoso.com: { expenses: latest }\n`,
    expected: ["state.yaml:7:24 said-twice"],
  },
  {
    name: "the tenant in two files",
    files: { "a.yaml": withHeader(`tenant: ${USER_ID}\n`), "b.yml": withHeader(`tenant: ${USER_ID}\n`) },
    expected: ["b.yml:2:1 said-twice"],
  },
  {
    name: "a section where it may not stand",
    files: {
      "policy.yaml": withHeader("policy:\n  sections: { apps: [apps/**], tenant: [policy.yaml] }\n"),
      "apps/one.yaml": withHeader(APPS),
      "teams/one.yaml": withHeader(`apps: {}\ntenant: ${USER_ID}\n`),
    },
    expected: ["teams/one.yaml:2:1 section-misplaced", "teams/one.yaml:3:1 section-misplaced"],
  },
  {
    name: "policy elsewhere",
    files: { "sub/policy.yaml": withHeader("policy: {}\n"), "policy.yml": withHeader("policy: {}\n") },
    expected: ["policy.yml:2:1 policy-misplaced", "sub/policy.yaml:2:1 policy-misplaced"],
  },
  // Lists
  {
    name: "a list that is not there",
    files: assign("{ app: expenses, version: latest, to: [{ usersFrom: lists/x.csv }] }"),
    expected: ["state.yaml:6:57 unreadable-file"],
  },
  {
    name: "a list outside",
    files: assign("{ app: expenses, version: latest, to: [{ usersFrom: ../x.csv }, { usersFrom: /etc/hosts }] }"),
    expected: ["state.yaml:6:57 outside-folder", "state.yaml:6:82 outside-folder"],
  },
  {
    name: "a list with a quote that does not end",
    files: {
      "state.yaml": withHeader(assign("{ app: expenses, version: latest, to: [{ usersFrom: x.csv }] }")),
      "x.csv": 'adele@contoso.com\n"megan@contoso.com\n',
    },
    expected: ["x.csv:2:1 invalid-list"],
  },
  {
    name: "list rows that are no users",
    files: {
      "state.yaml": withHeader(assign("{ app: expenses, version: latest, to: [{ usersFrom: x.csv }] }")),
      "x.csv": "user\nAdele Vance\nmegan@contoso.com\n\n@contoso.com;x\n",
    },
    expected: ["x.csv:2:1 not-a-user", "x.csv:5:1 not-a-user"],
  },
  {
    name: "a version of what is left as it is",
    files: assign(`{ app: expenses, ensure: leave, version: "2.x", ${TO} }`),
    expected: ["state.yaml:6:46 version-with-leave"],
  },
  {
    name: "denied versions that are none",
    files: `apps:
  expenses:
    manifestId: ${MANIFEST_ID}
    deny: [{ versions: latest }, { versions: "3 <2" }, { reason: x }, { versions: 2.4 }]
`,
    expected: [
      "state.yaml:5:24 invalid-version",
      "state.yaml:5:46 invalid-version",
      "state.yaml:5:56 missing-key",
      "state.yaml:5:83 version-is-number",
    ],
  },
  {
    name: "exceptions that are wrong in several ways",
    files: `${APPS}exceptions:
  - { app: expences, to: [{ user: nobody }], reason: audit, owner: us, until: 2027-02-30 }
  - { app: expenses, ${TO}, accept: [unknown, outdatd], reason: audit, until: 2027-01-31 }
`,
    expected: [
      "state.yaml:6:12 unknown-app",
      "state.yaml:6:27 not-a-user",
      "state.yaml:6:79 invalid-value",
      "state.yaml:7:5 missing-key",
      "state.yaml:7:66 invalid-value",
      "state.yaml:7:75 invalid-value",
    ],
  },
  {
    name: "waves without a guard (warning)",
    files: {
      "policy.yaml": withHeader(
        `policy: { perRun: 5, perDay: 10 }\n${assign(`{ app: expenses, version: latest, ${TO} }`)}`,
      ),
    },
    expected: ["policy.yaml:2:22 waves-without-max-due"],
  },
  {
    name: "a time zone that is none",
    files: { "policy.yaml": withHeader("policy: { timeZone: Europe/Berln }\n") },
    expected: ["policy.yaml:2:21 invalid-time-zone"],
  },
  {
    name: "a window that ends when it begins, one that begins when its day ends, and a day that is named twice",
    files: {
      "policy.yaml": withHeader(`policy:
  windows:
    a: { days: [Mon], from: "08:00", to: "08:00" }
    b: { days: [Mon, Tue, Mon], from: "24:00", to: "02:00" }
`),
    },
    expected: ["policy.yaml:4:29 invalid-window", "policy.yaml:5:27 said-twice", "policy.yaml:5:39 invalid-window"],
  },
  {
    name: "a window without days, and one that has no end",
    files: {
      "policy.yaml": withHeader(`policy:
  windows:
    a: { days: [], from: "08:00", to: "16:00" }
    b: { days: [Mon], from: "08:00" }
    c: { days: [Tue], from: "08:00", to: "08:00" }
  window: a
`),
    },
    expected: ["policy.yaml:4:16 invalid-value", "policy.yaml:5:5 missing-key", "policy.yaml:6:29 invalid-window"],
  },
  {
    name: "a window that nobody describes",
    files: {
      "policy.yaml": withHeader(
        `policy: { windows: { nights: { days: [Mon], from: "22:00", to: "02:00" } }, window: night }\n`,
      ),
    },
    expected: ["policy.yaml:2:85 unknown-window"],
  },
  {
    name: "a rollout without a ring for everybody else, which lifts a halt of every app",
    files: `${APPS}rollouts:\n  default:\n    rings: [{ name: a, share: 5% }]\n    resume: sha256:${"ab".repeat(32)}/1\n`,
    expected: ["state.yaml:7:5 rollout-rings", "state.yaml:8:5 rollout-resume"],
  },
  {
    name: "a signal without a source, and a ring that shows nothing (warnings)",
    files: `${APPS}rollouts:
  expenses:
    rings: [{ name: a, share: 5%, atLeast: 5, soak: 1h }, { name: b }]
    gates: { removals: { within: 2h, harmful: 5% }, signals: [{ name: desk, ok: 1 }] }
`,
    expected: ["state.yaml:7:13 soak-too-short", "state.yaml:7:44 rollout-undecided", "state.yaml:8:63 rollout-signal"],
  },
  {
    name: "a list of mail addresses (warning)",
    files: {
      "state.yaml": withHeader(assign("{ app: expenses, version: latest, to: [{ usersFrom: x.csv }] }")),
      "x.csv": "mail\nadele@contoso.com\n",
    },
    expected: ["x.csv:1:1 mail-as-name"],
  },
  {
    name: "a list with a conflict of git",
    files: {
      "state.yaml": withHeader(assign("{ app: expenses, version: latest, to: [{ usersFrom: x.csv }] }")),
      "x.csv": "adele@contoso.com\n<<<<<<< HEAD\nmegan@contoso.com\n=======\n>>>>>>> main\n",
    },
    expected: ["x.csv:2:1 merge-conflict"],
  },
  {
    name: "a pointer of Git LFS",
    files: { "state.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n" },
    expected: ["state.yaml:1:1 git-lfs-pointer"],
  },
  {
    name: "an empty list (warning)",
    files: {
      "state.yaml": withHeader(assign("{ app: expenses, version: latest, to: [{ usersFrom: x.csv }] }")),
      "x.csv": "user\n# nobody yet\n",
    },
    expected: ["state.yaml:6:44 empty-list"],
  },
  {
    name: "an empty list in except",
    files: {
      "state.yaml": withHeader(assign(`{ app: expenses, version: latest, ${TO}, except: [{ usersFrom: x.csv }] }`)),
      "x.csv": "",
    },
    expected: ["state.yaml:6:83 empty-except"],
  },
  {
    name: "an exception without an app and an end",
    files: `${APPS}exceptions:\n  - { ${TO}, reason: audit, owner: audit }\n`,
    expected: ["state.yaml:6:5 missing-key", "state.yaml:6:5 missing-key"],
  },
  {
    name: "an exception whose app is no text",
    files: `${APPS}exceptions:\n  - { app: 5, ${TO}, reason: audit, owner: audit, until: 2027-01-31 }\n`,
    expected: ["state.yaml:6:12 wrong-type"],
  },
  {
    name: "a rollout of every app, where an app has that name",
    files: `apps:\n  default: { manifestId: ${MANIFEST_ID} }\nrollouts:\n  default: { rings: [{ name: a }] }\n`,
    expected: ["state.yaml:5:3 invalid-name"],
  },
  {
    name: "rings that leave it open, beside a signal that does not fit",
    files: `${APPS}rollouts:
  expenses:
    rings: [{ name: a }, { name: b }]
    gates: { signals: [{ name: desk, get: "https://desk.contoso.com", pointer: state, ok: 1 }] }
    resume: nothing
`,
    expected: ["state.yaml:7:26 rollout-rings", "state.yaml:8:80 invalid-value", "state.yaml:9:13 invalid-value"],
  },
  {
    name: "a signal that is the whole answer, without a pointer (warning)",
    files: `${APPS}rollouts:
  expenses:
    rings: [{ name: a }]
    gates: { signals: [{ name: desk, get: "https://desk.contoso.com", ok: 1 }] }
`,
    expected: ["-:-:- no-assignment"],
  },
  {
    name: "a day by its whole name",
    files: {
      "policy.yaml": withHeader("policy:\n  windows:\n    w: { days: [Monday], from: '08:00', to: '09:00' }\n"),
    },
    expected: ["policy.yaml:4:17 invalid-value"],
  },
  {
    name: "a day that is nothing like one",
    files: {
      "policy.yaml": withHeader("policy:\n  windows:\n    w: { days: [Qqqqqqqqq], from: '08:00', to: '09:00' }\n"),
    },
    expected: ["policy.yaml:4:17 invalid-value"],
  },
  {
    name: "a window with a name that is none, and a day that is none",
    files: {
      "policy.yaml": withHeader("policy:\n  windows:\n    Bad Name: { days: [Xyz], from: '08:00', to: '09:00' }\n"),
    },
    expected: ["policy.yaml:4:5 invalid-name", "policy.yaml:4:24 invalid-value"],
  },
  {
    name: "shared files of a fleet, where there is none",
    files: { "state.yaml": withHeader("use: [shared/apps.yaml]\n") },
    expected: ["state.yaml:2:7 use-without-fleet"],
  },
  {
    name: "paths that are none of shared files",
    files: {
      "state.yaml": withHeader("use:\n  - ../apps.yaml\n  - shared/../apps.yaml\n  - shared/apps.csv\n  - 7\n"),
    },
    expected: ["3:5", "4:5", "5:5"]
      .map((place) => `state.yaml:${place} invalid-value`)
      .concat("state.yaml:6:5 wrong-type"),
  },
  ...LOCK_CASES,
];

describe("every code, at its place", () => {
  it.each(CASES)("$name", async ({ files, expected }) => {
    const loaded = await loadFiles(typeof files === "string" ? { "state.yaml": withHeader(files) } : files);
    // Where PATH itself is to blame, it is named as given: a folder made for this test.
    expect(places(loaded).map((place) => place.replace(/^\/.*?:/, "(folder):"))).toEqual(expected);
    const hasError = loaded.diagnostics.some(({ severity }) => severity === "error");
    expect(loaded.configuration === null).toBe(hasError);
  });

  it("no code is without a case", () => {
    const produced = new Set(CASES.flatMap(({ expected }) => expected.map((place) => place.split(" ")[1])));
    expect(Object.keys(CODES).filter((code) => !produced.has(code))).toEqual([]);
  });
});
