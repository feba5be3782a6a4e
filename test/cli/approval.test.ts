import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { isWrite, userIn } from "../../src/sandbox/request-log.ts";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const APP = "0d820ecd-0000-4000-8000-000000000002";
const TENANT = `
tenantId: ${TENANT_ID}
users:
  - { upn: adele@contoso.com, id: 00000000-0000-4000-8000-00000000000a }
  - { upn: megan@contoso.com, id: 00000000-0000-4000-8000-00000000000b }
  - { upn: zoe@contoso.com, id: 00000000-0000-4000-8000-00000000000c }
groups:
  - { name: Pilot, members: [{ user: adele@contoso.com }, { user: megan@contoso.com }] }
catalog:
  - name: expenses
    id: ${APP}
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    displayName: Expenses
    distributionMethod: organization
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User, type: application }] }
installations:
  adele@contoso.com: [{ app: expenses, version: 2.1.0 }]
  megan@contoso.com: [{ app: expenses, version: 2.1.0 }]
  zoe@contoso.com: [{ app: expenses, version: 2.1.0 }]
`;
const DESIRED = `
apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003, permissions: [TeamsActivity.Send.User, TeamsActivity.Send.Chat] }
assignments:
  - { app: expenses, version: latest, to: [{ group: Pilot }] }
`;

let line: CommandLine;
afterEach(() => line.end());

/** A tenant, and a plan of it that was reviewed. */
async function reviewed(...more: readonly string[]): Promise<void> {
  line = await startCommandLine(TENANT);
  await line.write({ "state.yaml": DESIRED });
  expect((await line.trueup(["plan", "state.yaml", "--out", "plan.json", ...more])).exitCode).toBe(0);
}

const apply = (...more: readonly string[]) =>
  line.trueup(["apply", "state.yaml", "--yes", "--plan", "plan.json", ...more]);

/** Who was written, by the first letter of the name. */
function written(): string {
  const names: Readonly<Record<string, string>> = { a: "adele", b: "megan", c: "zoe" };
  const users = line.sandbox.requests.filter(isWrite).map((record) => names[(userIn(record) ?? "").slice(-1)] ?? "?");
  return users.sort().join(" ");
}

describe("apply --plan: exactly what was reviewed", () => {
  it("carries it out, and a second time there is nothing left to do", async () => {
    await reviewed();
    expect((await apply()).exitCode).toBe(0);
    expect(written()).toBe("adele megan");
    const again = await apply();
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain("already");
    expect(written()).toBe("adele megan");
  });

  it("with a receipt: a line for each write", async () => {
    await reviewed();
    expect((await apply("--receipt", "receipt.jsonl")).exitCode).toBe(0);
    const text = await readFile(join(line.folder, "receipt.jsonl"), "utf8");
    expect(text.trimEnd().split("\n")).toHaveLength(2);
    expect(text).toContain('"value":"TeamsActivity.Send.User"');
    const nowhere = await apply("--receipt", "no/such/folder.jsonl");
    expect(nowhere).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("the receipt no/such/folder.jsonl cannot be written"),
    });
  });

  it("somebody joined the group since: is held, as nobody reviewed it", async () => {
    await reviewed();
    line.sandbox.addMember("Pilot", "zoe@contoso.com");
    const { exitCode, stdout } = await apply();
    expect(written()).toBe("adele megan");
    expect(stdout).toContain("zoe@contoso.com");
    expect(exitCode).toBe(3);
  });

  it("somebody left the group since: is not touched, and does not vanish from the result", async () => {
    await reviewed();
    line.sandbox.removeMember("Pilot", "megan@contoso.com");
    const { exitCode, stdout } = await apply();
    expect(written()).toBe("adele");
    expect(stdout).toContain("megan@contoso.com");
    expect(exitCode).toBe(3);
  });

  it("the catalog moved since: nothing is written", async () => {
    await reviewed();
    const permissions = [{ value: "TeamsActivity.Send.Chat", type: "application" }] as const;
    line.sandbox.publish(APP, { version: "2.5.0", publishingState: "published", permissions });
    const { exitCode, stdout } = await apply();
    expect(written()).toBe("");
    expect(exitCode).toBe(3);
    expect(stdout).toContain("definition");
  });
});

describe("apply --plan --envelope: within the bounds of what was reviewed", () => {
  it("groups move: as many as were reviewed, whoever they are", async () => {
    await reviewed();
    line.sandbox.removeMember("Pilot", "megan@contoso.com");
    line.sandbox.addMember("Pilot", "zoe@contoso.com");
    expect((await apply("--envelope")).exitCode).toBe(0);
    expect(written()).toBe("adele zoe");
  });

  it("more than were reviewed: none of them, unless the plan left room", async () => {
    await reviewed();
    line.sandbox.addMember("Pilot", "zoe@contoso.com");
    const { exitCode, stdout } = await apply("--envelope");
    expect(exitCode).toBe(3);
    expect(stdout).toContain("outside");
    expect(written()).toBe("");
  });

  it("with the room that the plan left", async () => {
    await reviewed("--envelope-slack", "1");
    line.sandbox.addMember("Pilot", "zoe@contoso.com");
    expect((await apply("--envelope")).exitCode).toBe(0);
    expect(written()).toBe("adele megan zoe");
  });

  it("another desired state is refused before anything is read", async () => {
    await reviewed();
    await line.write({ "state.yaml": `${DESIRED}# changed\n` });
    const { exitCode, stderr } = await apply("--envelope");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/desired state/);
    expect(written()).toBe("");
  });

  it("is nothing without a plan", async () => {
    await reviewed();
    const { exitCode, stderr } = await line.trueup(["apply", "state.yaml", "--yes", "--envelope"]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("--plan FILE") });
  });
});

describe("what is no approval", () => {
  it.each<{ name: string; change: (text: string) => string; says: RegExp }>([
    {
      name: "one that was edited by hand",
      change: (text) => text.replaceAll("megan@contoso.com", "zoe@contoso.com"),
      says: /changed after it was made/,
    },
    { name: "no JSON", change: () => "yes", says: /is not JSON/ },
    { name: "a result", change: (text) => text.replace('"kind": "plan"', '"kind": "result"'), says: /result/ },
    {
      name: "of a newer format",
      change: (text) => text.replace(/"formatVersion": "[0-9.]+"/, '"formatVersion": "2.0"'),
      says: /format/,
    },
  ])("$name: refused, and nothing is written", async ({ change, says }) => {
    await reviewed();
    const path = join(line.folder, "plan.json");
    await writeFile(path, change(await readFile(path, "utf8")));
    const { exitCode, stderr } = await apply();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(says);
    expect(written()).toBe("");
  });

  it("one that has expired", async () => {
    await reviewed("--expires-in", "0");
    const { exitCode, stderr } = await apply();
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/expired/) });
  });

  it("a file that is not there", async () => {
    await reviewed();
    const { exitCode, stderr } = await line.trueup(["apply", "state.yaml", "--yes", "--plan", "other.json"]);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("there is no file other.json"),
    });
  });
});

describe("the proof of reach", () => {
  it("is at the end of the plan, as text and as data", async () => {
    await reviewed();
    const { stdout } = await line.trueup(["plan", "state.yaml"]);
    expect(stdout).toMatch(/2 changes|people/);
    const plan: unknown = JSON.parse(await readFile(join(line.folder, "plan.json"), "utf8"));
    expect(plan).toMatchObject({ proof: expect.arrayContaining([expect.objectContaining({ holds: true })]) });
  });
});
