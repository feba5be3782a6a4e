import { describe, expect, it, onTestFinished, vi } from "vitest";
import { authorityServer, certificatePath, refusal, tokenAnswer, type Told } from "./authority-server.ts";
import { CLIENT, forgetManagedIdentity, NOW, refusedWith, SECRET, session, TENANT } from "./sign-in-setup.ts";

async function asking(told: Told, options = {}) {
  const server = await authorityServer(() => told);
  return session("client-secret", { AZURE_AUTHORITY_HOST: server.origin, AZURE_CLIENT_SECRET: SECRET }, options);
}

describe("a refusal names the code of Microsoft Entra, what it means here, and the way out", () => {
  it.each([
    [
      7000215,
      "Invalid client secret provided.",
      "client-secret-wrong",
      `AZURE_CLIENT_SECRET is not a secret of app ${CLIENT}`,
    ],
    [7000222, "The provided client secret keys are expired.", "client-secret-expired", "has expired"],
    [700016, "Application was not found in the directory.", "app-not-in-tenant", TENANT],
    [90002, "Tenant was not found.", "tenant-not-found", TENANT],
    [53003, "Access has been blocked by Conditional Access policies.", "blocked-by-conditional-access", "AADSTS53003"],
    [7000112, "Application is disabled.", "app-disabled", "is disabled"],
    [500011, "The resource principal was not found.", "resource-not-found", "graph.microsoft.com"],
    [65001, "The user or administrator has not consented.", "consent-missing", "nobody has consented"],
  ])("AADSTS%i", async (number, words, code, says) => {
    const { signedIn } = await asking(refusal(number, words));
    const error = await refusedWith(signedIn.token());
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    expect(error.message).toContain(`AADSTS${number}`);
    expect(error.hint).toMatch(/\w/);
  });

  it("a code that nobody explained is given with the words of Microsoft Entra, without what is private", async () => {
    const { signedIn } = await asking(refusal(999999, `Something with ${SECRET} went wrong.`));
    const error = await refusedWith(signedIn.token());
    expect(error.message).toContain("AADSTS999999");
    expect(error.message).toContain("went wrong");
  });

  it("a clock that is wrong is named with both times", async () => {
    const told = refusal(700024, "Client assertion is not within its valid time range.");
    const skewed = { ...told, headers: { date: new Date(NOW + 20 * 60_000).toUTCString() } };
    const { signedIn } = await asking(skewed);
    const error = await refusedWith(signedIn.token());
    expect(error.code).toBe("assertion-not-in-time");
    expect(`${error.message} ${error.hint}`).toMatch(/20 min|clock/);
  });
});

describe("answers that are no tokens", () => {
  it.each([
    ["success without a token", { body: {} }, "without an access token"],
    ["an empty token", tokenAnswer(""), "without an access token"],
    ["a 400 that names no error", { status: 400, body: { foo: 1 } }, "400"],
    [
      "a page of HTML",
      { status: 200, headers: { "content-type": "text/html" }, body: "<html>sign in</html>" },
      "instead of a JSON object",
    ],
    [
      "a redirect",
      { status: 302, headers: { location: "https://elsewhere.example/" }, body: "" },
      "a redirect, which is not followed",
    ],
  ])("%s", async (_name, told: Told, says) => {
    const { signedIn } = await asking(told);
    expect((await refusedWith(signedIn.token())).message).toContain(says);
  });

  it("an HTML 500 that stays is told after three tries", async () => {
    const server = await authorityServer(() => ({
      status: 500,
      headers: { "content-type": "text/html" },
      body: "<html>oops</html>",
    }));
    const { signedIn } = session("client-secret", { AZURE_AUTHORITY_HOST: server.origin, AZURE_CLIENT_SECRET: SECRET });
    await refusedWith(signedIn.token());
    expect(server.asked.length).toBeGreaterThanOrEqual(1);
    expect(server.asked.length).toBeLessThanOrEqual(3);
  });
});

describe("refused credentials of the other kinds", () => {
  it("a certificate that the app does not know is named by its thumbprint", async () => {
    const server = await authorityServer(() =>
      refusal(700027, "The certificate used to sign the client assertion is not registered."),
    );
    const { signedIn } = session("certificate", {
      AZURE_AUTHORITY_HOST: server.origin,
      AZURE_CLIENT_CERTIFICATE_PATH: certificatePath("app-with-chain.pem"),
    });
    const error = await refusedWith(signedIn.token());
    expect(error.code).toBe("certificate-not-registered");
    expect(error.message).toMatch(/SHA-256 thumbprint [0-9A-F]{64}/);
  });

  it.each([
    ["key-of-another.pem", {}],
    ["elliptic.pem", {}],
    ["app-with-password.pem", {}],
    ["app-with-password.pem", { AZURE_CLIENT_CERTIFICATE_PASSWORD: "wrong" }],
    ["README.md", {}],
    ["nowhere.pem", {}],
  ])("a certificate file that cannot sign in is explained before anything is sent: %s", async (file, more) => {
    const server = await authorityServer(() => tokenAnswer("token-1"));
    const { signedIn } = session("certificate", {
      AZURE_AUTHORITY_HOST: server.origin,
      AZURE_CLIENT_CERTIFICATE_PATH: certificatePath(file),
      ...more,
    });
    const error = await refusedWith(signedIn.token());
    expect(error.message).toContain("AZURE_CLIENT_CERTIFICATE_PATH");
    expect(server.asked).toEqual([]);
  });

  it("a managed identity that this machine lacks, or that it may not use", async () => {
    // The library keeps the address of the first identity of a process, so both answers come from one server.
    const server = await authorityServer((_, number) =>
      number === 1
        ? { status: 400, body: { error: "invalid_request", error_description: "Identity not found" } }
        : { status: 403, body: { error: "forbidden", error_description: "not for you" } },
    );
    vi.stubEnv("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.origin);
    forgetManagedIdentity();
    onTestFinished(() => {
      vi.unstubAllEnvs();
      forgetManagedIdentity();
    });
    const environment = { AZURE_POD_IDENTITY_AUTHORITY_HOST: server.origin };
    const lacking = session("managed-identity", environment);
    expect((await refusedWith(lacking.signedIn.token())).code).toBe("managed-identity-not-found");
    const forbidden = session("managed-identity", environment);
    expect((await refusedWith(forbidden.signedIn.token())).code).toBe("managed-identity-refused");
  });
});
