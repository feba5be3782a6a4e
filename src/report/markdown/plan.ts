import { tellingOf } from "../facts/rollouts.ts";
import { rolloutsSection } from "./rollouts.ts";
import { rowsOf } from "../facts/row-state.ts";
import { permissionWords } from "../../model/permission-words.ts";
import type { BaseReview, PlanDocument } from "../../plan-file/document.ts";
import { type Grant, grantsOf, overApps } from "../facts/consent.ts";
import { irreversibleLines, type Rates } from "../facts/cost.ts";
import { baseName, differenceLines } from "../facts/difference.ts";
import { headlineOf } from "../facts/headline.ts";
import { SENTENCE_LENGTH } from "../facts/printable.ts";
import { count, number } from "../facts/wording.ts";
import { changesSection } from "./changes.ts";
import {
  appsSection,
  diagnosticsSection,
  disprovedSection,
  envelopeSection,
  peopleSection,
  provedSection,
  settledSection,
} from "./details.ts";
import { aboutSection, headingSection } from "./heading.ts";
import { foldedTogether, plainSection, type Section, tableSection } from "./layout.ts";
import { exceptionsSection, blockedSection, heldSection, targetsSection, untoldAppsSection } from "./not-acting.ts";
import { code, type Quoting } from "./quoting.ts";

/**
 * What is granted that was not before, one line for each app and permission. Where the consent in force is not known the
 * permission counts as possibly new, never as old.
 */
function consentSection({ rows, base }: PlanDocument): readonly Section[] {
  const acting = rowsOf(rows, "act");
  if (acting.length === 0) return [];
  const grants = grantsOf(acting, base?.difference.because ?? null);
  const perhapsNew = grants.filter((grant) => grant.fresh + grant.unsure > 0);
  if (grants.length === 0) return [plainSection("No consent is sent with any change.")];
  if (perhapsNew.length === 0) {
    return [plainSection("No new consent: every permission that is sent is in force already.")];
  }
  const apps = new Set(perhapsNew.map(({ app }) => app)).size;
  const title = `${count(overApps(perhapsNew).length, "permission")} for ${count(apps, "app")}`;
  const none = perhapsNew.every(({ byChange }) => byChange === 0) ? " None of it is because of this change." : "";
  return tableSection(
    `### NEW CONSENT: ${title}\n\n` +
      "Approved in the desired state; the apps do not have it yet, or may not have it. " +
      `_Perhaps new_: what is in force for these people is not known.${none}`,
    perhapsNew,
    [
      ["app", ({ app }) => code(app)],
      ["permission", ({ permission }) => `${code(permission.value)} (${permission.type})`],
      ["what it allows", ({ permission }) => permissionWords(permission)],
      ...COLUMNS.filter(([, of]) => perhapsNew.some((grant) => of(grant) > 0)),
    ],
    ["consent", "consents"],
  );
}

/** Columns of users; one that would be empty is left out, so that the table is no wider than it has to be. */
const COLUMNS: readonly (readonly [title: string, of: (grant: Grant) => number])[] = [
  ["new for", ({ fresh }) => fresh],
  ["perhaps new for", ({ unsure }) => unsure],
  ["of these, by this change", ({ byChange }) => byChange ?? 0],
  ["in force for", ({ inForce }) => inForce],
];

/** The sections of a plan, in the order in which a reviewer needs them. */
export function planSections(document: PlanDocument, rates: Rates | null, quoting: Quoting): readonly Section[] {
  const { rows, apps, judgement, proof, diagnostics } = document;
  const older = document.base?.difference.older ?? new Set();
  const ofThisChange = { ...document, rows: rows.filter((row) => !older.has(row)) };
  return [
    headingSection(document, `Plan: ${headlineOf(document).text}`, quoting),
    ...disprovedSection(proof, quoting),
    ...differenceSection(document.base),
    ...consentSection(document),
    ...irreversibleSection(document),
    ...changesSection(ofThisChange.rows, apps, document.base === null ? "Changes" : "Changes by this change"),
    ...rolloutsSection(document.rollouts, tellingOf(document)),
    ...heldSection(ofThisChange, quoting),
    ...blockedSection(ofThisChange, quoting),
    ...olderSection({ ...document, rows: rows.filter((row) => older.has(row)) }, quoting),
    ...untoldAppsSection(judgement),
    ...exceptionsSection(document.exceptions),
    ...targetsSection(judgement, quoting),
    ...diagnosticsSection(diagnostics, quoting),
    aboutSection(document, rates),
    ...peopleSection(
      rows.filter(({ verdict }) => verdict !== "nothing"),
      apps,
      quoting,
    ),
    ...settledSection(rows, judgement.setting),
    ...appsSection(apps),
    ...envelopeSection(document),
    ...provedSection(proof, quoting),
  ];
}

/** What stands alike without the change: as much a part of the plan, but not what this review is about. */
function olderSection(document: PlanDocument, quoting: Quoting): readonly Section[] {
  const { rows, apps } = document;
  const counts = [
    `${count(rowsOf(rows, "act").length, "row")} to change`,
    `${number(rowsOf(rows, "held").length)} held`,
    `${number(rowsOf(rows, "blocked").length)} blocked`,
  ];
  return foldedTogether(`Older, and the same without this change: ${counts.join(", ")}`, [
    ...changesSection(rows, apps, "Changes that are due anyway"),
    ...heldSection(document, quoting),
    ...blockedSection(document, quoting),
  ]);
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
  return [plainSection(`### Cannot be undone\n\n${lines.map((line) => `- ${line}`).join("\n")}`)];
}
