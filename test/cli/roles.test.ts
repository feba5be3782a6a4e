import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sandboxToken } from "../../src/sandbox/roles.ts";
import { apps, FINANCE, TENANT } from "../journeys/worlds.ts";
import { type CommandLine, startCommandLine } from "./command-line.ts";
import { hurryCommands } from "./hurried.ts";

let endHurry: () => void;
beforeAll(() => {
  endHurry = hurryCommands();
});
afterAll(() => endHurry());

const TENANT_ID = "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01";
const READ = ["User.Read.All", "GroupMember.Read.All", "AppCatalog.Read.All"];
const token = (...roles: string[]) => ({ TRUEUP_ACCESS_TOKEN: sandboxToken({ tenantId: TENANT_ID, roles }) });

let line: CommandLine;
beforeAll(async () => {
  line = await startCommandLine(TENANT);
  await line.write({
    "consent/apps.yaml": apps(),
    "consent/finance.yaml": FINANCE,
    "consent/policy.yaml": `apiVersion: trueup/v1\ntenant: ${TENANT_ID}\n`,
    "plain/apps.yaml": apps([]),
    "plain/finance.yaml": FINANCE.replace("group: Finance", "user: adele@contoso.com"),
  });
});
afterAll(() => line.end());

const written = () => line.sandbox.requests.filter(({ method }) => method !== "GET");

it("doctor looks for everything in a folder whose YAML is no desired state", async () => {
  await line.write({ "other/compose.yml": "services: {}\n" });
  const { stdout } = await line.trueup(["doctor", "other"], { env: token(...READ) });
  expect(stdout).toContain("there is none at other, so everything one may need is looked for");
});

