import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { sandboxToken } from "../../src/sandbox/roles.ts";
import { authorityServer, certificatePath, refusal, tokenAnswer } from "../graph/sign-in/authority-server.ts";
import { CLIENT, SECRET, TENANT as TENANT_ID } from "../graph/sign-in/sign-in-setup.ts";
import { apps } from "../journeys/worlds.ts";
import { type CommandLine, type Ended, startCommandLine } from "./command-line.ts";
import { hurryCommands } from "./hurried.ts";

let endHurry: () => void;
beforeAll(() => {
  endHurry = hurryCommands();
});
afterAll(() => endHurry());

const TENANT = `
tenantId: ${TENANT_ID}
population:
  - { count: 40, upn: "user{n}@contoso.com", groups: [Finance], installations: [{ app: expenses, version: 2.1.0 }] }
groups: [{ name: Finance }]
catalog:
  - { name: expenses, externalId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee, definitions: [{ version: 2.1.0 }, { version: 2.4.0 }] }
`;
const ROLES = [
  "User.Read.All",
  "GroupMember.Read.All",
  "AppCatalog.Read.All",
  "TeamsAppInstallation.ReadWriteForUser.All",
];
/** Tokens of one tenant that differ, as each that is issued does. */
const issued = (number: number) => sandboxToken({ tenantId: TENANT_ID, roles: [...ROLES, `Number.${number}`] });
const APP = { AZURE_TENANT_ID: TENANT_ID, AZURE_CLIENT_ID: CLIENT, TRUEUP_ACCESS_TOKEN: "" };

let line: CommandLine;
const shown: Ended[] = [];
afterEach(async () => {
  await line.end();
  const text = shown.map(({ stdout, stderr }) => stdout + stderr).join("\n");
  shown.length = 0;
  for (const value of [
    SECRET,
    encodeURIComponent(SECRET),
    issued(1),
    issued(2),
    "header-of-the-machine",
    "BEGIN PRIVATE KEY",
  ]) {
    if (text.includes(value)) throw new Error(`a secret or a token is in the output: ${value.slice(0, 6)}…`);
  }
});

async function start(options: Parameters<typeof startCommandLine>[1] = {}): Promise<void> {
  line = await startCommandLine(TENANT, options);
  await line.write({
    "apps.yaml": apps([]),
    "a.yaml": `apiVersion: trueup/v1\ntenant: ${TENANT_ID}\nassignments: [{ app: expenses, version: latest, to: [{ group: Finance }] }]\n`,
  });
}

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  carryOut: CommandLine["trueup"] = line.trueup,
): Promise<Ended> {
  const ended = await carryOut(args, { env: { ...APP, ...env } });
  shown.push(ended);
  return ended;
}

describe("the whole way: sign in, plan, say how on stderr", () => {
  it("with a client secret", async () => {
    await start();
    const authority = await authorityServer(() => tokenAnswer(issued(1)));
    const ended = await run(["plan"], { AZURE_AUTHORITY_HOST: authority.origin, AZURE_CLIENT_SECRET: SECRET });
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(ended.stdout).toContain("Plan: 40 to change");
    expect(ended.stderr).toContain(`signing in with client-secret as app ${CLIENT} of tenant ${TENANT_ID}`);
    expect(authority.asked).toHaveLength(1);
  });

  it("with a certificate, and doctor says who that is", async () => {
    await start();
    const authority = await authorityServer(() => tokenAnswer(issued(1)));
    const ended = await run(["doctor", "--format", "json"], {
      AZURE_AUTHORITY_HOST: authority.origin,
      AZURE_CLIENT_CERTIFICATE_PATH: certificatePath("app-with-chain.pem"),
    });
    expect(ended.exitCode).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      healthy: true,
      signIn: "certificate",
      identity: CLIENT,
      tenantId: TENANT_ID,
    });
  });

  it.each([
    [
      "of a virtual machine",
      (origin: string) => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: origin }),
      "/metadata/identity/oauth2/token",
    ],
    [
      "of App Service",
      (origin: string) => ({ IDENTITY_ENDPOINT: `${origin}/msi/token`, IDENTITY_HEADER: "header-of-the-machine" }),
      "/msi/token",
    ],
  ])("with the managed identity %s", async (_name, environment, path) => {
    await start();
    const machine = await authorityServer(() => ({
      body: {
        access_token: issued(1),
        expires_in: "3600",
        expires_on: String(Math.floor(Date.now() / 1000) + 3600),
        resource: "https://graph.microsoft.com",
        token_type: "Bearer",
      },
    }));
    const env = { ...environment(machine.origin), AZURE_TENANT_ID: "", AZURE_CLIENT_ID: "" };
    // The library reads what the machine offers from the environment of the process.
    const ended = await run(["plan"], env, line.spawned);
    expect(ended.stderr).toContain("signing in with managed-identity as the system-assigned identity of this machine");
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(machine.asked[0]?.path.replace(/\/$/, "")).toBe(path);
    expect(machine.asked[0]?.query.get("resource")).toBe("https://graph.microsoft.com");
  });

  it("with a code that a person enters", async () => {
    await start();
    const account = Buffer.from(JSON.stringify({ uid: "person", utid: TENANT_ID })).toString("base64url");
    const authority = await authorityServer(({ path, form }) => {
      if (path.endsWith("/devicecode")) {
        return {
          body: {
            device_code: "device",
            user_code: "ABCD-1234",
            verification_uri: "https://login.contoso.example/device",
            expires_in: 900,
            interval: 1,
            message: "",
          },
        };
      }
      expect(form.get("device_code")).toBe("device");
      return {
        body: {
          token_type: "Bearer",
          expires_in: 3600,
          access_token: issued(1),
          scope: "https://graph.microsoft.com/.default",
          client_info: account,
          id_token: idToken(),
        },
      };
    });
    const ended = await run(["plan", "--auth", "device-code"], { AZURE_AUTHORITY_HOST: authority.origin });
    expect(ended.stderr).toContain(
      "to sign in, open https://login.contoso.example/device in a browser and enter the code ABCD-1234",
    );
    expect(ended.exitCode, ended.stderr).toBe(0);
  });
});

