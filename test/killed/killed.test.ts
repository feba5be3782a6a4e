import { join } from "node:path";
import * as fc from "fast-check";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { isWrite, userIn } from "../../src/sandbox/request-log.ts";
import { type CommandLine, startCommandLine } from "../cli/command-line.ts";

/** How often each run is killed: a few times here, 50 times by `npm run test:killed`. */
const KILLS = Number(process.env["TRUEUP_KILLS"] ?? "4");
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

/** Runs `apply`, and kills it when the sandbox has received so many requests more; null: lets it end. */
async function apply(settle: string, killAfter: number | null): Promise<number | null> {
  const { sandbox } = line;
  const args = ["apply", "state.yaml", "--yes", "--limits-scale", "100", "--max-age", "1h", "--settle", settle];
  const env = { TRUEUP_STORE: join(line.folder, "store.db") };
  const ended = new AbortController();
  const running = line.trueup(args, {
    env,
    started: (child) => {
      if (killAfter === null) return;
      const due = sandbox.requests.length + killAfter;
      const watch = async (): Promise<void> => {
        while (!ended.signal.aborted && sandbox.requests.length < due) await sleep(1);
        child.kill("SIGKILL");
      };
      void watch();
    },
  });
  const { exitCode, stderr } = await running;
  if (exitCode === 1) throw new Error(stderr);
  ended.abort();
  return exitCode;
}

function writesPerPerson(): readonly number[] {
  const counts = new Map<string, number>();
  for (const record of line.sandbox.requests.filter(isWrite)) {
    const user = userIn(record) ?? "";
    counts.set(user, (counts.get(user) ?? 0) + 1);
  }
  return [...counts.values()];
}

describe(`a run that is killed ${KILLS} times at random moments, and goes on each time`, () => {
  it.each([
    { name: "reads show a write at once", lagMs: 0, settle: "1s" },
    { name: "reads show a write only after a while", lagMs: 1_500, settle: "4s" },
  ])(
    "$name: writes nothing twice, loses nobody, and ends right",
    async ({ lagMs, settle }) => {
      line = await startCommandLine(TENANT, { latencyMs: 2, dials: { lagMs } });
      await line.write({ "state.yaml": DESIRED });
      for (const requests of fc.sample(fc.integer({ min: 4, max: 40 }), KILLS)) {
        expect(await apply(settle, requests)).toBe(null);
      }

      // What was under way at the last kill is held until it shows; then the next run finds everybody right.
      const endings: (number | null)[] = [];
      for (let run = 0; run < 10 && endings.at(-1) !== 0; run += 1) {
        if (run > 0) await sleep(lagMs + 500);
        endings.push(await apply(settle, null));
      }
      expect(endings.at(-1)).toBe(0);
      const everybody = Object.values(line.sandbox.snapshot());
      expect(everybody).toHaveLength(PEOPLE);
      expect(new Set(everybody.flat().map(({ version }) => version))).toEqual(new Set(["2.4.0"]));
      expect(writesPerPerson()).toEqual(Array.from({ length: PEOPLE }, () => 1));
    },
    600_000,
  );
});
