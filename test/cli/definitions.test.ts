import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const APP_ID = "0d820ecd-0000-4000-8000-000000000002";
const TENANT = `
tenantId: 3f6c1f0e-0000-4000-8000-000000000001
users: [{ upn: adele@contoso.com }]
catalog:
  - name: expenses
    id: ${APP_ID}
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    definitions: [{ version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }]
`;
const STATE = `apiVersion: trueup/v1
apps: { expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 } }
assignments: [{ app: expenses, version: latest, to: [{ user: adele@contoso.com }] }]
`;

let line: CommandLine;
let env: Readonly<Record<string, string>>;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  env = { TRUEUP_STORE: join(line.folder, "store.db") };
  await line.write({ "state.yaml": STATE });
});
afterEach(() => line.end());

describe("trueup history --definitions", () => {
  it("tells every definition that runs saw, and how each differs from the one before", async () => {
    await line.trueup(["plan", "state.yaml"], { env });
    const permissions = ["TeamsActivity.Send.User", "Calendars.Read.User"].map(
      (value) => ({ value, type: "application" }) as const,
    );
    line.sandbox.publish(APP_ID, { version: "2.5.0", publishingState: "published", permissions });
    await line.trueup(["plan", "state.yaml"], { env });
    const { stdout } = await line.trueup(["history", "--definitions", APP_ID], { env });
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("2.4.0 the first that was seen");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("2.5.0 more-consent: it requires");
    expect(stdout).toContain("requires Calendars.Read.User (application)");
    const json = await line.trueup(["history", "--definitions", "all", "--format", "json"], { env });
    const classes = json.stdout
      .trim()
      .split("\n")
      .map((text): unknown => JSON.parse(text));
    expect(classes).toMatchObject([{ class: "new-catalog-id" }, { class: "more-consent", version: "2.5.0" }]);
  });

  it("takes the name that receipts give an app", async () => {
    await line.write({
      "state.yaml": `apiVersion: trueup/v1
tenant: 3f6c1f0e-0000-4000-8000-000000000001
apps: { expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003, permissions: [TeamsActivity.Send.User] } }
assignments: [{ app: expenses, ensure: installed, version: latest, to: [{ user: adele@contoso.com }] }]
`,
    });
    expect((await line.trueup(["apply", "state.yaml", "--yes"], { env })).exitCode).toBe(0);
    const { exitCode, stdout } = await line.trueup(["history", "--definitions", "expenses"], { env });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(APP_ID)]);
  });

  it.each(["--verify", "--anchor", "--receipt=x", "--user=x", "--since=1d"])("refuses %s beside it", async (flag) => {
    const { exitCode, stderr } = await line.trueup(["history", "--definitions", "all", flag], { env });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("cannot be used with option")]);
  });

  it("says that an app was never seen, and which was", async () => {
    await line.trueup(["plan", "state.yaml"], { env });
    const near = await line.trueup(["history", "--definitions", APP_ID.replace("0d8", "0d9")], { env });
    expect(near).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`did you mean "${APP_ID}"?`) });
    const far = await line.trueup(["history", "--definitions", "something-else"], { env });
    expect(far).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("definitions were seen of expenses") });
  });
});

/** What a plan warns of, by code. */
async function codes(file: string): Promise<readonly unknown[]> {
  const { stdout } = await line.trueup(["plan", file, "--format", "json"], { env });
  const { diagnostics }: { readonly diagnostics: readonly { readonly code: unknown }[] } = JSON.parse(stdout);
  return diagnostics.map(({ code }) => code);
}

describe("a consent that would go to another application than before", () => {
  const MOVED = "fdebf36e-0000-4000-8000-000000000009";

  it("is a warning of every plan until git pins one or has a lock file", async () => {
    expect(await codes("state.yaml")).toEqual([]);
    const permissions = [{ value: "TeamsActivity.Send.User", type: "application" }] as const;
    line.sandbox.publish(APP_ID, { version: "2.5.0", publishingState: "published", permissions, clientAppId: MOVED });
    for (let times = 0; times < 2; times += 1) expect(await codes("state.yaml")).toEqual(["identity-moved"]);
    const comment = await line.trueup(["plan", "state.yaml", "--format", "markdown"], { env });
    for (const text of [comment.stdout, comment.stderr])
      expect(text).toMatch(/another Entra application than with 2\.4\.0/);
    await line.write({ "pinned.yaml": STATE.replace("003 }", `003, clientAppId: ${MOVED} }`) });
    expect(await codes("pinned.yaml")).toEqual([]);
    await line.trueup(["lock", "state.yaml"], { env });
    expect(await codes("state.yaml")).toEqual([]);
  });
});
