import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import { runTrueup } from "./command-line.ts";

const EXAMPLE = new URL("../../examples/fleet", import.meta.url).pathname;

/** So many new hires, some of whom have an older version of the app. */
function tenantYaml(tenantId: string, hires: number, version: string, every: number): string {
  return `tenantId: ${tenantId}
population:
  - { count: ${hires}, upn: "hire{n}@contoso.com", groups: [New Hires], installations: [{ app: onboarding, version: ${version}, every: ${every} }] }
groups:
  - { name: New Hires }
catalog:
  - name: onboarding
    displayName: Contoso Onboarding
    externalId: 5f0b2a3c-6f1e-4c57-9a55-3f0e7a1d2b10
    definitions: [{ version: 1.0.0 }, { version: 1.2.0 }]
`;
}

const TENANTS = {
  own: tenantYaml("6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01", 3, "1.2.0", 1),
  contoso: tenantYaml("8a2f7d54-0c7e-4c0d-9c43-6c1b8f2d7e10", 4, "1.0.0", 2),
} as const;

let folder: string;
let sandboxes: readonly Sandbox[];
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-fleet-"));
  await cp(EXAMPLE, join(folder, "fleet"), { recursive: true });
  // A sandbox has no store, so that nothing would be known of the tenants that come first.
  const fleetYaml = await readFile(join(EXAMPLE, "fleet.yaml"), "utf8");
  await writeFile(join(folder, "fleet/fleet.yaml"), fleetYaml.slice(0, fleetYaml.indexOf("# A new version")));
  sandboxes = await Promise.all(
    Object.entries(TENANTS).map(([name, yaml]) =>
      startSandbox({ tenant: parseTenant(yaml, name), clock: systemClock, throttle: "off" }),
    ),
  );
  const [own, contoso] = sandboxes.map(({ url }) => url);
  env = {
    // Not the stores of whoever runs the tests.
    XDG_STATE_HOME: join(folder, "stores"),
    TRUEUP_GRAPH_URL: own ?? "",
    TRUEUP_ACCESS_TOKEN: "token-of-own",
    CONTOSO_TRUEUP_GRAPH_URL: contoso ?? "",
    CONTOSO_TRUEUP_ACCESS_TOKEN: "token-of-contoso",
  };
});

afterAll(async () => {
  await Promise.all(sandboxes.map((sandbox) => sandbox.stop()));
  await rm(folder, { recursive: true, force: true });
});

const fleet = (...args: readonly string[]) => runTrueup(["fleet", ...args], folder, env, { columns: 80 });

/** `tenant state exitCode problem` of each entry of the JSON. */
function entries(stdout: string): readonly unknown[] {
  const document: { tenants: readonly Record<string, unknown>[] } = JSON.parse(stdout);
  return document.tenants.map(({ tenant, state, exitCode, problem }) => [tenant, state, exitCode, problem]);
}

const NO_CREDENTIALS = "fleet.yaml:17: no variable that begins with FABRIKAM_ holds credentials of fabrikam";

