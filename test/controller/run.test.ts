import type { ChildProcess } from "node:child_process";
import { rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { type CommandLine, type Ended, startCommandLine } from "../cli/command-line.ts";
import { makeRepository } from "../fakes/repository.ts";
import { openPlace } from "../notify/place.ts";
import { parsePrometheus } from "./prometheus-text.ts";
import { isWhole } from "../share.ts";
import { until } from "../until.ts";

const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const APP = "0d820ecd-0000-4000-8000-000000000002";
const TENANT = `
tenantId: ${TENANT_ID}
catalog:
  - name: expenses
    id: ${APP}
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    displayName: Expenses
    distributionMethod: organization
    definitions: [{ version: 2.1.0 }, { version: 2.4.0 }]
population:
  - { count: 4, upn: "person{n}@contoso.com", installations: [{ app: expenses, version: 2.1.0 }] }
`;

function desired(version: string): string {
  return `
apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 }
assignments:
  - { app: expenses, version: "${version}", to: [{ everyone: true }] }
`;
}

let line: CommandLine;
let children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  await line.end();
});

/** Lines of the log, as they come. */
interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until the log holds an event that fits. */
  readonly seen: (event: string, facts?: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly events: () => readonly Event[];
}

type Environment = Readonly<Record<string, string>>;
type Event = Readonly<Record<string, unknown>>;

const FAST = ["--limits-scale", "20"];

function eventsOf(log: string): readonly Event[] {
  return log
    .split("\n")
    .filter((one) => one.startsWith("{"))
    .map((one): Event => JSON.parse(one));
}

/** One pass, which ends by itself and so needs no process. */
const once = (args: readonly string[], env: Environment = {}): Promise<Ended> =>
  line.trueup(["run", ...args, "--once", ...FAST], { env });

/** A controller in a process of its own, for signals, kills and two at once. */
function run(args: readonly string[], env: Environment = {}): Running {
  let text = "";
  let child: ChildProcess | null = null;
  const ended = line.spawned(["run", ...args, ...FAST], {
    env,
    started: (process) => {
      child = process;
      children.push(process);
      process.stderr?.on("data", (chunk: string) => {
        text += chunk;
      });
    },
  });
  const events = () => eventsOf(text);
  const seen = async (event: string, facts: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    const fits = (one: Event) =>
      one["event"] === event && Object.entries(facts).every(([name, value]) => one[name] === value);
    await until(
      () => `${event} ${JSON.stringify(facts)} is logged\n${text}`,
      () => events().some(fits),
    );
  };
  if (child === null) throw new Error("not started");
  return { child, ended, seen, events };
}

function versions(): readonly (string | null)[] {
  return [
    ...new Set(
      Object.values(line.sandbox.snapshot())
        .flat()
        .map(({ version }) => version),
    ),
  ];
}

/** What a server has, with a checkout of its own: a desired state that is committed there is pushed. */
async function repository() {
  const checkout = join(line.folder, "origin");
  const { commit } = makeRepository(checkout);
  const push = async (text: string): Promise<string> => {
    await writeFile(join(checkout, "state.yaml"), text);
    return commit();
  };
  return {
    push,
    args: [
      "--git-url",
      join(checkout, ".git"),
      "--git-interval",
      "1s",
      "--workspace",
      join(line.folder, "workspace"),
      "--listen",
      "off",
    ],
  };
}

