import { afterEach, beforeEach, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const [CATALOG, MANIFEST] = ["0d820ecd-0000-4000-8000-000000000002", "cf1ba4c7-0000-4000-8000-000000000003"];
const TENANT = `
catalog:
  - name: expenses
    id: ${CATALOG}
    externalId: ${MANIFEST}
    displayName: Contoso Expenses
    distributionMethod: organization
    definitions: [{ version: 2.1.0 }]
users: [{ upn: adele@contoso.com }]
installations: { adele@contoso.com: [{ app: expenses, version: 2.1.0 }] }
`;
const TYPO = MANIFEST.replace(/3$/, "8");

const state = (id: string): string => `
apiVersion: trueup/v1
apps: { expenses: { manifestId: ${id} } }
assignments: [{ app: expenses, version: latest, to: [{ everyone: true }] }]
`;

let line: CommandLine;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  await line.write({ "typo.yaml": state(TYPO), "far.yaml": state("11111111-2222-4333-8444-555555555555") });
});
afterEach(() => line.end());

it.each([
  { args: ["plan", "typo.yaml"], near: `"${MANIFEST}"? It is the manifestId of Contoso Expenses` },
  { args: ["drift", "typo.yaml"], near: `"${MANIFEST}"?` },
  { args: ["doctor", "typo.yaml"], near: `"${MANIFEST}"?` },
  { args: ["catalog", CATALOG.replace(/2$/, "9")], near: `"${CATALOG}"? It is the catalogId of Contoso Expenses` },
  { args: ["catalog", "contoso expanses"], near: '"Contoso Expenses"?' },
  { args: ["init", "new", "--app", TYPO, "--yes"], near: `"${MANIFEST}"?` },
])("an id that is one digit off: $args.0 says which one is near", async ({ args, near }) => {
  const { stdout, stderr } = await line.trueup(args);
  expect((stdout + stderr).replaceAll(/\s+/g, " ")).toContain(`did you mean ${near}`);
});

it("an id that is like no other is not taken for one", async () => {
  const { stderr } = await line.trueup(["plan", "far.yaml"]);
  expect(stderr).not.toContain("did you mean");
});
