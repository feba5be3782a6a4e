import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plan } from "../../model/plan.ts";
import { planDocument, resultDocument } from "../../plan-file/document.ts";
import { applyExitCode } from "../../plan/convergence.ts";
import { reconcile } from "../../reconcile.ts";
import { renderText } from "../../report/text.ts";
import { startSandbox } from "../../sandbox/sandbox.ts";
import type { Run } from "../../session/run.ts";
import { runOnce, STANDALONE_OPTIONS } from "../../session/session.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import { demonstrateRollout } from "../demo-rollout.ts";
import { showProgress } from "../progress.ts";
import { type Stop, stoppable } from "../stop.ts";
import { previewMode } from "../tenant-command.ts";
import { EXAMPLE_TENANT, readTenant } from "./sandbox.ts";
import { type Declare, examples } from "../options.ts";
import { rowsOf } from "../../report/facts/row-state.ts";

/** The desired state of the demo. */
const EXAMPLE_STATE = relative(".", fileURLToPath(new URL("../../../examples/demo/desired", import.meta.url)));
/** Ten times the documented limits: the demo is to show the work, not the waiting. */
const LIMITS_SCALE = 10;

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command.addHelpText("after", examples("trueup demo")).action(() => execute(runDemo));
};

/**
 * `trueup demo`: takes an example tenant, in a sandbox on this machine, from drift to convergence.
 * @returns 0 when the second plan acts on nothing, else 3
 */
export async function runDemo(console: Console): Promise<number> {
  const tenant = await readTenant(EXAMPLE_TENANT);
  const sandbox = await startSandbox({ tenant, clock: systemClock, limitsScale: LIMITS_SCALE });
  const environment = { TRUEUP_GRAPH_URL: sandbox.url, TRUEUP_ACCESS_TOKEN: "sandbox-token" };
  const demo = { ...console, environment };
  try {
    return await stoppable(console.notice, async (stop) => {
      await console.result(introduction(tenant.users.length, tenant.catalog.length));
      const applied = await applyOnce(demo, stop);
      await console.result([`\n${title("2. Plan again: what is left to do?")}`]);
      const left = await planAgain(demo);
      await console.result(conclusion(left));
      if (!stop.signal.aborted) await demonstrateRollout(console, stop.signal);
      await console.result([NEXT]);
      return applied === 3 && rowsOf(left.rows, "act").length > 0 ? 3 : 0;
    });
  } finally {
    await sandbox.stop();
  }
}

function applyOnce(console: Console, stop: Stop): Promise<number> {
  return inDemo(console, async (run) => {
    const { result } = await reconcile(run.desired, run.policy, run.ports, {
      preview: false,
      stop: stop.signal,
      show: (plan) => showPlan(plan, run, console),
      confirm: async () => {
        stop.beginWriting();
        await console.result([`\n${title("   Apply, as `trueup apply --yes` does")}`]);
        return true;
      },
    });
    if (result === null) return 0;
    const document = resultDocument(result, run.header, run.diagnostics);
    await console.result(
      renderText(document, { color: console.resultColor, columns: console.resultColumns, rates: null }),
    );
    return applyExitCode(document.judgement);
  });
}

function planAgain(console: Console): Promise<Plan> {
  return inDemo(console, async (run) => {
    const mode = previewMode((shown) => showPlan(shown, run, console));
    return (await reconcile(run.desired, run.policy, run.ports, mode)).plan;
  });
}

function inDemo<Value>(console: Console, work: (run: Run) => Promise<Value>): Promise<Value> {
  const options = {
    filters: { apps: [], users: [] },
    maxChanges: null,
    readConsents: false,
    ...STANDALONE_OPTIONS,
    limitsScale: LIMITS_SCALE,
    auth: "token",
    writes: true,
    progress: showProgress(console, systemClock),
  };
  // It talks to nothing but its own sandbox, so how it signs in is nobody's concern.
  const silent = { ...console, notice: () => undefined };
  return runOnce(EXAMPLE_STATE, options, silent, work);
}

function showPlan(plan: Plan, run: Run, console: Console): Promise<void> {
  const document = planDocument(plan, run.header, run.diagnostics);
  return console.result(
    renderText(document, { color: console.resultColor, columns: console.resultColumns, rates: run.rates() }),
  );
}

function introduction(users: number, apps: number): readonly string[] {
  return [
    `A sandbox tenant on this machine: ${users} people, ${apps} apps in its catalog. It speaks Graph over HTTP, with\n`,
    `${LIMITS_SCALE} times the limits that Microsoft documents, so that this takes seconds. Nothing else is touched.\n`,
    "The desired state is examples/demo/desired: three apps for nested groups and everyone.\n\n",
    title("1. Plan: what differs, and what would be done?"),
  ];
}

function conclusion(plan: Plan): readonly string[] {
  const acting = rowsOf(plan.rows, "act").length;
  if (acting > 0) return [`\n${acting} rows are still to act: the demo did not converge.\n`];
  return [
    "\n",
    title("That is convergence: the second plan acts on nothing."),
    "What stays is blocked or held for the reasons above, and waits for somebody to decide. The clearest one: helpdesk\n",
    "3.2.0 wants TeamsAppInstallation.Read.User, which examples/demo/desired/apps/apps.yaml does not approve, so nobody\n",
    "gets it until a reviewed change does.\n\n",
    title("3. A rollout: ring by ring, with a gate that halts"),
    "A smaller tenant, 62 people. The rings of examples/demo/rollout.yaml soak for a second instead of days.\n\n",
  ];
}

const NEXT = "\nNext: npm run -s trueup -- validate examples/rollout/desired, and on with the README.\n";

function title(text: string): string {
  return `${text}\n${"-".repeat(text.trimStart().length)}\n\n`;
}
