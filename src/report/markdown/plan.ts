import type { BaseReview, PlanDocument } from "../document.ts";
import { baseName, differenceLines } from "../text/difference.ts";
import { irreversibleLines } from "../text/irreversible.ts";
import type { Rates } from "../text/cost.ts";
import { planVerdict } from "../text/plan.ts";
import { changesSection } from "./changes.ts";
import { consentSection } from "./consent.ts";
import { appsSection, disprovedSection, envelopeSection, provedSection, settledSection } from "./details.ts";
import { diagnosticsSection } from "./diagnostics.ts";
import { code, SENTENCE_LENGTH } from "./inert.ts";
import { aboutSection, headingSection } from "./heading.ts";
import type { Section } from "./layout.ts";
import { blockedSection, heldSection, targetsSection } from "./not-acting.ts";
import { peopleSection } from "./people.ts";
import type { Quoting } from "./quoting.ts";

/** The sections of a plan, in the order in which a reviewer needs them. */
export function planSections(document: PlanDocument, rates: Rates | null, quoting: Quoting): readonly Section[] {
  const { rows, apps, targets, limits, proof, diagnostics } = document;
  return [
    headingSection(document, `Plan: ${planVerdict(document)}`, quoting),
    ...disprovedSection(proof, quoting),
    ...differenceSection(document.base),
    ...consentSection(rows),
    ...irreversibleSection(document),
    ...changesSection(rows, apps),
    ...heldSection(rows, apps, limits.suspended, quoting),
    ...blockedSection(rows, quoting),
    ...targetsSection(targets, quoting),
    ...diagnosticsSection(diagnostics, quoting),
    aboutSection(document, rates),
    ...peopleSection(
      rows.filter(({ verdict }) => verdict !== "nothing"),
      apps,
      quoting,
    ),
    ...settledSection(rows),
    ...appsSection(apps),
    ...envelopeSection(document),
    ...provedSection(proof, quoting),
  ];
}

/** What is changed by the pull request itself comes before what is changed anyway. */
function differenceSection(base: BaseReview | null): readonly Section[] {
  if (base === null) return [];
  const list = differenceLines(base).map((line) => ({
    text: () => `- ${code(line, SENTENCE_LENGTH)}\n`,
    weight: 1,
  }));
  const head = `### What this change alters\n\nCompared with ${code(baseName(base), SENTENCE_LENGTH)}:\n\n`;
  return [{ head, pieces: list, foot: "\n", things: ["line", "lines"] }];
}

function irreversibleSection({ summary, rows }: PlanDocument): readonly Section[] {
  const lines = irreversibleLines(summary, rows);
  if (lines.length === 0) return [];
  const list = lines.map((line) => `- ${line}\n`).join("");
  return [{ head: `### Cannot be undone\n\n${list}\n`, pieces: [], foot: "", things: ["row", "rows"] }];
}
