// A script as an administrator would write it with the official SDK. It prints as JSON what it saw and did.
import process from "node:process";
import { Client, PageIterator } from "@microsoft/microsoft-graph-client";

const [displayName, holder, newcomer] = process.argv.slice(2);
const client = Client.init({ authProvider: (done) => done(null, "sandbox-token") });
const consentedPermissionSet = {
  resourceSpecificPermissions: [{ permissionValue: "TeamsActivity.Send.User", permissionType: "Application" }],
};

const people = [];
const firstPage = await client.api("/users").select(["id", "userPrincipalName"]).top(100).get();
await new PageIterator(client, firstPage, (user) => people.push(user) > 0).iterate();
const finance = await client
  .api("/users")
  .filter("startswith(userPrincipalName,'finance')")
  .select("id")
  .top(999)
  .get();

const found = await client
  .api("/appCatalogs/teamsApps")
  .filter(`displayName eq '${displayName}'`)
  .expand("appDefinitions($expand=bot)")
  .get();
const [app] = found.value;

// The SDK knows no upgrade in personal scope, so the request is made by hand.
const [held] = await installationsOf(holder);
await client.api(`/users/${holder}/teamwork/installedApps/${held.id}/upgrade`).post({ consentedPermissionSet });
const upgraded = await installationsOf(holder);

await client.api(`/users/${newcomer}/teamwork/installedApps`).post({
  "teamsApp@odata.bind": `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${app.id}`,
  consentedPermissionSet,
});
const installed = await installationsOf(newcomer);
await client.api(`/users/${newcomer}/teamwork/installedApps/${installed[0].id}`).delete();
const removed = await installationsOf(newcomer);

process.stdout.write(
  JSON.stringify({
    people: people.length,
    finance: finance.value.length,
    app: { externalId: app.externalId, versions: app.appDefinitions.map(({ version }) => version) },
    upgraded: versionsOf(upgraded),
    installed: versionsOf(installed),
    removed: versionsOf(removed),
  }),
);

async function installationsOf(person) {
  const { value } = await client
    .api(`/users/${person}/teamwork/installedApps`)
    .expand("teamsApp,teamsAppDefinition")
    .filter(`teamsApp/id eq '${app.id}'`)
    .get();
  return value;
}

function versionsOf(installations) {
  return installations.map(({ teamsAppDefinition }) => teamsAppDefinition.version);
}
