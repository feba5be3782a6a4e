import { describe, expect, it } from "vitest";
import { type Asked, authorityServer, refusal, tokenAnswer, type Told } from "./authority-server.ts";
import { CLIENT, refusedWith, session, type Session, TENANT } from "./sign-in-setup.ts";

const DEVICE_CODE = "device-code-that-stays-private";
const REFRESH_TOKEN = "refresh-token-that-stays-private";
const CODE: Told = {
  body: {
    device_code: DEVICE_CODE,
    user_code: "ABCD-1234",
    verification_uri: "https://login.contoso.example/device",
    expires_in: 900,
    interval: 0,
  },
};
const PENDING: Told = { status: 400, body: { error: "authorization_pending" } };

/** An answer to a person: with what the library needs to remember the account. */
function personsToken(token: string, claims: object = {}): Told {
  const idToken = { aud: CLIENT, tid: TENANT, oid: "person", sub: "person", preferred_username: "adele@contoso.com" };
  return {
    body: {
      token_type: "Bearer",
      expires_in: 3600,
      scope: "https://graph.microsoft.com/.default",
      access_token: token,
      refresh_token: REFRESH_TOKEN,
      id_token: `${encoded({ alg: "none" })}.${encoded({ ...idToken, ...claims })}.x`,
      client_info: encoded({ uid: "person", utid: TENANT }),
    },
  };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** A person at an authority that gives a code and then answers `polls` one after another, the last one for good. */
async function person(polls: readonly Told[], renewals: (number: number) => Told = () => refusal(700082, "old")) {
  let [polled, renewed] = [0, 0];
  const server = await authorityServer(({ path, form }) => {
    if (path.endsWith("/devicecode")) return CODE;
    if (form.get("grant_type") === "refresh_token") return renewals((renewed += 1));
    polled += 1;
    return polls[Math.min(polled, polls.length) - 1] ?? PENDING;
  });
  return { server, ...session("device-code", { AZURE_AUTHORITY_HOST: server.origin }) };
}

function grants(asked: readonly Asked[]): readonly string[] {
  return asked.map(({ path, form }) => (path.endsWith("/devicecode") ? "code" : (form.get("grant_type") ?? "none")));
}

/** What msal sends; Microsoft takes it for the name that the standard has, urn:ietf:params:oauth:grant-type:device_code. */
const POLL = "device_code";

function expectNothingPrivate({ said }: Session): void {
  expect(said.join("\n")).not.toMatch(/stays-private/);
}

describe("device-code", () => {
  it("shows address and code once to ten callers, and polls until the person is done", async () => {
    const at = await person([PENDING, PENDING, personsToken("token-1")]);
    const tokens = await Promise.all(Array.from({ length: 10 }, () => at.signedIn.token()));
    expect(new Set(tokens)).toEqual(new Set(["token-1"]));
    expect(at.said).toEqual([
      "to sign in, open https://login.contoso.example/device in a browser and enter the code ABCD-1234",
    ]);
    expect(grants(at.server.asked)).toEqual(["code", POLL, POLL, POLL]);
    expect(at.server.asked[0]?.form.get("scope")).toContain("https://graph.microsoft.com/.default");
    expect(at.signedIn.describe).toMatchObject({ permissions: "delegated", tenant: TENANT, clientId: CLIENT });
  });

  it("renews without the person, and really renews what Graph refused", async () => {
    const at = await person([personsToken("token-1")], (number) => personsToken(`renewed-${number}`));
    expect(await at.signedIn.token()).toBe("token-1");
    await at.clock.advance(56 * 60_000);
    expect(await at.signedIn.token()).toBe("renewed-1");
    expect(await at.signedIn.renew?.("renewed-1")).toBe("renewed-2");
    expect(at.said).toHaveLength(1);
    expect(at.server.asked.at(-1)?.form.get("refresh_token")).toBe(REFRESH_TOKEN);
  });

  it("asks the person again when the sign-in has become too old", async () => {
    const at = await person([personsToken("token-1"), personsToken("token-2")]);
    await at.signedIn.token();
    await at.clock.advance(61 * 60_000);
    expect(await at.signedIn.token()).toBe("token-2");
    expect(at.said).toHaveLength(3);
    expect(at.said[1]).toContain("too old to be renewed (AADSTS700082");
    expectNothingPrivate(at);
  });

  it("asks the person again when the first answer did not say who it was", async () => {
    const at = await person([tokenAnswer("token-1"), tokenAnswer("token-2")]);
    expect(await at.signedIn.token()).toBe("token-1");
    await at.clock.advance(61 * 60_000);
    expect(await at.signedIn.token()).toBe("token-2");
    expect(at.said[1]).toBe(
      "the sign-in could not be renewed without you: signing in with device-code failed before anything was sent: no_account",
    );
    expect(grants(at.server.asked)).toEqual(["code", POLL, "code", POLL]);
  });

  it("goes on polling while the service has trouble", async () => {
    const trouble: Told = { status: 503, headers: { "content-type": "text/html" }, body: "<html>busy</html>" };
    const at = await person([trouble, { status: 429, body: { error: "slow" } }, personsToken("token-1")]);
    expect(await at.signedIn.token()).toBe("token-1");
    expect(at.said).toHaveLength(1);
  });

  it.each([
    ["authorization_declined", "the request was declined in the browser"],
    ["access_denied", "the request was declined in the browser"],
    ["expired_token", "the code was not used in time"],
  ])("%s ends it: %s", async (error, words) => {
    const at = await person([PENDING, { status: 400, body: { error, error_description: "words" } }]);
    const refused = await refusedWith(at.signedIn.token(), [DEVICE_CODE]);
    expect(refused).toMatchObject({ code: "sign-in-not-finished" });
    expect(refused.message).toContain(words);
    expectNothingPrivate(at);
  });

  it.each([
    [50057, "user-disabled"],
    [50034, "user-not-found"],
    [53003, "blocked-by-conditional-access"],
    [7000218, "public-client-refused"],
  ])("AADSTS%i at the end is explained: %s", async (number, code) => {
    const at = await person([refusal(number, "words", "invalid_grant")]);
    expect(await refusedWith(at.signedIn.token(), [DEVICE_CODE])).toMatchObject({ code });
  });

  it("access_denied that says which code of Microsoft Entra stands behind it is explained by the code", async () => {
    const at = await person([refusal(53003, "Access has been blocked.", "access_denied")]);
    const refused = await refusedWith(at.signedIn.token(), [DEVICE_CODE]);
    expect(refused).toMatchObject({ code: "blocked-by-conditional-access" });
    expect(refused.message).toContain("many forbid device codes (AADSTS53003");
  });

  it.each<[string, object, string]>([
    ["without a name", { oops: true }, "400"],
    ["with a name that is no text", { error: 7 }, "400"],
    ["with a name that every object has", { error: "constructor" }, "400 constructor"],
  ])("a refusal %s is told as it came", async (_name, body, said) => {
    const at = await person([{ status: 400, body }]);
    const refused = await refusedWith(at.signedIn.token(), [DEVICE_CODE]);
    expect(refused).toMatchObject({ code: "sign-in-refused" });
    expect(refused.message).toMatch(new RegExp(`^signing in with device-code was refused by \\S+: ${said}$`));
  });

  it.each([
    [refusal(700016, "not found", "unauthorized_client"), "app-not-in-tenant"],
    [refusal(7000218, "not public"), "public-client-refused"],
    [{ body: { device_code: DEVICE_CODE } }, "sign-in-no-token"],
    [{ body: "<html>" }, "sign-in-answer-unexpected"],
  ] as const)("without a code nobody is asked and nothing is polled (%#)", async (told, code) => {
    const server = await authorityServer(() => told);
    const { signedIn, said } = session("device-code", { AZURE_AUTHORITY_HOST: server.origin });
    expect(await refusedWith(signedIn.token(), [DEVICE_CODE])).toMatchObject({ code });
    expect(said).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });
});