async function onePass(...more: readonly string[]): Promise<number | null> {
  return (await once(["state.yaml", ...more])).exitCode;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("one pass, for an external scheduler", () => {
  it("reports drift and changes nothing, then corrects it with --apply, then has nothing to do", async () => {
    line = await startCommandLine(TENANT);
    await line.write({ "state.yaml": desired("latest") });
    expect(await onePass()).toBe(2);
    expect(line.sandbox.requests.filter(isWrite)).toEqual([]);
    expect(await onePass("--apply")).toBe(0);
    expect(versions()).toEqual(["2.4.0"]);
    expect(await onePass()).toBe(0);
  });

  it("ends with 1 when no plan could be made, and says why", async () => {
    line = await startCommandLine(TENANT);
    await line.write({ "state.yaml": "apiVersion: trueup/v1\nassignments: 5\n" });
    const { exitCode, stderr } = await once(["state.yaml"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('"event":"source-refused"');
    expect(stderr).toContain("state.yaml:2");
  });
});

describe("receivers of notifications", () => {
  it("hear once of a trouble and once of its end, though each pass is a process of its own", async () => {
    line = await startCommandLine(TENANT);
    const place = await openPlace({ status: 202 });
    const env = {
      TRUEUP_STORE: join(line.folder, "store.db"),
      TRUEUP_NOTIFY_WEBHOOK_URL: place.url,
      TRUEUP_NOTIFY_WEBHOOK_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    };
    const pass = async (text: string): Promise<readonly string[]> => {
      await line.write({ "state.yaml": text });
      await once(["state.yaml"], env);
      return place.arrived.map(({ body }) => {
        const { data }: { data: { items: readonly { what: string; code: string }[] } } = JSON.parse(body);
        return data.items.map(({ what, code }) => `${what} ${code}`).join("; ");
      });
    };
    await pass("apiVersion: trueup/v1\nassignments: 5\n");
    const began = "began pass-failed; began source-not-in-use";
    expect(await pass("apiVersion: trueup/v1\nassignments: 5\n")).toEqual([began]);
    const over = "over pass-failed; over source-not-in-use";
    expect(await pass(desired("latest"))).toEqual([began, over]);
    expect(await pass(desired("latest"))).toEqual([began, over]);
  });
});

describe("a line of the log for each row that is written", () => {
  it.each([
    { name: "nobody, without a key", flags: [], env: {}, user: null },
    {
      name: "a pseudonym, with one",
      flags: [],
      env: { TRUEUP_PSEUDONYM_KEY: "0123456789abcdef0123456789abcdef" },
      user: expect.stringMatching(/^u-\w+$/),
    },
    {
      name: "the person, where people are to be shown",
      flags: ["--show-users"],
      env: {},
      user: expect.stringMatching(/^person\d@contoso\.com$/),
    },
  ])("names $name", async ({ flags, env, user }) => {
    line = await startCommandLine(TENANT);
    await line.write({ "state.yaml": desired("latest") });
    const { stdout, stderr } = await once(["state.yaml", "--apply", ...flags], env);
    const rows = eventsOf(stderr).filter(({ event }) => event === "row");
    expect(rows.map((row) => row["user"])).toEqual([user, user, user, user]);
    if (flags.length === 0) expect(stdout + stderr).not.toContain("person");
  });

  it("nor as text", async () => {
    line = await startCommandLine(TENANT);
    await line.write({ "state.yaml": desired("latest") });
    const { stderr } = await once(["state.yaml", "--apply", "--log-format", "text"]);
    expect(stderr.match(/^ {2}upgrade expenses: applied$/gm)).toHaveLength(4);
    expect(stderr).not.toContain("person");
  });
});

describe("a controller that follows git", () => {
  it("a commit is pushed and the tenant follows; a bad one acts on nothing; SIGTERM ends it in order", async () => {
    line = await startCommandLine(TENANT);
    const { push, args } = await repository();
    const first = await push(desired("<2.4"));
    const controller = run([...args, "--apply"]);
    await controller.seen("pass-ended", { commit: first, outcome: "converged" });
    expect(versions()).toEqual(["2.1.0"]);

    const bad = await push(desired("not a version"));
    await controller.seen("source-refused", { commit: bad });
    expect(versions()).toEqual(["2.1.0"]);

    const second = await push(desired("latest"));
    await controller.seen("pass-ended", { commit: second, outcome: "converged" });
    expect(versions()).toEqual(["2.4.0"]);
    expect(controller.events().filter(({ event }) => event === "row")).toHaveLength(4);

    controller.child.kill("SIGTERM");
    expect((await controller.ended).exitCode).toBe(0);
  });

  it.runIf(isWhole)("killed in the middle and started again it converges, and nobody is written twice", async () => {
    line = await startCommandLine(TENANT, { dials: { latencyMs: 30 } });
    const { push, args } = await repository();
    await push(desired("latest"));
    const env = { TRUEUP_STORE: join(line.folder, "store.db") };
    const first = run([...args, "--apply", "--settle", "1s"], env);
    await until("a write", () => line.sandbox.requests.some(isWrite));
    first.child.kill("SIGKILL");
    await first.ended;
    await sleep(1_500);
    // The lock of the one that was killed is still there, until a person or time ends it.
    expect((await line.trueup(["lease"], { env })).stdout).toContain("held by process");
    await line.trueup(["lease", "--break"], { env });
    expect((await once([...args, "--apply", "--settle", "1s"], env)).exitCode).toBe(0);
    expect(versions()).toEqual(["2.4.0"]);
    expect(line.sandbox.requests.filter(isWrite)).toHaveLength(4);
  });

  it.runIf(isWhole)("a definition moves in the catalog, and is seen between passes", async () => {
    line = await startCommandLine(TENANT);
    const { push, args } = await repository();
    await push(desired("latest"));
    const controller = run([...args, "--apply", "--catalog-interval", "1s"]);
    await controller.seen("pass-ended", { pass: 1, outcome: "converged" });
    line.sandbox.publish(APP, {
      version: "2.5.0",
      publishingState: "published",
      permissions: [],
    });
    await controller.seen("pass-started", { trigger: "catalog" });
    await controller.seen("pass-ended", { pass: 2, outcome: "converged" });
    expect(versions()).toEqual(["2.5.0"]);
  });

  it.runIf(isWhole)("a suspend file stops all changes, and taking it away lets them go on", async () => {
    line = await startCommandLine(TENANT);
    const { push, args } = await repository();
    await push(desired("latest"));
    const brake = join(line.folder, "suspend");
    await writeFile(brake, "");
    const controller = run([...args, "--apply", "--suspend-file", brake]);
    await controller.seen("pass-ended", { pass: 1, outcome: "differs" });
    expect(versions()).toEqual(["2.1.0"]);
    await rm(brake);
    await sleep(1_100);
    controller.child.kill("SIGHUP");
    await controller.seen("pass-ended", { pass: 2, outcome: "converged" });
    expect(versions()).toEqual(["2.4.0"]);
  });
});

describe("two controllers that share a store", () => {
  it("never act at once: everybody is written once", async () => {
    line = await startCommandLine(TENANT, { dials: { latencyMs: 50 } });
    await line.write({ "state.yaml": desired("latest") });
    const env = { TRUEUP_STORE: join(line.folder, "store.db") };
    const args = ["state.yaml", "--apply", "--listen", "off", "--settle", "1s"];
    const both = await Promise.all([1, 2].map(() => run([...args, "--once"], env).ended));
    const last = await once(args, env);
    expect(both.map(({ exitCode }) => exitCode)).toContain(0);
    expect(last.exitCode).toBe(0);
    expect(versions()).toEqual(["2.4.0"]);
    expect(line.sandbox.requests.filter(isWrite)).toHaveLength(4);
  });
});

describe("watched over HTTP", () => {
  it("is ready after the first pass, shows metrics, and makes a pass when asked with the token", async () => {
    line = await startCommandLine(TENANT);
    await line.write({ "state.yaml": desired("latest") });
    const port = await freePort();
    const env = { TRUEUP_RECONCILE_TOKEN: "let-me", TRUEUP_STORE: join(line.folder, "store.db") };
    const controller = run(["state.yaml", "--listen", String(port)], env);
    await controller.seen("pass-ended", { pass: 1, outcome: "differs" });
    const origin = `http://127.0.0.1:${port}`;
    expect((await request(`${origin}/readyz`)).statusCode).toBe(200);
    await rename(env.TRUEUP_STORE, join(line.folder, "taken-away.db"));
    const unready = await request(`${origin}/readyz`);
    expect([unready.statusCode, await unready.body.text()]).toEqual([
      503,
      `the store ${env.TRUEUP_STORE} cannot be written\n`,
    ]);
    const asked = await request(`${origin}/reconcile`, { method: "POST", headers: { authorization: "Bearer let-me" } });
    expect(asked.statusCode).toBe(202);
    await controller.seen("pass-ended", { pass: 2 });
    const samples = parsePrometheus(await (await request(`${origin}/metrics`)).body.text());
    const rows = samples
      .filter(({ name }) => name === "trueup_rows")
      .map(({ labels, value }) => ({ ...labels, value }));
    expect(rows).toEqual([{ app: "expenses", verdict: "act", reason: "", value: 4 }]);
    expect(samples.find(({ name }) => name === "trueup_graph_requests_total")?.value).toBeGreaterThan(0);
    expect(JSON.stringify(samples)).not.toContain("person");
    const page = await request(origin);
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'; style-src 'sha256-");
    const html = await page.body.text();
    expect(html).toContain("<title>4 rows differ – TrueUp</title>");
    expect(html).not.toContain("person1");
    const answer = await (await request(`${origin}/users?name=PERSON1%40contoso.com`)).body.text();
    expect(answer).toContain("older than desired");
    expect(answer.replace('value="PERSON1@contoso.com"', "")).not.toMatch(/person1/i);
    controller.child.kill("SIGTERM");
    expect((await controller.ended).exitCode).toBe(0);
    expect((await controller.ended).stderr).not.toContain("person");
  });
});
