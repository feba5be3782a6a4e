import { describe, expect, it } from "vitest";
import { apply } from "../../src/apply/apply.ts";
import type { WriteJournal } from "../../src/apply/journal.ts";
import type { Treatment } from "../fakes/tenant.ts";
import {
  CARRIED_OUT,
  createWorld,
  endings,
  FORBIDDEN,
  installOf,
  inTurn,
  LOST,
  LOST_ANSWER,
  people,
  START_MS,
  THROTTLED,
  uninstallOf,
  upgradeOf,
  type World,
} from "./world.ts";

/** Every call, in order, beside what the tenant had received by then: `intend upgrade 2.4.0 before 1 sends`. */
function journalOf(world: World) {
  const lines: string[] = [];
  const journal: WriteJournal = {
    intend: async ({ userId, action, version }) =>
      void lines.push(`${userId}: intend ${action} ${version ?? "-"} after ${world.tenant.log.sends.length} sends`),
    withdraw: async ({ userId }) => void lines.push(`${userId}: withdraw`),
    conclude: async (row, { status }, sends) => void lines.push(`${row.user.id}: ${status} with ${sends} sends`),
  };
  const run = () => world.clock.runUntilSettled(apply(world.plan, { ...world.ports, journal }, world.stop.signal));
  return { lines, run };
}

async function told(world: World): Promise<readonly string[]> {
  const { lines, run } = journalOf(world);
  await run();
  return lines;
}

describe("what is noted of a write", () => {
  it.each([
    { name: "an upgrade", beginning: upgradeOf("adele"), noted: "upgrade 2.4.0" },
    { name: "an install", beginning: installOf("adele"), noted: "install 2.4.0" },
    { name: "an uninstall", beginning: uninstallOf("adele"), noted: "uninstall -" },
  ])("$name: the intent before it is sent, the outcome after it was seen", async ({ beginning, noted }) => {
    expect(await told(await createWorld(beginning))).toEqual([
      `adele: intend ${noted} after 0 sends`,
      "adele: applied with 1 sends",
    ]);
  });

  it.each<{ name: string; treatments: readonly Treatment[]; lines: readonly string[] }>([
    {
      name: "refused: certainly not carried out, so the intent is withdrawn",
      treatments: [FORBIDDEN],
      lines: ["intend upgrade 2.4.0 after 0 sends", "withdraw", "failed with 1 sends"],
    },
    {
      name: "an answer that was lost, and the write was not carried out: noted again before it is sent again",
      treatments: [LOST, CARRIED_OUT],
      lines: ["intend upgrade 2.4.0 after 0 sends", "intend upgrade 2.4.0 after 1 sends", "applied with 2 sends"],
    },
    {
      name: "an answer that was lost, and the write was carried out",
      treatments: [LOST_ANSWER],
      lines: ["intend upgrade 2.4.0 after 0 sends", "applied with 1 sends"],
    },
    {
      name: "refused after an answer that was lost: the first may have been carried out, so the intent stays",
      treatments: [LOST, FORBIDDEN],
      lines: ["intend upgrade 2.4.0 after 0 sends", "intend upgrade 2.4.0 after 1 sends", "failed with 2 sends"],
    },
  ])("$name", async ({ treatments, lines }) => {
    const world = await createWorld({ ...upgradeOf("adele"), dials: { treat: inTurn(...treatments) } });
    expect(await told(world)).toEqual(lines.map((line) => `adele: ${line}`));
  });

  it("a write that stays throttled may have been carried out: its intent stays", async () => {
    const world = await createWorld({ ...upgradeOf("adele"), dials: { treat: () => THROTTLED } });
    const lines = await told(world);
    expect(lines.at(-1)).toBe("adele: failed with 4 sends");
    expect(lines.filter((line) => line.includes("withdraw"))).toEqual([]);
  });

  it("a journal that fails against its promise ends the run in good order", async () => {
    const world = await createWorld(upgradeOf("adele", "megan"));
    const journal = { ...world.ports.journal, conclude: () => Promise.reject(new Error("the disk is gone")) };
    const result = await world.clock.runUntilSettled(apply(world.plan, { ...world.ports, journal }, world.stop.signal));
    expect(endings(result)).toEqual(["applied", "not-tried stopped"]);
  });

  it("a row that nothing was sent for has an outcome and no intent", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.stop.abort();
    expect(await told(world)).toEqual(["adele: not-tried with 0 sends"]);
  });
});

describe("what an earlier run saw", () => {
  it("is read again before it is written, however young it is", async () => {
    const world = await createWorld(upgradeOf("adele"));
    await world.clock.advance(1_000);
    const ports = { ...world.ports, startedAtMs: START_MS + 1 };
    const result = await world.clock.runUntilSettled(apply(world.plan, ports, world.stop.signal));
    expect(endings(result)).toEqual(["applied"]);
    // The other one is the read-back.
    expect(world.tenant.log.reads).toHaveLength(2);
  });
});

describe("a budget", () => {
  it("ends a run in good order: rows under way are finished, the others are not tried, and it says why", async () => {
    const world = await createWorld({ ...upgradeOf(...people(100)), dials: { paceMs: 100 } });
    const changingEnds = () => (world.tenant.log.sends.length >= 40 ? "the budget of 40 requests is used up" : null);
    const result = await world.clock.runUntilSettled(
      apply(world.plan, { ...world.ports, changingEnds }, world.stop.signal),
    );
    const applied = endings(result).filter((ending) => ending === "applied").length;
    expect(applied).toBe(40);
    expect(endings(result).filter((ending) => ending === "not-tried stopped")).toHaveLength(60);
    expect(result.rows.find(({ outcome }) => outcome?.status === "not-tried")?.outcome?.message).toContain("budget");
  });
});
