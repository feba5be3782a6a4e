import { isObjectId } from "../../model/object-id.ts";
import { UsageError } from "../../errors.ts";

/** Environment variables, handed in: this room does not read them itself. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value without white space around it; null where the variable is not set or empty, as pipelines leave a secret that is missing. */
export function readVariable(environment: Environment, name: string): string | null {
  const value = environment[name]?.trim() ?? "";
  return value === "" ? null : value;
}

/** True for `1` and `true` in any case, as the Azure SDKs read their switches. */
export function readSwitch(environment: Environment, name: string): boolean {
  return /^(?:1|true)$/i.test(readVariable(environment, name) ?? "");
}

/** Who signs in where. */
export interface AppIdentity {
  /** A GUID or a verified domain of the tenant. */
  readonly tenant: string;
  /** The application (client) id, lower case. */
  readonly clientId: string;
}

const DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i;

/**
 * `AZURE_TENANT_ID` and `AZURE_CLIENT_ID`.
 * @throws UsageError unless the one is a GUID or a domain and the other a GUID
 */
export function readAppIdentity(environment: Environment): AppIdentity {
  const tenant = readVariable(environment, "AZURE_TENANT_ID") ?? "";
  if (!isObjectId(tenant) && !DOMAIN.test(tenant)) {
    throw new UsageError(
      `AZURE_TENANT_ID is ${JSON.stringify(tenant)}, which is no tenant`,
      "use the tenant's id (a GUID) or one of its verified domains; names such as common or organizations stand for no tenant",
    );
  }
  const clientId = readClientId(environment);
  if (clientId === null) throw new UsageError("AZURE_CLIENT_ID is not set", "use the application (client) id");
  return { tenant: tenant.toLowerCase(), clientId };
}

/**
 * `AZURE_CLIENT_ID`, lower case; null when it is not set, which means the system-assigned identity to a managed identity.
 * @throws UsageError unless it is a GUID
 */
export function readClientId(environment: Environment): string | null {
  const clientId = readVariable(environment, "AZURE_CLIENT_ID");
  if (clientId === null || isObjectId(clientId)) return clientId?.toLowerCase() ?? null;
  throw new UsageError(
    `AZURE_CLIENT_ID is ${JSON.stringify(clientId)}, which is no client id`,
    "use the application (client) id, a GUID; the name of the app does not identify it",
  );
}
