import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { load } from "../../src/desired/load.ts";
import type { Clock } from "../../src/model/clock.ts";
import { planDocument } from "../../src/plan-file/document.ts";
import { type Mode, reconcile } from "../../src/reconcile.ts";
import { renderText } from "../../src/report/text.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import type { Run } from "../../src/session/run.ts";
import { runOnce, STANDALONE_OPTIONS } from "../../src/session/session.ts";
import { createAcceleratedClock } from "../fakes/clock.ts";
import { acting } from "../journeys/journey.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url).pathname;
const entries = await readdir(EXAMPLES, { withFileTypes: true });
/** Pipelines instead of a desired state; `test/action` looks at them. A fleet holds several; `test/fleet` and `test/workers` look at them. */
const OTHERS = new Set(["azure-devops", "fleet", "fleet-in-sandboxes", "github", "gitlab"]);
const examples = entries.filter((entry) => entry.isDirectory() && !OTHERS.has(entry.name)).map(({ name }) => name);

describe.each(examples)("examples/%s", (name) => {
  const desired = join(EXAMPLES, name, "desired");

  it("validates without a warning", async () => {
    const { diagnostics, configuration } = await load(desired);
    expect(diagnostics).toEqual([]);
    expect(configuration?.tenantId, "apply needs the tenant").not.toBeNull();
  });

  it("plans to its golden text, converges, and then acts on nothing", async () => {
    const clock = createAcceleratedClock(20, Date.parse("2026-01-01T00:00:00Z"));
    const tenant = parseTenant(await readFile(join(EXAMPLES, name, "tenant.yaml"), "utf8"), "tenant.yaml");
    const sandbox = await startSandbox({ tenant, clock, throttle: "off" });
    const store = await mkdtemp(join(tmpdir(), "trueup-example-"));
    const go = (path: string): ReturnType<typeof planAndApply> =>
      planAndApply(path, sandbox, clock, join(store, "store.db"));
    try {
      const first = await go(desired);
      await expect(first.text).toMatchFileSnapshot(join(EXAMPLES, name, "plan.golden.txt"));
      expect(acting(first.plan).length, "an example has something to do").toBeGreaterThan(0);
      for (const { outcome } of first.result?.rows ?? []) {
        if (outcome !== null) expect(outcome).toMatchObject({ status: "applied", code: null });
      }
      // With perRun the work is spread over runs; a handful of them has to be enough.
      let left = await go(desired);
      for (let run = 0; run < 5 && acting(left.plan).length > 0; run += 1) left = await go(desired);
      expect(acting(left.plan)).toEqual([]);
    } finally {
      await sandbox.stop();
      await rm(store, { recursive: true, force: true });
    }
  });
});

async function planAndApply(path: string, sandbox: Sandbox, clock: Clock, store: string) {
  const environment = { TRUEUP_GRAPH_URL: sandbox.url, TRUEUP_ACCESS_TOKEN: "sandbox-token", TRUEUP_STORE: store };
  const options = {
    filters: { apps: [], users: [] },
    maxChanges: null,
    readConsents: false,
    ...STANDALONE_OPTIONS,
    remembers: true,
    limitsScale: 20,
    auth: null,
    writes: true,
    progress: () => undefined,
  };
  let text = "";
  const modeOf = (run: Run): Mode => ({
    preview: false,
    confirm: () => Promise.resolve(true),
    stop: new AbortController().signal,
    show: (plan) => {
      const header = { ...run.header, source: { path: "desired", commit: null, digest: "" } };
      const told = [...renderText(planDocument(plan, header, run.diagnostics), { color: false, rates: null })].join("");
      // How long the machine took until then shows in minutes.
      text = told.replaceAll(/:\d\d (Europe|UTC)/g, ":00 $1");
      return Promise.resolve();
    },
  });
  const surroundings = { environment, status: () => undefined, notice: () => undefined, isInteractive: false };
  const work = (run: Run) => reconcile(run.desired, run.policy, run.ports, modeOf(run));
  return { ...(await runOnce(path, options, surroundings, work, clock)), text };
}
