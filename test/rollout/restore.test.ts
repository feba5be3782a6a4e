import { describe, expect, it } from "vitest";
import { receiptJournal } from "../../src/receipts/receipt-journal.ts";
import { receiptLine } from "../../src/receipts/chain.ts";
import { rolloutEventsIn } from "../../src/receipts/rollout-events.ts";
import { restoreState } from "../../src/rollout/restore.ts";
import { blankState } from "../../src/rollout/state.ts";
import type { KeptReceipt } from "../../src/model/receipt.ts";
import type { RolloutEvent, RolloutState } from "../../src/model/rollout.ts";
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

const DEFINITION = { app: "expenses", catalogId: CATALOG, digest: digestOf("2.0.0"), version: "2.0.0" };

/** The lines that a receipt has of what happened. */
async function linesOf(world: World): Promise<readonly string[]> {
  const kept: KeptReceipt[] = [];
  const file = { add: (receipt: KeptReceipt) => void kept.push(receipt), head: () => kept.at(-1) ?? null };
  const run = { tenantId: TENANT, commit: null, plan: () => null, approvals: () => Promise.resolve([]) };
  const journal = receiptJournal(run, null, file);
  for (const one of world.events) await journal.noteRollout?.(one);
  return kept.map(receiptLine);
}

async function restored(world: World, tenantId = TENANT) {
  const events = rolloutEventsIn(await linesOf(world), tenantId);
  return { events, state: restoreState(events, DEFINITION) };
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

function event(kind: RolloutEvent["kind"], at: number, about: Partial<RolloutEvent> = {}): RolloutEvent {
  return { ...DEFINITION, kind, at, ring: null, halt: null, detail: null, ...about };
}

describe("events of a rollout whose state was lost", () => {
  const BLANK = blankState(DEFINITION);
  const begun = { ...BLANK, beganAt: 1, measuredSince: 1, lookedAt: 1 };
  it.each<[string, readonly RolloutEvent[], RolloutState | null]>([
    ["none", [], null],
    [
      "of other definitions",
      [event("began", 1, { digest: digestOf("9.0.0") }), event("began", 1, { catalogId: "other" })],
      null,
    ],
    ["it began", [event("began", 1)], begun],
    [
      "its rings were opened one after the other",
      [
        event("began", 1),
        event("opened", 1, { ring: "it" }),
        event("recovered", 5, { ring: "pilot" }),
        event("opened", 9, { ring: "rest" }),
      ],
      {
        ...begun,
        opened: [
          { ring: "it", at: 1, completeAt: 5 },
          { ring: "pilot", at: 5, completeAt: 9 },
          { ring: "rest", at: 9, completeAt: null },
        ],
      },
    ],
    ["no ring is named", [event("began", 1), event("opened", 5)], begun],
    [
      "it halted and expired",
      [event("halted", 3, { halt: 1, detail: "1 of 9" }), event("expired", 4, { halt: 2 })],
      {
        ...BLANK,
        halts: [
          { number: 1, kind: "halted", at: 3, because: "1 of 9", liftedAt: null },
          { number: 2, kind: "expired", at: 4, because: "as the receipts say", liftedAt: null },
        ],
      },
    ],
    ["no halt is named", [event("halted", 3)], BLANK],
    [
      "one of two halts was lifted",
      [
        event("halted", 3, { halt: 1, detail: "a" }),
        event("halted", 4, { halt: 2, detail: "b" }),
        event("resumed", 7, { halt: 2 }),
      ],
      {
        ...BLANK,
        measuredSince: 7,
        halts: [
          { number: 1, kind: "halted", at: 3, because: "a", liftedAt: null },
          { number: 2, kind: "halted", at: 4, because: "b", liftedAt: 7 },
        ],
      },
    ],
    ["it was done", [event("began", 1), event("done", 8)], { ...begun, doneAt: 8 }],
    [
      "another one came in between, and it began anew",
      [
        event("began", 1),
        event("opened", 1, { ring: "it" }),
        event("done", 2),
        event("halted", 3, { halt: 1, detail: "a" }),
        event("superseded", 4),
        event("began", 6),
      ],
      {
        ...BLANK,
        beganAt: 6,
        measuredSince: 6,
        lookedAt: 6,
        halts: [{ number: 1, kind: "halted", at: 3, because: "a", liftedAt: null }],
      },
    ],
    [
      "it began twice",
      [event("began", 1), event("opened", 1, { ring: "it" }), event("done", 2), event("began", 6)],
      { ...BLANK, beganAt: 6, measuredSince: 6, lookedAt: 6 },
    ],
  ])("%s", (_, events, expected) => {
    expect(restoreState(events, DEFINITION)).toEqual(expected);
  });
});
