import { describe, expect, it } from "vitest";
import { SignInError } from "../../src/errors.ts";
import { asOfTenant, environmentFor } from "../../src/fleet/credentials.ts";
import type { CredentialReference, ListedTenant } from "../../src/fleet/fleet.ts";
import { inFolder } from "../desired/folder.ts";
import { CONTOSO_ID, OWN_ID } from "./fleet-folder.ts";

const PROCESS = {
  PATH: "/bin",
  TRUEUP_STORE: "postgres://db/trueup",
  AZURE_TENANT_ID: OWN_ID,
  AZURE_CLIENT_ID: "process",
  AZURE_CLIENT_SECRET: "secret of the process",
  AZURE_FEDERATED_TOKEN_FILE: "/var/token",
  CONTOSO_AZURE_CLIENT_ID: "contoso",
  CONTOSO_AZURE_CLIENT_SECRET: "secret of contoso",
  MACHINE_AZURE_CLIENT_ID: "client alone",
  OTHER_AZURE_CLIENT_ID: "contoso",
  OTHER_AZURE_TENANT_ID: OWN_ID,
};

function tenantWith(credentials: CredentialReference): ListedTenant {
  return {
    state: "listed",
    name: "contoso",
    tenantId: CONTOSO_ID,
    path: "tenants/contoso",
    credentials,
    credentialsLine: 3,
    schedule: null,
    labels: {},
    ring: 0,
  };
}

function environmentWith(credentials: CredentialReference) {
  return environmentFor(tenantWith(credentials), PROCESS);
}

/** What of an environment says who signs in. */
function identity({
  AZURE_TENANT_ID,
  AZURE_CLIENT_ID,
  AZURE_CLIENT_SECRET,
  ...others
}: typeof PROCESS | (object & Record<string, string | undefined>)) {
  return [AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, others["AZURE_FEDERATED_TOKEN_FILE"]];
}

describe("credentials of a tenant", () => {
  it("are those of the process, in this tenant", async () => {
    const environment = await environmentWith({ kind: "process" });
    expect(identity(environment)).toEqual([CONTOSO_ID, "process", "secret of the process", "/var/token"]);
  });

  it("are those of its variables, and none of the process", async () => {
    const environment = await environmentWith({ kind: "environment", prefix: "CONTOSO_" });
    expect(identity(environment)).toEqual([CONTOSO_ID, "contoso", "secret of contoso", undefined]);
    expect(environment).toMatchObject({ PATH: "/bin", TRUEUP_STORE: "postgres://db/trueup" });
  });

  it("are proven by the machine where a client stands alone", async () => {
    const environment = await environmentWith({ kind: "environment", prefix: "MACHINE_" });
    expect(identity(environment)).toEqual([CONTOSO_ID, "client alone", undefined, "/var/token"]);
  });

  it("are those of its file", async () => {
    const environment = await inFolder(
      { "contoso.env": "AZURE_CLIENT_ID=from-file\nAZURE_CLIENT_SECRET='a b'\n" },
      (folder) => environmentWith({ kind: "file", path: `${folder}/contoso.env` }),
    );
    expect(identity(environment)).toEqual([CONTOSO_ID, "from-file", "a b", undefined]);
  });

  it.each<[string, CredentialReference, string]>([
    [
      "no variable",
      { kind: "environment", prefix: "NOBODY_" },
      "fleet.yaml:3: no variable that begins with NOBODY_ holds",
    ],
    [
      "another tenant's",
      { kind: "environment", prefix: "OTHER_" },
      `fleet.yaml:3: the credentials of contoso are of tenant ${OWN_ID}`,
    ],
    [
      "no file",
      { kind: "file", path: "/nowhere/contoso.env" },
      "fleet.yaml:3: the credentials of contoso cannot be read from /nowhere/contoso.env: there is no such file",
    ],
  ])("are refused: %s", async (_name, credentials, says) => {
    await expect(environmentWith(credentials)).rejects.toThrow(says);
  });

  it.each([
    ["a variable that is none", "AZURE_CLIENT_SECERT=x\n", "sets AZURE_CLIENT_SECERT, which is no credential"],
    ["a secret alone, of which nothing is shown", "s3cr3t+/Q==\n", "holds no credentials of contoso"],
    ["nothing", "AZURE_CLIENT_ID=\n", "holds no credentials of contoso"],
  ])("are refused in a file: %s", async (_name, text, says) => {
    const refused = inFolder({ "contoso.env": text }, (folder) =>
      environmentWith({ kind: "file", path: `${folder}/contoso.env` }),
    );
    await expect(refused).rejects.toThrow(says);
  });

  it.each<[string, CredentialReference, string, string]>([
    [
      "none anywhere",
      { kind: "process" },
      "fleet.yaml:3: contoso has no credentials of its own, and those of this process do not say how to sign in",
      "write credentials: { environment: CONTOSO } or { file: … } there",
    ],
    [
      "a tenant id alone",
      { kind: "environment", prefix: "CONTOSO_" },
      "fleet.yaml:3: the variables that begin with CONTOSO_ do not say how to sign in to contoso",
      "set CONTOSO_AZURE_CLIENT_ID, and CONTOSO_AZURE_CLIENT_SECRET or",
    ],
    [
      "a file with half of them",
      { kind: "file", path: "/run/contoso.env" },
      "fleet.yaml:3: /run/contoso.env does not say how to sign in to contoso",
      "write AZURE_CLIENT_ID=… into it",
    ],
  ])("that do not say how to sign in are named with their line: %s", (_name, credentials, says, hint) => {
    const error = new SignInError("no-sign-in", "nothing says how to sign in", "set something");
    const named = asOfTenant(error, tenantWith(credentials));
    if (!(named instanceof SignInError)) expect.fail("no error of signing in");
    expect([named.message, named.hint]).toEqual([says, expect.stringContaining(hint)]);
  });

  it("leave other errors as they are", () => {
    const error = new SignInError("token-refused", "Entra refused", null);
    expect(asOfTenant(error, tenantWith({ kind: "process" }))).toBe(error);
  });
});
