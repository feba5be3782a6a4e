import { compareLocations } from "../model/order.ts";
import type { DriftFact } from "../model/reasons.ts";
import { momentOf } from "../model/time-zone.ts";
import { unknownApp } from "./assignments.ts";
import type { ExceptionConfiguration } from "./configuration.ts";
import { shown } from "./did-you-mean.ts";
import type { AppNames } from "./parse-files.ts";
import { errorAt, type Problem } from "./problem.ts";
import type { ParsedFile } from "./schema-check.ts";
import { readTargets, type TargetReader } from "./targets.ts";
import type { Path } from "./yaml-file.ts";

const DAY_MS = 24 * 60 * 60_000;

/** What is accepted where an exception does not say: what is wrong with a version, and nothing about consent. */
const DEFAULT_ACCEPT: readonly DriftFact[] = ["outdated", "missing", "ahead"];

/** Brings the `exceptions` sections together. */
export function readExceptions(
  files: readonly ParsedFile[],
  appNames: AppNames,
  lists: TargetReader,
  timeZone: string,
): { readonly exceptions: readonly ExceptionConfiguration[]; readonly diagnostics: readonly Problem[] } {
  const exceptions: ExceptionConfiguration[] = [];
  const diagnostics: Problem[] = [];
  for (const file of files) {
    for (const [index, written] of (file.value.exceptions ?? []).entries()) {
      if (written === null) continue;
      const path: Path = ["exceptions", index];
      const { app, accept = DEFAULT_ACCEPT, reason, owner, until } = written;
      if (app !== undefined) diagnostics.push(...unknownApp(file, [...path, "app"], "value", app, appNames));
      const to = readTargets(file, [...path, "to"], written.to, "to", lists);
      diagnostics.push(...to.diagnostics);
      const endsAtMs = endOf(until, timeZone);
      if (endsAtMs === null) {
        const hint = "write a day of the calendar, such as 2027-01-31";
        diagnostics.push(
          errorAt(file.valueAt([...path, "until"]), "invalid-value", `${shown(until)} is no day`, { hint }),
        );
      }
      if (app === undefined || endsAtMs === null) continue;
      const source = file.valueAt(path);
      exceptions.push({ app, accept, reason, owner, until, endsAtMs, to: to.targets, source });
    }
  }
  return { exceptions: exceptions.sort((a, b) => compareLocations(a.source, b.source)), diagnostics };
}

/** The end of a day, at 24:00; null for a day that no calendar has. */
function endOf(day: string, timeZone: string): number | null {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  return momentOf(midnight + DAY_MS, timeZone);
}
