import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { ManagedIdentityApplication } from "@azure/msal-node";
import { Agent, type Dispatcher } from "undici";
import { onTestFinished } from "vitest";
import { SignInError } from "../../../src/errors.ts";
import { readCloud } from "../../../src/graph/sign-in/clouds.ts";
import type { SignInMethod } from "../../../src/graph/sign-in/methods.ts";
import { type SignedIn, signIn, type SignInOptions } from "../../../src/graph/sign-in/sign-in.ts";
import { failureOf } from "../graph-server.ts";
import { createVirtualClock, HURRIED, type VirtualClock } from "../../fakes/clock.ts";

export const TENANT = "5ba40eae-9f3e-4c4c-8a8e-6f4b0f1c2d11";
export const CLIENT = "0f9a7e52-8d5b-4b7a-9a57-1b6d1c2f3a44";
export const SECRET = "s3cret~value.of-the/test+app=";
export const NOW = Date.parse("2026-11-24T12:00:00Z");

/** Everything of these tests that must never be shown; what a test makes itself it adds. */
export const PRIVATE_VALUES: readonly string[] = [SECRET, encodeURIComponent(SECRET), "correct-horse-battery"];

export interface Session {
  readonly signedIn: SignedIn;
  readonly clock: VirtualClock;
  readonly said: readonly string[];
}

/** Signs in for real, through the library, with a clock that runs by itself. */
export function session(
  way: SignInMethod,
  environment: Readonly<Record<string, string>>,
  options: Partial<SignInOptions> = {},
): Session {
  const said: string[] = [];
  const clock = createVirtualClock(NOW, HURRIED);
  const direct = agent(new Agent());
  const all = { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: CLIENT, ...environment };
  const signedIn = signIn({
    way,
    environment: all,
    cloud: readCloud(all).cloud,
    dispatcher: direct,
    directDispatcher: direct,
    clock,
    readFile: (path) => readFile(path, "utf8"),
    say: (line) => said.push(line),
    ...options,
  });
  return { signedIn, clock, said };
}

/** Destroyed after the test. */
export function agent<Connections extends Dispatcher>(connections: Connections): Connections {
  onTestFinished(() => connections.destroy());
  return connections;
}

/** The error that a sign-in is refused with; fails when it shows one of `privateValues` anywhere, its cause included. */
export async function refusedWith(work: Promise<unknown>, privateValues: readonly string[] = []): Promise<SignInError> {
  const error = await failureOf(work);
  if (!(error instanceof SignInError)) throw new Error("expected a SignInError", { cause: error });
  const shown = inspect(error, { depth: 20, showHidden: true, getters: true });
  for (const value of [...PRIVATE_VALUES, ...privateValues]) {
    if (value !== "" && shown.includes(value)) throw new Error(`${value.slice(0, 12)}… is shown: ${error.message}`);
  }
  return error;
}

/** An unsigned JWT that looks like one. */
export function assertion(claims: object): string {
  const [header, payload] = [{ alg: "RS256" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${header}.${payload}.c2lnbmF0dXJlLW9mLXRoZS10ZXN0`;
}

/**
 * The library finds out once in a process which service there is for managed identities, and test files share a process.
 * So it is made to forget.
 */
export function forgetManagedIdentity(): void {
  const client: unknown = Reflect.get(new ManagedIdentityApplication(), "managedIdentityClient");
  if (!(client instanceof Object)) throw new Error("the library keeps its service for managed identities elsewhere");
  Reflect.set(client.constructor, "identitySource", undefined);
}
