import { GraphError, InternalError } from "../errors.ts";
import { UnexpectedShape } from "../http/shapes.ts";
import type { Installation } from "../model/observation.ts";
import type { PermissionKnowledge } from "../model/permission.ts";
import type { InstallationList, InstallationReader } from "../observe/readers.ts";
import { parseConsent, parseInstallation, parseWholeInstallation } from "./app-shapes.ts";
import { type GraphRoot, segment } from "./graph-url.ts";
import { checkShape, readList } from "./paging.ts";
import { provesAbsence } from "./permissions.ts";
import type { ReadRequest, Requests } from "./requests.ts";
import type { TokenClaims } from "./token.ts";

const EXPANSIONS = "$expand=teamsApp,teamsAppDefinition";
const CONSENT = "$select=id,consentedPermissionSet";
/** Apps of one person. */
const MOST_INSTALLATIONS = 10_000;

/** What a list shows of one user. */
interface Listed {
  /** Those of which everything that must be known is known. */
  readonly complete: readonly Installation[];
  /** What is wrong with the others, for people; empty where there are none. */
  readonly problems: readonly string[];
}

/** Reads one item of the list. @throws UnexpectedShape */
type ItemParser = (item: unknown, path: string) => Installation;

/**
 * Reads installations through Graph. Whether the list shows consent is not documented: the first read tries it while
 * the others wait, and the verdict holds for the life of the reader, which is a run.
 */
export function createInstallationReader(options: {
  readonly requests: Pick<Requests, "read">;
  readonly root: GraphRoot;
  readonly claims: () => Promise<TokenClaims | null>;
}): InstallationReader {
  const { requests, root } = options;
  let listing: "untried" | "with-consent" | "plain" = "untried";
  /** Whether a list with consent has shown an installation with all that a plain list shows. */
  let withConsentIsWhole = false;
  let trial: Promise<void> | null = null;

  async function list(userId: string): Promise<Listed> {
    if (trial !== null) {
      await trial;
      return list(userId);
    }
    if (listing !== "untried") return listing === "plain" ? listPlain(userId) : listWithConsent(userId);
    const { promise, resolve } = Promise.withResolvers<void>();
    trial = promise;
    try {
      return await listWithConsent(userId);
    } finally {
      trial = null;
      resolve();
    }
  }

  async function listWithConsent(userId: string): Promise<Listed> {
    let listed: Listed | null = null;
    try {
      listed = await readOf(userId, `${EXPANSIONS}&${CONSENT}`, parseWholeInstallation);
      if (listed.complete.length > 0) withConsentIsWhole = true;
      if (listed.problems.length === 0 || withConsentIsWhole) {
        if (listing === "untried") listing = "with-consent";
        return listed;
      }
    } catch (error) {
      if (withConsentIsWhole || !mayBeTheQuery(error)) throw error;
    }
    // Only a plain list that succeeds, or shows more, shows that it was the query and not the user.
    const plain = await listPlain(userId);
    if (listed === null || plain.complete.length > 0) listing = "plain";
    return plain;
  }

  function listPlain(userId: string): Promise<Listed> {
    return readOf(userId, EXPANSIONS, parseInstallation);
  }

  async function readOf(userId: string, query: string, parseItem: ItemParser): Promise<Listed> {
    const path = `/users/${segment(userId)}/teamwork/installedApps?${query}`;
    const first = request("listing installations", path);
    return sorted(await readList(requests, root, first, tolerant(parseItem), MOST_INSTALLATIONS));
  }

  function request(what: string, pathAndQuery: string): ReadRequest {
    return { what, class: "installation-reads", cost: 1, url: `${root.url}${pathAndQuery}` };
  }

  async function readInstallations(userId: string): Promise<InstallationList> {
    const { complete, problems } = await list(userId);
    const [problem, ...others] = problems;
    const mayProve = provesAbsence(await options.claims());
    if (problem === undefined) return { installations: complete, absenceProven: mayProve };
    return { installations: complete, absenceProven: false, doubt: inWords(problem, others.length) };
  }

  async function readConsent(userId: string, installationId: string): Promise<PermissionKnowledge> {
    const path = `/users/${segment(userId)}/teamwork/installedApps/${segment(installationId)}?${CONSENT}`;
    try {
      return checkShape(await requests.read(request("reading consent", path)), parseConsent);
    } catch (error) {
      if (error instanceof GraphError && error.scope === "target") return { state: "unknown" };
      throw error;
    }
  }

  return { readInstallations, readConsent };
}

function mayBeTheQuery(error: unknown): boolean {
  return error instanceof GraphError && (error.status === 400 || error.code === "unexpected-shape");
}

/** An item that cannot be read says nothing against the others: its place is taken by what is wrong with it. */
function tolerant(parseItem: ItemParser): (item: unknown, path: string) => Installation | string {
  return (item, path) => {
    try {
      return parseItem(item, path);
    } catch (error) {
      if (!(error instanceof UnexpectedShape)) throw new InternalError("reading an app failed", { cause: error });
      return error.message;
    }
  };
}

/** Two installations of one app for one user cannot be told apart by what the desired state says: neither counts. */
function sorted(items: readonly (Installation | string)[]): Listed {
  const byApp = new Map<string, Installation | null>();
  const problems: string[] = [];
  for (const item of items) {
    if (typeof item === "string") {
      problems.push(item);
      continue;
    }
    const app = item.appId.toLowerCase();
    if (byApp.has(app)) problems.push(`app ${item.appId} is in it twice`);
    byApp.set(app, byApp.has(app) ? null : item);
  }
  return { complete: [...byApp.values()].filter((installation) => installation !== null), problems };
}

function inWords(problem: string, others: number): string {
  const more = others === 0 ? "" : ` (and ${others} more like that)`;
  return `the list of installations could not be read in full: ${problem}${more}`;
}
