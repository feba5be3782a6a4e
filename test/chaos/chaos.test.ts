import { describe, expect, it } from "vitest";
import { runCampaign } from "./campaign.ts";
import { judge } from "./oracle.ts";
import { runCase } from "./run-case.ts";
import { firstOf } from "../share.ts";

// The same in every run; `.ci/run` tries 200, and `npm run chaos` as many as one has time for.
const FIRST_SEED = 20_260_101;

describe("whatever goes wrong, no invariant is broken", () => {
  it.each(firstOf([0, 1, 2, 3], 1).map((index) => FIRST_SEED + index * 5))("five cases from seed %i", async (seed) => {
    const { failing } = await runCampaign(seed, 5, () => undefined);
    expect(failing).toEqual([]);
  });
});

describe("a campaign that finds nothing has looked", () => {
  it("a seed always makes the same case", async () => {
    const [once, again] = [await runCase(FIRST_SEED), await runCase(FIRST_SEED)];
    const asked = once.service.exchanges.map(({ method, url, fault, status }) => ({ method, url, fault, status }));
    expect(again.service.exchanges).toMatchObject(asked);
    expect(again.service.exchanges).toHaveLength(asked.length);
  });

  it("faults are met and writes are sent", async () => {
    const { faults, writes, requests } = await runCampaign(FIRST_SEED, 10, () => undefined);
    expect(writes).toBeGreaterThan(10);
    expect([...faults.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(40);
    expect(requests).toBeGreaterThan(400);
  });
});

describe("the oracle sees", () => {
  it("a write without a read before it", async () => {
    const { record, write } = await caseWithWrite();
    for (const exchange of record.service.exchanges)
      if (exchange.userId === write.userId && !exchange.isWrite) exchange.status = 503;
    expect(judge(record).map(({ invariant }) => invariant)).toContain("read before write");
  });

  it("a write for somebody whom the directory did not tell of", async () => {
    const { record } = await caseWithWrite();
    for (const exchange of record.service.exchanges)
      if (["user", "users", "members"].includes(exchange.question)) exchange.told = null;
    expect(judge(record).map(({ invariant }) => invariant)).toContain("nobody outside");
  });

  it("a write while the catalog was not read", async () => {
    const { record } = await caseWithWrite();
    for (const exchange of record.service.exchanges) if (exchange.question === "catalog") exchange.told = null;
    expect(judge(record).map(({ invariant }) => invariant)).toContain("never on unknown");
  });

  it("a row that is said to be applied and is not so", async () => {
    const { record, write } = await caseWithWrite();
    const runs = record.runs.map((run) => ({
      ...run,
      holdings: new Map(
        [...run.holdings].map(([user, held]) => [user, user === write.userId ? (write.effect?.before ?? held) : held]),
      ),
    }));
    const found = judge({ ...record, runs }).map(({ invariant }) => invariant);
    expect(found.some((one) => one === "applied is true" || one === "convergence")).toBe(true);
  });
});

/** A case in which a write was sent and answered with yes, in a run that ended. */
async function caseWithWrite() {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + 50; seed += 1) {
    const record = await runCase(seed);
    const write = record.service.exchanges.find(
      ({ isWrite, effect, fault }) => isWrite && effect !== null && fault === null,
    );
    if (write !== undefined && judge(record).length === 0) return { record, write };
  }
  throw new Error("no case has a write");
}
