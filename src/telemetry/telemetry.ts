import type { Telemetry, TelemetryGround } from "./push.ts";
import { telemetrySettings } from "./settings.ts";

const NO_TELEMETRY: Telemetry = { notePass: () => undefined, close: () => Promise.resolve() };

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether there is anybody to tell. */
export function asksForTelemetry(environment: Environment): boolean {
  return telemetrySettings(environment, "") !== null;
}

/** Telemetry as the environment asks for it. What it needs is loaded for those only who ask. */
export async function openTelemetry(environment: Environment, ground: TelemetryGround): Promise<Telemetry> {
  const settings = telemetrySettings(environment, ground.version);
  if (settings === null) return NO_TELEMETRY;
  for (const problem of settings.problems) ground.notice(`warning: ${problem}`);
  if (Object.keys(settings.destinations).length === 0) return NO_TELEMETRY;
  const { startTelemetry } = await import("./push.ts");
  return startTelemetry(settings, ground);
}
