import { placedInFleet } from "../../fleet/load-tenant.ts";
import { isoTime } from "../../model/clock.ts";
import { validationDocument } from "../../plan-file/document.ts";
import { renderJson } from "../../plan-file/write-json.ts";
import { renderDiagnostics } from "../../report/diagnostics.ts";
import { count } from "../../report/facts/wording.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import { forEachTenant } from "./each-tenant.ts";
import type { FleetFlags } from "./flags.ts";

/** `trueup fleet validate`: everything of each tenant that can be checked without one. What is wrong with one refuses that one. */
export function run(path: string, flags: FleetFlags, console: Console): Promise<number> {
  return forEachTenant(path, flags, console, { command: "validate", needs: "files" }, async (at) => {
    const { configuration, loaded } = await at.load();
    const warnings = loaded.diagnostics.map((diagnostic) => placedInFleet(diagnostic, at.tenant));
    if (flags.format === "json") {
      await at.console.result(renderJson(validationDocument(isoTime(systemClock.now()), warnings)));
    } else await at.console.result(renderDiagnostics(warnings, new Map(), { color: console.resultColor }));
    const { apps, assignments } = configuration;
    const headline = `valid: ${count(apps.length, "app")}, ${count(assignments.length, "assignment")}`;
    return { exitCode: 0, state: null, headline };
  });
}
