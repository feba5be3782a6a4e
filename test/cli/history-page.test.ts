import { copyFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";
const TENANT = `
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: ${MANIFEST}
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: Calendars.Read.User }] }
users: [{ upn: adele@contoso.com }, { upn: megan@contoso.com }]
installations:
  adele@contoso.com: [{ app: expenses, version: 2.1.0 }]
  megan@contoso.com: [{ app: expenses, version: 2.1.0 }]
`;
const DESIRED = `
apiVersion: trueup/v1
apps: { expenses: { manifestId: ${MANIFEST}, permissions: [Calendars.Read.User] } }
assignments: [{ app: expenses, version: latest, to: [{ everyone: true }] }]
rollouts:
  expenses:
    rings:
      - { name: it, to: [{ user: adele@contoso.com }], soak: 0s }
      - { name: everyone }
`;

/** The commands of docs/history.md, each with what its answer has to hold. */
const ANSWERS: readonly (readonly [command: string, holds: RegExp])[] = [
  ["trueup history --user adele@contoso.com", /upgrade 2\.1\.0 -> 2\.4\.0 .*request-id/],
  [
    "trueup explain adele@contoso.com expenses teams",
    /Ring of the rollout: it, 1 of 2.*Done and granted by TrueUp .*Calendars\.Read\.User: state\.yaml:3/,
  ],
  [
    "trueup history --permission Calendars.Read.User --since 2026-01-01",
    /adele@.*consent Calendars\.Read\.User .* to /,
  ],
  ["trueup history --app expenses --since 7d", /expenses: upgrade/],
  ["trueup history --since 2026-01-05 --until 2026-01-05", /^$/],
  ["trueup history", /frozen by .*the audit runs.*thawed by/],
  ["trueup history --app expenses", /rollout-began.*rollout-opened/],
  ["trueup rollout expenses teams", /expenses 2\.4\.0/],
  ["trueup history --definitions expenses", /2\.4\.0 the first that was seen/],
  ["trueup history --verify", /holds: \d+ receipts/],
  ["trueup history --anchor", /^sha256:[0-9a-f]{64}\/\d+ $/],
  ["trueup history --verify --anchor ANCHOR", /holds: \d+ receipts/],
  ["trueup history --format csv", /number,at,kind/],
  ["trueup history --format json", /"kind":"history"/],
  ["trueup history --verify --receipt receipts.jsonl", /holds: \d+ receipts/],
];

let line: CommandLine;
let store: string;
beforeAll(async () => {
  line = await startCommandLine(TENANT);
  store = join(line.folder, "store.db");
  await line.write({ "teams/state.yaml": DESIRED });
  await run("apply", "teams", "--yes", "--receipt", "receipts.jsonl");
  await run("freeze", "--reason", "the audit runs");
  await run("thaw");
});
afterAll(() => line.end());

const run = (...args: readonly string[]) => line.trueup(args, { env: { TRUEUP_STORE: store } });

describe("docs/history.md", () => {
  it.each(ANSWERS)("answers by %s", async (command, holds) => {
    const anchor = command.includes("ANCHOR") ? (await run("history", "--anchor")).stdout.trim() : "";
    const [, ...args] = command.replace("ANCHOR", anchor).split(" ");
    const { exitCode, stdout } = await run(...args);
    expect([exitCode, stdout.replaceAll(/\s+/g, " ")]).toEqual([0, expect.stringMatching(holds)]);
  });

  it("names no command that is not tried here", async () => {
    const [, table = ""] = (await readFile("docs/history.md", "utf8")).split("## What an auditor asks");
    const [rows = ""] = table.split("\n## ");
    const written = [...rows.matchAll(/`(trueup [^`]+)`/g)].map(([, command]) => command);
    expect(new Set(written)).toEqual(new Set(ANSWERS.map(([command]) => command)));
  });

  it("backs up and restores as it describes, while a run may write", async () => {
    const database = new DatabaseSync(store);
    database.exec(`VACUUM INTO '${store}.copy'`);
    database.close();
    const before = (await run("history", "--format", "csv")).stdout;
    await run("freeze", "--reason", "later");
    expect((await run("history", "--format", "csv")).stdout).not.toBe(before);
    await copyFile(`${store}.copy`, store);
    for (const ending of ["-wal", "-shm"]) await rm(store + ending, { force: true });
    expect((await run("history", "--format", "csv")).stdout).toBe(before);
    expect((await run("history", "--verify")).exitCode).toBe(0);
    expect((await run("plan", "teams")).exitCode).toBe(0);
  });
});
