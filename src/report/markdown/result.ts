import type { ResultDocument } from "../document.ts";
import { resultMoves, resultVerdict } from "../text/result.ts";
import { appsSection, settledSection } from "./details.ts";
import { diagnosticsSection } from "./diagnostics.ts";
import { aboutSection, headingSection } from "./heading.ts";
import type { Section } from "./layout.ts";
import { blockedSection, heldSection, targetsSection } from "./not-acting.ts";
import { doneSection, openSection } from "./outcomes.ts";
import { peopleSection } from "./people.ts";
import type { Quoting } from "./quoting.ts";

/** The sections of a result: what is not done first. The title agrees with the exit code. */
export function resultSections(document: ResultDocument, quoting: Quoting): readonly Section[] {
  const { rows, apps, targets, limits, diagnostics } = document;
  const { converged, counts } = resultVerdict(document);
  const verdict = [
    `Result: ${converged ? "converged" : "NOT converged"}`,
    ...(counts.length > 0 ? [counts.join(", ")] : []),
  ];
  const moves = resultMoves(document);
  return [
    headingSection(
      document,
      verdict.join(": "),
      quoting,
      moves.length > 0 ? [`Who has to act: ${moves.join(", ")}`] : [],
    ),
    ...openSection(rows, apps, "failed", quoting),
    ...openSection(rows, apps, "unverified", quoting),
    ...openSection(rows, apps, "not-tried", quoting),
    ...heldSection(rows, apps, limits.suspended, quoting),
    ...blockedSection(rows, quoting),
    ...targetsSection(targets, quoting),
    ...diagnosticsSection(diagnostics, quoting),
    ...doneSection(rows, apps, "applied"),
    ...doneSection(rows, apps, "already-done"),
    aboutSection(document, null),
    ...peopleSection(
      rows.filter(({ verdict: decided }) => decided !== "nothing"),
      apps,
      quoting,
    ),
    ...settledSection(rows),
    ...appsSection(apps),
  ];
}
