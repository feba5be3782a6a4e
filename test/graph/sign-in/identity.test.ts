import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/errors.ts";
import { readAppIdentity, readClientId } from "../../../src/graph/sign-in/app-identity.ts";
import { CLIENT, TENANT } from "./sign-in-setup.ts";

const TENANT_HINT =
  "use the tenant's id (a GUID) or one of its verified domains; names such as common or organizations stand for no tenant";
const CLIENT_HINT = "use the application (client) id, a GUID; the name of the app does not identify it";

describe("tenant and app", () => {
  it.each([
    [TENANT, CLIENT],
    [`  ${TENANT.toUpperCase()}\n`, ` ${CLIENT.toUpperCase()} `],
  ])("are taken without white space and in lower case: %j and %j", (tenant, client) => {
    expect(readAppIdentity({ AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client })).toEqual({
      tenant: TENANT,
      clientId: CLIENT,
    });
  });

  it.each([
    ["contoso.com", "contoso.com"],
    ["Contoso.OnMicrosoft.com", "contoso.onmicrosoft.com"],
  ])("may name the tenant by a domain: %s", (tenant, expected) => {
    expect(readAppIdentity({ AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: CLIENT }).tenant).toBe(expected);
  });

  it.each([
    [undefined, '""'],
    [" ", '""'],
    ["common", '"common"'],
    ["organizations", '"organizations"'],
    ["contoso.com/..", '"contoso.com/.."'],
    [`${TENANT}0`, `"${TENANT}0"`],
  ])("cannot be of the tenant %j", (tenant, shown) => {
    expect(() => readAppIdentity({ AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: CLIENT })).toThrow(
      new UsageError(`AZURE_TENANT_ID is ${shown}, which is no tenant`, TENANT_HINT),
    );
  });

  it("cannot do without the app", () => {
    expect(() => readAppIdentity({ AZURE_TENANT_ID: TENANT })).toThrow(
      new UsageError("AZURE_CLIENT_ID is not set", "use the application (client) id"),
    );
  });
});

describe("AZURE_CLIENT_ID", () => {
  it.each([
    [undefined, null],
    ["", null],
    [CLIENT.toUpperCase(), CLIENT],
  ])("%j is %j", (clientId, expected) => {
    expect(readClientId({ AZURE_CLIENT_ID: clientId })).toBe(expected);
  });

  it.each([["TrueUp"], [`${CLIENT}}`], ["contoso.com"]])("%j is refused, because no app has such an id", (clientId) => {
    expect(() => readClientId({ AZURE_CLIENT_ID: clientId })).toThrow(
      new UsageError(`AZURE_CLIENT_ID is "${clientId}", which is no client id`, CLIENT_HINT),
    );
  });
});
