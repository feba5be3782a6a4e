import { GraphError } from "../errors.ts";
import { optionalFlag, wireObject } from "../http/shapes.ts";
import type { CatalogEntry, Definition } from "../model/catalog.ts";
import type { AppIdentity } from "../model/desired.ts";
import type { CatalogReader } from "../observe/readers.ts";
import { type CatalogHit, parseCatalogHit, parseDefinition } from "./app-shapes.ts";
import { equals, type GraphRoot } from "./graph-url.ts";
import { unexpectedShape } from "./failures.ts";
import { checkShape, readList } from "./paging.ts";
import type { ReadRequest, Requests } from "./requests.ts";

const DEFINITIONS =
  "$expand=appDefinitions($select=id,teamsAppId,displayName,version,publishingState,authorization;$expand=bot)";

const WHAT = "reading the app catalog";
/** Apps that one manifest id or catalog id may mean. */
const MOST_HITS = 1_000;
const MOST_DEFINITIONS = 100_000;

/** Reads the app catalog through Graph, each time anew. */
export function createCatalogReader(options: {
  readonly requests: Pick<Requests, "read">;
  readonly root: GraphRoot;
}): CatalogReader {
  const { requests, root } = options;

  async function readApp(identity: AppIdentity): Promise<CatalogEntry> {
    try {
      const entry = await entryOf(await findHits(identity));
      if (entry.state !== "not-in-catalog") return entry;
      const [namesake] = await findHits(inOtherField(identity));
      return namesake === undefined ? entry : { state: "wrong-field", displayName: namesake.displayName };
    } catch (error) {
      if (error instanceof GraphError && error.scope === "target")
        return { state: "unreadable", detail: error.message };
      throw error;
    }
  }

  async function findHits(identity: AppIdentity): Promise<readonly CatalogHit[]> {
    const filter =
      identity.kind === "manifest" ? equals("externalId", identity.manifestId) : equals("id", identity.catalogId);
    const first = request(WHAT, `${root.url}/appCatalogs/teamsApps?$filter=${filter}&${DEFINITIONS}`);
    const hits = await readList(requests, root, first, parseCatalogHit(root), MOST_HITS);
    if (!hits.every((hit) => isTheOne(hit, identity)))
      throw unexpectedShape(WHAT, "an app that was not asked for is in it");
    // What somebody sideloaded is theirs alone, and not something the catalog offers.
    return hits.filter((hit) => hit.distributionMethod?.toLowerCase() !== "sideloaded");
  }

  async function entryOf(hits: readonly CatalogHit[]): Promise<CatalogEntry> {
    const [hit, ...others] = hits;
    if (hit === undefined) return { state: "not-in-catalog" };
    if (others.length > 0) return ambiguous(hits);
    const { id, externalId, displayName, distributionMethod } = hit;
    return { state: "found", id, externalId, displayName, distributionMethod, definitions: await allDefinitions(hit) };
  }

  async function allDefinitions(hit: CatalogHit): Promise<readonly Definition[]> {
    if (hit.moreDefinitions === null) return hit.definitions;
    const more = request("reading the definitions of an app", hit.moreDefinitions);
    const others = await readList(requests, root, more, parseDefinition, MOST_DEFINITIONS);
    return [...hit.definitions, ...others];
  }

  return { readApp };
}

function request(what: string, url: string): ReadRequest {
  return { what, class: "catalog", cost: 1, url };
}

/** The two ids look alike, so each is easily written for the other. */
function inOtherField(identity: AppIdentity): AppIdentity {
  return identity.kind === "manifest"
    ? { kind: "catalog", catalogId: identity.manifestId }
    : { kind: "manifest", manifestId: identity.catalogId };
}

/** Guards against an answer that ignored the filter. */
function isTheOne(hit: CatalogHit, identity: AppIdentity): boolean {
  return identity.kind === "manifest"
    ? hit.externalId?.toLowerCase() === identity.manifestId.toLowerCase()
    : hit.id.toLowerCase() === identity.catalogId.toLowerCase();
}

function ambiguous(hits: readonly CatalogHit[]): CatalogEntry {
  const ids = [...new Set(hits.map((hit) => hit.id.toLowerCase()))].sort();
  if (ids.length < hits.length) throw unexpectedShape(WHAT, "an app is in it twice");
  return { state: "ambiguous", ids };
}

/**
 * The tenant's switch for consent in personal scope: `false` keeps every app that requires permissions from being
 * installed. Null where the answer does not say. It can be read with delegated permission only.
 * Source: https://learn.microsoft.com/graph/api/teamsappsettings-get
 * @throws GraphError, SignInError
 */
export async function readConsentSwitch(requests: Pick<Requests, "read">, root: GraphRoot): Promise<boolean | null> {
  const answer = await requests.read({
    what: "reading the tenant's settings for Teams apps",
    class: "catalog",
    cost: 1,
    url: `${root.url}/teamwork/teamsAppSettings`,
  });
  return checkShape(answer, (body) =>
    optionalFlag(wireObject(body, ""), "isUserPersonalScopeResourceSpecificConsentEnabled", ""),
  );
}
