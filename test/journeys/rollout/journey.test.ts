import { createServer } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import type { Plan, Result } from "../../../src/model/plan.ts";
import { tryStore } from "../../../src/store/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { acting, type Journey, startJourney } from "../journey.ts";
import { apps, EXPENSES } from "../worlds.ts";
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

/** `sha256:…/1`, as the halt says that it is lifted. */
function haltOf(plan: Plan | Result): string {
  const [one] = plan.rollouts ?? [];
  return `${one?.digest}/${one?.halt?.number}`;
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

  it("halts in the middle of a run when a change comes back as something else", async () => {
    const event = `events: [{ do: POST catalog/${EXPENSES}/definitions, body: { version: 2.5.0, permissions: [{ value: TeamsActivity.Send.User }] }, after: 3, times: 1 }]\n`;
    const desired = { ...DESIRED, "rollouts.yaml": rollouts("    gates: { readBack: { halt: 1 } }\n") };
    journey = await startJourney(TENANT + event, desired, { remembers: true });
    await journey.apply();
    journey.wait(5);
    const halted = await journey.apply();
    expect(phase(halted)).toBe("halted pilot");
    expect(have("2.5.0").length).toBeGreaterThan(0);
    expect(have("2.5.0").length).toBeLessThanOrEqual(2);
    expect(have("2.1.0").length).toBeGreaterThan(12);
    // What is offered by now is another definition, which begins with the first ring.
    journey.wait(1);
    const next = await journey.apply();
    expect(phase(next)).toBe("soaking it");
    expect(next.rollouts?.[0]?.version).toBe("2.5.0");
  });

  it("halts when changes are refused, and goes on when git resumes that halt", async () => {
    const gates = "    gates: { refusals: { halt: 50%, atLeast: 3 } }\n";
    journey = await begin(gates);
    await journey.apply();
    journey.wait(5);
    journey.sandbox.addFault({ method: "POST", path: /upgrade/, kind: "status", status: 400 });
    const halted = await journey.apply();
    expect(phase(halted)).toBe("halted pilot");
    expect(reasons(halted)["failed"]).toBeLessThanOrEqual(3);
    journey.sandbox.clearFaults();
    journey.wait(200);
    expect(reasons(await journey.apply())["rollout-halted"]).toBe(18);
    await journey.write({ "rollouts.yaml": "apiVersion: trueup/v1\n" });
    expect(reasons(await journey.apply())["rollout-halted"]).toBe(18);
    await journey.write({ "rollouts.yaml": rollouts(`${gates}    resume: ${haltOf(halted)}\n`) });
    const resumed = await journey.apply();
    expect(phase(resumed)).toBe("soaking pilot");
    expect(reasons(resumed)["applied"]).toBeGreaterThan(0);
    // The line stays in git, and lifts no later halt.
    journey.wait(25);
    journey.sandbox.addFault({ method: "POST", path: /upgrade/, kind: "status", status: 400 });
    expect(phase(await journey.apply())).toBe("halted everyone");
    journey.sandbox.clearFaults();
    expect(reasons(await journey.apply())["applied"]).toBeUndefined();
  });

  it("counts nothing of before the halt when it goes on, also not in the middle of the run", async () => {
    const gates = "    gates: { refusals: { halt: 10%, atLeast: 5 } }\n";
    journey = await begin(gates, "share: 50%");
    await journey.apply();
    journey.wait(5);
    journey.sandbox.addFault({ method: "POST", path: /upgrade/, kind: "status", status: 400 });
    const halted = await journey.apply();
    expect(phase(halted)).toBe("halted pilot");
    // Whoever waits for a later ring waits for git as well, in the report of this run as in the next plan.
    expect(Object.keys(reasons(halted)).sort()).toEqual(["failed", "in-sync", "rollout-halted"]);
    journey.sandbox.clearFaults();
    journey.wait(200);
    await journey.write({ "rollouts.yaml": rollouts(`${gates}    resume: ${haltOf(halted)}\n`, "share: 50%") });
    const resumed = await journey.apply();
    expect(phase(resumed)).toBe("soaking pilot");
    expect(reasons(resumed)["rollout-halted"]).toBeUndefined();
  });

  it("stays halted when git names the app by its other id, whatever the case of ids", async () => {
    const desired = { ...DESIRED, "rollouts.yaml": rollouts("    gates: { refusals: { halt: 50%, atLeast: 2 } }\n") };
    journey = await startJourney(TENANT.replaceAll(EXPENSES, EXPENSES.toUpperCase()), desired, { remembers: true });
    journey.sandbox.addFault({ method: "POST", path: /upgrade/, kind: "status", status: 400 });
    const halted = await journey.apply();
    expect(phase(halted)).toBe("halted it");
    journey.sandbox.clearFaults();
    await journey.write({ "apps.yaml": apps().replace(/manifestId: .*/, `catalogId: ${EXPENSES}`) });
    const again = await journey.apply();
    expect([phase(again), reasons(again)["applied"]]).toEqual(["halted it", undefined]);
  });

  it("halts when the upgraded people remove the app, and not when others do so too", async () => {
    const removals = "    gates: { removals: { within: 1h, harmful: 50%, falseHalts: 10%, missedHarm: 10% } }\n";
    journey = await begin(removals);
    await journey.apply();
    journey.wait(5);
    await journey.apply();
    const pilots = have("2.4.0").filter((upn) => !IT.some((one) => one === upn));
    for (const upn of pilots.slice(0, 3)) journey.sandbox.removeInstallation(upn, EXPENSES);
    journey.wait(25);
    const halted = await journey.apply();
    expect(phase(halted)).toBe("halted pilot");
    expect(halted.rollouts?.[0]?.halt?.because).toContain("removals: 3 of");
  });

  it("waits for a signal that does not answer, and halts at one that fails", async () => {
    const state = { text: "green", status: 200 };
    const server = createServer((_, response) => {
      response.writeHead(state.status, { "content-type": "application/json" });
      response.end(JSON.stringify({ state: state.text }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const signal = `{ name: desk, get: "http://127.0.0.1:${port}/", pointer: /state, ok: green, fail: red, every: 1m }`;
    try {
      journey = await begin(`    gates: { signals: [${signal}] }\n`);
      await journey.apply();
      journey.wait(5);
      state.status = 503;
      const unread = await journey.apply();
      expect(reasons(unread)["gate-unreadable"]).toBeGreaterThan(0);
      expect(reasons(unread)["applied"]).toBeUndefined();
      journey.wait(1);
      state.status = 200;
      state.text = "amber";
      expect(reasons(await journey.apply())["gate-pending"]).toBeGreaterThan(0);
      journey.wait(1);
      state.text = "green";
      expect(phase(await journey.apply())).toBe("soaking pilot");
      journey.wait(1);
      state.text = "red";
      expect(phase(await journey.apply())).toBe("halted pilot");
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("begins with the first ring when another version is offered", async () => {
    journey = await begin();
    await journey.apply();
    journey.wait(5);
    await journey.apply();
    journey.sandbox.publish(EXPENSES, {
      version: "2.6.0",
      publishingState: "published",
      permissions: [],
    });
    const next = await journey.apply();
    expect(phase(next)).toBe("soaking it");
    expect(have("2.6.0")).toEqual(IT);
  });

  it("stands where it stood when its store is lost in the last ring, and goes on from there", async () => {
    journey = await begin();
    const policy = "apiVersion: trueup/v1\npolicy: { maxChanges: 100%, maxDue: 100%, perRun: 6 }\n";
    await journey.write({ "policy.yaml": policy });
    await journey.apply();
    journey.wait(5);
    await journey.apply();
    journey.wait(25);
    expect(phase(await journey.apply())).toBe("rolling everyone");
    const before = have("2.4.0");
    await journey.loseStore();
    journey.wait(1);
    const lost = await journey.apply();
    expect(phase(lost)).toBe("soaking pilot");
    expect(have("2.4.0")).toEqual(before);
    for (let pass = 0; pass < 4; pass += 1) {
      journey.wait(25);
      await journey.apply();
    }
    expect(have("2.4.0")).toEqual(EVERYBODY);
  });

  it("opens no ring to everybody while the version is denied, and goes on ring by ring when it is no more", async () => {
    journey = await begin();
    await journey.apply();
    const denied = `${DESIRED["apps.yaml"].trimEnd()}\n    deny: [{ versions: 2.4.0, reason: crashes }]\n`;
    await journey.write({ "apps.yaml": denied });
    for (let pass = 0; pass < 4; pass += 1) {
      journey.wait(30);
      expect(reasons(await journey.apply())["denied-version"]).toBe(18);
    }
    await journey.write({ "apps.yaml": DESIRED["apps.yaml"] });
    journey.wait(30);
    expect(phase(await journey.apply())).toBe("soaking pilot");
    expect(have("2.4.0").length).toBeLessThan(EVERYBODY.length / 2);
  });

  it("reaches whoever joins an open ring at once", async () => {
    journey = await begin();
    await journey.apply();
    journey.sandbox.addMember("IT", "p1@contoso.com");
    const joined = await journey.apply();
    expect(reasons(joined)).toMatchObject({ applied: 1 });
    expect(have("2.4.0")).toEqual([...IT, "p1@contoso.com"]);
  });

  it("opens rings and writes in its window only", async () => {
    journey = await begin("    window: mornings\n");
    const windows = `{ mornings: { days: [Thu, Fri], from: "00:00", to: "05:00" } }`;
    await journey.write({
      "policy.yaml": `apiVersion: trueup/v1\npolicy: { maxChanges: 100%, windows: ${windows} }\n`,
    });
    await journey.apply();
    journey.wait(6);
    journey.sandbox.addMember("IT", "p1@contoso.com");
    const closed = await journey.apply();
    expect(reasons(closed)).toMatchObject({ "outside-window": 1 });
    expect(reasons(closed)["applied"]).toBeUndefined();
    expect(closed.nextAct?.text).toBe("2026-01-02 00:00 UTC");
    journey.wait(20);
    expect(reasons(await journey.apply())["applied"]).toBeGreaterThan(1);
  });

  it("holds still while changes are suspended, and without a store", async () => {
    journey = await begin();
    await journey.apply();
    journey.wait(5);
    await journey.write({ "policy.yaml": "apiVersion: trueup/v1\npolicy: { maxChanges: 100%, suspend: true }\n" });
    expect(reasons(await journey.apply())).toMatchObject({ suspended: 18 });
    await journey.write({ "policy.yaml": DESIRED["policy.yaml"] });
    expect(phase(await journey.apply())).toBe("soaking pilot");
    await journey.end();
    journey = await startJourney(TENANT, DESIRED);
    const result = await journey.apply();
    expect(reasons(result)).toEqual({ "rollout-without-store": 20 });
    expect(result.rollouts?.[0]?.rings[0]).toMatchObject({ people: null, done: null });
  });

  it("begins nothing more when its window closes or somebody freezes changes in the middle of a ring", async () => {
    journey = await begin("    window: mornings\n");
    const windows = `{ mornings: { days: [Thu, Fri], from: "00:00", to: "00:01" } }`;
    await journey.write({
      "policy.yaml": `apiVersion: trueup/v1\npolicy: { maxChanges: 100%, windows: ${windows} }\n`,
    });
    const closing = await journey.apply({
      confirm: () => {
        journey.wait(1.5 / 60);
        return Promise.resolve(true);
      },
    });
    expect(reasons(closing)).toEqual({ "outside-window": 2, "next-ring": 18 });
    await journey.write({ "rollouts.yaml": rollouts() });
    const frozen = await journey.apply({
      confirm: async () => {
        await withStore(({ freezes }) =>
          freezes.freeze({ app: null, who: "admin", reason: "audit", sinceMs: journey.clock.now(), untilMs: null }),
        );
        return true;
      },
    });
    expect(reasons(frozen)).toEqual({ frozen: 2, "next-ring": 18 });
    journey.wait(1);
    expect(phase(await journey.apply())).toBe("rolling it");
    await withStore(({ freezes }) => freezes.thaw(null));
    expect(reasons(await journey.apply())).toMatchObject({ applied: 2 });
  });
});

async function withStore(work: (store: Store) => Promise<unknown>): Promise<void> {
  const options = { path: journey.storePath, tenant: null, clock: journey.clock, notice: () => undefined };
  const tried = await tryStore(options);
  if (tried.kind === "refused") throw new Error(tried.why);
  await work(tried.store);
  await tried.store.close();
}
