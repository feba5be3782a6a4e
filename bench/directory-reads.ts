import process from "node:process";
import { request } from "undici";

/** What a plan cannot do without: every page of the directory, and the app in the catalog. Nothing is kept. */
const root = process.argv[2] ?? "";
const headers = { authorization: "Bearer sandbox-token" };
const SELECT = "$select=id,userPrincipalName,accountEnabled,userType,assignedPlans&$top=999";

async function read(url: string): Promise<Record<string, unknown>> {
  const { body } = await request(url, { headers });
  const parsed: Record<string, unknown> = JSON.parse(await body.text());
  return parsed;
}

let next: unknown = `${root}/users?${SELECT}`;
while (typeof next === "string") next = (await read(next))["@odata.nextLink"];
await read(
  `${root}/appCatalogs/teamsApps?$filter=externalId eq 'cf1ba4c7-f94e-4d80-ba90-5594b641a8ee'&$expand=appDefinitions`,
);
process.exit(0);
