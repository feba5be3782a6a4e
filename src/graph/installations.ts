import { GraphError } from "../errors.ts";
import type { Installation } from "../model/observation.ts";
import type { PermissionKnowledge } from "../model/permission.ts";
import type { InstallationList, InstallationReader } from "../observe/readers.ts";
import { parseConsent, parseInstallation, parseWholeInstallation } from "./app-shapes.ts";
import { type GraphRoot, segment } from "./graph-url.ts";
import { checkShape, readPages } from "./paging.ts";
import type { ReadRequest, Requests } from "./requests.ts";
import { provesAbsence } from "./permissions.ts";
import type { TokenClaims } from "./token.ts";

const EXPANSIONS = "$expand=teamsApp,teamsAppDefinition";
const CONSENT = "$select=id,consentedPermissionSet";

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

  async function list(userId: string): Promise<readonly Installation[]> {
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

  async function listWithConsent(userId: string): Promise<readonly Installation[]> {
    try {
      const installations = await readList(userId, `${EXPANSIONS}&${CONSENT}`, parseWholeInstallation);
      if (listing === "untried") listing = "with-consent";
      if (installations.length > 0) withConsentIsWhole = true;
      return installations;
    } catch (error) {
      if (withConsentIsWhole || !mayBeTheQuery(error)) throw error;
    }
    // Only a plain list that succeeds shows that it was the query and not the user.
    const installations = await listPlain(userId);
    listing = "plain";
    return installations;
  }

  function listPlain(userId: string): Promise<readonly Installation[]> {
    return readList(userId, EXPANSIONS, parseInstallation);
  }

  async function readList(
    userId: string,
    query: string,
    parseItem: (item: unknown, path: string) => Installation,
  ): Promise<readonly Installation[]> {
    const path = `/users/${segment(userId)}/teamwork/installedApps?${query}`;
    const installations: Installation[] = [];
    for await (const page of readPages(requests, root, request("listing installations", path), parseItem)) {
      installations.push(...page);
    }
    refuseDuplicates(installations);
    return installations;
  }

  function request(what: string, pathAndQuery: string): ReadRequest {
    return { what, class: "installation-reads", cost: 1, url: `${root.url}${pathAndQuery}` };
  }

  async function readInstallations(userId: string): Promise<InstallationList> {
    const installations = await list(userId);
    return { installations, absenceProven: provesAbsence(await options.claims()) };
  }

  async function readConsent(userId: string, installationId: string): Promise<PermissionKnowledge> {
    const path = `/users/${segment(userId)}/teamwork/installedApps/${segment(installationId)}?${CONSENT}`;
    return checkShape(await requests.read(request("reading consent", path)), parseConsent);
  }

  return { readInstallations, readConsent };
}

function mayBeTheQuery(error: unknown): boolean {
  return error instanceof GraphError && (error.status === 400 || error.code === "unexpected-shape");
}

/** Two installations of one app for one user cannot be told apart by what the desired state says. */
function refuseDuplicates(installations: readonly Installation[]): void {
  const seen = new Set<string>();
  for (const { appId } of installations) {
    if (seen.has(appId.toLowerCase())) {
      throw new GraphError(`listing installations gave an answer of unexpected shape: app ${appId} is in it twice`, {
        code: "unexpected-shape",
        status: 200,
        requestId: null,
        scope: "target",
      });
    }
    seen.add(appId.toLowerCase());
  }
}
