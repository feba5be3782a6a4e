import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import { openStore } from "../../src/store/open.ts";
import { taker } from "../store/store-in-folder.ts";
import { type CommandLine, startCommandLine } from "./command-line.ts";
import { hurryCommands } from "./hurried.ts";

let endHurry: () => void;
beforeAll(() => {
  endHurry = hurryCommands();
});
afterAll(() => endHurry());

const PEOPLE = 15;
const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const tenantOf = (people: number, apps = "") => `
tenantId: ${TENANT_ID}
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    displayName: Expenses
    distributionMethod: organization
    definitions: [{ version: 2.1.0 }, { version: 2.4.0 }]
${apps}
population:
  - { count: ${people}, upn: "person{n}@contoso.com", installations: [{ app: expenses, version: 2.1.0 }] }
`;
const DESIRED = `
apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 }
assignments:
  - { app: expenses, version: latest, to: [{ everyone: true }] }
`;

let line: CommandLine;
afterEach(() => line.end());

async function start(
  people = PEOPLE,
  more = "",
  apps = "",
): Promise<{ env: Record<string, string>; path: string; reads: () => number }> {
  line = await startCommandLine(tenantOf(people, apps) + more);
  await line.write({ "state.yaml": DESIRED });
  const path = join(line.folder, "store.db");
  const reads = () =>
    line.sandbox.requests.filter((record) => record.path.includes("/teamwork/installedApps") && !isWrite(record))
      .length;
  return { env: { TRUEUP_STORE: path }, path, reads };
}

describe("a run that somebody asks for, when trying again is futile", () => {
  it("sends nothing where Teams keeps the app, and drift does not say that apply would", async () => {
    const { env } = await start(3, "policies: { permanent: [expenses] }\n");
    await line.write({
      "state.yaml": `${DESIRED.replace("version: latest", "ensure: absent")}policy: { maxRemovals: 9 }\n`,
    });
    const removals = () => line.sandbox.requests.filter(({ method }) => method === "DELETE").length;
    const apply = ["apply", "state.yaml", "--yes", "--settle", "0s"];
    expect((await line.trueup(apply, { env })).exitCode).toBe(3);
    const before = removals();
    const again = await line.trueup(apply, { env });
    expect(again.stdout).toContain("(permanent-app)");
    expect([again.exitCode, removals() - before]).toEqual([3, 0]);
    expect((await line.trueup(["drift", "state.yaml"], { env })).stdout).not.toContain("apply would");
  });

  it("replaces no copy again that Teams keeps", async () => {
    const copy = "0d820ecd-0000-4000-8000-000000000004";
    const { env } = await start(
      1,
      `  - count: 3
    upn: "copy{n}@contoso.com"
    installations: [{ app: copy, version: 1.0.0 }]
policies: { permanent: [copy] }
`,
      `  - { name: copy, id: ${copy}, externalId: cf1ba4c7-0000-4000-8000-000000000005, definitions: [{ version: 1.0.0 }] }`,
    );
    const replaces = `replaces: { id: ${copy}, removals: 9 }`;
    await line.write({ "state.yaml": DESIRED.replace("000000000003 }", `000000000003, ${replaces} }`) });
    const writes = () => line.sandbox.requests.filter(isWrite).length;
    const apply = ["apply", "state.yaml", "--yes", "--settle", "0s"];
    expect((await line.trueup(apply, { env })).exitCode).toBe(3);
    const before = writes();
    const again = await line.trueup(apply, { env });
    expect(again.stdout).toContain("(permanent-app)");
    expect([before > 0, again.exitCode, writes() - before]).toEqual([true, 3, 0]);
    expect((await line.trueup(["drift", "state.yaml"], { env })).stdout).not.toContain("apply would");
  });

  it.each([
    ["apply", ["apply", "state.yaml", "--yes", "--settle", "0s"]],
    ["run", ["run", "state.yaml", "--once", "--apply", "--listen", "off", "--settle", "0s"]],
  ])("%s corrects what drifts back once more, and then waits", async (_name, apply) => {
    const { env } = await start(3);
    await line.write({ "state.yaml": DESIRED.replace("version: latest", "version: latest, ensure: installed") });
    const codes: (number | null)[] = [];
    for (const _ of [1, 2, 3]) {
      codes.push((await line.trueup(apply, { env })).exitCode);
      for (const n of [1, 2, 3]) {
        const removal = `installations/person${n}@contoso.com/0d820ecd-0000-4000-8000-000000000002`;
        await fetch(`${line.sandbox.controlUrl}/${removal}`, { method: "DELETE" });
      }
    }
    expect(codes).toEqual([0, 0, 3]);
  });
});

