import type { PlanRow } from "../../model/plan.ts";
import type { Summary } from "../summary.ts";
import type { Style } from "./style.ts";
import { count } from "./wording.ts";
import { wrap } from "./wrap.ts";

/**
 * What `apply` does that nobody can take back. Graph's upgrade goes to the latest version and knows no way back
 * (https://learn.microsoft.com/graph/api/userteamwork-teamsappinstallation-upgrade).
 */
export function* irreversibleSection(summary: Summary, rows: readonly PlanRow[], style: Style): Generator<string> {
  const lines = irreversibleLines(summary, rows);
  if (lines.length === 0) return;
  yield style.caution("Cannot be undone");
  for (const line of lines) yield* wrap("  ", line);
}

/** The same, one sentence for each kind of thing. */
export function irreversibleLines(summary: Summary, rows: readonly PlanRow[]): readonly string[] {
  const consents = rows.filter((row) => row.verdict === "act" && row.consent.length > 0).length;
  return [
    ...(summary.upgrade > 0 ? [`${count(summary.upgrade, "upgrade")}: Graph has no way back to an older version`] : []),
    ...(summary.uninstall > 0
      ? [`${count(summary.uninstall, "uninstall")}: the person loses the app, and what it keeps for them may be gone`]
      : []),
    ...(consents > 0 ? [`consent for ${count(consents, "installation")}: TrueUp cannot take it back`] : []),
  ];
}
