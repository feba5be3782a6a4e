import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { authorityServer, certificatePath, refusal } from "../graph/sign-in/authority-server.ts";
import { apps, FINANCE, TENANT } from "../journeys/worlds.ts";
import { startService } from "../comment/service.ts";
import { type CommandLine, type Ended, startCommandLine } from "./command-line.ts";
import { hurryCommands } from "./hurried.ts";

type Environment = Readonly<Record<string, string>>;

/** Every variable that holds a secret, each with one that could be used. */
const SECRETS: Environment = {
  TRUEUP_ACCESS_TOKEN: "hush-access-token-1f6b",
  AZURE_CLIENT_SECRET: "hush~client/secret+2e7c",
  AZURE_CLIENT_CERTIFICATE_PASSWORD: "hush-certificate-password-3d8a",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "hush-actions-token-4c9b",
  IDENTITY_HEADER: "hush-identity-header-5b0c",
  TRUEUP_RECONCILE_TOKEN: "hush-reconcile-token-6a1d",
  TRUEUP_WEBHOOK_SECRET: "hush-webhook-secret-of-pushes-7c15",
  TRUEUP_PSEUDONYM_KEY: "hush-pseudonym-key-of-some-length-79e2",
  TRUEUP_GIT_TOKEN: "hush-git-token-88f3",
  TRUEUP_NOTIFY_TEAMS_URL: "http://127.0.0.1:1/hush-teams-9704",
  TRUEUP_NOTIFY_SLACK_URL: "http://127.0.0.1:1/hush-slack-a615",
  TRUEUP_NOTIFY_WEBHOOK_URL: "http://127.0.0.1:1/hush-webhook-b526",
  TRUEUP_NOTIFY_WEBHOOK_SECRET: `whsec_${Buffer.from("hush-signing-key-c437-of-length").toString("base64")}`,
  GITHUB_TOKEN: "hush-github-token-d348",
  TRUEUP_COMMENT_TOKEN: "hush-comment-token-e259",
  SYSTEM_ACCESSTOKEN: "hush-azure-devops-token-f16a",
};
/** As this file writes them, and as they stand in a form, a header of git or a path. */
const SHOWN_AS = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64"),
  Buffer.from(`x-access-token:${secret}`).toString("base64"),
  secret.replace(/^https?:\/\/[^/]*/, ""),
];

let line: CommandLine;
beforeAll(async () => {
  line = await startCommandLine(TENANT);
  await line.write({
    "good/apps.yaml": apps(),
    "good/finance.yaml": FINANCE,
    "bad/a.yaml": "apiVersion: trueup/v1\nusres: {}\n",
    "plan.md": "# Plan\n",
  });
});
afterAll(() => line.end());

/** Runs a command with all secrets set, and these in their place; nothing of either may show. */
async function failing(args: readonly string[], env: Environment, run = line.trueup): Promise<Ended> {
  const all: Environment = { ...SECRETS, ...env };
  const ended = await run(["--debug", ...args], { env: all });
  const text = ended.stdout + ended.stderr;
  const secret = Object.keys(SECRETS).filter((name) => {
    const value = all[name] ?? "";
    return value !== "" && SHOWN_AS(value).some((form) => text.includes(form));
  });
  expect(secret, "these variables are shown").toEqual([]);
  expect(text, "whatever else is shown of one").not.toMatch(/hush/i);
  return ended;
}

const APP = {
  TRUEUP_ACCESS_TOKEN: "",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "",
  AZURE_TENANT_ID: "5ba40eae-9f3e-4c4c-8a8e-6f4b0f1c2d11",
  AZURE_CLIENT_ID: "0f9a7e52-8d5b-4b7a-9a57-1b6d1c2f3a44",
};
const NOBODY = "http://127.0.0.1:1";
const GITHUB = { GITHUB_REPOSITORY: "contoso/teams", GITHUB_REF: "refs/pull/7/merge" };
const COMMENT = ["comment", "--file", "plan.md", "--required", "--provider"];
/** Receivers that are not there are tried again until a controller has waited long enough for them. */
const NO_RECEIVERS = {
  TRUEUP_NOTIFY_TEAMS_URL: "",
  TRUEUP_NOTIFY_SLACK_URL: "",
  TRUEUP_NOTIFY_WEBHOOK_URL: "",
  TRUEUP_NOTIFY_WEBHOOK_SECRET: "",
};
const ONCE = ["--once", "--listen", "off"];

