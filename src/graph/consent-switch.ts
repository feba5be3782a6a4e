import { optionalFlag, wireObject } from "../http/shapes.ts";
import { checkShape } from "./paging.ts";
import type { Requests } from "./requests.ts";
import type { GraphRoot } from "./root.ts";

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
