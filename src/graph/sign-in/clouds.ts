import { UsageError } from "../../errors.ts";
import { type GraphRoot, parseGraphRoot } from "../root.ts";
import { type Environment, readVariable } from "./app-identity.ts";

/** The names that `TRUEUP_CLOUD` knows. */
export type CloudName = "global" | "usgov" | "dod" | "china";

/** Whether a token speaks for an application (`roles`) or for a person (`scp`). */
export type PermissionKind = "application" | "delegated";

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
export const CLOUDS: readonly Cloud[] = [
  cloud("global", "the global cloud and GCC", "https://graph.microsoft.com", "https://login.microsoftonline.com", []),
  cloud("usgov", "GCC High", "https://graph.microsoft.us", "https://login.microsoftonline.us", [DELEGATED_ONLY]),
  cloud("dod", "DoD", "https://dod-graph.microsoft.us", "https://login.microsoftonline.us", [DELEGATED_ONLY]),
  cloud(
    "china",
    "Microsoft 365 operated by 21Vianet",
    "https://microsoftgraph.chinacloudapi.cn",
    "https://login.chinacloudapi.cn",
    [NO_INSTALLATIONS],
  ),
];

function cloud(
  name: CloudName,
  title: string,
  graph: string,
  authority: string,
  unsupported: readonly Unsupported[],
): Cloud {
  return { name, title, graphRoot: `${graph}/v1.0`, authority, scope: `${graph}/.default`, unsupported };
}

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
