import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const ROOT = new URL("../../", import.meta.url);
const page = await readFile(new URL("docs/getting-started.md", ROOT), "utf8");

/** What the page shows as output of one command after the other. */
const shown = [...page.matchAll(/```text\n(.*?)```/gs)].map(([, text = ""]) => text);

let line: CommandLine;
beforeAll(async () => {
  line = await startCommandLine(await readFile(new URL("examples/demo/tenant.yaml", ROOT), "utf8"));
});
afterAll(() => line.end());

describe("the outputs of docs/getting-started.md", () => {
  it("are what the commands say", async () => {
    const [doctor, found, first, held, catalog, ...more] = shown;
    expect(more).toEqual([]);
    expect((await line.trueup(["doctor"])).stdout).toContain(doctor);
    const init = await line.trueup(["init", "teams-apps", "--yes", "--limits-scale", "1000"]);
    expect(init.stderr).toContain(found);
    expect(init.stdout).toContain(first);
    const file = join("teams-apps", "assignments", "contoso-expenses.yaml");
    const before = await readFile(join(line.folder, file), "utf8");
    await line.write({ [file]: before.replace(/version: .*/, 'version: ">=2.4"') });
    expect((await line.trueup(["plan", "teams-apps", "--limits-scale", "1000"])).stdout).toContain(held);
    expect((await line.trueup(["catalog", "expenses"])).stdout).toContain(catalog);
  });
});
