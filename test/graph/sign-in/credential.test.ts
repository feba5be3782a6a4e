import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { Agent } from "undici";
import { describe, expect, it } from "vitest";
import { InternalError, SignInError } from "../../../src/errors.ts";
import type { Environment } from "../../../src/graph/sign-in/app-identity.ts";
import {
  type CredentialSources,
  type CredentialMethod,
  obtainCredential,
} from "../../../src/graph/sign-in/credential.ts";
import { agent, NOW, SECRET } from "./sign-in-setup.ts";

function obtain(way: CredentialMethod, environment: Environment, options: Partial<CredentialSources> = {}) {
  const direct = agent(new Agent());
  return obtainCredential(way, {
    environment,
    readFile: (path) => readFile(path, "utf8"),
    connections: { outside: direct, direct, timeoutMs: 60_000 },
    now: NOW,
    ...options,
  });
}

describe("a client secret", () => {
  it.each([
    ["without white space", SECRET],
    ["with white space at its ends", ` ${SECRET}\t`],
  ])("is taken as it stands, %s", async (_name, secret) => {
    expect(await obtain("client-secret", { AZURE_CLIENT_SECRET: secret })).toEqual({ kind: "secret", secret });
  });
});

describe("a file that cannot be read is a failed attempt that says why", () => {
  const HINT = "give the path of a file that this process may read";
  it.each<[string, CredentialMethod, string, string, Partial<CredentialSources>]>([
    ["no such file", "certificate", "/nowhere/app.pem", "does not exist", {}],
    ["a folder", "workload-identity", tmpdir(), "cannot be read: it is a folder", {}],
    [
      "a failure without a code",
      "workload-identity",
      "/run/token",
      "cannot be read: unreadable",
      { readFile: () => Promise.reject(new Error("the disk is gone")) },
    ],
  ])("%s", async (_name, way, file, why, options) => {
    const variable = way === "certificate" ? "AZURE_CLIENT_CERTIFICATE_PATH" : "AZURE_FEDERATED_TOKEN_FILE";
    expect(await obtain(way, { [variable]: file }, options)).toEqual({
      kind: "failed",
      error: new SignInError("credential-unusable", `${variable}: ${file} ${why}`, HINT),
      passing: false,
      waitMs: null,
    });
  });
});

describe("a way that was taken without what it needs is a mistake of the program, not one of the user's", () => {
  it.each<[CredentialMethod, string]>([
    ["client-secret", "AZURE_CLIENT_SECRET"],
    ["certificate", "AZURE_CLIENT_CERTIFICATE_PATH"],
    ["workload-identity", "AZURE_FEDERATED_TOKEN_FILE"],
  ])("%s without %s", async (way, variable) => {
    const work = obtain(way, {});
    await expect(work).rejects.toBeInstanceOf(InternalError);
    await expect(work).rejects.toThrow(variable);
  });
});
