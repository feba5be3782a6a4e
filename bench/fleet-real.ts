import { startServer } from "../test/store/postgres/databases.ts";
import { playKilledFleet } from "../test/workers/killed-fleet.ts";
import type { Bench, Figure } from "./bench.ts";

/**
 * Limits are scaled, so that few people make a pass of some minutes; a pass of 100,000 people by the real ones takes more than an
 * hour. The seconds of a take-over are what they are, so they weigh the more the shorter a pass is.
 */
const FLEET = { tenants: 20, people: 500, workers: 3, limitsScale: 0.2 };
const KILLS = 4;

/** Real workers and a real PostgreSQL: what the limits allow, over what it took. */
export const bench: Bench = {
  name: "fleet-real",
  measures: `${FLEET.tenants} tenants of ${FLEET.people} people through one registration, ${FLEET.workers} worker processes that share a PostgreSQL, everybody to be written, limits scaled by ${FLEET.limitsScale}, so that a pass takes some five minutes and the seconds of a take-over weigh more than in one of hours`,
  run: async () => [...(await figures(0)), ...(await figures(KILLS))],
};

async function figures(kills: number): Promise<readonly Figure[]> {
  const server = await startServer();
  try {
    const came = await playKilledFleet(server, { ...FLEET, kills, seed: 1 });
    if (came.wrong.length > 0) throw new Error(came.wrong.join("; "));
    const people = FLEET.tenants * FLEET.people;
    const name = kills === 0 ? "nobody is killed" : `${came.killedAt.length} workers are killed`;
    const at = came.killedAt.map((seconds) => seconds.toFixed(0)).join(", ");
    const figure = (what: string, value: number, unit: Figure["unit"], mark: Figure["mark"], note: string): Figure => {
      return { name: `${name}: ${what}`, value, unit, mark, note };
    };
    return [
      figure(
        "ideal over measured time",
        came.idealSeconds / came.seconds,
        "ratio",
        { atLeast: 0.9 },
        `${came.seconds.toFixed(0)} s over ${came.idealSeconds.toFixed(0)} s${kills === 0 ? "" : `; killed after ${at} s`}`,
      ),
      figure(
        "longest pause of a tenant",
        came.longestPauseSeconds,
        "s",
        null,
        "in which nobody of a tenant was read or written, before its last person was",
      ),
      figure("writes", came.writes, "requests", { atMost: people }, `${people} people, each written exactly once`),
      figure(
        "throttled",
        (100 * came.throttled) / came.requests,
        "%",
        { atMost: 0.5 },
        `${came.throttled} of ${came.requests} requests`,
      ),
      figure(
        "busiest second of the registration",
        came.busiestSecond,
        "ratio",
        { atMost: 1 },
        "reads of all tenants in any second, over its limit",
      ),
    ];
  } finally {
    await server.end();
  }
}