describe("a certificate authority of one's own", () => {
  it("counts when NODE_EXTRA_CA_CERTS names it, and its lack is explained", async () => {
    await start();
    const authority = await authorityServer(() => tokenAnswer(issued(1)), { tls: true });
    const env = { AZURE_AUTHORITY_HOST: `https://localhost:${authority.port}`, AZURE_CLIENT_SECRET: SECRET };
    const without = await run(["doctor"], env);
    expect(without.exitCode).toBe(1);
    expect(without.stdout).toContain("NODE_EXTRA_CA_CERTS");
    // Node reads the variable when it starts.
    const trusted = { ...env, NODE_EXTRA_CA_CERTS: certificatePath("authority.pem") };
    const withIt = await run(["plan"], trusted, line.spawned);
    expect(withIt.exitCode, withIt.stderr).toBe(0);
  });
});

describe("a token that Graph refuses in the middle of a run", () => {
  it("is renewed once, the requests are repeated, and nobody is lost or written twice", async () => {
    await start({ dials: { latencyMs: 5 } });
    const authority = await authorityServer((_, number) => tokenAnswer(issued(number)));
    const wrote = () =>
      line.sandbox.requests.filter(({ method, status }) => method === "POST" && status === 204).length;
    const watch = setInterval(() => {
      if (wrote() >= 10) line.sandbox.setDials({ acceptedTokens: [issued(2)] });
    }, 2);
    const ended = await run(["apply", "--yes", "--limits-scale", "10"], {
      AZURE_AUTHORITY_HOST: authority.origin,
      AZURE_CLIENT_SECRET: SECRET,
    });
    clearInterval(watch);
    expect(ended.stdout).toContain("40 applied");
    expect(ended.exitCode).toBe(0);
    expect(wrote()).toBe(40);
    expect(authority.asked).toHaveLength(2);
    expect(line.sandbox.requests.some(({ status }) => status === 401)).toBe(true);
  });
});

describe("refused credentials end before anything is read", () => {
  it.each([
    [7000215, "AZURE_CLIENT_SECRET is not a secret of app"],
    [700016, "has no app"],
  ])("AADSTS%i", async (number, says) => {
    await start();
    const authority = await authorityServer(() => refusal(number, "words of the service."));
    const ended = await run(["apply", "--yes"], {
      AZURE_AUTHORITY_HOST: authority.origin,
      AZURE_CLIENT_SECRET: SECRET,
    });
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toContain(says);
    expect(ended.stderr).toContain("hint:");
    expect(line.sandbox.requests).toEqual([]);
  });

  it("a token of a sign-in never goes to another Graph than Microsoft's or this machine's", async () => {
    await start();
    const authority = await authorityServer(() => tokenAnswer(issued(1)));
    const ended = await run(["plan"], {
      AZURE_AUTHORITY_HOST: authority.origin,
      AZURE_CLIENT_SECRET: SECRET,
      TRUEUP_GRAPH_URL: "https://graph.example/v1.0",
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain("must not go there");
    expect(authority.asked).toEqual([]);
  });
});

/** An unsigned id token for the person; the library reads it and does not check it. */
function idToken(): string {
  const claims = {
    aud: CLIENT,
    iss: `https://login.contoso.example/${TENANT_ID}/v2.0`,
    tid: TENANT_ID,
    oid: "person",
    sub: "person",
    preferred_username: "adele@contoso.com",
    exp: 4_000_000_000,
    iat: 1,
  };
  return `${encoded({ alg: "none" })}.${encoded(claims)}.x`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
