import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Plan } from "../../src/model/plan.ts";
import { type Mode, reconcile } from "../../src/reconcile.ts";
import { desiredState, NO_LIMITS } from "../apply/desired.ts";
import { anyWorld, type RandomWorld, turnDials } from "../apply/random-world.ts";
import { CARRIED_OUT, START_MS, tenantOf } from "../apply/world.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import { UNREMEMBERED } from "../fakes/unremembered.ts";
import { shareOf } from "../share.ts";

function createRuns(random: RandomWorld) {
  const clock = createVirtualClock(START_MS);
  const tenant = tenantOf(random.beginning, clock);
  const { catalog, installations, writer, dials } = tenant;
  const ports = {
    ...UNREMEMBERED,
    catalog,
    installations,
    writer,
    clock,
    mayConsent: true,
    readConsents: false,
    progress: () => {},
  };
  const run = (stopMs: number | null) => {
    const stop = new AbortController();
    if (stopMs !== null) void clock.sleep(stopMs).then(() => stop.abort());
    const mode: Mode = {
      preview: false,
      stop: stop.signal,
      show: () => Promise.resolve(),
      confirm: () => Promise.resolve(true),
    };
    return clock.runUntilSettled(reconcile(desiredState(random.beginning.asks), NO_LIMITS, ports, mode));
  };
  const heal = async (): Promise<void> => {
    await clock.advance(random.lagMs);
    Object.assign(dials, { treat: () => CARRIED_OUT, lagMs: 0, readError: () => null });
  };
  return { tenant, run, heal };
}

function acting(plan: Plan): number {
  return plan.rows.filter(({ verdict }) => verdict === "act").length;
}

/** Worlds in which Graph does, sooner or later, what it is asked. */
const anyHealingWorld = anyWorld
  .filter(({ catalogMovesMs }) => catalogMovesMs === null)
  .map((random): RandomWorld => ({ ...random, brings: null, grantsOther: false }));

it("stopped at any moment and started again, a run converges, and writes nothing twice that could be seen", () =>
  fc.assert(
    fc.asyncProperty(anyHealingWorld, async (random) => {
      const runs = createRuns(random);
      turnDials(random, runs.tenant.dials);
      await runs.run(random.stopMs);
      await runs.heal();
      const healed = await runs.run(null);
      const endings = [...(healed.result?.rows ?? [])].flatMap(({ outcome }) => outcome?.status ?? []);
      const isProven = random.beginning.dials?.absenceProven !== false;
      expect(endings.filter((status) => isProven && status !== "applied")).toEqual([]);
      expect(acting((await runs.run(null)).plan)).toBe(0);
      const effects = runs.tenant.log.sends.filter(({ tookEffect }) => tookEffect);
      const rows = new Set(effects.map(({ userId, catalogId }) => `${userId} ${catalogId}`));
      expect(random.lagMs > 0 || effects.length === rows.size).toBe(true);
    }),
    { numRuns: shareOf(150) },
  ));
