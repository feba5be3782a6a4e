import type { Arrived, Reply } from "../comment/service.ts";

/**
 * Azure DevOps tells its clients where each resource is; the ids are those of the client. The routes are those of the reference:
 * https://learn.microsoft.com/rest/api/azure/devops/git
 */
const ROUTES: readonly (readonly [id: string, resource: string, route: string])[] = [
  ["e81700f7-3be2-46de-8624-2eb35882fcaa", "ResourceAreas", "_apis/{resource}/{areaId}"],
  ["2d874a60-a811-4f62-9c9f-963a6ea0a55b", "refs", "{project}/_apis/{area}/repositories/{repositoryId}/{resource}"],
  ["fb93c0db-47ed-4a31-8c20-47552878fb44", "items", "{project}/_apis/{area}/repositories/{repositoryId}/{resource}"],
  [
    "615588d5-c0c7-4b88-88f8-e625306446e8",
    "commits",
    "{project}/_apis/{area}/repositories/{repositoryId}/diffs/{resource}",
  ],
  [
    "c2570c3b-5b3f-41b8-98bf-5407bfde8d58",
    "commits",
    "{project}/_apis/{area}/repositories/{repositoryId}/{resource}/{commitId}",
  ],
  [
    "ea98d07b-3c87-4971-8ede-a613694ffb55",
    "pushes",
    "{project}/_apis/{area}/repositories/{repositoryId}/{resource}/{pushId}",
  ],
  [
    "9946fd70-0d40-406e-b686-b4744cbbcc37",
    "pullRequests",
    "{project}/_apis/{area}/repositories/{repositoryId}/{resource}/{pullRequestId}",
  ],
  [
    "f22387e3-984e-4c52-9c6d-fbb8f14c812d",
    "labels",
    "{project}/_apis/{area}/repositories/{repositoryId}/pullRequests/{pullRequestId}/{resource}/{labelIdOrName}",
  ],
];

/** What the client asks before it asks for anything; null for everything else. */
export function locationReply({ method, path }: Arrived): Reply | null {
  if (method === "OPTIONS") {
    const value = ROUTES.map(([id, resourceName, routeTemplate]) => ({
      id,
      area: "git",
      resourceName,
      routeTemplate,
      resourceVersion: 1,
      minVersion: "1.0",
      maxVersion: "7.2",
      releasedVersion: "7.1",
    }));
    return { status: 200, body: { value, count: value.length } };
  }
  return /\/_apis\/ResourceAreas$/i.test(path) ? { status: 200, body: { value: [], count: 0 } } : null;
}