describe("a command that fails shows no secret, with --debug either", () => {
  it.each<{ name: string; args: readonly string[]; env?: Environment; says: string }>([
    { name: "a desired state with an error", args: ["plan", "bad"], says: "unknown-key" },
    { name: "an app that is not there", args: ["plan", "good", "--app", "none"], says: "UsageError: " },
    {
      name: "a file that cannot be written",
      args: ["plan", "good", "--out", "no/plan.json"],
      says: "cannot be written",
    },
    { name: "an unknown flag", args: ["plan", "--hsuh"], says: "unknown option" },
    {
      name: "a sign-in that lacks a variable",
      args: ["plan", "good"],
      env: { ...APP, AZURE_CLIENT_ID: "" },
      says: "needs",
    },
    {
      name: "a certificate and a password that does not open it",
      args: ["plan", "good"],
      env: { ...APP, AZURE_CLIENT_SECRET: "", AZURE_CLIENT_CERTIFICATE_PATH: certificatePath("app-with-password.pem") },
      says: "AZURE_CLIENT_CERTIFICATE_PASSWORD does not open",
    },
    {
      name: "an authority that is not there",
      args: ["plan", "good"],
      env: { ...APP, AZURE_AUTHORITY_HOST: NOBODY },
      says: "SignInError: ",
    },
    {
      name: "a repository that is not there",
      args: ["run", "--git-url", `${NOBODY}/teams.git`, "--workspace", "workspace", ...ONCE],
      env: NO_RECEIVERS,
      says: '"event":"source-refused"',
    },
    {
      name: "an address that is not of this machine",
      args: ["run", "good", "--listen", "192.0.2.1:9464"],
      says: "cannot listen on 192.0.2.1:9464",
    },
    {
      name: "receivers that are not there",
      args: ["notify", "--test"],
      says: "webhook: FAILED (ECONNREFUSED: nothing answers there)",
    },
  ])("$name", async ({ args, env = {}, says }) => {
    onTestFinished(hurryCommands());
    const { exitCode, stdout, stderr } = await failing(args, env);
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain(says);
  });

  it.each([
    { provider: "github", env: GITHUB },
    { provider: "gitlab", env: { CI_PROJECT_ID: "1", CI_MERGE_REQUEST_IID: "7" } },
    {
      provider: "azure-devops",
      env: { SYSTEM_TEAMPROJECT: "teams", BUILD_REPOSITORY_ID: "1", SYSTEM_PULLREQUEST_PULLREQUESTID: "7" },
    },
  ])("a service for comments that repeats what it got: $provider", async ({ provider, env }) => {
    const service = await startService(({ headers }) => ({ status: 401, body: { message: JSON.stringify(headers) } }));
    const urls = { GITHUB_API_URL: service.url, CI_API_V4_URL: service.url, SYSTEM_COLLECTIONURI: `${service.url}/` };
    const { exitCode, stderr } = await failing([...COMMENT, provider], { ...env, ...urls });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("the comment could not be written");
    expect(service.requests.map(({ headers }) => JSON.stringify(headers)).join("")).toContain("hush");
  });

  it("a machine without an identity", async () => {
    const env = { ...APP, IDENTITY_ENDPOINT: `${NOBODY}/token` };
    // The library reads what the machine offers from the environment of the process, and keeps it.
    const { exitCode, stderr } = await failing(["plan", "good", "--auth", "managed-identity"], env, line.spawned);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("SignInError: ");
  });

  it("an authority that repeats what it got", async () => {
    const authority = await authorityServer(({ form }) =>
      refusal(7000215, `got ${form.toString()} ${form.get("client_secret")}`),
    );
    const { exitCode, stderr } = await failing(["plan", "good"], { ...APP, AZURE_AUTHORITY_HOST: authority.origin });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("SignInError: ");
    expect(authority.asked.map(({ form }) => form.get("client_secret"))).toContain(SECRETS["AZURE_CLIENT_SECRET"]);
  });

  it("a Graph that repeats what it got", async () => {
    const graph = await startService(({ headers }) => ({
      status: 403,
      body: { error: { code: "Forbidden", message: JSON.stringify(headers) } },
    }));
    const { exitCode, stdout, stderr } = await failing(["doctor", "good"], { TRUEUP_GRAPH_URL: `${graph.url}/v1.0` });
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain("FAILED");
  });
});

describe("a secret that cannot be used is refused without being shown", () => {
  it.each<{ variable: string; value: string; args: readonly string[]; env?: Environment; says: string }>([
    { variable: "TRUEUP_ACCESS_TOKEN", value: "hush a b", args: ["plan", "good"], says: "holds white space" },
    {
      variable: "TRUEUP_PSEUDONYM_KEY",
      value: "hush",
      args: ["plan", "good", "--format", "markdown"],
      says: "could be found by trying",
    },
    { variable: "TRUEUP_NOTIFY_TEAMS_URL", value: "hush-teams", args: ["notify", "--test"], says: "is not a URL" },
    {
      variable: "TRUEUP_NOTIFY_SLACK_URL",
      value: "http://hush.contoso.com/hush",
      args: ["notify", "--test"],
      says: "must be https",
    },
    {
      variable: "TRUEUP_NOTIFY_WEBHOOK_URL",
      value: "https://hush:hush@contoso.com/hush",
      args: ["run", "good", ...ONCE],
      says: "must have no name or password",
    },
    { variable: "TRUEUP_NOTIFY_WEBHOOK_SECRET", value: "hush", args: ["notify", "--test"], says: "is not whsec_" },
    {
      variable: "TRUEUP_GIT_TOKEN",
      value: "hush",
      args: ["run", "--git-url", "ssh://git@127.0.0.1:1/teams.git", ...ONCE],
      says: "is for https addresses only",
    },
    { variable: "GITHUB_TOKEN", value: "hush a", args: [...COMMENT, "github"], env: GITHUB, says: "holds white space" },
  ])("$variable: $says", async ({ variable, value, args, env = {}, says }) => {
    const { exitCode, stderr } = await failing(args, { ...env, [variable]: value });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(says);
  });

  it("credentials in the address of a repository", async () => {
    const args = [
      "run",
      "--git-url",
      "https://hush:hush@contoso.com/teams.git",
      "--workspace",
      join(line.folder, "w"),
      ...ONCE,
    ];
    expect((await failing(args, {})).stderr).toContain("--git-url must hold no credentials");
  });
});
