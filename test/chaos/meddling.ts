import type { SandboxInstallation } from "../../src/sandbox/state.ts";
import type { Exchange } from "./exchanges.ts";
import type { Weather } from "./faults.ts";

/** What the user has after somebody else undid what a write did, or did it over; null: nobody meddles. */
export function afterMeddling(
  { effect, seq }: Exchange,
  meddler: Weather["meddler"],
): readonly SandboxInstallation[] | null {
  if (effect === null || meddler === null) return null;
  const { before, after } = effect;
  const others = after.filter((one) => isAmong(before, one));
  if (meddler === "removes") return others;
  const own = before.find((one) => !isAmong(after, one)) ?? after.find((one) => !isAmong(before, one));
  return own === undefined ? null : [...others, { ...own, id: `again-${seq}-${own.app.displayName}` }];
}

function isAmong(all: readonly SandboxInstallation[], one: SandboxInstallation): boolean {
  return all.some((other) => JSON.stringify(other) === JSON.stringify(one));
}
