import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, describe, expect, it } from "vitest";
import schema from "../../schemas/receipt.schema.json" with { type: "json" };
import { type CommandLine, startCommandLine } from "./command-line.ts";

const OLD = "0d820ecd-0000-4000-8000-000000000001";
const NEW = "0d820ecd-0000-4000-8000-000000000002";
const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";

const TENANT = `
catalog:
  - name: old
    id: ${OLD}
    externalId: cf1ba4c7-0000-4000-8000-000000000001
    definitions: [{ version: 1.0.0 }]
  - name: expenses
    id: ${NEW}
    externalId: ${MANIFEST}
    definitions: [{ version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }]
users: [{ upn: adele@contoso.com }]
installations: { adele@contoso.com: [{ app: APP }] }
`;

const desired = (setting: string): string => `
apiVersion: trueup/v1
apps: { expenses: { manifestId: ${MANIFEST}, permissions: [TeamsActivity.Send.User], ${setting} } }
policy: { maxRemovals: 10 }
assignments: [{ app: expenses, ensure: installed, version: latest, to: [{ user: adele@contoso.com }] }]
`;

const REPLACE = { installed: "old, version: 1.0.0", setting: `replaces: { id: ${OLD}, removals: 1 }` };
const REINSTALL = { installed: "expenses, version: 2.4.0", setting: "repairConsent: reinstall" };

let line: CommandLine;
let env: Readonly<Record<string, string>>;
afterEach(() => line.end());

async function applied({ installed, setting }: typeof REPLACE): Promise<string> {
  line = await startCommandLine(TENANT.replace("APP", installed));
  env = { TRUEUP_STORE: join(line.folder, "store.db") };
  await line.write({ "state.yaml": desired(setting) });
  const file = join(line.folder, "receipts.jsonl");
  expect(await line.trueup(["apply", "state.yaml", "--yes", "--receipt", file], { env })).toMatchObject({
    exitCode: 0,
  });
  return readFile(file, "utf8");
}

describe("an action of two writes leaves a receipt of each", () => {
  it.each([
    {
      name: "a replacement",
      beginning: REPLACE,
      asked: OLD,
      receipts: [
        { action: "install", partOf: "replace", from: null, to: "2.4.0", app: { id: NEW }, replaced: { id: OLD } },
        { action: "uninstall", partOf: "replace", from: "1.0.0", to: null, app: { id: OLD }, consent: [] },
      ],
      told: ["install 2.4.0 (part of replace)", "uninstall 1.0.0 (part of replace)"],
    },
    {
      name: "a repair of consent",
      beginning: REINSTALL,
      asked: NEW,
      receipts: [
        { action: "uninstall", partOf: "reinstall", from: "2.4.0", to: null, consent: [], definition: null },
        {
          action: "install",
          partOf: "reinstall",
          from: null,
          to: "2.4.0",
          consent: [{ value: "TeamsActivity.Send.User" }],
        },
      ],
      told: ["uninstall 2.4.0 (part of reinstall)", "install 2.4.0 (part of reinstall)"],
    },
  ])("$name", async ({ beginning, asked, receipts, told }) => {
    const text = await applied(beginning);
    const lines = text
      .trimEnd()
      .split("\n")
      .map((one): unknown => JSON.parse(one));
    expect(lines).toMatchObject(receipts.map((one, at) => ({ ...one, number: at + 1, sends: 1 })));
    const requests = lines.map((one) => JSON.stringify(one).match(/"requestId":"([^"]+)"/)?.[1]);
    expect(new Set(requests).size).toBe(2);
    const fits = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    for (const one of lines) expect([fits(one), fits.errors]).toEqual([true, null]);
    expect(await line.trueup(["history", "--verify"], { env })).toMatchObject({ exitCode: 0 });
    for (const command of [
      ["history"],
      ["history", "--app", asked],
      ["explain", "adele@contoso.com", "expenses", "state.yaml"],
    ]) {
      const shown = (await line.trueup(command, { env })).stdout.replaceAll(/\s+/g, " ");
      for (const one of told)
        expect([command.join(" "), shown]).toEqual([command.join(" "), expect.stringContaining(one)]);
    }
    expect((await line.trueup(["history", "--format", "csv"], { env })).stdout).toContain(
      `,${receipts[0]?.partOf}\r\n`,
    );
  });
});
