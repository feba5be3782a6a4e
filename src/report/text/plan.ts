import type { PlanDocument } from "../document.ts";
import { unreadTargets } from "../unread.ts";
import { appsSection } from "./apps.ts";
import { changesSection } from "./changes.ts";
import { consentSection } from "./consent.ts";
import { costSection, type Rates } from "./cost.ts";
import { differenceSection } from "./difference.ts";
import { differsAllTheSame, lookedAt, openParts, provenance, whyNoRows } from "./heading.ts";
import { irreversibleSection } from "./irreversible.ts";
import { blockedSection, heldSection } from "./not-acting.ts";
import { proofSection } from "./proof.ts";
import { settledSection } from "./settled.ts";
import type { Style } from "./style.ts";
import { targetsSection } from "./targets.ts";

/** The sections of a plan for people, in the order of what they must not miss. */
export function* planSections(document: PlanDocument, style: Style, rates: Rates | null): Generator<Iterable<string>> {
  const { summary, rows, apps, targets, limits } = document;
  yield heading(document, style);
  if (document.base !== null) yield differenceSection(document.base, style);
  yield consentSection(rows, style);
  yield changesSection(rows, apps, style);
  yield heldSection(rows, apps, limits.suspended, style);
  yield blockedSection(rows, style);
  yield targetsSection(targets, style);
  yield settledSection(rows, style);
  yield appsSection(apps, rows, style);
  yield irreversibleSection(summary, rows, style);
  if (rates !== null) yield costSection(summary, rates, style);
  if (document.proof !== null) yield proofSection(document.proof, style);
  yield [closing(document)];
}

function* heading(document: PlanDocument, style: Style): Generator<string> {
  const { summary, scope } = document;
  const verdict = planVerdict(document);
  const mood = summary.act > 0 ? style.title : verdict.startsWith("in sync") ? style.good : style.caution;
  yield mood(`Plan: ${verdict}; ${lookedAt(summary, scope)}`);
  yield* provenance(document);
}

/** What the plan comes to, in counts: the first line of a report says it. */
export function planVerdict({ summary, rows, targets, scope }: PlanDocument): string {
  const open = openParts(summary, unreadTargets(targets).length);
  if (summary.act === 0 && open.length === 0) {
    if (summary.rows === 0) return `nothing to do, as ${whyNoRows(scope)}`;
    const differing = differsAllTheSame(rows);
    if (differing === 0) return "in sync, nothing to change";
    return `nothing to change, though ${differing} ${differing === 1 ? "differs" : "differ"}`;
  }
  const quiet = summary.nothing > 0 ? [`${summary.nothing} with nothing to do`] : [];
  return [changeCounts(summary), ...open, ...quiet].join(", ");
}

function changeCounts({ act, upgrade, install, uninstall }: PlanDocument["summary"]): string {
  if (act === 0) return "nothing to change now";
  const kinds = [
    ...(upgrade > 0 ? [`${upgrade} upgrade`] : []),
    ...(install > 0 ? [`${install} install`] : []),
    ...(uninstall > 0 ? [`${uninstall} uninstall`] : []),
  ];
  return `${act} to change (${kinds.join(", ")})`;
}

function closing({ summary }: PlanDocument): string {
  return summary.act > 0
    ? "This is a plan: nothing has been changed yet"
    : "This is a plan: nothing has been changed, and applying it would change nothing";
}
