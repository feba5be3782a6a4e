import { afterEach, describe, expect, it } from "vitest";
import type { Plan, Result } from "../../../src/model/plan.ts";
import { acting, type Journey, startJourney } from "../journey.ts";
import { DESIRED, EVERYBODY, IT, rollouts, TENANT } from "./world.ts";

let journey: Journey;
afterEach(() => journey.end());

function begin(more = "", pilot?: string, environment: Readonly<Record<string, string>> = {}): Promise<Journey> {
  const desired = { ...DESIRED, "rollouts.yaml": rollouts(more, pilot) };
  return startJourney(TENANT, desired, { remembers: true, environment });
}

/** `{ "next-ring": 18, done: 2 }` */
function reasons(plan: Plan | Result): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const row of plan.rows) {
    const outcome = "outcome" in row ? row.outcome?.status : undefined;
    const key = outcome ?? row.reason ?? row.verdict;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function have(version: string): readonly string[] {
  return EVERYBODY.filter((upn) => journey.sandbox.installationsOf(upn)[0]?.version === version);
}

function phase(plan: Plan | Result): string {
  const [one] = plan.rollouts ?? [];
  return `${one?.phase} ${one?.at === null ? "-" : one?.rings[one.at]?.name}`;
}

describe("a rollout", () => {
  it("goes from ring to ring until everybody has the version", async () => {
    journey = await begin();
    expect(acting(await journey.plan())).toEqual(IT.map((upn) => `${upn} expenses`));
    const first = await journey.apply();
    expect(reasons(first)).toEqual({ applied: 2, "next-ring": 18 });
    expect(phase(first)).toBe("soaking it");
    expect(first.rollouts?.[0]?.rings).toMatchObject([
      { name: "it", people: 2, done: 2, isOpen: true },
      { name: "pilot", done: 0, isOpen: false },
      { name: "everyone", done: 0, isOpen: false },
    ]);
    journey.wait(2);
    expect(reasons(await journey.apply())).toMatchObject({ "in-sync": 2 });
    expect(have("2.4.0")).toEqual(IT);
    journey.wait(3);
    const second = await journey.apply();
    expect(phase(second)).toBe("soaking pilot");
    const pilots = have("2.4.0");
    expect(pilots.length).toBeGreaterThan(IT.length);
    expect(pilots.length).toBeLessThan(EVERYBODY.length / 2);
    journey.wait(23);
    expect(Object.keys(reasons(await journey.apply())).sort()).toEqual(["in-sync", "soaking"]);
    journey.wait(2);
    const third = await journey.apply();
    expect(phase(third)).toBe("done everyone");
    expect(have("2.4.0")).toEqual(EVERYBODY);
  });

  it("keeps nothing of a plan, and begins nothing with a filter", async () => {
    journey = await begin();
    await journey.plan();
    const filtered = await journey.apply({}, { apps: ["expenses"], users: [] });
    expect(reasons(filtered)).toEqual({ "next-ring": 20 });
    expect(phase(await journey.plan())).toBe("rolling it");
  });
});
