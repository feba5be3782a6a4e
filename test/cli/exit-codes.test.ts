import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import planSchema from "../../schemas/plan.schema.json" with { type: "json" };
import { sandboxToken } from "../../src/sandbox/roles.ts";
import { apps, FINANCE, TENANT } from "../journeys/worlds.ts";
import { type CommandLine, runTrueup, SIGNED_IN, startCommandLine } from "./command-line.ts";
import { hurryCommands } from "./hurried.ts";
import { until } from "../until.ts";

let endHurry: () => void;
beforeAll(() => {
  endHurry = hurryCommands();
});
afterAll(() => endHurry());

const validatePlan = new Ajv2020({ strict: false }).compile(planSchema);
const MANY = `
population:
  - { count: 30, upn: "user{n}@contoso.com", groups: [Finance], installations: [{ app: expenses, version: 2.1.0 }] }
groups: [{ name: Finance }]
catalog:
  - { name: expenses, externalId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee, definitions: [{ version: 2.1.0 }, { version: 2.4.0 }] }
`;

describe("0: done", () => {
  it.each([["--help"], ["--version"], ["plan", "--help"]])("trueup %s %s", async (...args) => {
    const ended = await runTrueup(
      args.filter((arg) => arg !== ""),
      "/",
      {},
    );
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    expect(ended.stdout).not.toBe("");
  });

  it("plan that could be made; apply that converged; plan and drift with nothing left", async () => {
    await using line = await commandLine(TENANT, { "apps.yaml": apps(), "finance.yaml": FINANCE });
    const plan = await line.trueup(["plan", "--out", "plan.json"]);
    expect(plan).toMatchObject({ exitCode: 0, stderr: SIGNED_IN });
    expect(plan.stdout).toMatch(/^Plan: 3 to change \(3 upgrade\)/);
    const out = join(line.folder, "plan.json");
    expect((await stat(out)).mode & 0o777, "a plan names people").toBe(0o600);
    expect(validatePlan(JSON.parse(await readFile(out, "utf8")))).toBe(true);

    const applied = await line.trueup(["apply", "--yes", "--format", "json"]);
    expect(applied).toMatchObject({ exitCode: 0, stderr: SIGNED_IN });
    const result: unknown = JSON.parse(applied.stdout);
    expect(validatePlan(result), JSON.stringify(validatePlan.errors)).toBe(true);
    expect(result).toMatchObject({ kind: "result", summary: { act: 3, applied: 3 } });

    const ends = await Promise.all(
      [["plan", "--detailed-exitcode"], ["drift"], ["drift", "--format", "json"], ["apply", "--yes"]].map((args) =>
        line.trueup(args),
      ),
    );
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  });
});

