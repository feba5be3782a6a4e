import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import { runTrueup } from "../cli/command-line.ts";

const EXAMPLE = new URL("../../examples/fleet", import.meta.url).pathname;
const OWN_ID = "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01";
const CONTOSO_ID = "8a2f7d54-0c7e-4c0d-9c43-6c1b8f2d7e10";

function token(tid: string): string {
  const roles = [
    "User.Read.All",
    "GroupMember.Read.All",
    "AppCatalog.Read.All",
    "TeamsAppInstallation.ReadWriteForUser.All",
  ];
  const payload = Buffer.from(JSON.stringify({ tid, roles })).toString("base64url");
  return `e30.${payload}.none`;
}

const tenantOf = (tenantId: string): string => `tenantId: ${tenantId}
population:
  - { count: 3, upn: "hire{n}@contoso.com", groups: [New Hires], installations: [{ app: onboarding, version: 1.0.0, every: 1 }] }
groups:
  - { name: New Hires }
catalog:
  - name: onboarding
    displayName: Contoso Onboarding
    externalId: 5f0b2a3c-6f1e-4c57-9a55-3f0e7a1d2b10
    definitions: [{ version: 1.0.0 }, { version: 1.2.0 }]
`;

function sandboxOf(id: string): Promise<Sandbox> {
  return startSandbox({ tenant: parseTenant(tenantOf(id), "tenant.yaml"), clock: systemClock, throttle: "off" });
}

let folder: string;
let own: Sandbox;
let contoso: Sandbox;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-rings-"));
  await cp(EXAMPLE, join(folder, "fleet"), { recursive: true });
  await mkdir(join(folder, "state/trueup"), { recursive: true });
  own = await sandboxOf(OWN_ID);
  contoso = await sandboxOf(CONTOSO_ID);
});

afterEach(async () => {
  await Promise.all([own.stop(), contoso.stop()]);
  await rm(folder, { recursive: true, force: true });
});

/** The plan of contoso, which is in the ring after own. */
async function planOfContoso(): Promise<{ readonly act: number; readonly held: readonly unknown[] }> {
  const env = {
    XDG_STATE_HOME: join(folder, "state"),
    CONTOSO_TRUEUP_GRAPH_URL: contoso.url,
    CONTOSO_TRUEUP_ACCESS_TOKEN: token(CONTOSO_ID),
  };
  const { stdout } = await runTrueup(
    ["fleet", "plan", "fleet", "--tenant", "contoso", "--format", "json"],
    folder,
    env,
  );
  const { tenants }: { tenants: readonly { result: { rows: readonly Record<string, unknown>[] } }[] } =
    JSON.parse(stdout);
  const rows = tenants[0]?.result.rows ?? [];
  return {
    act: rows.filter(({ verdict }) => verdict === "act").length,
    held: [
      ...new Set(
        rows
          .filter(({ verdict }) => verdict === "held")
          .map(({ reason, detail }) => `${String(reason)}: ${String(detail)}`),
      ),
    ],
  };
}

/** Own applies its desired state, and its store is where that of a tenant is looked for. */
async function applyInOwn(): Promise<void> {
  const desired = join(folder, "fleet/tenants/own/desired.yaml");
  const text = await readFile(desired, "utf8");
  if (!text.includes("tenant:")) await writeFile(desired, text.replace("use:", `tenant: ${OWN_ID}\nuse:`));
  const env = {
    TRUEUP_GRAPH_URL: own.url,
    TRUEUP_ACCESS_TOKEN: token(OWN_ID),
    TRUEUP_STORE: join(folder, "state/trueup", `${OWN_ID}.db`),
  };
  const { exitCode, stderr } = await runTrueup(["apply", "fleet/tenants/own", "--yes"], folder, env);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
}

describe("tenants as rings", () => {
  it("hold a version back until tenants of earlier rings have it", async () => {
    const waits =
      "next-ring: tenant own of ring 1 of the fleet comes first, and has not brought 1.2.0 to everybody yet";
    expect(await planOfContoso()).toEqual({ act: 0, held: [waits] });
    await applyInOwn();
    expect(await planOfContoso()).toEqual({ act: 3, held: [] });
  });

  it("wait for a tenant whose files cannot be read, and pass over one that does not have the app", async () => {
    const desired = join(folder, "fleet/tenants/own/desired.yaml");
    await writeFile(desired, "apiVersion: [\n");
    expect((await planOfContoso()).act).toBe(0);
    await writeFile(desired, "apiVersion: trueup/v1\nuse: [shared/apps/onboarding.yaml]\n");
    expect(await planOfContoso()).toEqual({ act: 3, held: [] });
  });

  it("are named where the folder of one is applied by itself, without the store that knows how far the others are", async () => {
    const env = { TRUEUP_STORE: join(folder, "contoso.db"), TRUEUP_GRAPH_URL: contoso.url };
    const apply = async (tenant: string, token_: string) =>
      (await runTrueup(["apply", `fleet/tenants/${tenant}`, "--yes"], folder, { ...env, TRUEUP_ACCESS_TOKEN: token_ }))
        .stderr;
    const said = await apply("contoso", token(CONTOSO_ID));
    expect(said).toContain("warning: contoso is in ring 2 of the fleet");
    expect(said).toContain("and this does not wait for own: TRUEUP_STORE names no database of the fleet");
    expect(await apply("own", token(OWN_ID))).not.toContain("warning: own is in ring");
  });
});
