import { createPublicKey, verify, X509Certificate } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { authorityServer, certificateFile, certificatePath, refusal, tokenAnswer } from "./authority-server.ts";
import { assertion, CLIENT, refusedWith, SECRET, session, TENANT } from "./sign-in-setup.ts";

const TOKEN_PATH = `/${TENANT}/oauth2/v2.0/token`;

async function temporaryFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trueup-sign-in-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "token");
  await writeFile(file, text);
  return file;
}

describe("client-secret", () => {
  it("gives a token with one request, and says who signs in", async () => {
    const server = await authorityServer(() => tokenAnswer("token-1"));
    const { signedIn } = session("client-secret", {
      AZURE_AUTHORITY_HOST: `${server.origin}/`,
      AZURE_CLIENT_SECRET: SECRET,
    });
    expect(await signedIn.token()).toBe("token-1");
    expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST ${TOKEN_PATH}`]);
    expect(Object.fromEntries(server.asked[0]?.form ?? [])).toMatchObject({
      grant_type: "client_credentials",
      client_id: CLIENT,
      client_secret: SECRET,
      scope: "https://graph.microsoft.com/.default",
    });
    expect(signedIn.describe).toMatchObject({ way: "client-secret", permissions: "application", tenant: TENANT });
    expect(signedIn.describe.line).toContain(`as app ${CLIENT} of tenant ${TENANT}`);
  });

  it("asks for another service where it is told so", async () => {
    const server = await authorityServer(() => tokenAnswer("token-1"));
    const environment = { AZURE_AUTHORITY_HOST: server.origin, AZURE_CLIENT_SECRET: SECRET };
    const scope = "https://eventhubs.azure.net/.default";
    expect(await session("client-secret", environment, { scope }).signedIn.token()).toBe("token-1");
    expect(server.asked[0]?.form.get("scope")).toBe(scope);
  });

  it("asks for the Graph of its cloud", async () => {
    const server = await authorityServer(() => tokenAnswer("token-1"));
    const environment = { TRUEUP_CLOUD: "dod", AZURE_AUTHORITY_HOST: server.origin, AZURE_CLIENT_SECRET: SECRET };
    await session("client-secret", environment).signedIn.token();
    expect(server.asked[0]?.form.get("scope")).toBe("https://dod-graph.microsoft.us/.default");
  });
});

describe("certificate", () => {
  it.each([
    ["app-with-chain.pem", {}, 0],
    ["app-with-chain.pem", { AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: "1" }, 2],
    ["app-with-chain.pem", { AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: "TRUE" }, 2],
    ["app-with-password.pem", { AZURE_CLIENT_CERTIFICATE_PASSWORD: "correct-horse-battery" }, 0],
  ])("%s with %j signs an assertion with %i certificates", async (file, more, sent) => {
    const server = await authorityServer(() => tokenAnswer("token-1"));
    const { signedIn } = session("certificate", {
      AZURE_AUTHORITY_HOST: server.origin,
      AZURE_CLIENT_CERTIFICATE_PATH: certificatePath(file),
      ...more,
    });
    expect(await signedIn.token()).toBe("token-1");
    const [header = "", payload = "", signature = ""] = server.asked[0]?.form.get("client_assertion")?.split(".") ?? [];
    const own = ownCertificate(file);
    const parsed: unknown = JSON.parse(Buffer.from(header, "base64url").toString());
    expect(parsed).toMatchObject({
      alg: "PS256",
      "x5t#S256": Buffer.from(own.fingerprint256.replaceAll(":", ""), "hex").toString("base64url"),
    });
    const chain = parsed !== null && typeof parsed === "object" && "x5c" in parsed ? parsed.x5c : [];
    expect(chain).toHaveLength(sent);
    expect(Array.isArray(chain) ? chain.slice(0, 1) : []).toEqual(sent > 0 ? [own.raw.toString("base64")] : []);
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    expect(claims).toMatchObject({ aud: `${server.origin}${TOKEN_PATH}`, iss: CLIENT, sub: CLIENT });
    const key = {
      key: createPublicKey(own.publicKey.export({ type: "spki", format: "pem" })),
      padding: 6,
      saltLength: 32,
    };
    expect(verify("sha256", Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"))).toBe(true);
  });

  it("reads the file again for each token", async () => {
    const server = await authorityServer((_, number) => tokenAnswer(`token-${number}`));
    const file = await temporaryFile(certificateFile("app-with-chain.pem"));
    const { signedIn } = session("certificate", {
      AZURE_AUTHORITY_HOST: server.origin,
      AZURE_CLIENT_CERTIFICATE_PATH: file,
    });
    await signedIn.token();
    await writeFile(file, "gone");
    expect(await refusedWith(signedIn.renew?.("token-1") ?? Promise.resolve())).toMatchObject({
      code: "certificate-unusable",
    });
  });
});

describe("workload-identity", () => {
  it("sends what the file holds now, so that a renewed file counts", async () => {
    const server = await authorityServer((_, number) => tokenAnswer(`token-${number}`));
    const [before, after] = [assertion({ sub: "before" }), assertion({ sub: "after" })];
    const file = await temporaryFile(`${before}\n`);
    const { signedIn, clock } = session("workload-identity", {
      AZURE_AUTHORITY_HOST: server.origin,
      AZURE_FEDERATED_TOKEN_FILE: file,
    });
    expect(await signedIn.token()).toBe("token-1");
    await writeFile(file, after);
    await clock.advance(3600_000);
    expect(await signedIn.token()).toBe("token-2");
    expect(server.asked.map(({ form }) => form.get("client_assertion"))).toEqual([before, after]);
  });

  it.each([
    ["", "is empty"],
    ["no token at all", "holds no JSON web token"],
  ])("does not send a file that holds %j", async (text, problem) => {
    const server = await authorityServer(() => tokenAnswer("token-1"));
    const file = await temporaryFile(text);
    const { signedIn } = session("workload-identity", {
      AZURE_AUTHORITY_HOST: server.origin,
      AZURE_FEDERATED_TOKEN_FILE: file,
    });
    const error = await refusedWith(signedIn.token());
    expect(error).toMatchObject({
      code: "credential-unusable",
      message: `AZURE_FEDERATED_TOKEN_FILE: ${file} ${problem}`,
    });
    expect(server.asked).toEqual([]);
  });

  it("names a file that does not exist", async () => {
    const { signedIn } = session("workload-identity", { AZURE_FEDERATED_TOKEN_FILE: "/nowhere/token" });
    const error = await refusedWith(signedIn.token());
    expect(error.message).toBe("AZURE_FEDERATED_TOKEN_FILE: /nowhere/token does not exist");
  });
});

describe("github", () => {
  const githubToken = assertion({
    iss: "https://token.actions.githubusercontent.com",
    sub: "repo:contoso/apps:ref:refs/heads/main",
    aud: "api://AzureADTokenExchange",
  });

  it("asks GitHub for a token and exchanges it", async () => {
    const server = await authorityServer((asked) =>
      asked.method === "GET" ? { body: { value: githubToken, count: 1 } } : tokenAnswer("token-1"),
    );
    const { signedIn } = session("github", {
      AZURE_AUTHORITY_HOST: server.origin,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${server.origin}/id-token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token-of-the-job",
    });
    expect(await signedIn.token()).toBe("token-1");
    const [first, second] = server.asked;
    expect(Object.fromEntries(first?.query ?? [])).toEqual({
      "api-version": "2.0",
      audience: "api://AzureADTokenExchange",
    });
    expect(first?.headers.authorization).toBe("bearer request-token-of-the-job");
    expect(second?.form.get("client_assertion")).toBe(githubToken);
  });

  it("says with which issuer and subject it was refused", async () => {
    const server = await authorityServer((asked) =>
      asked.method === "GET"
        ? { body: { value: githubToken } }
        : refusal(700213, `No matching federated identity record found for ${githubToken}`),
    );
    const { signedIn } = session("github", {
      AZURE_AUTHORITY_HOST: server.origin,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${server.origin}/id-token`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token-of-the-job",
    });
    const error = await refusedWith(signedIn.token(), [
      githubToken,
      ...githubToken.split("."),
      "request-token-of-the-job",
    ]);
    expect(error.code).toBe("federation-not-found");
    expect(error.message).toContain(
      "issuer https://token.actions.githubusercontent.com, subject repo:contoso/apps:ref:refs/heads/main, audience api://AzureADTokenExchange (AADSTS700213",
    );
  });

  it.each([
    [{ status: 403, body: { message: "Forbidden" } }, "answered 403 when asked for an id token"],
    [{ body: { count: 0 } }, "answered without a token"],
    [{ body: "<html>" }, "answered without a token"],
  ])("explains %j of GitHub", async (told, words) => {
    const server = await authorityServer(() => told);
    const { signedIn } = session("github", {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${server.origin}/id-token`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token-of-the-job",
    });
    const error = await refusedWith(signedIn.token(), ["request-token-of-the-job"]);
    expect(error.code).toBe("github-token-refused");
    expect(error.message).toContain(words);
    expect(error.hint).toContain("id-token: write");
  });
});

function ownCertificate(file: string): X509Certificate {
  const blocks = certificateFile(file).match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return new X509Certificate(blocks.at(-1) ?? "");
}
