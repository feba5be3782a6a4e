import { afterEach, expect, it } from "vitest";
import type { Fault } from "../../src/sandbox/faults.ts";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { apps, FINANCE, TENANT } from "../journeys/worlds.ts";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const OLD = "aaaaaaaa-0000-4000-8000-000000000007";
const REMOVAL = `
apiVersion: trueup/v1
apps: { old: { catalogId: ${OLD} } }
assignments: [{ app: old, ensure: absent, to: [{ everyone: true }] }]
policy: { maxRemovals: 9 }
`;

let line: CommandLine;
afterEach(() => line.end());

const answered = (status: number, body: object): Fault => ({
  kind: "status",
  method: "GET",
  path: new RegExp(`appCatalogs.*${OLD}`),
  status,
  body,
});

it.each<{ name: string; fault: Fault | null }>([
  { name: "does not show the app", fault: null },
  { name: "refuses it", fault: answered(403, { error: { code: "Forbidden", message: "no" } }) },
  { name: "gives an entry without an id", fault: answered(200, { value: [{}] }) },
  { name: "gives two entries", fault: answered(200, { value: [OLD, OLD].map((id) => ({ id, appDefinitions: [] })) }) },
])("where the catalog $name, the exact id is enough to remove it, and other apps go on", async ({ fault }) => {
  line = await startCommandLine(`${TENANT}  dana@contoso.com: [{ app: expenses, version: 2.1.0, appId: ${OLD} }]\n`);
  if (fault !== null) line.sandbox.addFault(fault);
  await line.write({ "apps.yaml": apps(), "finance.yaml": FINANCE, "policy.yaml": REMOVAL });
  const ended = await line.trueup(["apply", ".", "--yes"]);
  expect(ended.stdout + ended.stderr).not.toContain("a defect of trueup");
  expect(
    line.sandbox.requests
      .filter(isWrite)
      .map(({ method }) => method)
      .sort(),
  ).toEqual(["DELETE", "POST", "POST", "POST"]);
  expect(line.sandbox.installationsOf("dana@contoso.com")).toEqual([]);
  expect(line.sandbox.installationsOf("adele@contoso.com")).toMatchObject([{ version: "2.4.0" }]);
});
