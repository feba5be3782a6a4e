import { spawn } from "node:child_process";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { startServer, type TestServer, WITH_SERVER } from "../store/postgres/databases.ts";
import { type FleetOfSandboxes, fleetOfSandboxes } from "./fleet-of-sandboxes.ts";
import { until } from "../until.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;
const FLAGS = ["--apply", "--limits-scale", "10", "--settle", "1s", "--log-format", "text", "--max-age", "0"];
const PEOPLE = 60;
const SOAK_MS = 4_000;
const ROLLOUT = `rollouts:
  expenses:
    rings:
      - { name: first, share: 40%, soak: ${SOAK_MS / 1_000}s, proof: none }
      - { name: everyone }
`;
const MOST_ROUNDS = 8;

describe.runIf(WITH_SERVER)("rings of tenants, with workers that are processes", () => {
  let server: TestServer;
  let fleet: FleetOfSandboxes;
  beforeAll(async () => {
    server = await startServer();
  });
  afterEach(() => fleet.end());
  afterAll(() => server.end());

  const writtenAt = (tenant: string): readonly number[] =>
    (fleet.sandboxes.get(tenant)?.requests ?? []).filter(isWrite).map(({ atMs }) => atMs);

  /** `trueup apply` by hand, in the folder of one tenant. */
  function apply(tenant: string): Promise<string> {
    const args = [MAIN, "apply", join(fleet.folder, "tenants", tenant), "--yes"];
    const child = spawn(process.execPath, args, {
      env: fleet.environmentOf(tenant),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
      });
    return new Promise((resolve) => child.once("close", () => resolve(output)));
  }

  it("bring nothing to a later tenant before an earlier one has it, through its soak, whoever is killed and whoever applies by hand", async () => {
    fleet = await fleetOfSandboxes(["contoso", "fabrikam"], PEOPLE, server.url, 20, {
      rings: [["contoso"], ["fabrikam"]],
      states: { contoso: ROLLOUT },
    });
    const killed = fleet.worker(FLAGS);
    await until("the first writes", () => writtenAt("contoso").length >= 4);
    killed.child.kill("SIGKILL");
    expect(writtenAt("contoso").length).toBeLessThan(PEOPLE);
    expect(await apply("fabrikam")).toContain("tenant contoso of ring 1 of the fleet comes first");
    for (let round = 0; fleet.wrong("fabrikam").length > 0 && round < MOST_ROUNDS; round += 1) {
      const workers = [fleet.worker([...FLAGS, "--once"]), fleet.worker([...FLAGS, "--once"])];
      for (const { ended } of workers) await ended;
      await sleep(SOAK_MS / 2);
    }
    expect([...fleet.wrong("contoso"), ...fleet.wrong("fabrikam")]).toEqual([]);
    const [first, later] = [writtenAt("contoso"), writtenAt("fabrikam")];
    expect(Math.min(...later), "no write before the earlier tenant had its last").toBeGreaterThan(Math.max(...first));
    const gaps = first.slice(1).map((atMs, index) => atMs - (first[index] ?? atMs));
    const pauses = gaps.filter((ms) => ms > SOAK_MS).length;
    expect(pauses, "after the kill, and between the rings of the earlier tenant").toBeGreaterThanOrEqual(2);
  });
});
