import { readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { didYouMean } from "../desired/did-you-mean.ts";
import { FLEET_FILE } from "../desired/fleet-places.ts";
import { errorCode, SignInError } from "../errors.ts";
import type { ListedTenant } from "./fleet.ts";

/** Environment variables by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that say who signs in; each tenant has its own or the process's, never some of each. */
const IDENTITY = [
  "AZURE_CLIENT_ID",
  "AZURE_CLIENT_SECRET",
  "AZURE_CLIENT_CERTIFICATE_PATH",
  "AZURE_CLIENT_CERTIFICATE_PASSWORD",
  "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN",
  "TRUEUP_ACCESS_TOKEN",
] as const;

/** Variables by which a machine or a pipeline signs in without a secret. */
const MACHINE = [
  "AZURE_FEDERATED_TOKEN_FILE",
  "AZURE_POD_IDENTITY_AUTHORITY_HOST",
  "ACTIONS_ID_TOKEN_REQUEST_URL",
  "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
  "IDENTITY_ENDPOINT",
  "IDENTITY_HEADER",
  "MSI_ENDPOINT",
  "MSI_SECRET",
] as const;

/** Variables that say in which cloud a tenant is. */
const PLACE = ["AZURE_TENANT_ID", "AZURE_AUTHORITY_HOST", "TRUEUP_CLOUD", "TRUEUP_GRAPH_URL"] as const;

const KNOWN: readonly string[] = [...IDENTITY, ...MACHINE, ...PLACE];

/**
 * The environment in which a tenant is signed in to: that of the process, with the credentials of this tenant and of no other.
 * Credentials that name a client only are proven as the machine does it (workload identity, GitHub).
 * @throws SignInError when the credentials are not there, or are another tenant's
 */
export async function environmentFor(tenant: ListedTenant, environment: Environment): Promise<Environment> {
  const { credentials } = tenant;
  const own =
    credentials.kind === "process"
      ? null
      : credentials.kind === "environment"
        ? withPrefix(credentials.prefix, environment, tenant)
        : await inFile(credentials.path, tenant);
  const stated = own?.["AZURE_TENANT_ID"] ?? tenant.tenantId;
  if (stated.trim().toLowerCase() !== tenant.tenantId) {
    throw new SignInError(
      "credentials-of-other-tenant",
      `${placeOf(tenant)}: the credentials of ${tenant.name} are of tenant ${stated}, and ${FLEET_FILE} says ${tenant.tenantId}`,
      "take AZURE_TENANT_ID out of the credentials, or correct the tenant there",
    );
  }
  if (own === null) return { ...environment, AZURE_TENANT_ID: tenant.tenantId };
  const provesItself = [...IDENTITY.slice(1), ...MACHINE].some((name) => own[name] !== undefined);
  const others: readonly string[] = provesItself ? [...IDENTITY, ...MACHINE] : IDENTITY;
  const kept = Object.entries(environment).filter(([name]) => !others.includes(name));
  return { ...Object.fromEntries(kept), ...own, AZURE_TENANT_ID: tenant.tenantId };
}

/**
 * The same error, with the tenant, the line that says where its credentials are, and what to write there; any other error as it is.
 */
export function asOfTenant(error: unknown, tenant: ListedTenant): unknown {
  if (!(error instanceof SignInError) || !["no-sign-in", "sign-in-incomplete"].includes(error.code)) return error;
  const { credentials, name } = tenant;
  const where =
    credentials.kind === "process"
      ? `${name} has no credentials of its own, and those of this process do not say how to sign in`
      : credentials.kind === "environment"
        ? `the variables that begin with ${credentials.prefix} do not say how to sign in to ${name}`
        : `${credentials.path} does not say how to sign in to ${name}`;
  const why = error.code === "no-sign-in" ? "" : `: ${error.message}`;
  return new SignInError(error.code, `${placeOf(tenant)}: ${where}${why}`, hintOf(tenant), { cause: error });
}

function hintOf({ credentials, name }: ListedTenant): string {
  if (credentials.kind === "environment") return variablesOf(credentials.prefix);
  if (credentials.kind === "file")
    return "write AZURE_CLIENT_ID=… into it, and AZURE_CLIENT_SECRET=… or AZURE_CLIENT_CERTIFICATE_PATH=…";
  const prefix = name.toUpperCase().replaceAll(/[^A-Z\d]+/g, "_");
  return (
    `write credentials: { environment: ${prefix} } or { file: … } there, or set AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or ` +
    "AZURE_CLIENT_CERTIFICATE_PATH for all tenants; or use --auth managed-identity or --auth device-code"
  );
}

function variablesOf(prefix: string): string {
  return `set ${prefix}AZURE_CLIENT_ID, and ${prefix}AZURE_CLIENT_SECRET or ${prefix}AZURE_CLIENT_CERTIFICATE_PATH`;
}

function placeOf({ credentialsLine }: ListedTenant): string {
  return `${FLEET_FILE}:${credentialsLine}`;
}

function withPrefix(prefix: string, environment: Environment, tenant: ListedTenant): Environment {
  const own = KNOWN.flatMap((name) => {
    const value = environment[prefix + name]?.trim() ?? "";
    return value === "" ? [] : [[name, value] as const];
  });
  if (own.length > 0) return Object.fromEntries(own);
  throw new SignInError(
    "no-credentials",
    `${placeOf(tenant)}: no variable that begins with ${prefix} holds credentials of ${tenant.name}`,
    variablesOf(prefix),
  );
}

async function inFile(path: string, tenant: ListedTenant): Promise<Environment> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new SignInError(
      "no-credentials",
      `${placeOf(tenant)}: the credentials of ${tenant.name} cannot be read from ${path}: ${whyUnread(error)}`,
      "make the file readable for this process, or correct its path there",
    );
  }
  const own = Object.entries(parseEnv(text)).filter(([, value]) => value?.trim() !== "");
  const unknown = own.find(([name]) => !KNOWN.includes(name))?.[0];
  if (unknown === undefined && own.length > 0) return Object.fromEntries(own);
  // What is no name of a variable may be a part of a secret.
  const isName = unknown !== undefined && /^[A-Z][A-Z_]*$/.test(unknown);
  throw new SignInError(
    "no-credentials",
    `${placeOf(tenant)}: ${path} ${isName ? `sets ${unknown}, which is no credential` : `holds no credentials of ${tenant.name}`}`,
    (isName ? didYouMean(unknown, KNOWN) : null) ??
      `write lines such as AZURE_CLIENT_ID=…; known are ${KNOWN.join(", ")}`,
  );
}

function whyUnread(error: unknown): string {
  const code = errorCode(error);
  if (code === "ENOENT") return "there is no such file";
  return code === "EACCES" ? "this process may not read it" : (code ?? "reading failed");
}
