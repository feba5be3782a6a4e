import { join } from "node:path";
import * as fc from "fast-check";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { isWrite, userIn } from "../../src/sandbox/request-log.ts";
import { type CommandLine, type Ended, startCommandLine } from "../cli/command-line.ts";
import { firstOf } from "../share.ts";

/** How often each run is killed: twice here, 10 times by `.ci/run`, 50 times by `npm run test:killed`. */
const KILLS = Number(process.env["TRUEUP_KILLS"] ?? "2");
const PEOPLE = Math.max(40, KILLS * 12);
const APP = "0d820ecd-0000-4000-8000-000000000002";

const TENANT = `
tenantId: 3f6c1f0e-0000-4000-8000-000000000001
catalog:
  - name: expenses
    id: ${APP}
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    displayName: Expenses
    distributionMethod: organization
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User, type: application }] }
population:
  - count: ${PEOPLE}
    upn: "person{n}@contoso.com"
    installations: [{ app: expenses, version: 2.1.0 }]
`;

const DESIRED = `
apiVersion: trueup/v1
tenant: 3f6c1f0e-0000-4000-8000-000000000001
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003, permissions: [TeamsActivity.Send.User] }
assignments:
  - { app: expenses, version: latest, to: [{ everyone: true }] }
policy: { maxChanges: 100% }
`;

let line: CommandLine;
afterEach(() => line.end());

/** When a run is killed: as soon as the sandbox has received so many more of some requests. */
interface Kill {
  readonly after: number;
  readonly of: "requests" | "writes";
}

function received(of: Kill["of"]): number {
  const { requests } = line.sandbox;
  return of === "requests" ? requests.length : requests.filter(isWrite).length;
}

/** Runs `apply`, and kills it; null: lets it end. The exit code is null when it was killed. */
async function apply(settle: string, kill: Kill | null): Promise<Ended> {
  const args = [
    "apply",
    "state.yaml",
    "--yes",
    "--limits-scale",
    "100",
    "--max-age",
    "1h",
    "--settle",
    settle,
    "--format",
    "json",
  ];
  const env = { TRUEUP_STORE: join(line.folder, "store.db") };
  const ended = new AbortController();
  const running = line.spawned(args, {
    env,
    started: (child) => {
      if (kill === null) return;
      const due = received(kill.of) + kill.after;
      const watch = async (): Promise<void> => {
        while (!ended.signal.aborted && received(kill.of) < due) await sleep(1);
        child.kill("SIGKILL");
      };
      void watch();
    },
  });
  const run = await running;
  if (run.exitCode === 1) throw new Error(run.stderr);
  ended.abort();
  return run;
}

/** The worst state of a row, as the result of a run says it. */
function stateOf({ stdout }: Ended): string {
  const { summary }: { readonly summary: { readonly state: string } } = JSON.parse(stdout);
  return summary.state;
}

/** By turns while people are read, and among the writes: all of those are not done before the last kill. */
function kills(): readonly Kill[] {
  const afterRequests = fc.sample(fc.integer({ min: 4, max: 40 }), KILLS);
  const afterWrites = fc.sample(fc.integer({ min: 1, max: 12 }), KILLS);
  return afterRequests.map((requests, index) =>
    index % 2 === 0 ? { after: requests, of: "requests" } : { after: afterWrites[index] ?? 1, of: "writes" },
  );
}

function writesPerPerson(): readonly number[] {
  const counts = new Map<string, number>();
  for (const record of line.sandbox.requests.filter(isWrite)) {
    const user = userIn(record) ?? "";
    counts.set(user, (counts.get(user) ?? 0) + 1);
  }
  return [...counts.values()];
}

/** How many people the history names, whose chain has to hold: what a kill left out was added by a later run. */
async function peopleWithReceipt(): Promise<number> {
  const env = { TRUEUP_STORE: join(line.folder, "store.db") };
  expect((await line.trueup(["history", "--verify"], { env })).exitCode).toBe(0);
  const { stdout } = await line.trueup(["history", "--format", "json"], { env });
  const { receipts }: { readonly receipts: readonly { readonly user: { readonly id: string } }[] } = JSON.parse(stdout);
  return new Set(receipts.map(({ user }) => user.id)).size;
}

describe(`a run that is killed ${KILLS} times at random moments, and goes on each time`, () => {
  const settings = [
    { name: "reads show a write only after a while", lagMs: 500, settle: "2s" },
    { name: "reads show a write at once", lagMs: 0, settle: "1s" },
  ];
  it.each(firstOf(settings, 1))(
    "$name: writes nothing twice, loses nobody, and ends right",
    async ({ lagMs, settle }) => {
      line = await startCommandLine(TENANT, { dials: { latencyMs: 2, lagMs } });
      await line.write({ "state.yaml": DESIRED });
      let amongWrites = 0;
      for (const kill of kills()) {
        const before = received("writes");
        // A run that has nothing left but what settles ends by itself.
        expect([null, 0, 3]).toContain((await apply(settle, kill)).exitCode);
        const after = received("writes");
        if (after > before && after < PEOPLE) amongWrites += 1;
      }
      expect(amongWrites).toBeGreaterThanOrEqual(KILLS / 4);

      // What was under way at the last kill waits until it shows; then the next run finds everybody right.
      let last = await apply(settle, null);
      for (let run = 1; run < 10 && stateOf(last) !== "as-desired"; run += 1) {
        await sleep(lagMs + 500);
        last = await apply(settle, null);
      }
      expect(last.exitCode, last.stdout).toBe(0);
      const everybody = Object.values(line.sandbox.snapshot());
      expect(everybody).toHaveLength(PEOPLE);
      expect(new Set(everybody.flat().map(({ version }) => version)), last.stdout).toEqual(new Set(["2.4.0"]));
      expect(writesPerPerson()).toEqual(Array.from({ length: PEOPLE }, () => 1));
      expect(await peopleWithReceipt()).toBe(PEOPLE);
    },
    600_000,
  );
});