describe("a run that remembers", () => {
  it("uses what the last one saw with --max-age, and says for how many rows", async () => {
    const { env, reads } = await start();
    expect((await line.trueup(["plan", "state.yaml"], { env })).exitCode).toBe(0);
    const before = reads();
    const { stdout } = await line.trueup(["plan", "state.yaml", "--max-age", "1h"], { env });
    expect(reads()).toBe(before);
    expect(stdout).toMatch(
      /what people have: read now for 0 rows,\s+known from earlier runs for 15, the oldest \d+ s old/,
    );
  });

  it("reads everybody anew without it, and warns where nobody looks, naming the rule", async () => {
    const { env, reads } = await start();
    await line.trueup(["plan", "state.yaml"], { env });
    const { stderr } = await line.trueup(["drift", "state.yaml"], { env });
    expect(reads()).toBe(2 * PEOPLE);
    expect(stderr).toContain("warning: 15 users were read within the last day and are read again");
    expect(stderr).toContain("polling-requirements");
  });

  it("ends in good order when its budget is used up, and the next one goes on", async () => {
    const { env, reads } = await start(60);
    const first = await line.trueup(["plan", "state.yaml", "--budget", "4", "--max-age", "1h", "--format", "json"], {
      env,
    });
    expect(first.exitCode).toBe(0);
    const { observations }: { observations: { now: number; notReadYet: number } } = JSON.parse(first.stdout);
    expect(observations.notReadYet).toBeGreaterThan(0);
    expect(observations.now + observations.notReadYet).toBe(60);
    const second = await line.trueup(["plan", "state.yaml", "--max-age", "1h", "--format", "json"], { env });
    expect(JSON.parse(second.stdout)).toMatchObject({ observations: { remembered: observations.now, notReadYet: 0 } });
    expect(reads()).toBe(60);
  });

  it.each([
    ["drift", ["drift", "state.yaml"]],
    ["apply", ["apply", "state.yaml", "--yes"]],
    ["run", ["run", "state.yaml", "--once", "--listen", "off"]],
  ])("%s with a budget reads first who was not as desired when last read", async (_name, command) => {
    const { env } = await start(60);
    const fast = ["--limits-scale", "20"];
    await line.write({ "state.yaml": DESIRED.replace("version: latest", "version: latest, ensure: installed") });
    expect((await line.trueup(["apply", "state.yaml", "--yes", ...fast], { env })).exitCode).toBe(0);
    const installation = "installations/person40@contoso.com/0d820ecd-0000-4000-8000-000000000002";
    await fetch(`${line.sandbox.controlUrl}/${installation}`, { method: "DELETE" });
    const { stdout } = await line.trueup(["drift", "state.yaml", "--format", "json", ...fast], { env });
    const { rows }: { readonly rows: readonly { readonly user: { readonly id: string } }[] } = JSON.parse(stdout);
    const before = line.sandbox.requests.length;
    await line.trueup([...command, "--budget", "12", "--max-age", "0s", ...fast], { env });
    const read = line.sandbox.requests.slice(before).filter(({ path }) => path.includes("/teamwork/installedApps"));
    const firstFew = read.slice(0, 5).map(({ path }) => path.split("/")[2]);
    expect(rows).toHaveLength(1);
    expect(firstFew).toContain(rows[0]?.user.id);
  });

  it("reads a row again before it writes it, whatever is remembered", async () => {
    const { env, reads } = await start();
    await line.trueup(["plan", "state.yaml"], { env });
    const before = line.sandbox.requests.length;
    expect((await line.trueup(["apply", "state.yaml", "--yes", "--max-age", "1h"], { env })).exitCode).toBe(0);
    const after = line.sandbox.requests.slice(before).filter(({ path }) => path.includes("/teamwork/installedApps"));
    const firstOf = new Map(after.toReversed().map(({ path, method }) => [path.split("/")[2] ?? "", method]));
    expect([...firstOf.values()]).toEqual(Array.from({ length: PEOPLE }, () => "GET"));
    expect(reads()).toBeGreaterThanOrEqual(3 * PEOPLE);
  });

  it("goes on without a store that cannot be used, and says so", async () => {
    const { path } = await start();
    await line.write({ "not-a-folder": "" });
    const { exitCode, stderr } = await line.trueup(["plan", "state.yaml"], {
      env: { TRUEUP_STORE: join(path, "..", "not-a-folder", "store.db") },
    });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/warning: the store .* cannot be used: .*; going on without it/);
  });
});