describe("roles before writes", () => {
  it("apply without a role that may write ends before any read, and names the least that would do", async () => {
    const before = line.sandbox.requests.length;
    const ended = await line.trueup(["apply", "consent", "--yes"], {
      env: token(...READ, "TeamsAppInstallation.ReadForUser.All"),
    });
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toContain("TeamsAppInstallation.ReadWriteForUser.All (74ef0291-ca83-4d02-8c7e-d2391e6a444f)");
    expect(line.sandbox.requests).toHaveLength(before);
  });

  it("apply that would send consent without a role that may consent shows the plan, and writes nothing", async () => {
    const ended = await line.trueup(["apply", "consent", "--yes"], {
      env: token(...READ, "TeamsAppInstallation.ReadWriteForUser.All"),
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toContain("Plan: 3 to change");
    expect(ended.stderr).toContain("TeamsAppInstallation.ReadWriteAndConsentForUser.All");
    expect(written()).toEqual([]);
  });

  it("a role that shows the caller's own app only: nothing is written, and the text says why", async () => {
    const install =
      "apiVersion: trueup/v1\nassignments: [{ app: expenses, version: latest, ensure: installed, to: [{ group: Finance }] }]\n";
    await line.write({ "narrow/apps.yaml": apps(), "narrow/a.yaml": install });
    const ended = await line.trueup(["apply", "narrow", "--yes"], {
      env: token(...READ, "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All"),
    });
    expect(ended.exitCode).toBe(3);
    expect(ended.stdout).toContain("shows some apps only");
    expect(ended.stdout).toContain("who has to act: an administrator of the directory");
    expect(written()).toEqual([]);
  });

  it("a token without any role: each read permission that is missing is named", async () => {
    const ended = await line.trueup(["plan", "consent"], { env: token() });
    for (const role of [...READ, "TeamsAppInstallation.ReadForUser.All"]) expect(ended.stderr).toContain(role);
    expect(ended.exitCode, "no target can be read, which the plan says").toBe(0);
    expect(ended.stdout).toContain("not read");
  });
});

describe("a token that is no JWT", () => {
  it("gives a warning and no guess", async () => {
    const env = { TRUEUP_ACCESS_TOKEN: "opaque-token", TRUEUP_GRAPH_URL: "https://graph.invalid/v1.0" };
    const ended = await line.trueup(["plan", "plain"], { env });
    expect(ended.stderr).toContain("the token is no JWT, so its tenant and its roles are not known");
    expect(ended.stderr).not.toContain("opaque-token");
    expect(ended.exitCode, "graph.invalid does not exist").toBe(1);
  });
});

describe("clouds", () => {
  it.each([
    { cloud: "china", says: "manages no app installations there" },
    { cloud: "usgov", says: "does not work with application permissions there" },
    { cloud: "dod", says: "does not work with application permissions there" },
  ])("what $cloud does not offer is said before any request", async ({ cloud, says }) => {
    const env = { ...token("TeamsAppInstallation.ReadForUser.All"), TRUEUP_GRAPH_URL: "", TRUEUP_CLOUD: cloud };
    for (const command of ["plan", "doctor"]) {
      const ended = await line.trueup([command, "consent"], { env });
      expect(ended.exitCode).toBe(1);
      expect((ended.stdout + ended.stderr).replaceAll(/\s+/g, " ")).toContain(says);
    }
  });
});

describe("doctor", () => {
  it.each([
    {
      name: "ready",
      state: "consent",
      roles: [...READ, "TeamsAppInstallation.ReadWriteAndConsentForUser.All"],
      exitCode: 0,
    },
    { name: "plan-only", state: "consent", roles: [...READ, "TeamsAppInstallation.ReadForUser.All"], exitCode: 0 },
    { name: "missing", state: "consent", roles: ["User.Read.All", "AppCatalog.Read.All"], exitCode: 1 },
    // No group and no permission approved: neither the group role nor the consent role is needed.
    {
      name: "excess",
      state: "plain",
      roles: [...READ, "TeamsAppInstallation.ReadWriteAndConsentForUser.All", "Mail.Read"],
      exitCode: 0,
    },
    {
      name: "narrow",
      state: "consent",
      roles: [...READ, "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All"],
      exitCode: 0,
    },
  ])("$name", async ({ name, state, roles, exitCode }) => {
    const ended = await line.trueup(["doctor", state], { env: token(...roles) });
    expect(ended.exitCode).toBe(exitCode);
    const text = ended.stdout
      .replaceAll(line.sandbox.url, "GRAPH")
      .replaceAll(/request-id\s+[0-9a-f-]+/g, "request-id ID");
    await expect(text).toMatchFileSnapshot(`golden/doctor-${name}.txt`);
  });

  it.each([{}, { TRUEUP_CLOUD: "usgov" }])(
    "calls nothing ready that is not documented: a person's token, %j",
    async (env) => {
      const scp = [...READ, "TeamsAppInstallation.ReadWriteAndConsentForUser"].join(" ");
      const payload = Buffer.from(JSON.stringify({ tid: TENANT_ID, scp })).toString("base64url");
      const TRUEUP_ACCESS_TOKEN = `e30.${payload}.none`;
      const { stdout } = await line.trueup(["doctor", "consent"], { env: { ...env, TRUEUP_ACCESS_TOKEN } });
      expect(stdout).toContain("warning  permissions of a person");
      expect(stdout).not.toMatch(/^ok {7}permissions|consent included|^ready/m);
    },
  );

  it("says what a cloud does not offer, also of a rehearsal on this machine", async () => {
    const env = { ...token(...READ, "TeamsAppInstallation.ReadWriteAndConsentForUser.All"), TRUEUP_CLOUD: "usgov" };
    const { stdout } = await line.trueup(["doctor", "consent"], { env });
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("in GCC High this cannot work");
    expect(stdout).toContain("not known to be ready");
  });

  it("gives the same as JSON", async () => {
    const ended = await line.trueup(["doctor", "consent", "--format", "json"], { env: token("User.Read.All") });
    expect(ended.exitCode).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      kind: "diagnosis",
      healthy: false,
      tenantId: TENANT_ID,
      signIn: "token",
      roles: { held: ["User.Read.All"], missing: expect.arrayContaining(["AppCatalog.Read.All"]), excess: [] },
    });
  });

  it("prints the least roles of a desired state, and the commands that grant them", async () => {
    const ended = await line.trueup(["doctor", "plain", "--print-roles"], { env: { TRUEUP_ACCESS_TOKEN: "" } });
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    await expect(ended.stdout).toMatchFileSnapshot("golden/doctor-print-roles.txt");
    expect(ended.stdout).not.toContain("GroupMember");
    expect(ended.stdout).not.toContain("Consent");
  });

  it("names trouble of the network, and what to do", async () => {
    const ended = await line.trueup(["doctor", "consent"], { env: { TRUEUP_GRAPH_URL: "http://127.0.0.1:1/v1.0" } });
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toContain("ECONNREFUSED");
    expect(ended.stdout).toContain("is a firewall in the way, or is HTTPS_PROXY missing or wrong?");
  });
});
