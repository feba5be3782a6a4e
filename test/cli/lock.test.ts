import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const APP_ID = "0d820ecd-0000-4000-8000-000000000002";
const TENANT = `
tenantId: ${TENANT_ID}
users: [{ upn: adele@contoso.com }, { upn: megan@contoso.com }]
catalog:
  - name: expenses
    id: ${APP_ID}
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }
installations:
  adele@contoso.com: [{ app: expenses, version: 2.1.0 }]
`;
const STATE = `apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003, permissions: [TeamsActivity.Send.User, Calendars.Read.User] }
assignments:
  - { app: expenses, version: latest, to: [{ user: adele@contoso.com }] }
`;

let line: CommandLine;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  await line.write({ "teams/state.yaml": STATE });
});
afterEach(() => line.end());

const lockFile = (): Promise<string> => readFile(join(line.folder, "teams/trueup.lock"), "utf8");
const publish = (version: string, ...values: readonly string[]): void =>
  line.sandbox.publish(APP_ID, {
    version,
    publishingState: "published",
    permissions: values.map((value) => ({ value, type: "application" })),
  });

describe("trueup lock", () => {
  it("writes what is offered, and the same bytes again", async () => {
    const first = await line.trueup(["lock", "teams"]);
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("expenses: new, 2.4.0\n") });
    expect(first.stdout).toContain("  wants TeamsActivity.Send.User (application)");
    const text = await lockFile();
    expect(text).toContain('version: "2.4.0"');
    const second = await line.trueup(["lock", "teams"]);
    expect(second).toMatchObject({ exitCode: 0, stdout: "1 app as reviewed\n" });
    expect(await lockFile()).toBe(text);
    expect((await line.trueup(["lock", "teams", "--check"])).exitCode).toBe(0);
    expect(line.sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it.each([
    ["", "the file must be a mapping, and is empty", "bring the file back as it was, or delete it"],
    ["[]", "the file must be a mapping, and is a list", "write a mapping"],
  ])("refuses a lock file that holds %j, in words about the file", async (text, says, hint) => {
    await line.write({ "teams/trueup.lock": text });
    const { exitCode, stdout, stderr } = await line.trueup(["validate", "teams"]);
    expect([exitCode, stdout + stderr]).toEqual([1, expect.stringContaining(`wrong-type: ${says}`)]);
    expect(stdout + stderr).toContain(`hint: ${hint}`);
  });

  it("keeps a version that nobody reviewed from everybody, until the lock file has it", async () => {
    await line.trueup(["lock", "teams"]);
    publish("2.5.0", "TeamsActivity.Send.User", "Calendars.Read.User");
    const plan = await line.trueup(["plan", "teams", "--detailed-exitcode"]);
    expect(plan.exitCode).toBe(3);
    expect(plan.stdout.replaceAll(/\s+/g, " ")).toContain(
      "more-consent: it requires permissions that it did not require before; trueup.lock:6 holds 2.4.0",
    );
    expect((await line.trueup(["apply", "teams", "--yes"])).exitCode).toBe(3);
    expect(line.sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);

    const check = await line.trueup(["lock", "teams", "--check"]);
    expect(check).toMatchObject({ exitCode: 2, stdout: expect.stringContaining("expenses: more-consent") });
    expect(check.stdout).toContain("2.4.0 -> 2.5.0\n  wants Calendars.Read.User (application)\n");
    expect(await lockFile()).toContain('version: "2.4.0"');

    expect((await line.trueup(["lock", "teams"])).exitCode).toBe(0);
    expect((await line.trueup(["apply", "teams", "--yes"])).exitCode).toBe(0);
    expect(line.sandbox.installationsOf("adele@contoso.com")).toMatchObject([{ version: "2.5.0" }]);
  });

  it("says what a change of it alters, before everything else", async () => {
    await line.trueup(["lock", "teams"]);
    await line.write({ "old/state.yaml": STATE, "old/trueup.lock": await lockFile() });
    publish("2.5.0", "TeamsActivity.Send.User", "Calendars.Read.User");
    await line.trueup(["lock", "teams"]);
    const { stdout } = await line.trueup(["plan", "teams", "--base", "./old"]);
    const section = stdout.slice(stdout.indexOf("What this change alters")).split("\n").slice(1, 4);
    expect(section.join("\n")).toMatch(/^ {2}lock: expenses: more-consent[^]*lock: wants Calendars\.Read\.User/);
  });

  it("refuses a lock file that somebody edited, at its line, and writes nothing", async () => {
    await line.trueup(["lock", "teams"]);
    await line.write({ "teams/trueup.lock": (await lockFile()).replace('"2.4.0"', '"2.5.0"') });
    for (const command of [["plan"], ["apply", "--yes"], ["lock"], ["validate"]]) {
      const { exitCode, stderr, stdout } = await line.trueup([command[0] ?? "", "teams", ...command.slice(1)]);
      expect({ exitCode, text: stderr + stdout }).toEqual({
        exitCode: 1,
        text: expect.stringMatching(/trueup\.lock:\d+:\d+.*digest of expenses/),
      });
    }
    expect(line.sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("says how to get out of a lock file that somebody edited, and that works", async () => {
    await line.trueup(["lock", "teams"]);
    const text = await lockFile();
    await line.write({ "teams/trueup.lock": text.replace(/sha256:./, "sha256:") });
    const refused = await line.trueup(["lock", "teams"]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr.replaceAll(/\s+/g, " ")).toContain("or delete it and run trueup lock");
    await rm(join(line.folder, "teams/trueup.lock"));
    expect((await line.trueup(["lock", "teams"])).exitCode).toBe(0);
    expect((await lockFile()).replace(/firstSeen.*/, "")).toBe(text.replace(/firstSeen.*/, ""));
  });

  it("keeps what it saw in the store of the runs, also where the token names no tenant", async () => {
    const env = { TRUEUP_STORE: join(line.folder, "store.db") };
    for (const command of ["lock", "plan", "lock"]) {
      const { exitCode, stderr } = await line.trueup([command, "teams"], { env });
      expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining("cannot be used")]);
    }
  });

  it("keeps the entry of an app that the catalog does not tell of, and says so", async () => {
    await line.trueup(["lock", "teams"]);
    const text = await lockFile();
    line.sandbox.unlist(APP_ID);
    const { exitCode, stdout } = await line.trueup(["lock", "teams"]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 3,
      stdout: expect.stringContaining("expenses: stays at 2.4.0, "),
    });
    expect(await lockFile()).toBe(text);
  });

  it("keeps nobody from being removed", async () => {
    await line.write({
      "teams/state.yaml": STATE.replace("version: latest", "ensure: absent"),
      "teams/policy.yaml": "apiVersion: trueup/v1\npolicy: { maxRemovals: 1 }\n",
    });
    await line.trueup(["lock", "teams"]);
    publish("2.5.0");
    expect((await line.trueup(["apply", "teams", "--yes"])).exitCode).toBe(0);
    expect(line.sandbox.installationsOf("adele@contoso.com")).toEqual([]);
  });

  it("lies beside a single file as well", async () => {
    expect((await line.trueup(["lock", "teams/state.yaml"])).exitCode).toBe(0);
    publish("2.5.0");
    expect((await line.trueup(["plan", "teams/state.yaml"])).stdout).toContain(
      "less-consent: it requires fewer permissions",
    );
  });
});