describe("1: could not start, and nothing was written", () => {
  let line: CommandLine;
  beforeAll(async () => {
    line = await startCommandLine(TENANT);
    await line.write({
      "good/apps.yaml": apps(),
      "good/finance.yaml": FINANCE,
      "bad/a.yaml": "apiVersion: trueup/v1\nusres: {}\n",
    });
    await line.write({ "other/t.yaml": "apiVersion: trueup/v1\ntenant: 11111111-1111-4111-8111-111111111111\n" });
  });
  afterAll(() => line.end());

  it.each([
    { name: "an unknown command", args: ["paln"], says: ["unknown command 'paln'", "Did you mean plan?"] },
    { name: "an unknown flag", args: ["plan", "--formt", "json"], says: ["unknown option '--formt'"] },
    {
      name: "a format that does not exist",
      args: ["plan", "good", "--format", "xml"],
      says: ["Allowed choices are text, json"],
    },
    { name: "a limit that is none", args: ["plan", "good", "--max-changes", "many"], says: ["whole number", "20%"] },
    {
      name: "a path that does not exist",
      args: ["plan", "nowhere"],
      says: ["no-desired-state", "there is no nowhere"],
    },
    {
      name: "a desired state with an error",
      args: ["plan", "bad"],
      says: ["a.yaml:2:1: unknown-key", 'did you mean "users"?'],
    },
    { name: "an app the state does not have", args: ["plan", "good", "--app", "expense"], says: ["expense"] },
    {
      name: "a user the state does not have",
      args: ["plan", "good", "--user", "nobody@contoso.com"],
      says: ["nobody@contoso.com"],
    },
    { name: "explain of an unknown app", args: ["explain", "adele@contoso.com", "nothing", "good"], says: ["nothing"] },
    { name: "apply where nobody can be asked", args: ["apply", "good"], says: ["no terminal to ask on", "--yes"] },
    {
      name: "an out file in no folder",
      args: ["plan", "good", "--out", "no/such/plan.json"],
      says: ["--out no/such/plan.json cannot be written"],
    },
    {
      name: "a certificate without its key",
      args: ["sandbox", "--tls-cert", "good/apps.yaml"],
      says: ["--tls-cert and --tls-key together"],
    },
    {
      name: "a certificate that is missing",
      args: ["sandbox", "--tls-cert", "none.pem", "--tls-key", "none.pem"],
      says: ["none.pem", "there is no such file or folder"],
    },
    {
      name: "a certificate that is none",
      args: ["sandbox", "--tls-cert", "good/apps.yaml", "--tls-key", "good/apps.yaml"],
      says: ["cannot use the certificate good/apps.yaml"],
    },
    {
      name: "a public URL with a path",
      args: ["sandbox", "--public-url", "https://graph.example/v1.0"],
      says: ["--public-url", "such as https://graph.example"],
    },
    {
      name: "a tenant file that is missing",
      args: ["sandbox", "none.yaml"],
      says: ["none.yaml", "there is no such file or folder"],
    },
  ])("$name", async ({ args, says }) => {
    const before = line.sandbox.requests.length;
    const ended = await line.trueup(args);
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toBe("");
    for (const text of says) expect(ended.stderr).toContain(text);
    expect(ended.stderr, "never a stack trace").not.toMatch(/^\s+at .*\.ts:/m);
    expect(line.sandbox.requests.slice(before).filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it.each([
    { name: "no token", env: { TRUEUP_ACCESS_TOKEN: "" }, says: "TRUEUP_ACCESS_TOKEN" },
    { name: "a Graph that does not answer", env: { TRUEUP_GRAPH_URL: "http://127.0.0.1:1/v1.0" }, says: "127.0.0.1:1" },
    {
      name: "plain http to another machine",
      env: { TRUEUP_GRAPH_URL: "http://graph.contoso.com/v1.0" },
      says: "must be https",
    },
    {
      name: "a Graph root without a version",
      env: { TRUEUP_GRAPH_URL: "https://graph.microsoft.com" },
      says: "version",
    },
  ])("plan with $name", async ({ env, says }) => {
    const ended = await line.trueup(["plan", "good"], { env });
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toContain(says);
  });

  it("a token for another tenant than the desired state names", async () => {
    const token = sandboxToken({ tenantId: "22222222-2222-4222-8222-222222222222", roles: ["User.Read.All"] });
    const ended = await line.trueup(["plan", "other"], { env: { TRUEUP_ACCESS_TOKEN: token } });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain("22222222-2222-4222-8222-222222222222");
    expect(ended.stderr).toContain("11111111-1111-4111-8111-111111111111");
    expect(ended.stderr, "the token itself is never shown").not.toContain(token);
  });

  it("validate with an error: the diagnostics are the result, so they go to stdout", async () => {
    const text = await line.trueup(["validate", "bad"]);
    expect(text).toMatchObject({ exitCode: 1, stderr: "" });
    expect(text.stdout).toContain("a.yaml:2:1: unknown-key: unknown key");
    const json = await line.trueup(["validate", "bad", "--format", "json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      kind: "validation",
      diagnostics: [{ code: "unknown-key", file: "a.yaml", line: 2, column: 1 }],
    });
  });

  it("twenty equal refusals without one success while reading", async () => {
    await using many = await commandLine(MANY, { "apps.yaml": apps([]), "finance.yaml": FINANCE });
    many.sandbox.addFault({ kind: "status", status: 403, path: /teamwork\/installedApps/ });
    const ended = await many.trueup(["apply", "--yes"]);
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toContain("403");
  });
});

describe("2: there are differences", () => {
  it("drift with known drift, and plan --detailed-exitcode with rows that act", async () => {
    await using line = await commandLine(TENANT, { "apps.yaml": apps(), "finance.yaml": FINANCE });
    const drift = await line.trueup(["drift"]);
    expect(drift).toMatchObject({ exitCode: 2, stderr: SIGNED_IN });
    const plan = await line.trueup(["plan", "--detailed-exitcode", "--format", "json"]);
    expect(plan.exitCode).toBe(2);
    expect(JSON.parse(plan.stdout)).toMatchObject({ kind: "plan", summary: { act: 3, upgrade: 3 } });
  });

  it("filters narrow what is looked at and what counts", async () => {
    await using line = await commandLine(TENANT, { "apps.yaml": apps(), "finance.yaml": FINANCE });
    const plan = await line.trueup(["plan", "--user", "ADELE@contoso.com", "--format", "json"]);
    expect(JSON.parse(plan.stdout)).toMatchObject({
      filters: { users: ["ADELE@contoso.com"] },
      summary: { rows: 1, act: 1 },
    });
    const reads = line.sandbox.requests.filter(({ path }) => path.includes("teamwork"));
    expect(reads, "only the shown user is read").toHaveLength(1);
  });
});

describe("3: not converged", () => {
  it("apply with something blocked; plan and drift where nothing acts but something is blocked or unread", async () => {
    await using line = await commandLine(TENANT, { "apps.yaml": apps([]), "finance.yaml": FINANCE });
    const applied = await line.trueup(["apply", "--yes"]);
    expect(applied.exitCode).toBe(3);
    expect(applied.stdout).toContain("NOT converged: 3 open");
    expect((await line.trueup(["plan", "--detailed-exitcode"])).exitCode).toBe(3);
    line.sandbox.addFault({ kind: "status", status: 403, path: /teamwork\/installedApps/ });
    expect((await line.trueup(["drift"])).exitCode, "nothing known differs, but nothing was read").toBe(3);
  });

  it("apply over a limit, where every action is held; --max-changes lets it through for one run", async () => {
    const policy = "apiVersion: trueup/v1\npolicy: { maxChanges: 2 }\n";
    await using line = await commandLine(TENANT, {
      "apps.yaml": apps(),
      "finance.yaml": FINANCE,
      "policy.yaml": policy,
    });
    const held = await line.trueup(["apply", "--yes"]);
    expect(held.exitCode).toBe(3);
    expect(line.sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
    expect((await line.trueup(["apply", "--yes", "--max-changes", "100%"])).exitCode).toBe(0);
  });

  it("twenty equal refusals of writes end the run with a report", async () => {
    await using line = await commandLine(MANY, { "apps.yaml": apps([]), "finance.yaml": FINANCE });
    line.sandbox.addFault({ kind: "status", status: 403, method: "POST", path: /upgrade/ });
    const ended = await line.trueup(["apply", "--yes", "--format", "json"]);
    expect(ended.exitCode).toBe(3);
    expect(JSON.parse(ended.stdout)).toMatchObject({ kind: "result", summary: { applied: 0 } });
  });
});

describe("130 and 143: stopped by a signal before the first write", () => {
  it.each([
    { signal: "SIGINT", exitCode: 130 },
    { signal: "SIGTERM", exitCode: 143 },
  ] as const)("$signal while reading", async ({ signal, exitCode }) => {
    await using line = await commandLine(
      TENANT,
      { "apps.yaml": apps(), "finance.yaml": FINANCE },
      { dials: { latencyMs: 300 } },
    );
    const ended = await line.spawned(["apply", "--yes"], {
      started: (child) => {
        void until("a request", () => line.sandbox.requests.length > 0).then(() => child.kill(signal));
      },
    });
    expect(ended).toMatchObject({ exitCode, stdout: "" });
    expect(ended.stderr).toContain("nothing was written");
    expect(line.sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
  });

  it("a signal after the first write: what is under way is finished and reported, and it ends with 3", async () => {
    await using line = await commandLine(
      MANY,
      { "apps.yaml": apps([]), "finance.yaml": FINANCE },
      { dials: { latencyMs: 20 } },
    );
    const ended = await line.spawned(["apply", "--yes", "--format", "json"], {
      started: (child) => {
        void until("a write", () => line.sandbox.requests.some(({ status }) => status === 204)).then(() =>
          child.kill("SIGINT"),
        );
      },
    });
    expect(ended.exitCode).toBe(3);
    const upgraded = Array.from(
      { length: 30 },
      (_, index) => `user${String(index + 1).padStart(2, "0")}@contoso.com`,
    ).filter((user) => line.sandbox.installationsOf(user)[0]?.version === "2.4.0").length;
    expect(upgraded).toBeGreaterThan(0);
    expect(upgraded).toBeLessThan(30);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      summary: { act: 30, applied: upgraded, notTried: 30 - upgraded },
    });
  });
});

async function commandLine(
  tenant: string,
  files: Readonly<Record<string, string>>,
  options: Parameters<typeof startCommandLine>[1] = {},
) {
  const line = await startCommandLine(tenant, options);
  await line.write(files);
  return { ...line, [Symbol.asyncDispose]: line.end };
}