function directoryReads(): readonly string[] {
  return line.sandbox.requests.map(({ path }) => path).filter((path) => /^\/users(\?|\/delta)/.test(path));
}

describe("--directory", () => {
  it("reads what changed where there is a store, and everything with full, to the same end", async () => {
    const { env } = await start();
    const plan = async (...flags: readonly string[]) => {
      const { stdout } = await line.trueup(["plan", "state.yaml", "--format", "json", ...flags], { env });
      const { rows } = JSON.parse(stdout);
      return rows.map(({ user, verdict }: Record<string, unknown>) => ({ user, verdict }));
    };
    const delta = await plan();
    expect(directoryReads().every((path) => path.startsWith("/users/delta"))).toBe(true);
    line.sandbox.clearRequests();
    expect(await plan("--directory", "full")).toEqual(delta);
    expect(directoryReads().every((path) => path.startsWith("/users?"))).toBe(true);
  });

  it("says that delta needs a store, and refuses anything else", async () => {
    await start();
    const { exitCode, stderr } = await line.trueup(["plan", "state.yaml", "--directory", "delta"]);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/--directory delta needs a store[^]*TRUEUP_STORE/)]);
    expect((await line.trueup(["plan", "state.yaml", "--directory", "some"])).exitCode).toBe(1);
  });

  it("says what could not be followed, and how old what stands instead is", async () => {
    const { env } = await start();
    await line.trueup(["plan", "state.yaml"], { env });
    line.sandbox.addFault({ kind: "status", path: /users\/delta/, status: 403 });
    const old = await line.trueup(["plan", "state.yaml", "--max-age", "1h"], { env });
    expect(old.stderr).toMatch(/what was known 1 minute\s+ago stands, as --max-age allows/);
    const full = await line.trueup(["plan", "state.yaml"], { env });
    expect(full.stderr).toMatch(/what changed of the users could not be read[^]*they are read\s+in full/);
    expect(full.exitCode).toBe(0);
  });
});

