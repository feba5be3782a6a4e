import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isoTime } from "../model/clock.ts";
import type { Result } from "../model/plan.ts";
import { UTC } from "../model/time-zone.ts";
import { reconcile } from "../reconcile.ts";
import { rolloutName, rolloutText } from "../report/facts/rollouts.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { parseTenant } from "../sandbox/tenant-file.ts";
import { runOnce, STANDALONE_OPTIONS } from "../session/session.ts";
import { systemClock } from "../session/system-clock.ts";
import type { Console } from "./console.ts";

const TENANT = new URL("../../examples/rings/tenant.yaml", import.meta.url);
const STATE = relative(".", fileURLToPath(new URL("../../examples/demo/rollout.yaml", import.meta.url)));
/** A ring soaks for a second. */
const SOAK_MS = 1_100;
/** Enough for three rings, each opened, filled and watched. */
const MOST_PASSES = 8;
const LIMITS_SCALE = 50;

/**
 * Rolls out two versions in a sandbox of its own: the first is refused to people of the second ring and halts, the next one
 * reaches everybody. Says a line for each pass. Stops early when it is asked to.
 */
export async function demonstrateRollout(console: Console, stop: AbortSignal): Promise<void> {
  const tenant = parseTenant(await readFile(TENANT, "utf8"), "tenant.yaml");
  const sandbox = await startSandbox({ tenant, clock: systemClock, throttle: "off" });
  const folder = await mkdtemp(join(tmpdir(), "trueup-demo-"));
  const [app] = tenant.catalog;
  try {
    const pass = (): Promise<Result | null> => onePass(console, sandbox, join(folder, "store.db"), stop);
    await tell(console, "2.4.0 is offered. The first ring gets it:", await pass());
    sandbox.addFault({ method: "POST", path: /upgrade/, kind: "status", status: 400 });
    await systemClock.sleep(SOAK_MS, stop);
    await tell(console, "Graph refuses it to the second ring, and the gate halts the rollout:", await pass());
    sandbox.clearFaults();
    sandbox.publish(app?.id ?? "", {
      version: "2.5.0",
      publishingState: "published",
      permissions: [{ value: "TeamsActivity.Send.User", type: "application" }],
    });
    await console.result(["\nThe vendor publishes 2.5.0, which begins with the first ring:\n"]);
    for (let passes = 0; passes < MOST_PASSES && !stop.aborted; passes += 1) {
      const result = await pass();
      await tell(console, null, result);
      if (result?.rollouts?.[0]?.phase === "done") break;
      await systemClock.sleep(SOAK_MS, stop);
    }
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function onePass(console: Console, sandbox: Sandbox, store: string, stop: AbortSignal): Promise<Result | null> {
  const environment = { TRUEUP_GRAPH_URL: sandbox.url, TRUEUP_ACCESS_TOKEN: "sandbox-token", TRUEUP_STORE: store };
  const options = {
    ...STANDALONE_OPTIONS,
    filters: { apps: [], users: [] },
    maxChanges: null,
    readConsents: false,
    remembers: true,
    limitsScale: LIMITS_SCALE,
    auth: "token",
    writes: true,
    progress: () => undefined,
  };
  return runOnce(STATE, options, { ...console, environment, notice: () => undefined }, async (run) => {
    const made = await reconcile(run.desired, run.policy, run.ports, {
      preview: false,
      stop,
      show: async (plan) => void (await run.notePlan(plan)),
      confirm: () => Promise.resolve(true),
    });
    return made.result;
  });
}

/** `  07:00:03  expenses 2.5.0: ring 2 of 3, pilot: 15 of 15 done, soaks until Mon 07:00, then 45 people` */
async function tell(console: Console, lead: string | null, result: Result | null): Promise<void> {
  const nowMs = systemClock.now();
  const lines = (result?.rollouts ?? []).map((rollout) => {
    const text = rolloutText(rollout, { nowMs, timeZone: UTC }).replace(/; it goes on with .*/s, "");
    return `  ${isoTime(nowMs).slice(11, 19)}  ${rolloutName(rollout)}: ${text}\n`;
  });
  await console.result([...(lead === null ? [] : [`${lead}\n`]), ...lines]);
}
