import type { SourceLocation } from "../model/diagnostic.ts";
import { isTimeZone, UTC } from "../model/time-zone.ts";
import { describeWindow, type Window, windowsMeet } from "../model/window.ts";
import type { PolicyConfiguration } from "./configuration.ts";
import { didYouMean, shown } from "./did-you-mean.ts";
import { createDuplicateCheck } from "./duplicates.ts";
import { errorAt, type Problem } from "./problem.ts";
import type { CheckedPolicy, ParsedFile } from "./schema-check.ts";
import type { Window as WrittenWindow } from "./schema.d.ts";

type Windows = Pick<PolicyConfiguration, "timeZone" | "windows" | "window">;

/** The windows of a policy, and the one in which changes may begin. */
export function readWindows(
  file: ParsedFile | null,
  policy: CheckedPolicy,
): Windows & { readonly diagnostics: readonly Problem[] } {
  const diagnostics: Problem[] = [];
  const windows = new Map<string, Window>();
  if (file === null) return { timeZone: UTC, windows, window: null, diagnostics };
  const { timeZone: zone = UTC, windows: written = {}, window: name, windowNames = [] } = policy;
  const isZone = isTimeZone(zone);
  if (!isZone) diagnostics.push(unknownZone(zone, file.valueAt(["policy", "timeZone"])));
  for (const [key, each] of Object.entries(written)) {
    const window = windowOf(key, each);
    windows.set(key, window);
    diagnostics.push(...wrongWindow(window, file));
  }
  // A window that does not fit was told already.
  const isPerhapsThere = name !== undefined && windowNames.includes(name);
  const window = name === undefined ? null : (windows.get(name) ?? null);
  if (name !== undefined && window === null && !isPerhapsThere)
    diagnostics.push(
      unknownWindow(name, new Set([...windows.keys(), ...windowNames]), file.valueAt(["policy", "window"])),
    );
  return { timeZone: isZone ? zone : UTC, windows, window, diagnostics };
}

/** A name that no window has. */
export function unknownWindow(name: string, windows: Pick<ReadonlySet<string>, "keys">, at: SourceLocation): Problem {
  const names = [...windows.keys()];
  const listed = names.length === 0 ? "policy.windows has none" : `known are ${names.join(", ")}`;
  return errorAt(at, "unknown-window", `no window is named ${shown(name)}`, {
    hint: didYouMean(name, names) ?? listed,
  });
}

/** Two windows that both have to be open, and never are at one time; null: they are. */
export function apartProblem(window: Window, policyWindow: Window | null, at: SourceLocation): Problem | null {
  if (policyWindow === null || windowsMeet(window, policyWindow)) return null;
  const message = `the window ${describeWindow(window)} is never open together with policy.window ${describeWindow(policyWindow)}`;
  return errorAt(at, "invalid-window", message, {
    hint: "name one with hours that both have: it narrows policy.window",
  });
}

function windowOf(name: string, { days, from, to }: WrittenWindow): Window {
  return { name, days, fromMinute: minutesOf(from), toMinute: minutesOf(to) };
}

/** The schema lets nothing through but two digits, a colon and two digits. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function wrongWindow({ name, days, fromMinute, toMinute }: Window, file: ParsedFile): readonly Problem[] {
  const path = ["policy", "windows", name];
  const once = createDuplicateCheck();
  for (const [index, day] of days.entries())
    once.note(day, `${day} of window "${name}"`, file.valueAt([...path, "days", index]));
  if (fromMinute !== 24 * 60 && fromMinute !== toMinute) return once.diagnostics;
  const message =
    fromMinute === toMinute
      ? `the window "${name}" ends when it begins`
      : `the window "${name}" begins when its day ends`;
  const hint = 'for a whole day write from: "00:00" and to: "24:00"';
  return [...once.diagnostics, errorAt(file.valueAt([...path, "from"]), "invalid-window", message, { hint })];
}

/** What is wrong with a time zone that this machine does not know. */
export function unknownZone(name: string, at: SourceLocation): Problem {
  const hint = didYouMean(name, Intl.supportedValuesOf("timeZone"), 0.25) ?? "give one such as Europe/Berlin, or UTC";
  return errorAt(at, "invalid-time-zone", `${shown(name)} is no time zone`, { hint });
}
