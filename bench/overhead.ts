import pMap from "p-map";
import { Agent, request } from "undici";
import { createGraph } from "../src/graph/client.ts";
import { parseGraphRoot } from "../src/graph/graph-url.ts";
import { systemClock } from "../src/session/system-clock.ts";
import type { Bench } from "./bench.ts";
import { startSandboxProcess } from "./sandbox-process.ts";
import { alternately, timed } from "./timing.ts";

const USERS = 20_000;
const IN_FLIGHT = 32;
const ROUNDS = 5;

const TENANT = `
tenantId: 6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01
population:
  - { count: ${USERS}, upn: "user{n}@contoso.com", installations: [{ app: expenses, version: 2.1.0 }] }
catalog:
  - { name: expenses, externalId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee, definitions: [{ version: 2.1.0 }] }
`;
const EXPANDED = "$expand=teamsApp,teamsAppDefinition";

/** What checking, pacing and all else around a read cost, against a loop that does nothing but ask and parse. */
export const bench: Bench = {
  name: "overhead",
  measures: `unpaced reads of ${USERS} users, ${IN_FLIGHT} in flight: requests per second over a bare loop of undici.request and JSON.parse`,
  run: async () => {
    const sandbox = await startSandboxProcess({
      tenant: TENANT,
      limitsScale: 1,
      throttle: "off",
      forgetsRequests: true,
    });
    const dispatcher = new Agent({ allowH2: false });
    try {
      const names = Array.from(
        { length: USERS },
        (_, index) => `user${String(index + 1).padStart(5, "0")}@contoso.com`,
      );
      const graph = createGraph({
        root: parseGraphRoot(sandbox.url),
        dispatcher,
        tokenSource: { token: () => Promise.resolve("sandbox-token") },
        clock: systemClock,
        random: Math.random,
        limitsScale: 10_000,
        rateShare: 1,
      });
      const ours = () =>
        timed(() => pMap(names, (name) => graph.installations.readInstallations(name), { concurrency: IN_FLIGHT }));
      const bare = () =>
        timed(() => pMap(names, (name) => readBare(sandbox.url, name, dispatcher), { concurrency: IN_FLIGHT }));
      await bare();
      await ours();
      const [oursMs, bareMs] = await alternately(ROUNDS, ours, bare);
      return [
        {
          name: "requests per second over the bare loop",
          value: bareMs / oursMs,
          unit: "ratio",
          mark: { atLeast: 0.92 },
          note: `${Math.round((USERS / oursMs) * 1000)} a second over ${Math.round((USERS / bareMs) * 1000)}, middle of ${ROUNDS} rounds each`,
        },
      ];
    } finally {
      await dispatcher.destroy();
      await sandbox.stop();
    }
  },
};

async function readBare(root: string, name: string, dispatcher: Agent): Promise<unknown> {
  const url = `${root}/users/${encodeURIComponent(name)}/teamwork/installedApps?${EXPANDED}`;
  const { body } = await request(url, { dispatcher, headers: { authorization: "Bearer sandbox-token" } });
  const parsed: unknown = JSON.parse(await body.text());
  return parsed;
}
