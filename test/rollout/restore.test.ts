import { describe, expect, it } from "vitest";
import { receiptJournal } from "../../src/receipts/receipt-journal.ts";
import { receiptLine } from "../../src/receipts/chain.ts";
import { rolloutEventsIn } from "../../src/receipts/rollout-events.ts";
import { restoreState } from "../../src/rollout/restore.ts";
import type { KeptReceipt } from "../../src/model/receipt.ts";
import { CATALOG, digestOf, named, ring, rollout, share, userId, World } from "./world.ts";

const TENANT = "3f6c1f0e-0000-4000-8000-000000000001";
const GATES = {
  refusals: null,
  readBack: { halt: { kind: "count", count: 1 } },
  unverified: null,
  removals: null,
  signals: [],
} as const;
const OF = rollout([named("it", [userId(0), userId(1)]), share("pilot", 0.3), ring("everyone")], { gates: GATES });

/** The lines that a receipt has of what happened. */
async function linesOf(world: World): Promise<readonly string[]> {
  const kept: KeptReceipt[] = [];
  const file = { add: (receipt: KeptReceipt) => void kept.push(receipt), head: () => kept.at(-1) ?? null };
  const run = { tenantId: TENANT, commit: null, plan: () => null, approvals: () => Promise.resolve([]) };
  const journal = receiptJournal(run, null, file);
  for (const event of world.events) await journal.noteRollout?.(event);
  return kept.map(receiptLine);
}

async function restored(world: World, tenantId = TENANT) {
  const events = rolloutEventsIn(await linesOf(world), tenantId);
  const definition = { app: "expenses", catalogId: CATALOG, digest: digestOf("2.0.0"), version: "2.0.0" };
  return { events, state: restoreState(events, definition) };
}

describe("what a receipt tells of a rollout", () => {
  it("is all that happened", async () => {
    const world = new World(30, OF);
    for (let pass = 0; pass < 3; pass += 1) world.pass({ hours: 25 });
    expect((await restored(world)).events).toEqual(world.events);
  });

  it("opens the rings that were open, and watches the last one anew", async () => {
    const world = new World(30, OF);
    for (let pass = 0; pass < 2; pass += 1) world.pass({ hours: 25 });
    const { state } = await restored(world);
    expect(state?.opened.map(({ ring: name, completeAt }) => `${name} ${completeAt !== null}`)).toEqual([
      "it true",
      "pilot false",
    ]);
    world.loseStore();
    if (state !== null) world.states.set(world.digest, state);
    world.pass();
    expect(world.pass().reasons.get(userId(29))).toBe(world.pass().reasons.get(userId(29)));
    for (let pass = 0; pass < 6; pass += 1) world.pass({ hours: 25 });
    expect(world.state?.doneAt).not.toBeNull();
  });

  it("keeps a halt, and that it was lifted", async () => {
    const world = new World(30, OF);
    world.fates.set(userId(1), "otherwise");
    world.pass();
    world.pass();
    expect((await restored(world)).state?.halts).toMatchObject([{ number: 1, liftedAt: null }]);
    world.fates.clear();
    world.rollout = { ...OF, resume: { digest: world.digest, number: 1 } };
    world.pass();
    expect((await restored(world)).state?.halts[0]?.liftedAt).not.toBeNull();
  });

  it("is another tenant's business", async () => {
    const world = new World(30, OF);
    world.pass();
    expect(await restored(world, "another")).toEqual({ events: [], state: null });
  });
});
