import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";
const TENANT = `
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: ${MANIFEST}
    displayName: Contoso Expenses and Travel for All Employees
    distributionMethod: organization
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }, { value: Calendars.Read.User }] }
users: [{ upn: adele.vance.of.the.finance.department@contoso.com }, { upn: megan@contoso.com }]
installations:
  adele.vance.of.the.finance.department@contoso.com: [{ app: expenses, version: 2.1.0 }]
  megan@contoso.com: [{ app: expenses, version: 2.1.0 }]
`;
const DESIRED = `
apiVersion: trueup/v1
apps: { expenses: { manifestId: ${MANIFEST}, permissions: [TeamsActivity.Send.User, Calendars.Read.User] } }
assignments: [{ app: expenses, version: latest, to: [{ everyone: true }] }]
rollouts: { expenses: { rings: [{ name: it, to: [{ user: megan@contoso.com }] }, { name: everyone }] } }
`;

const COMMANDS: readonly (readonly string[])[] = [
  ["plan", "teams"],
  ["drift", "teams"],
  ["validate", "teams"],
  ["rollout", "expenses", "teams"],
  ["rollout", "expenses", "teams", "--simulate"],
  ["explain", "megan@contoso.com", "expenses", "teams"],
  ["history"],
  ["history", "--definitions", "all"],
  ["census", "--from-store"],
  ["catalog"],
  ["lock", "teams", "--check"],
  ["why-click", "2.1.0", "2.4.0", "--manifest-id", MANIFEST],
  ["doctor", "teams"],
];

/** What is not broken: an id, a digest, an address, a permission with its type. */
const UNBREAKABLE = /\S{30,}|\S{20,} \((application|delegated)\)/;

let line: CommandLine;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  line = await startCommandLine(TENANT);
  env = { TRUEUP_STORE: join(line.folder, "store.db") };
  await line.write({ "teams/state.yaml": DESIRED });
  await line.trueup(["apply", "teams", "--yes"], { env });
});
afterAll(() => line.end());

// oxlint-disable-next-line no-control-regex
const plain = (text: string): string => text.replaceAll(/\u001B\[[\d;]*m/g, "");

describe.each([40, 80, 120])("on a terminal of %i columns", (columns) => {
  it.each(COMMANDS)("trueup %s %s %s %s fits, and says the same in colour and without", async (...args) => {
    const inColour = await line.trueup(args, { env, columns, color: true });
    const without = await line.trueup(args, { env, columns });
    expect(inColour.exitCode).not.toBe(1);
    const wide = plain(inColour.stdout)
      .split("\n")
      .filter((one) => one.length > columns && !UNBREAKABLE.test(one));
    expect(wide).toEqual([]);
    const timeless = (text: string): string => plain(text).replaceAll(/\d\d:\d\d(:\d\d(\.\d+Z)?)?/g, "00:00");
    expect(timeless(inColour.stdout)).toBe(timeless(without.stdout));
    // oxlint-disable-next-line no-control-regex
    expect(without.stdout).not.toMatch(/\u001B/);
  });
});
