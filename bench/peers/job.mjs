// What the three scripts have in common: whom the job is about, what is right, and which requests bring it about. The
// requests are those of the reference: https://learn.microsoft.com/graph/api/userteamwork-list-installedapps,
// userteamwork-post-installedapps and userteamwork-teamsappinstallation-upgrade.
import process from "node:process";
import { root } from "./client.mjs";

/** A user whose app is not right after so many rounds is given up. */
export const MOST_ROUNDS = 5;

/**
 * The app with the version that everybody shall have and its permissions, and the ids of the group's members.
 * @param client the SDK's client
 */
export async function readJob(client) {
  const { PEER_APP: externalId, PEER_VERSION: version, PEER_GROUP: group } = process.env;
  const found = await client
    .api("/appCatalogs/teamsApps")
    .filter(`externalId eq '${externalId}'`)
    .expand("appDefinitions")
    .get();
  const [{ id, appDefinitions }] = found.value;
  const definition = appDefinitions.find((offered) => offered.version === version);
  const consent = definition.authorization.requiredPermissionSet;
  return { app: { id, version, consent }, users: await readMembers(client, group) };
}

/** The SDK's PageIterator follows https addresses only, so the links are followed here, as the paging page shows. */
async function readMembers(client, group) {
  const users = [];
  let path = `/groups/${group}/transitiveMembers?$select=id&$top=999`;
  while (path !== undefined) {
    const page = await client.api(path).get();
    users.push(...page.value.map(({ id }) => id));
    path = page["@odata.nextLink"]?.slice(root.length);
  }
  return users;
}

/** One request shows the version and the consent of the one app. */
export function readPath(user, app) {
  const query = `$filter=teamsApp/id eq '${app.id}'&$expand=teamsApp,teamsAppDefinition&$select=id,consentedPermissionSet`;
  return `/users/${user}/teamwork/installedApps?${query}`;
}

/** @param installation as a read showed it; undefined: the user does not have the app */
export function writeOf(user, app, installation) {
  const consentedPermissionSet = app.consent;
  const path = `/users/${user}/teamwork/installedApps`;
  if (installation === undefined) {
    const bind = { "teamsApp@odata.bind": `${root}/appCatalogs/teamsApps/${app.id}` };
    return { path, body: { ...bind, consentedPermissionSet } };
  }
  return { path: `${path}/${encodeURIComponent(installation.id)}/upgrade`, body: { consentedPermissionSet } };
}

/** The version, and exactly the consent that it requires. */
export function isRight(installation, app) {
  if (installation === undefined) return false;
  const { teamsAppDefinition, consentedPermissionSet } = installation;
  return teamsAppDefinition.version === app.version && namesIn(consentedPermissionSet) === namesIn(app.consent);
}

function namesIn(set) {
  const permissions = set?.resourceSpecificPermissions ?? [];
  return permissions
    .map(({ permissionValue, permissionType }) => `${permissionType} ${permissionValue}`.toLowerCase())
    .sort()
    .join();
}

/** Says how it went, for whoever measures. */
export function report(unverified) {
  process.stdout.write(`${JSON.stringify({ unverified })}\n`);
}