describe("forget", () => {
  it("deletes one person at once, and says how much that was", async () => {
    const { env, path } = await start();
    await line.trueup(["plan", "state.yaml"], { env });
    expect((await line.trueup(["forget", "PERSON03@contoso.com"], { env })).stdout).toBe(
      `${path}: 3 rows about PERSON03@contoso.com deleted\n`,
    );
    expect((await line.trueup(["forget", "person03@contoso.com"], { env })).stdout).toBe(
      `${path}: nothing is known of person03@contoso.com\n`,
    );
    const { stdout } = await line.trueup(["plan", "state.yaml", "--max-age", "1h"], { env });
    expect(stdout).toMatch(/read now for 1 row,\s+known from earlier runs for 14/);
  });

  it.each([["forget", "adele@contoso.com"], ["thaw"], ["lease"], ["lease", "--break"]])(
    "%s of a store that is not there is not done, and none is made",
    async (...args) => {
      const { env, path } = await start();
      const { exitCode, stdout, stderr } = await line.trueup(args, { env });
      expect([exitCode, stdout]).toEqual([1, ""]);
      expect(stderr).toContain(`error: there is no store ${path}, which TRUEUP_STORE names, so nothing was done`);
      expect(existsSync(path)).toBe(false);
    },
  );

  it("on a machine without a store there is nothing to forget", async () => {
    const { env, path } = await start();
    const elsewhere = { ...env, TRUEUP_STORE: "", XDG_STATE_HOME: `${path}-state` };
    expect(await line.trueup(["forget", "adele@contoso.com"], { env: elsewhere })).toMatchObject({
      exitCode: 0,
      stdout: "there is no store on this machine, so nothing is known of adele@contoso.com\n",
    });
  });

  it("a store that cannot be opened is an error", async () => {
    const { env } = await start();
    await line.write({ "store.db/inside": "" });
    const { exitCode, stderr } = await line.trueup(["forget", "adele@contoso.com"], { env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("cannot be opened");
  });
});

describe("a store that was asked for and cannot be used", () => {
  it.each([
    { name: "a folder that is a file", path: "not-a-folder/store.db" },
    { name: "a folder in its place", path: "folder" },
    { name: "the desired state itself", path: "state.yaml" },
  ])("$name: a run that writes does not begin", async ({ path }) => {
    await start();
    await line.write({ "not-a-folder": "", "folder/inside": "" });
    const env = { TRUEUP_STORE: join(line.folder, path) };
    const { exitCode, stderr } = await line.trueup(["apply", "state.yaml", "--yes"], { env });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/so whether another run is changing this tenant cannot be told: [^A-Z]/);
    expect(stderr).not.toContain("going on without it");
    expect(line.sandbox.requests).toEqual([]);
  });

  it.each([
    { named: " ", says: "TRUEUP_STORE holds blanks only" },
    { named: ":memory:", says: "TRUEUP_STORE is :memory:, which no other run could see" },
    { named: "mysql://trueup:secret@db/x", says: "TRUEUP_STORE begins with mysql: and is no path of a file" },
    { named: "file:/tmp/x.db?mode=ro", says: "TRUEUP_STORE begins with file: and is no path of a file" },
  ])("$named is no file that runs could share: nobody is read", async ({ named, says }) => {
    await start();
    for (const command of [["apply", "state.yaml", "--yes"], ["plan", "state.yaml"], ["history"], ["freeze"]]) {
      const { exitCode, stderr } = await line.trueup(command, { env: { TRUEUP_STORE: named } });
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining(says)]);
      expect(stderr).not.toContain("secret");
    }
    expect(line.sandbox.requests).toEqual([]);
  });
});

describe("two runs at once", () => {
  it("the second one does not act, and says who does", async () => {
    const { env, path } = await start();
    await line.trueup(["plan", "state.yaml"], { env });
    const tenant = `unknown ${new URL(line.sandbox.url).origin}`;
    const store = await openStore({ path, tenant, clock: systemClock, notice: () => undefined });
    const before = line.sandbox.requests.length;
    const lease = await store?.lease.take(taker("process 4711 on worker-2"), 60_000);
    const { exitCode, stderr } = await line.trueup(["apply", "state.yaml", "--yes"], { env });
    const asked = line.sandbox.requests.length;
    const shown = await line.trueup(["lease"], { env });
    const broken = await line.trueup(["lease", "--break"], { env });
    const former = await line.trueup(["unlock"], { env });
    await store?.close();
    expect(lease?.kind).toBe("held");
    expect(shown.stdout).toMatch(/held by process 4711 on worker-2, since .*Z, until .*Z unless it is renewed/);
    expect(broken.stdout).toContain("broken; the lease was held by process 4711 on worker-2");
    expect(former.stdout).toContain("nobody is changing this tenant");
    expect(asked, "nobody was read").toBe(before);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("another run is changing this tenant: process 4711 on worker-2");
    expect(line.sandbox.requests.filter(isWrite)).toEqual([]);
    expect((await line.trueup(["apply", "state.yaml", "--yes"], { env })).exitCode).toBe(0);
  });
});
