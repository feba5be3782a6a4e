import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { type CommandLine, startCommandLine } from "./command-line.ts";
import { hurryCommands } from "./hurried.ts";

let endHurry: () => void;
beforeAll(() => {
  endHurry = hurryCommands();
});
afterAll(() => endHurry());

const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";
const ID = "0d820ecd-0000-4000-8000-000000000002";
const OTHER = "0d820ecd-0000-4000-8000-000000000009";
const TENANT = `
catalog:
  - name: expenses
    id: ${ID}
    externalId: ${MANIFEST}
    displayName: Contoso Expenses
    distributionMethod: organization
    definitions: [{ version: 2.1.0 }, { version: 2.4.0 }]
population:
  - { count: 2, upn: "person{n}@contoso.com", installations: [{ app: expenses, version: 2.1.0 }] }
`;
const DESIRED = `
apiVersion: trueup/v1
apps: { expenses: { manifestId: ${MANIFEST} } }
assignments: [{ app: expenses, version: latest, to: [{ everyone: true }] }]
`;

let line: CommandLine;
let env: Record<string, string>;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  env = { TRUEUP_STORE: join(line.folder, "store.db") };
  await line.write({ "state.yaml": DESIRED });
});
afterEach(() => line.end());

const run = (...args: readonly string[]) => line.trueup([...args], { env });
const written = (): number => line.sandbox.requests.filter(isWrite).length;

describe("freeze", () => {
  it("stops every change by whoever shares the store, says who and why, and thaw ends it", async () => {
    expect((await run("freeze", "--reason", "the audit runs")).stdout).toMatch(
      /every app frozen by .+ on .+ since .+: the audit runs\n/,
    );
    const held = await run("apply", "state.yaml", "--yes");
    expect([held.exitCode, written()]).toEqual([3, 0]);
    expect(held.stdout).toMatch(/frozen: every app frozen by .+: the audit runs/s);
    expect((await run("plan", "state.yaml", "--format", "json")).stdout).toContain('"reason":"frozen"');
    expect((await run("thaw")).stdout).toMatch(/ended: every app frozen by/);
    expect((await run("apply", "state.yaml", "--yes")).exitCode).toBe(0);
    expect(written()).toBe(2);
  });

  it("of one app is named as it was written, and another one stays", async () => {
    expect((await run("freeze", "--app", "expenses")).stderr).toContain(
      "change nothing of an app whose name or id is expenses from now on",
    );
    await run("freeze", "--app", OTHER, "--until", "4h");
    expect((await run("thaw", "--app", OTHER.toUpperCase())).stdout).toMatch(
      new RegExp(`ended: ${OTHER} frozen .+\\n.*still in force: expenses frozen`),
    );
    expect((await run("apply", "state.yaml", "--yes")).exitCode).toBe(3);
    expect((await run("thaw", "--app", "expences")).stdout).toMatch(
      /no freeze of expences; did you mean "expenses"\?\n/,
    );
  });

  it("of one app ends by whatever name or id of it, as git or the store knows them", async () => {
    await run("freeze", "state.yaml", "--app", "expenses");
    expect((await run("thaw", "state.yaml", "--app", MANIFEST)).stdout).toMatch(/ended: expenses frozen/);
    await run("freeze", "state.yaml", "--app", MANIFEST);
    expect((await run("thaw", "state.yaml", "--app", "expenses")).stdout).toContain(`ended: ${MANIFEST} frozen`);
  });

  it("refuses a name that would stop nothing, and keeps no freeze of it", async () => {
    const refused = await run("freeze", "--app", "expences");
    expect([refused.exitCode, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toMatch(/has an app "expences".*did you mean "expenses"\?/s);
    expect((await run("apply", "state.yaml", "--yes")).exitCode).toBe(0);
    // Now the store knows the app too, wherever the command is given.
    await line.write({ "elsewhere/note.txt": "" });
    const shown = await run("freeze", "elsewhere", "--app", "EXPENSES ".trim());
    expect([shown.exitCode, shown.stderr]).toEqual([0, expect.not.stringContaining("warning")]);
    const byTitle = await line.trueup(["freeze", "elsewhere", "--app", "Contoso Expenses"], { env });
    expect([byTitle.exitCode, byTitle.stderr]).toEqual([1, expect.stringContaining('did you mean "expenses"?')]);
    const nearId = await run("freeze", "elsewhere", "--app", MANIFEST.replace(/3$/, "4"));
    expect([nearId.exitCode, nearId.stderr]).toEqual([0, expect.stringContaining(`did you mean "${MANIFEST}"?`)]);
  });

  it("takes a name that cannot be compared with anything, and says so", async () => {
    await line.write({ "elsewhere/note.txt": "" });
    const { exitCode, stderr } = await run("freeze", "elsewhere", "--app", "expences");
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/warning: .*could not be compared with anything/)]);
  });

  it.each([
    [["--until", "2020-01-01"], /--until 2020-01-01T00:00:00.000Z has passed/],
    [["--until", "soon"], /give a time such as 2026-12-01T08:00Z/],
  ])("%j is refused", async (flags, says) => {
    const { exitCode, stderr } = await run("freeze", ...flags);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(says)]);
  });

  it("needs a store that others share", async () => {
    const { exitCode, stderr } = await line.trueup(["freeze"], { env: { XDG_STATE_HOME: join(line.folder, "none") } });
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/there is no store on this machine.*TRUEUP_STORE/s)]);
  });

  it("does not outlive its end, and thaw of nothing is no mistake", async () => {
    await run("freeze", "--until", "1s");
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await run("thaw")).stdout).toMatch(/nothing was frozen\n/);
    expect((await run("apply", "state.yaml", "--yes")).exitCode).toBe(0);
  });
});
