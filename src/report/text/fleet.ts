import type { FleetStatus, TenantStatus } from "../../model/fleet-status.ts";
import { printable } from "../facts/printable.ts";
import { ROW_STATES } from "../facts/row-state.ts";
import { ago, count, number } from "../facts/wording.ts";
import { fleetHeadline } from "../page/fleet.ts";

/** How the tenants of a fleet stand, a line or two for each, the worst first. Each piece ends with a line break. */
export function* renderFleetText(status: FleetStatus): Generator<string> {
  yield `${fleetHeadline(status)}\n`;
  const width = Math.max(...status.tenants.map(({ name }) => name.length));
  for (const tenant of status.tenants) {
    const [first = "", ...more] = said(tenant, status.at);
    yield `${printable(tenant.name).padEnd(width)} | ${printable(first)}\n`;
    for (const line of more) yield `${printable(tenant.name).padEnd(width)} |   ${printable(line)}\n`;
  }
  const { queue } = status;
  if (queue === null) return;
  yield `Queue: ${count(queue.waiting, "pass waits", "passes wait")}, ${number(queue.working)} being made, ${number(queue.givenUp)} given up\n`;
}

function said({ look, isStale, worker, isFrozen, trouble }: TenantStatus, nowMs: number): readonly string[] {
  const seen =
    look === null
      ? ["nobody has looked at it yet, as far as the store knows"]
      : [
          `${ROW_STATES[look.state].name}: ${number(look.rows["as-desired"])} as desired, ${number(look.toChange)} to change; looked at ${ago(nowMs - look.at)}${isStale ? ", which is too long" : ""}`,
        ];
  return [
    ...(trouble === null ? [] : [`in trouble: ${trouble}`]),
    ...seen,
    ...(worker === null ? [] : [`worked on by ${worker.holder}`]),
    ...(isFrozen ? ["frozen: trueup plan says by whom"] : []),
  ];
}
