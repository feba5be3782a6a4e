import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFleet } from "../../src/fleet/read-fleet.ts";
import { readFleetStatus } from "../../src/fleet/status.ts";
import type { FleetStatus } from "../../src/model/fleet-status.ts";
import type { State } from "../../src/model/reasons.ts";
import { openStore } from "../../src/store/open.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import { inFolder } from "../desired/folder.ts";
import { CONTOSO_ID, fleetYaml, OWN_ID, STATE } from "./fleet-folder.ts";

const NOW = Date.parse("2026-01-05T08:00:00Z");
const HOUR = 3_600_000;
const ROWS = { "as-desired": 1, "held-as-meant": 0, waiting: 0, differs: 0, open: 0, unknown: 0 };

interface Left {
  readonly hoursAgo: number;
  readonly state?: State;
}

/** The status of two tenants that were left so; own is looked at daily at 6:00 UTC, contoso has no schedule. */
function statusOf(left: { readonly own?: Left; readonly contoso?: Left }, ownState = STATE): Promise<FleetStatus> {
  const files = {
    "fleet/fleet.yaml": fleetYaml([
      `own: { tenant: ${OWN_ID}, schedule: "0 6 * * *" }`,
      `contoso: { tenant: ${CONTOSO_ID} }`,
    ]),
    "fleet/tenants/own/state.yaml": ownState,
    "fleet/tenants/contoso/state.yaml": STATE,
  };
  const clock = createVirtualClock(NOW);
  return inFolder(files, async (folder) => {
    await mkdir(join(folder, "trueup"));
    for (const [id, look] of [[OWN_ID, left.own] as const, [CONTOSO_ID, left.contoso] as const]) {
      if (look === undefined) continue;
      const options = {
        path: join(folder, "trueup", `${id}.db`),
        tenant: `${id} graph`,
        clock,
        notice: () => undefined,
      };
      const store = await openStore(options);
      const kept = {
        at: NOW - look.hoursAgo * HOUR,
        state: look.state ?? "as-desired",
        rows: ROWS,
        toChange: 0,
        apps: [],
      };
      await store?.told.keep("last look", JSON.stringify(kept));
      await store?.freezes.freeze({ app: null, who: "ana", reason: null, sinceMs: NOW, untilMs: null });
      await store?.close();
    }
    const fleet = await readFleet(join(folder, "fleet"));
    const around = { environment: { XDG_STATE_HOME: folder }, clock };
    return readFleetStatus(fleet, fleet.tenants, around, { queue: null, budgets: null });
  });
}

const shown = ({ tenants }: FleetStatus) =>
  tenants.map(({ name, look, isStale }) => `${name} ${look?.state ?? "-"} ${isStale ? "stale" : "fresh"}`);

describe("how the tenants of a fleet stand", () => {
  it.each<[string, Parameters<typeof statusOf>[0], readonly string[]]>([
    ["nobody has looked", {}, ["contoso - stale", "own - stale"]],
    ["one was looked at", { own: { hoursAgo: 1 } }, ["contoso - stale", "own as-desired fresh"]],
    [
      "the worse comes first",
      { own: { hoursAgo: 1, state: "open" }, contoso: { hoursAgo: 1, state: "differs" } },
      ["own open fresh", "contoso differs fresh"],
    ],
    [
      "one missed look of a day is no reason, and without a schedule two days are none",
      { own: { hoursAgo: 25 }, contoso: { hoursAgo: 48 } },
      ["contoso as-desired fresh", "own as-desired fresh"],
    ],
    [
      "what was not looked at for too long is not known any more",
      { own: { hoursAgo: 27 }, contoso: { hoursAgo: 1, state: "open" } },
      ["own as-desired stale", "contoso open fresh"],
    ],
    [
      "the same without a schedule",
      { contoso: { hoursAgo: 49 }, own: { hoursAgo: 1 } },
      ["contoso as-desired stale", "own as-desired fresh"],
    ],
  ])("%s", async (_name, left, expected) => {
    expect(shown(await statusOf(left))).toEqual(expected);
  });

  it("names the trouble of a tenant first, knows of freezes, and of no process that is none", async () => {
    const { tenants } = await statusOf(
      { own: { hoursAgo: 1 }, contoso: { hoursAgo: 1, state: "unknown" } },
      "apiVersion: [\n",
    );
    expect(tenants).toMatchObject([
      { name: "own", trouble: expect.stringContaining("tenants/own/state.yaml:2: "), isFrozen: true, worker: null },
      { name: "contoso", trouble: null },
    ]);
  });
});
