import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeRepository } from "../fakes/repository.ts";
import { startServer, type TestServer, WITH_SERVER } from "../store/postgres/databases.ts";
import { type FleetOfSandboxes, fleetOfSandboxes } from "./fleet-of-sandboxes.ts";
import { until } from "../until.ts";

const NAMES = ["contoso", "fabrikam", "northwind"];
const FAST = ["--apply", "--limits-scale", "10", "--settle", "1s", "--log-format", "text"];

describe.runIf(WITH_SERVER)("workers that are processes, and share a database", () => {
  let server: TestServer;
  let fleet: FleetOfSandboxes;
  beforeAll(async () => {
    server = await startServer();
  });
  afterEach(async () => {
    await fleet.end();
    await server.run("DROP SCHEMA IF EXISTS trueup CASCADE; DROP SCHEMA IF EXISTS trueup_queue CASCADE");
  });
  afterAll(() => server.end());

  const allRight = (): boolean => NAMES.every((name) => fleet.wrong(name).length === 0);

  it("take every tenant to its desired state, and end when each had its pass", async () => {
    fleet = await fleetOfSandboxes(NAMES, 30, server.url);
    const workers = [fleet.worker([...FAST, "--once"]), fleet.worker([...FAST, "--once"])];
    expect(await Promise.all(workers.map(({ ended }) => ended)), workers[0]?.output()).toEqual([0, 0]);
    expect(NAMES.flatMap((name) => fleet.wrong(name))).toEqual([]);
    const said = workers.map(({ output }) => output()).join("");
    expect(said.match(/ended after \d+ s: converged; 30 rows: 30 applied/g)).toHaveLength(3);
    expect(said).not.toContain("frozen");
  });

  it("follow a repository, and say which commit they worked on", async () => {
    fleet = await fleetOfSandboxes(["contoso"], 5, server.url);
    const commit = makeRepository(fleet.folder).commit();
    const worker = fleet.worker([...FAST, "--once", "--git-url", fleet.folder], ".");
    expect(await worker.ended, worker.output()).toBe(0);
    expect(fleet.wrong("contoso")).toEqual([]);
    expect(worker.output()).toContain(`at commit ${commit.slice(0, 12)} ended`);
  });

  it("go on with what one of them was at when it was killed: nobody is written twice, and nobody is lost", async () => {
    fleet = await fleetOfSandboxes(NAMES, 60, server.url, 20);
    const first = fleet.worker(FAST);
    await until("the first writes", () => NAMES.some((name) => fleet.writes(name) > 3));
    first.child.kill("SIGKILL");
    expect(allRight()).toBe(false);
    const second = fleet.worker(FAST);
    await until("everybody is right", allRight);
    second.child.kill("SIGTERM");
    expect(await second.ended, second.output()).toBe(0);
  });

  it("that are asked to end finish what is in flight, and another one goes on at once", async () => {
    fleet = await fleetOfSandboxes(NAMES, 60, server.url, 20);
    const first = fleet.worker(FAST);
    await until("the first writes", () => NAMES.some((name) => fleet.writes(name) > 3));
    first.child.kill("SIGTERM");
    expect(await first.ended, first.output()).toBe(0);
    expect(allRight()).toBe(false);
    const second = fleet.worker(FAST);
    // A lease ends by itself after five minutes, for which nobody here waits.
    await until("everybody is right", allRight);
    second.child.kill("SIGTERM");
    expect(await second.ended, second.output()).toBe(0);
  });
});

describe("a worker", () => {
  it("without a database is told what it needs", async () => {
    const fleet = await fleetOfSandboxes(["contoso"], 1, "");
    const { ended, output } = fleet.worker(FAST);
    expect([await ended, output()]).toEqual([
      1,
      "error: TRUEUP_STORE is not set\n  hint: workers share a database: TRUEUP_STORE=postgres://USER:PASSWORD@HOST/DATABASE\n",
    ]);
    await fleet.end();
  });
});
