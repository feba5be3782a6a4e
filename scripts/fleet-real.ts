// `npm run fleet:real`: workers that are processes share a PostgreSQL and bring the tenants of a fleet to their desired state, while
// one after another is killed with SIGKILL. The logs of the sandboxes tell what was written. Ends with 0 where everybody was written
// once. `npm run bench -- fleet-real` does the same at full size and keeps the figures.
import process from "node:process";
import { parseArgs } from "node:util";
import { messageOf } from "../src/errors.ts";
import { startServer } from "../test/store/postgres/databases.ts";
import { playKilledFleet } from "../test/workers/killed-fleet.ts";

const { values } = parseArgs({
  options: {
    tenants: { type: "string", default: "4" },
    people: { type: "string", default: "60" },
    workers: { type: "string", default: "3" },
    kills: { type: "string", default: "1" },
    "limits-scale": { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
  },
});
const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${text} is no whole number`);
  return number;
};
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<string | null> {
  const asked = {
    tenants: whole(values.tenants),
    people: whole(values.people),
    workers: whole(values.workers),
    kills: whole(values.kills),
    limitsScale: Number(values["limits-scale"]),
    seed: whole(values.seed),
  };
  const server = await startServer();
  try {
    const came = await playKilledFleet(server, asked, say);
    say(
      `${asked.tenants} tenants of ${asked.people} people, ${asked.workers} workers, ${came.killedAt.length} killed: ` +
        `${came.writes} writes in ${came.seconds.toFixed(1)} s, ideal ${came.idealSeconds.toFixed(1)} s, ` +
        `${came.throttled} of ${came.requests} requests throttled, ` +
        `at most ${(100 * came.busiestSecond).toFixed(0)} % of the registration's reads in a second`,
    );
    return came.wrong.length === 0 ? null : came.wrong.join("; ");
  } finally {
    await server.end();
  }
}

const problem = await main().catch(messageOf);
say(problem === null ? "everybody has the newest version, each after one write" : `wrong: ${problem}`);
process.exit(problem === null ? 0 : 1);
