import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "../cli/command-line.ts";
import type { Arrived } from "../comment/service.ts";
import { startAzureForge } from "../propose/azure-devops-service.ts";
import type { ForgeService } from "../propose/github-service.ts";
import { FORGES } from "../propose/services.ts";
import { locationReply } from "./locations.ts";

const run = promisify(execFile);
const HERE = new URL(".", import.meta.url).pathname;
const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const APP = "0d820ecd-0000-4000-8000-000000000002";
const SEND = "TeamsActivity.Send.User";
const TENANT = `
tenantId: ${TENANT_ID}
users: [{ upn: adele@contoso.com }]
catalog:
  - { name: expenses, id: ${APP}, externalId: cf1ba4c7-0000-4000-8000-000000000003, definitions: [{ version: 2.4.0 }] }
`;
const STATE = `apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003, permissions: [${SEND}] }
assignments:
  - { app: expenses, version: latest, to: [{ user: adele@contoso.com }] }
`;
const CLIENTS = { github: "octokit.mjs", gitlab: "gitbeaker.mjs", "azure-devops": "azure-devops.mjs" } as const;

let line: CommandLine;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  await line.write({ "teams/state.yaml": STATE });
  await line.trueup(["lock", "teams"]);
});
afterEach(() => line.end());

describe.each(FORGES)("what TrueUp asks of $provider", ({ provider, token, start }) => {
  it("is what the official client asks: method, path, query and the form of the body", async () => {
    const files = { "teams/trueup.lock": await readFile(join(line.folder, "teams/trueup.lock"), "utf8") };
    const started = (): Promise<ForgeService> =>
      provider === "azure-devops" ? startAzureForge(files, locationReply) : start(files);
    const ours = await started();
    const propose = () => line.trueup(["lock", "teams", "--propose"], { env: ours.environment });
    publish("2.4.1");
    expect((await propose()).stdout).toMatch(/^expenses: opened/);
    const opened = ours.repository.branches.get("trueup/lock/expenses") ?? "";
    publish("2.5.0", SEND);
    expect((await propose()).stdout).toMatch(/^expenses: updated/);
    const head = ours.repository.branches.get("trueup/lock/expenses") ?? "";
    const lock = ours.repository.file(head, "teams/trueup.lock") ?? "";
    ours.repository.commit("main", "teams/trueup.lock", lock, "merged by hand");
    await line.write({ "teams/trueup.lock": lock });
    expect((await propose()).stdout).toMatch(/^expenses: closed/);
    expect(opened).not.toBe(head);

    const theirs = await started();
    const { repository } = theirs;
    const base = repository.branches.get("main") ?? "";
    repository.branches.set("trueup/lock/expenses", base);
    const theirHead = repository.commit("trueup/lock/expenses", "teams/trueup.lock", "x\n", "m");
    await run(process.execPath, [`${HERE}${CLIENTS[provider]}`, theirs.url, token, base, theirHead]);
    const known = new Set(theirs.requests.map(shapeOf));
    const asked = [...new Set(ours.requests.map(shapeOf))];
    expect(asked.length).toBeGreaterThan(8);
    expect(asked.filter((shape) => !known.has(shape))).toEqual([]);
  });
});

function publish(version: string, ...values: readonly string[]): void {
  const permissions = values.map((value) => ({ value, type: "application" }) as const);
  line.sandbox.publish(APP, { version, publishingState: "published", permissions });
}

/** Versions of an API travel in a header or in the query, as the client likes; `$format` is what the header asks for too. */
const NOT_COMPARED = new Set(["api-version", "$format"]);

function shapeOf({ method, path, query, json }: Arrived): string {
  const where = path
    .replace("/api/v4", "")
    .replaceAll(/[0-9a-f]{40}/g, "COMMIT")
    .replaceAll(/\/\d+(?=\/|$)/g, "/N")
    .replace(/(heads|branches)\/(?!main)[^ ]+$/, "$1/BRANCH")
    .replace(/labels\/.+$/, "labels/LABEL")
    .toLowerCase();
  const keys = [...query.keys()].filter((key) => !NOT_COMPARED.has(key)).sort();
  return `${method} ${where} ?${keys.join("&")} ${JSON.stringify(formOf(json))}`;
}

/** Names and kinds of what is in a body, not the values. */
function formOf(value: unknown): unknown {
  if (Array.isArray(value)) return [formOf(value[0])];
  if (typeof value !== "object" || value === null) return value === null ? null : typeof value;
  // An empty object says as little as no body.
  if (Object.keys(value).length === 0) return null;
  const entries = Object.entries(value).map(([key, one]) => [key, formOf(one)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
