import { optionalText, requiredId, requiredText, wireObject } from "../http/shapes.ts";
import type { CatalogApp, TenantGroup, TenantInventory } from "../init/survey.ts";
import { parseCatalogHit, parseDefinition } from "./app-shapes.ts";
import { equals, type GraphRoot, segment } from "./graph-url.ts";
import { DIRECTORY_COSTS } from "./limits.ts";
import { checkShape, readList, readPages } from "./paging.ts";
import { showsHiddenMembers } from "./permissions.ts";
import type { ReadRequest, Requests } from "./requests.ts";
import type { TokenClaims } from "./token.ts";

const MOST_APPS = 100_000;
const MOST_DEFINITIONS = 100_000;
const LARGEST_PAGE = 999;
const DEFINITIONS =
  "$expand=appDefinitions($select=id,teamsAppId,displayName,version,publishingState,authorization;$expand=bot)";

/** What a tenant has, read whole and not by name: for the first desired state, and for looking apps up. */
export function createInventory(options: {
  readonly requests: Pick<Requests, "read">;
  readonly root: GraphRoot;
  readonly claims: () => Promise<TokenClaims | null>;
}): TenantInventory {
  const { requests, root, claims } = options;

  const directoryRequest = (what: string, cost: number, pathAndQuery: string): ReadRequest => ({
    what,
    class: "directory",
    cost,
    url: `${root.url}${pathAndQuery}`,
  });

  async function readApps(which: "organization" | "all"): Promise<readonly CatalogApp[]> {
    const filter = which === "all" ? "" : `$filter=${equals("distributionMethod", "organization")}&`;
    const first = catalogRequest(
      "reading the app catalog",
      `${root.url}/appCatalogs/teamsApps?${filter}${DEFINITIONS}`,
    );
    const hits = await readList(requests, root, first, parseCatalogHit(root), MOST_APPS);
    return Promise.all(
      hits
        .filter(({ distributionMethod }) => distributionMethod !== "sideloaded")
        .map(async ({ moreDefinitions, definitions, ...app }) => {
          if (moreDefinitions === null) return { ...app, definitions };
          const more = catalogRequest("reading the definitions of an app", moreDefinitions);
          const others = await readList(requests, root, more, parseDefinition, MOST_DEFINITIONS);
          return { ...app, definitions: [...definitions, ...others] };
        }),
    );
  }

  async function readGroups(): Promise<readonly TenantGroup[]> {
    const path = `/groups?$select=id,displayName,visibility&$top=${LARGEST_PAGE}`;
    const groups: TenantGroup[] = [];
    for await (const page of readPages(
      requests,
      root,
      directoryRequest("reading all groups", DIRECTORY_COSTS.groups, path),
      parseGroup,
    )) {
      groups.push(...page);
    }
    return groups;
  }

  /** A hidden membership looks empty to a token that may not see it, also that of a group inside. */
  async function readMemberIds(group: TenantGroup, hidden: ReadonlySet<string>): Promise<readonly string[] | null> {
    const seesHidden = showsHiddenMembers(await claims());
    if (group.hidden && !seesHidden) return null;
    const path = `/groups/${segment(group.id)}/transitiveMembers?$select=id&$top=${LARGEST_PAGE}`;
    const request = directoryRequest("reading the members of a group", DIRECTORY_COSTS.transitiveMembers, path);
    const ids: string[] = [];
    for await (const page of readPages(requests, root, request, parseMember)) {
      for (const { id, type } of page) {
        if (type === "#microsoft.graph.user") ids.push(id);
        else if (!seesHidden && hidden.has(id)) return null;
      }
    }
    return ids;
  }

  async function readTenantId(): Promise<string | null> {
    const what = "reading the organization";
    const answer = await requests.read(directoryRequest(what, 1, "/organization?$select=id"));
    return checkShape(answer, (body) => {
      const list: unknown = wireObject(body, "")["value"];
      const first: unknown = Array.isArray(list) ? list[0] : null;
      return first == null ? null : requiredId(wireObject(first, "value[0]"), "id", "value[0]").toLowerCase();
    });
  }

  return { readApps, readGroups, readMemberIds, readTenantId };
}

function parseGroup(item: unknown, path: string): TenantGroup {
  const group = wireObject(item, path);
  return {
    id: requiredId(group, "id", path).toLowerCase(),
    displayName: optionalText(group, "displayName", path),
    hidden: optionalText(group, "visibility", path)?.toLowerCase() === "hiddenmembership",
  };
}

function parseMember(item: unknown, path: string): { readonly id: string; readonly type: string } {
  const member = wireObject(item, path);
  return { id: requiredId(member, "id", path).toLowerCase(), type: requiredText(member, "@odata.type", path) };
}

function catalogRequest(what: string, url: string): ReadRequest {
  return { what, class: "catalog", cost: 1, url };
}