describe("trueup fleet", () => {
  it("plans each tenant with its own credentials, the worst first, and says whose each line is", async () => {
    const { exitCode, stdout, stderr } = await fleet("plan", "fleet");
    await expect(stdout).toMatchFileSnapshot("golden/fleet-plan.txt");
    expect(stderr.split("\n").filter((line) => line !== "" && !/^(contoso |fabrikam|own {5}) \| /.test(line))).toEqual(
      [],
    );
    expect(stderr).toContain(`fabrikam | error: ${NO_CREDENTIALS}`);
    expect(exitCode).toBe(1);
  });

  it("tells everything of one tenant, and ends with its exit code", async () => {
    const { exitCode, stdout } = await fleet("plan", "fleet", "--tenant", "contoso", "--detailed-exitcode");
    expect(stdout).toContain("contoso | ");
    expect(stdout).toContain("hire2@contoso.com");
    expect(exitCode).toBe(2);
  });

  it.each([
    ["plan", ["contoso", "differs", 0, null], 1],
    ["drift", ["contoso", "differs", 2, null], 1],
    ["census", ["contoso", null, 0, null], 1],
  ])("%s writes one JSON with an entry for each tenant", async (what, contoso, worst) => {
    const { exitCode, stdout } = await fleet(what, "fleet", "--format", "json");
    const own = ["own", what === "census" ? null : "as-desired", 0, null];
    expect(entries(stdout)).toEqual([contoso, ["fabrikam", null, 1, NO_CREDENTIALS], own]);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "fleet",
      command: what,
      exitCode: worst,
      tenants: [{ tenantId: "8a2f7d54-0c7e-4c0d-9c43-6c1b8f2d7e10", result: {} }, { result: null }, { result: {} }],
    });
    expect(exitCode).toBe(worst);
  });

  it("validates without credentials, and refuses one tenant for its own mistakes", async () => {
    expect(await fleet("validate", "fleet")).toMatchObject({ exitCode: 0, stderr: "" });
    await cp(join(folder, "fleet"), join(folder, "broken"), { recursive: true });
    await writeFile(join(folder, "broken/tenants/own/more.yaml"), "apiVersion: trueup/v1\nassignmnets: []\n");
    const { exitCode, stdout } = await fleet("validate", "broken");
    await expect(stdout).toMatchFileSnapshot("golden/fleet-validate.txt");
    expect(exitCode).toBe(1);
    const { stdout: json } = await fleet("validate", "broken", "--format", "json");
    expect(JSON.parse(json)).toMatchObject({
      tenants: [{}, {}, { tenant: "own", exitCode: 1, result: { diagnostics: [{ file: "tenants/own/more.yaml" }] } }],
    });
  });

  it.each<[string, readonly string[], string]>([
    [
      "a tenant that is none",
      ["plan", "fleet", "--tenant", "contosso"],
      'has no tenant "contosso"\n  hint: did you mean "contoso"?',
    ],
    ["a folder and no action", ["fleet"], 'fleet has no "fleet"\n  hint: it has validate, plan, drift,'],
    ["a flag of another action", ["validate", "fleet", "--strict"], "fleet validate takes no --strict"],
    [
      "signatures of a folder, which has none, instead of working on what nobody signed",
      ["work", "fleet", "--verify-signatures"],
      "--verify-signatures is for --git-url",
    ],
    [
      "signatures where nothing is served",
      ["status", "fleet", "--verify-signatures"],
      "--verify-signatures, --public-url and --page-user-header are for fleet status --listen",
    ],
    ["a folder and a repository", ["work", "fleet", "--git-url", "./repository"], "PATH (fleet) and --git-url exclude"],
    ["a folder without a fleet", ["plan", "fleet/tenants"], "there is no fleet/tenants/fleet.yaml"],
    ["no action", ["paln", "fleet"], 'fleet has no "paln"\n  hint: did you mean "plan"?'],
  ])("refuses %s", async (_name, args, says) => {
    const { exitCode, stderr } = await fleet(...args);
    expect(stderr).toContain(says);
    expect(exitCode).toBe(1);
  });

  it("tells whoever does not say what is to be done what can be, within 80 columns", async () => {
    const { exitCode, stdout, stderr } = await fleet();
    expect([exitCode, stdout]).toEqual([1, ""]);
    const offered = stderr.split("\n").flatMap((text) => /^ {2}(\w+) {2,}\w/.exec(text)?.[1] ?? []);
    const all = ["validate", "plan", "drift", "census", "report", "status", "freeze", "thaw", "history", "work"];
    expect(offered).toEqual(all);
    expect(stderr).toContain("for example trueup fleet validate tenants-repo");
    expect(stderr.split("\n").filter(({ length }) => length > 80)).toEqual([]);
  });

  it("refuses one file for the readings of several tenants", async () => {
    const { exitCode, stderr } = await runTrueup(["fleet", "plan", "fleet"], folder, {
      ...env,
      TRUEUP_STORE: "store.db",
    });
    expect(stderr).toContain("TRUEUP_STORE names store.db, a file, which holds one tenant, and the fleet has 3");
    expect(exitCode).toBe(1);
  });

  it("shows the history of each tenant, as far as there is one", async () => {
    const { exitCode, stdout } = await fleet("history", "fleet", "--tenant", "own");
    expect(stdout).toContain("own | not done: there is no store of own yet, so nothing is known");
    expect(exitCode).toBe(1);
  });

  it("freezes every tenant, also one that no run has looked at and that has no credentials, and thaws them", async () => {
    const stores = { XDG_STATE_HOME: join(folder, "state") };
    const stopped = (...args: readonly string[]) => runTrueup(["fleet", ...args], folder, stores);
    const frozen = await stopped("freeze", "fleet", "--reason", "an incident", "--until", "4h");
    expect(frozen).toMatchObject({ exitCode: 0, stderr: "" });
    expect(frozen.stdout).toMatch(/^3 tenants: 3 done\ncontoso {2}\| .*an incident.*\nfabrikam \| .*\nown {6}\| /);
    const one = await stopped("freeze", "fleet", "--tenant", "own", "--app", "onboarding", "--format", "json");
    expect(JSON.parse(one.stdout)).toMatchObject({
      tenants: [{ tenant: "own", result: { said: [expect.any(String)] } }],
    });
    const thawed = await stopped("thaw", "fleet");
    expect(thawed.stdout.match(/ended: /g)).toHaveLength(4);
    expect((await stopped("thaw", "fleet")).stdout).toContain("own      | nothing was frozen");
  });

  it("freezes no app that no tenant has", async () => {
    const { exitCode, stderr } = await fleet("freeze", "fleet", "--app", "onbording");
    expect(stderr).toContain('no tenant of the fleet has an app "onbording", so the freeze would stop nothing');
    expect(stderr).toContain('did you mean "onboarding"?');
    expect(exitCode).toBe(1);
  });

  it("writes a page for each tenant at a path of its own, and one for the fleet without anybody's name", async () => {
    const { exitCode, stderr } = await fleet("report", "fleet", "--html", "site", "--show-users");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("the page of the fleet is in site/index.html");
    const index = await readFile(join(folder, "site/index.html"), "utf8");
    expect(index).toContain("<h1>3 tenants: 1 in trouble, 1 differs, 1 as desired</h1>");
    expect(index.match(/href="tenants\/[^"]*"/g)).toEqual(['href="tenants/contoso/"', 'href="tenants/own/"']);
    expect(index).toContain(NO_CREDENTIALS);
    expect(index).not.toContain("@contoso.com");
    expect(await readFile(join(folder, "site/tenants/contoso/index.html"), "utf8")).toContain("hire2@contoso.com");
  });

  it("says how tenants stand without asking any", async () => {
    const stores = { XDG_STATE_HOME: join(folder, "nothing") };
    const status = (...args: readonly string[]) => runTrueup(["fleet", "status", "fleet", ...args], folder, stores);
    const { exitCode, stdout } = await status("--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "fleet-status",
      queue: null,
      tenants: [{ tenant: "contoso", look: null, isStale: true, labels: { region: "emea" } }, {}, {}],
    });
    expect(exitCode).toBe(0);
    expect((await status()).stdout).toMatch(/^3 tenants: 3 never looked at\ncontoso {2}\| nobody has looked at it yet/);
    expect((await status("--prometheus")).stdout).toContain('trueup_fleet_tenant_stale{tenant="own"} 1');
  });
});
