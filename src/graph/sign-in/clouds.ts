import { UsageError } from "../../errors.ts";
import { addressProblem, isLoopbackHost } from "../../http/base-url.ts";
import { type GraphRoot, parseGraphRoot } from "../graph-url.ts";
import type { PermissionKind } from "../token.ts";
import { type Environment, readVariable } from "./app-identity.ts";

/** The names that `TRUEUP_CLOUD` knows. */
export type CloudName = "global" | "usgov" | "dod" | "china";

/** Something that a cloud does not offer, to be said before anything is read. */
interface Unsupported {
  /** Stable, kebab-case. */
  readonly code: "installations-need-delegated" | "installations-unsupported";
  /** The kinds of token for which it does not work. */
  readonly permissions: readonly PermissionKind[];
  readonly reason: string;
  readonly source: string;
}

/** Graph, sign-in and scope of one cloud, which belong together: a token of one cloud is not valid in another. */
export interface Cloud {
  readonly name: CloudName;
  readonly title: string;
  /** With the version, for example `https://graph.microsoft.com/v1.0`. */
  readonly graphRoot: string;
  /** An origin, for example `https://login.microsoftonline.com`. */
  readonly authority: string;
  /** What an application asks a token for. */
  readonly scope: string;
  readonly unsupported: readonly Unsupported[];
}

const DIFFERENCES = "https://learn.microsoft.com/graph/teamwork-national-cloud-differences";

const DELEGATED_ONLY: Unsupported = {
  code: "installations-need-delegated",
  permissions: ["application"],
  reason:
    "listing, installing, upgrading and removing apps for people does not work with application permissions there",
  source: DIFFERENCES,
};

const NO_INSTALLATIONS: Unsupported = {
  code: "installations-unsupported",
  permissions: ["application", "delegated"],
  reason: "Microsoft Graph manages no app installations there, for no scope and with no kind of permission",
  source: DIFFERENCES,
};

/** Source: https://learn.microsoft.com/graph/deployments. GCC is part of `global`. */
export const CLOUDS: readonly Cloud[] = (
  [
    ["global", "the global cloud and GCC", "graph.microsoft.com", "login.microsoftonline.com", []],
    ["usgov", "GCC High", "graph.microsoft.us", "login.microsoftonline.us", [DELEGATED_ONLY]],
    ["dod", "DoD", "dod-graph.microsoft.us", "login.microsoftonline.us", [DELEGATED_ONLY]],
    [
      "china",
      "Microsoft 365 operated by 21Vianet",
      "microsoftgraph.chinacloudapi.cn",
      "login.chinacloudapi.cn",
      [NO_INSTALLATIONS],
    ],
  ] as const
).map(([name, title, graph, login, unsupported]) => ({
  name,
  title,
  graphRoot: `https://${graph}/v1.0`,
  authority: `https://${login}`,
  scope: `https://${graph}/.default`,
  unsupported,
}));

/**
 * Cloud and Graph root from `TRUEUP_CLOUD` and `TRUEUP_GRAPH_URL`. A root that is a cloud's own names that cloud.
 * @throws UsageError for an unknown cloud, a root that cannot be used, or a root of another cloud than the one named
 */
export function readCloud(environment: Environment): { readonly cloud: Cloud; readonly root: GraphRoot } {
  const name = readVariable(environment, "TRUEUP_CLOUD");
  const url = readVariable(environment, "TRUEUP_GRAPH_URL");
  const named = cloudNamed(name ?? "global");
  if (url === null) return { cloud: named, root: parseGraphRoot(named.graphRoot, "the Graph root of the cloud") };
  const root = parseGraphRoot(url);
  const owner = CLOUDS.find((candidate) => originOf(candidate) === root.origin) ?? named;
  if (name !== null && owner !== named) {
    throw new UsageError(
      `TRUEUP_GRAPH_URL is the Graph of ${owner.name}, and TRUEUP_CLOUD is ${named.name}`,
      "unset one of the two",
    );
  }
  return { cloud: owner, root };
}

/**
 * Makes sure that a token that we asked for goes to Microsoft or stays on this machine.
 * @throws UsageError for any other root
 */
export function checkRootForSignIn(root: GraphRoot, chosen: Cloud): void {
  if (root.loopback || root.origin === originOf(chosen)) return;
  throw new UsageError(
    `TRUEUP_GRAPH_URL is ${root.origin}, which is no Microsoft Graph: a token from this sign-in must not go there`,
    `use ${chosen.graphRoot} or a loopback address, or pass a ready token in TRUEUP_ACCESS_TOKEN`,
  );
}

/** What `chosen` does not offer to such a token; null when nothing speaks against it, or the kind is not known. */
export function unsupportedIn(chosen: Cloud, permissions: PermissionKind | null): Unsupported | null {
  const applies = ({ permissions: kinds }: Unsupported) =>
    permissions === null ? kinds.length === 2 : kinds.includes(permissions);
  return chosen.unsupported.find(applies) ?? null;
}

function cloudNamed(name: string): Cloud {
  const found = CLOUDS.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  const known = CLOUDS.map((candidate) => candidate.name).join(", ");
  throw new UsageError(`TRUEUP_CLOUD is ${JSON.stringify(name)}, which is no cloud`, `use one of: ${known}`);
}

function originOf({ graphRoot }: Cloud): string {
  return new URL(graphRoot).origin;
}

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
  const problem = addressProblem(url);
  if (problem === "credentials" || url.pathname !== "/" || /[?#]/.test(text)) {
    throw new UsageError(
      `AZURE_AUTHORITY_HOST must be an origin alone: ${url.protocol}//${url.host}`,
      "leave out tenant, path, query and credentials",
    );
  }
  if (problem === "in-the-open") {
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
  return { origin: url.origin, host: url.host, wellKnown: owners.length > 0, loopback: isLoopbackHost(url.hostname) };
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
