import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result, ResultRow } from "../../src/model/plan.ts";
import type { Held, Send } from "../fakes/tenant.ts";
import { catalogIdOf } from "./desired.ts";
import { anyWorld, type RandomWorld, turnDials } from "./random-world.ts";
import { createWorld, START_MS, type World } from "./world.ts";
import { shareOf } from "../share.ts";

/** Carries out the plan of a random world, and keeps what everybody had before. */
async function carriedOut(random: RandomWorld) {
  const world = await createWorld(random.beginning);
  const users = Object.keys(random.beginning.installed ?? {});
  const before = new Map(users.map((user) => [user, world.tenant.has(user)]));
  turnDials(random, world.tenant.dials);
  if (random.stopMs !== null) world.after(random.stopMs, () => world.stop.abort());
  await world.clock.advance(random.waitMs);
  return { world, before, result: await world.apply() };
}

function sendsFor(world: World, row: ResultRow): readonly Send[] {
  return world.tenant.log.sends.filter(
    ({ userId, catalogId }) => userId === row.user.id && catalogId === catalogIdOf(row.app),
  );
}

function heldNow(world: World, row: ResultRow): Held | null {
  const held = world.tenant.has(row.user.id ?? "");
  return held.find(({ catalogId }) => catalogId === catalogIdOf(row.app)) ?? null;
}

function isAsPlanned(world: World, result: Result, row: ResultRow): boolean {
  const now = heldNow(world, row);
  if (row.action === "uninstall") return now === null;
  return now?.version === result.apps.find(({ name }) => name === row.app)?.offered?.version;
}

const promise = (check: (random: RandomWorld) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(anyWorld, check), { numRuns: shareOf(150) });

describe("whatever a tenant does", () => {
  it("every acting row has an outcome, and no other row has one", () =>
    promise(async (random) => {
      const { result } = await carriedOut(random);
      for (const row of result.rows) expect(row.outcome !== null).toBe(row.verdict === "act");
    }));

  it("nothing changes but what acting rows name", () =>
    promise(async (random) => {
      const { world, before, result } = await carriedOut(random);
      const acting = new Set(
        result.rows.filter(({ verdict }) => verdict === "act").map(({ user, app }) => `${user.id} ${catalogIdOf(app)}`),
      );
      for (const [user, held] of before) {
        const isOutside = ({ catalogId }: Held): boolean => !acting.has(`${user} ${catalogId}`);
        const now = world.tenant.has(user).filter(isOutside);
        expect(now).toEqual(held.filter(isOutside));
      }
    }));

  it("what is sent is the row's action with the row's consent", () =>
    promise(async (random) => {
      const { world, result } = await carriedOut(random);
      const acting = result.rows.filter(({ verdict }) => verdict === "act");
      const expected = acting.flatMap((row) => sendsFor(world, row).map((send) => ({ send, row })));
      expect(expected).toHaveLength(world.tenant.log.sends.length);
      for (const { send, row } of expected) {
        expect({ action: send.action, consent: send.consent }).toEqual({ action: row.action, consent: row.consent });
      }
    }));

  it("a row is sent at most four times, and between two times its user was read", () =>
    promise(async (random) => {
      const { world, result } = await carriedOut(random);
      for (const row of result.rows) {
        const sends = sendsFor(world, row);
        expect(sends.length).toBeLessThanOrEqual(4);
        for (const [index, { atMs }] of sends.slice(1).entries()) {
          const previousMs = sends[index]?.atMs ?? 0;
          const reads = world.tenant.log.reads.filter(
            (read) =>
              read.userId === row.user.id && !read.hasFailed && read.atMs > previousMs && read.atMs > atMs - 15_001,
          );
          expect(reads.length).toBeGreaterThan(0);
        }
      }
    }));

  it("nothing takes effect twice where the first effect can be seen", () =>
    promise(async (random) => {
      const { world, result } = await carriedOut({ ...random, lagMs: 0 });
      for (const row of result.rows) {
        expect(sendsFor(world, row).filter(({ tookEffect }) => tookEffect).length).toBeLessThanOrEqual(1);
      }
    }));

  it("what is reported as applied or already done is so", () =>
    promise(async (random) => {
      // A write that is not visible yet may be repeated after the catalog moved; then the first one is seen, and the second is true.
      const seen = random.catalogMovesMs === null ? random : { ...random, lagMs: 0 };
      const { world, result } = await carriedOut(seen);
      for (const row of result.rows) {
        const { outcome } = row;
        if (outcome?.status !== "applied" && outcome?.status !== "already-done") continue;
        expect(isAsPlanned(world, result, row)).toBe(true);
        expect(sendsFor(world, row).length > 0 || outcome.status === "already-done").toBe(true);
      }
    }));

  it("what is reported as not tried was not sent", () =>
    promise(async (random) => {
      const { world, result } = await carriedOut(random);
      const notTried = result.rows.filter(({ outcome }) => outcome?.status === "not-tried");
      expect(notTried.flatMap((row) => sendsFor(world, row))).toEqual([]);
    }));

  it("nothing is sent after the run was asked to stop", () =>
    promise(async (random) => {
      const { world } = await carriedOut(random);
      const stopMs = random.stopMs ?? Number.POSITIVE_INFINITY;
      for (const { atMs } of world.tenant.log.sends) expect(atMs - START_MS).toBeLessThanOrEqual(stopMs);
    }));

  it("nothing is sent on a reading of the definition that is a minute old, or that showed another one", () =>
    promise(async (random) => {
      const { world } = await carriedOut(random);
      const movesMs = START_MS + (random.catalogMovesMs ?? Number.POSITIVE_INFINITY);
      for (const { atMs, action, catalogId } of world.tenant.log.sends) {
        if (action === "uninstall") continue;
        const reads = world.tenant.log.catalogReads.filter((read) => read.id === catalogId && read.atMs <= atMs);
        expect(atMs - (reads.at(-1)?.atMs ?? 0)).toBeLessThan(60_000);
        expect(reads.every((read) => read.atMs < movesMs)).toBe(true);
      }
    }));
});
