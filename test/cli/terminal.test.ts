import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { apps, FINANCE, TENANT } from "../journeys/worlds.ts";
import { type CommandLine, type Ended, startCommandLine } from "./command-line.ts";

/** Sets the title of a terminal, colours it, turns the direction of text, forges lines, and commands two kinds of runners. */
const HOSTILE = "x\u001B]0;pwn\u0007\u009B31m\u202E\nerror: forged\r\n::add-mask::x\n##vso[task.complete]";
const FORGED = /^(error: forged|::add-mask|##vso)/m;
const RAW = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##(vso)?\[/u;

let line: CommandLine;
beforeAll(async () => {
  line = await startCommandLine(TENANT);
  await line.write({ "good/apps.yaml": apps(), "good/finance.yaml": FINANCE });
  await mkdir(join(line.folder, "hostile"));
  await writeFile(join(line.folder, "hostile", `${HOSTILE}.yaml`), "apiVersion: trueup/v1\nusres: {}\n");
});
afterAll(() => line.end());

function harmless({ stdout, stderr }: Ended): void {
  const text = stdout + stderr;
  expect(text).not.toBe("");
  expect(RAW.exec(text)?.[0] ?? "", JSON.stringify(text)).toBe("");
  expect(text).not.toMatch(FORGED);
}

const RUN = ["--once", "--listen", "off"] as const;

describe("whatever is typed, nothing of it is obeyed where the answer is read", () => {
  it.each<{ name: string; args: readonly string[]; says: string }>([
    { name: "an unknown command", args: [HOSTILE], says: "error: unknown command 'x\uFFFD]0;pwn" },
    { name: "an unknown flag", args: [`--${HOSTILE}`], says: "error: unknown option '--x\uFFFD]0;pwn" },
    { name: "an unknown flag of a command", args: ["plan", `--${HOSTILE}`], says: "error: unknown option '--x\uFFFD" },
    { name: "a value that is no choice", args: ["plan", "--format", HOSTILE], says: "Allowed choices are text, json" },
    { name: "a value that is none", args: ["run", "--listen", HOSTILE], says: "is invalid. give a port" },
    { name: "too much", args: ["validate", "good", HOSTILE], says: "Expected 1 argument but got 2" },
    { name: "a path", args: ["plan", HOSTILE], says: "no-desired-state" },
    { name: "a folder without a desired state", args: ["doctor", HOSTILE], says: "there is none at x\uFFFD" },
    { name: "an app", args: ["plan", "good", "--app", HOSTILE], says: "x\uFFFD" },
    { name: "a person", args: ["explain", HOSTILE, "expenses", "good"], says: 'the directory has no user "x\uFFFD' },
    { name: "the app of a person", args: ["explain", "adele@contoso.com", HOSTILE, "good"], says: "x\uFFFD" },
    { name: "a file for the plan", args: ["plan", "good", "--out", `no/${HOSTILE}`], says: "cannot be written" },
    { name: "a base", args: ["plan", "good", "--base", HOSTILE], says: "--base x\uFFFD" },
    { name: "a plan", args: ["apply", "good", "--yes", "--plan", HOSTILE], says: "x\uFFFD" },
    {
      name: "a receipt",
      args: ["apply", "good", "--yes", "--receipt", `no/${HOSTILE}`],
      says: "the receipt no/x\uFFFD",
    },
    {
      name: "a file for a comment",
      args: ["comment", "--provider", "github", "--file", HOSTILE],
      says: "--file x\uFFFD",
    },
    { name: "somebody to forget", args: ["forget", HOSTILE], says: "nothing is known of x\uFFFD" },
    { name: "a tenant file", args: ["sandbox", HOSTILE], says: "the tenant file x\uFFFD" },
    {
      name: "a folder to follow, as text",
      args: ["run", HOSTILE, ...RUN, "--log-format", "text"],
      says: "follows x\uFFFD",
    },
    { name: "a folder to follow, as JSON", args: ["run", HOSTILE, ...RUN], says: '"source":"x\\u001b]0;pwn' },
    {
      name: "a repository to follow",
      args: ["run", "--git-url", `./${HOSTILE}`, "--workspace", "workspace", ...RUN, "--log-format", "text"],
      says: "--git-url holds a character that cannot be seen",
    },
    {
      name: "a branch to follow",
      args: ["run", "--git-url", "./none", "--git-ref", HOSTILE, ...RUN],
      says: '--git-ref "x\uFFFD',
    },
    { name: "a schedule", args: ["run", "good", "--listen", "off", "--schedule", HOSTILE], says: "x\uFFFD" },
  ])("$name", async ({ args, says }) => {
    for (const flags of [[], ["--debug"]]) {
      const ended = await line.trueup([...flags, ...args], { env: { TRUEUP_STORE: join(line.folder, "store.db") } });
      expect(ended.stdout + ended.stderr).toContain(says);
      harmless(ended);
    }
  });

  it("a suggestion keeps a line of its own", async () => {
    expect((await line.trueup(["paln"])).stderr).toBe(
      "error: unknown command 'paln'\n(Did you mean plan?)\n(trueup --help shows all commands)\n",
    );
  });

  it.each([["plan", "--bogus"], ["explain"], ["history", "--since", "2026-02-30"], ["schema", "x"]])(
    "what is wrong with the arguments of %s leads to the help of that command",
    async (...args) => {
      const { exitCode, stderr } = await line.trueup(args);
      expect([exitCode, stderr]).toEqual([
        1,
        expect.stringMatching(`\\(trueup ${args[0]} --help shows its arguments and flags\\)\n$`),
      ]);
    },
  );
});

describe("whatever the environment holds", () => {
  const APP = { TRUEUP_ACCESS_TOKEN: "", AZURE_CLIENT_SECRET: "secret", AZURE_TENANT_ID: "contoso.com" };
  it.each<{ name: string; args: readonly string[]; env: Readonly<Record<string, string>> }>([
    { name: "TRUEUP_CLOUD", args: ["plan", "good"], env: { ...APP, TRUEUP_CLOUD: HOSTILE } },
    { name: "AZURE_CLIENT_ID", args: ["plan", "good"], env: { ...APP, AZURE_CLIENT_ID: HOSTILE } },
    {
      name: "AZURE_CLIENT_ID, for roles",
      args: ["doctor", "good", "--print-roles"],
      env: { AZURE_CLIENT_ID: HOSTILE },
    },
    {
      name: "AZURE_TENANT_ID",
      args: ["doctor", "good"],
      env: { ...APP, AZURE_CLIENT_ID: "x", AZURE_TENANT_ID: HOSTILE },
    },
    {
      name: "AZURE_CLIENT_CERTIFICATE_PATH",
      args: ["plan", "good"],
      env: {
        ...APP,
        AZURE_CLIENT_SECRET: "",
        AZURE_CLIENT_ID: "0f9a7e52-8d5b-4b7a-9a57-1b6d1c2f3a44",
        AZURE_CLIENT_CERTIFICATE_PATH: HOSTILE,
      },
    },
    { name: "TRUEUP_STORE", args: ["plan", "good"], env: { TRUEUP_STORE: `/dev/null/${HOSTILE}` } },
    {
      name: "TRUEUP_NOTIFY_TEAMS_URL_FILE",
      args: ["notify", "--test"],
      env: { TRUEUP_NOTIFY_TEAMS_URL_FILE: HOSTILE },
    },
  ])("$name", async ({ args, env }) => {
    const ended = await line.trueup(["--debug", ...args], { env });
    expect(ended.stdout + ended.stderr).toMatch(/x(\uFFFD|\\u001b)\]0;pwn/);
    harmless(ended);
  });

  it("the place of a store is named as it can be shown", async () => {
    const env = { TRUEUP_STORE: join(line.folder, `${HOSTILE}.db`) };
    expect((await line.trueup(["plan", "good"], { env })).exitCode).toBe(0);
    for (const args of [["forget", "nobody@contoso.com"], ["lease"]]) {
      const ended = await line.trueup(args, { env });
      expect(ended.stdout).toMatch(/\.db: no(thing|body) /);
      harmless(ended);
    }
  });
});

