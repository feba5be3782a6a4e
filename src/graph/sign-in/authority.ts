import { UsageError } from "../../errors.ts";
import { isLoopbackHost } from "../../http/base-url.ts";
import { type Environment, readVariable } from "./app-identity.ts";
import { type Cloud, CLOUDS } from "./clouds.ts";

/** The service that gives tokens. */
export interface Authority {
  /** For example `https://login.microsoftonline.com`. */
  readonly origin: string;
  /** Host and port, for messages. */
  readonly host: string;
  /** Whether it is that of a cloud in `CLOUDS`, which the library knows. */
  readonly wellKnown: boolean;
  readonly loopback: boolean;
}

/** How the library is told where to ask; the same names as in its configuration. */
interface AuthorityConfiguration {
  readonly authority: string;
  readonly authorityMetadata?: string;
}

/**
 * The cloud's authority, or `AZURE_AUTHORITY_HOST`, for clouds of their own and for rehearsals on this machine.
 * @throws UsageError unless it is an https origin (or http on a loopback address), or when it belongs to another cloud
 */
export function readAuthority(environment: Environment, cloud: Cloud): Authority {
  const text = readVariable(environment, "AZURE_AUTHORITY_HOST") ?? cloud.authority;
  const url = URL.canParse(text) ? new URL(text) : null;
  // A host and port alone are a URL too, one whose scheme is the host.
  if (url === null || url.host === "") {
    throw new UsageError("AZURE_AUTHORITY_HOST is not a URL", `give an origin such as ${cloud.authority}`);
  }
  // What stands before an @ may be a password: it is not shown.
  if (url.username !== "" || url.password !== "" || url.pathname !== "/" || /[?#]/.test(text)) {
    throw new UsageError(
      `AZURE_AUTHORITY_HOST must be an origin alone: ${url.protocol}//${url.host}`,
      "leave out tenant, path, query and credentials",
    );
  }
  const loopback = isLoopbackHost(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
    throw new UsageError(
      `AZURE_AUTHORITY_HOST must be https: ${url.protocol}//${url.host}`,
      "plain http is for loopback addresses only",
    );
  }
  const owners = CLOUDS.filter(({ authority }) => authority === url.origin);
  if (owners.length > 0 && !owners.includes(cloud)) {
    throw new UsageError(
      `AZURE_AUTHORITY_HOST is ${url.host}, which signs in to another cloud than ${cloud.name}`,
      `set TRUEUP_CLOUD to ${owners.map(({ name }) => name).join(" or ")}, or unset AZURE_AUTHORITY_HOST`,
    );
  }
  return { origin: url.origin, host: url.host, wellKnown: owners.length > 0, loopback };
}

/**
 * What makes the library ask this authority, with one request and without looking anything up. It insists on https and
 * on a host that it knows, so any other authority is described by its end points:
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function configureAuthority(authority: Authority, tenant: string): AuthorityConfiguration {
  if (authority.wellKnown) return { authority: `${authority.origin}/${tenant}` };
  const standIn = `https://login.microsoftonline.com/${tenant}`;
  const endpoints = `${authority.origin}/${tenant}/oauth2/v2.0`;
  return {
    authority: standIn,
    authorityMetadata: JSON.stringify({
      issuer: `${standIn}/v2.0`,
      authorization_endpoint: `${endpoints}/authorize`,
      token_endpoint: `${endpoints}/token`,
      jwks_uri: `${authority.origin}/${tenant}/discovery/v2.0/keys`,
    }),
  };
}
