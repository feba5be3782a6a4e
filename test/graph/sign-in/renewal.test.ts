import { describe, expect, it } from "vitest";
import { authorityServer, refusal, tokenAnswer } from "./authority-server.ts";
import { refusedWith, SECRET, session } from "./sign-in-setup.ts";

const MINUTE = 60_000;

async function counting(expiresIn = 3600) {
  const server = await authorityServer((_, number) => tokenAnswer(`token-${number}`, expiresIn));
  return { server, ...session("client-secret", { AZURE_AUTHORITY_HOST: server.origin, AZURE_CLIENT_SECRET: SECRET }) };
}

describe("one token source in front of the library", () => {
  it("ten callers at once make one request", async () => {
    const { server, signedIn } = await counting();
    const tokens = await Promise.all(Array.from({ length: 10 }, () => signedIn.token()));
    expect(new Set(tokens)).toEqual(new Set(["token-1"]));
    expect(server.asked).toHaveLength(1);
  });

  it("a token is kept until five minutes before its end, and then renewed", async () => {
    const { server, signedIn, clock } = await counting(3600);
    await signedIn.token();
    await clock.advance(54 * MINUTE);
    expect(await signedIn.token()).toBe("token-1");
    await clock.advance(2 * MINUTE);
    expect(await signedIn.token()).toBe("token-2");
    expect(server.asked).toHaveLength(2);
  });

  it("a token with a short life is renewed at half of it", async () => {
    const { signedIn, clock } = await counting(120);
    await signedIn.token();
    await clock.advance(0.9 * MINUTE);
    expect(await signedIn.token()).toBe("token-1");
    await clock.advance(0.2 * MINUTE);
    expect(await signedIn.token()).toBe("token-2");
  });

  it("a token that Graph refused is renewed once, however many callers it was refused to", async () => {
    const { server, signedIn } = await counting();
    await signedIn.token();
    const renewed = await Promise.all(Array.from({ length: 10 }, async () => signedIn.renew?.("token-1")));
    expect(new Set(renewed)).toEqual(new Set(["token-2"]));
    expect(server.asked).toHaveLength(2);
    expect(await signedIn.token()).toBe("token-2");
  });

  it("while a renewal fails, the old token is used to its end, and then the failure is told", async () => {
    const server = await authorityServer((_, number) =>
      number === 1 ? tokenAnswer("token-1") : refusal(7000222, "The provided client secret keys are expired."),
    );
    const { signedIn, clock } = session("client-secret", {
      AZURE_AUTHORITY_HOST: server.origin,
      AZURE_CLIENT_SECRET: SECRET,
    });
    await signedIn.token();
    await clock.advance(56 * MINUTE);
    expect(await signedIn.token()).toBe("token-1");
    await clock.advance(10 * MINUTE);
    expect(await refusedWith(signedIn.token())).toMatchObject({ code: "client-secret-expired" });
  });

  it("a service that is busy is asked again, and its Retry-After is kept", async () => {
    const server = await authorityServer((_, number) =>
      number === 1
        ? { status: 503, headers: { "retry-after": "7" }, body: { error: "temporarily_unavailable" } }
        : tokenAnswer("token-2"),
    );
    const { signedIn, clock } = session("client-secret", {
      AZURE_AUTHORITY_HOST: server.origin,
      AZURE_CLIENT_SECRET: SECRET,
    });
    const before = clock.now();
    expect(await signedIn.token()).toBe("token-2");
    expect(clock.now() - before).toBe(7000);
  });
});