describe("what goes wrong after the first write", () => {
  it("is said in lines that do nothing", async () => {
    const slow = await startCommandLine(TENANT, { dials: { latencyMs: 30 } });
    onTestFinished(() => slow.end());
    await slow.write({ "apps.yaml": apps(), "finance.yaml": FINANCE });
    const out = `${HOSTILE}.json`;
    const applying = slow.trueup(["apply", "--yes", "--out", out]);
    await expect.poll(() => slow.sandbox.requests.some(isWrite), { interval: 2 }).toBe(true);
    // A file cannot be put where a folder is.
    await mkdir(join(slow.folder, out));
    const ended = await applying;
    expect(ended.exitCode).toBe(3);
    expect(ended.stderr).toContain("error: the run wrote to the tenant, and then failed: --out x\uFFFD]0;pwn");
    expect(ended.stderr).toContain("cannot be written: it is a folder");
    harmless(ended);
  });
});

describe("whatever the name of a file that somebody proposes", () => {
  it.each(
    [
      ["validate", "hostile"],
      ["validate", "hostile", "--format", "json"],
      ["validate", "hostile", "--format", "sarif"],
      ["validate", "hostile", "--annotations", "github"],
      ["plan", "hostile"],
      ["--debug", "plan", "hostile"],
      ["plan", "good", "--base", "hostile"],
      ["run", "hostile", ...RUN, "--log-format", "text"],
      ["run", "hostile", ...RUN, "--log-format", "json"],
    ].map((args) => ({ args, command: args.join(" ") })),
  )("$command", async ({ args }) => {
    const ended = await line.trueup(args);
    expect(ended.stdout + ended.stderr).toContain("usres");
    harmless(ended);
  });

  it("a log in JSON holds the name as it is, one event a line", async () => {
    const { stderr } = await line.trueup(["run", "hostile", ...RUN, "--log-format", "json"]);
    const events = stderr
      .trimEnd()
      .split("\n")
      .map((text): Readonly<Record<string, unknown>> => JSON.parse(text));
    expect(events.map(({ event }) => event)).toEqual(["started", "source-refused", "pass-started", "pass-ended"]);
    expect(events[1]).toMatchObject({ problem: expect.stringContaining(`${HOSTILE}.yaml:2: `) });
  });
});
