import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sandboxToken } from "../../src/sandbox/roles.ts";
import { type StandIn, startStandIn } from "./stand-in.ts";

const run = promisify(execFile);
const HERE = new URL(".", import.meta.url).pathname;
const ROLES = ["AppCatalog.Read.All", "User.Read.All", "TeamsAppInstallation.ReadWriteAndConsentForUser.All"];
const TENANT = "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01";
const ADELE = "11111111-1111-4111-8111-111111111111";
const EXPENSES = "cf1ba4c7-f94e-4d80-ba90-5594b641a8ee";

let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.stop());

describe("the official Graph SDK", () => {
  it("lists in pages, filters, expands, installs, upgrades and removes", async () => {
    const { stdout } = await start(
      `${HERE}graph-sdk.mjs`,
      "Contoso Expenses",
      "adele@contoso.com",
      "megan@contoso.com",
    );
    expect(JSON.parse(stdout)).toEqual({
      people: 150,
      finance: 148,
      app: { externalId: EXPENSES, versions: ["2.1.0", "2.2.0", "2.4.0"] },
      upgraded: ["2.4.0"],
      installed: ["2.4.0"],
      removed: [],
    });
    expect(consentOf("adele@contoso.com")).toEqual(["2.4.0 TeamsActivity.Send.User"]);
    expect(consentOf("megan@contoso.com")).toEqual([]);
  });
});

describe("CLI for Microsoft 365", () => {
  beforeEach(() => signIn(standIn.folder));

  it("lists the apps of the organization and those of a person", async () => {
    const apps = await m365("teams", "app", "list", "--distributionMethod", "organization");
    expect(apps).toMatchObject([{ externalId: EXPENSES, displayName: "Contoso Expenses" }]);
    const ofAdele = await m365("teams", "user", "app", "list", "--userName", "adele@contoso.com");
    expect(ofAdele).toMatchObject([
      { appId: appId(), teamsApp: { externalId: EXPENSES }, teamsAppDefinition: { version: "2.1.0" } },
    ]);
  });

  it("removes an app from a person", async () => {
    await m365("teams", "user", "app", "remove", "--userId", ADELE, "--name", "Contoso Expenses", "--force");
    expect(consentOf("adele@contoso.com")).toEqual([]);
  });

  // It sends no consent, so Graph refuses a definition that asks for one: what TrueUp exists for.
  it.each([
    ["add", "megan@contoso.com", []],
    ["upgrade", "adele@contoso.com", ["2.1.0 "]],
  ])("cannot %s a definition that requires a permission, and is told so", async (verb, person, after) => {
    const attempt = m365("teams", "user", "app", verb, "--userName", person, "--name", "Contoso Expenses");
    await expect(attempt).rejects.toMatchObject({ stderr: expect.stringMatching(/consent|permission/i) });
    expect(consentOf(person)).toEqual(after);
  });

  it("upgrades where no permission is asked for", async () => {
    standIn.sandbox.publish(appId(), { version: "2.5.0", publishingState: "published", permissions: [] });
    await m365("teams", "user", "app", "upgrade", "--userName", "adele@contoso.com", "--name", "Contoso Expenses");
    expect(consentOf("adele@contoso.com")).toEqual(["2.5.0 "]);
  });
});

function consentOf(person: string): readonly string[] {
  return standIn.sandbox
    .installationsOf(person)
    .map(({ version, consent }) => `${version} ${consent.map(({ value }) => value).join(", ")}`);
}

function appId(): string {
  return standIn.sandbox.installationsOf("adele@contoso.com")[0]?.app.id ?? "";
}

/** A program in a process of its own, which can reach the stand-in only and trusts its certificate. */
function start(...args: readonly string[]) {
  return run(process.execPath, args, {
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: standIn.folder,
      NODE_EXTRA_CA_CERTS: standIn.certificate,
      NODE_OPTIONS: `--import=${HERE}redirect-graph.mjs`,
      STAND_IN_PORT: String(standIn.port),
    },
  });
}

async function m365(...args: readonly string[]): Promise<unknown> {
  const { stdout } = await start(
    `${HERE}node_modules/@pnp/cli-microsoft365/dist/index.js`,
    ...args,
    "--output",
    "json",
  );
  return stdout.trim() === "" ? null : JSON.parse(stdout);
}

/** What `m365 login` leaves behind, with a token that the sandbox reads the roles of. */
function signIn(home: string): void {
  const connection = {
    active: true,
    authType: "secret",
    cloudType: "Public",
    name: "stand-in",
    tenant: TENANT,
    appId: ADELE,
    accessTokens: {
      "https://graph.microsoft.com": {
        accessToken: sandboxToken({ tenantId: TENANT, roles: ROLES }),
        expiresOn: new Date(Date.now() + 3_600_000),
      },
    },
  };
  writeFileSync(join(home, ".cli-m365-connection.json"), JSON.stringify(connection));
}
