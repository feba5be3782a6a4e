import { tellingOf } from "../facts/rollouts.ts";
import { rolloutsSection } from "./rollouts.ts";
import { rowsOf } from "../facts/row-state.ts";
import { permissionWords } from "../../model/permission-words.ts";
import type { PlanRow } from "../../model/plan.ts";
import type { Rows } from "../../model/rows.ts";
import { summarize } from "../../plan-file/summary.ts";
import type { BaseReview, PlanDocument } from "../../plan-file/document.ts";
import { type Grant, grantsOf, overApps } from "../facts/consent.ts";
import { irreversibleLines, type Rates } from "../facts/cost.ts";
import { baseName, changeText, differenceLines } from "../facts/difference.ts";
import { apartText, headlineOf } from "../facts/headline.ts";
import { SENTENCE_LENGTH } from "../facts/inert.ts";
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
 * @param acting the rows that send it
 * @param whose `" by this change"`, or nothing where all of it is shown
 */
function consentSection(acting: Rows<PlanRow>, whose: string): readonly Section[] {
  const grants = grantsOf(acting, null);
  const perhapsNew = grants.filter((grant) => grant.fresh + grant.unsure > 0);
  if (acting.length === 0) return whose === "" ? [] : [plainSection(`No consent is sent${whose}.`)];
  if (grants.length === 0) return [plainSection(`No consent is sent with any change${whose}.`)];
  if (perhapsNew.length === 0) {
    return [plainSection(`No new consent${whose}: every permission that is sent is in force already.`)];
  }
  const apps = new Set(perhapsNew.map(({ app }) => app)).size;
  const title = `${count(overApps(perhapsNew).length, "permission")} for ${count(apps, "app")}`;
  return tableSection(
    `### NEW CONSENT${whose}: ${title}\n\n` +
      "Approved in the desired state; the apps do not have it yet, or may not have it. " +
      "_Perhaps new_: what is in force for these people is not known.",
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
  ["in force for", ({ inForce }) => inForce],
];

/**
 * The sections of a plan, in the order in which a reviewer needs them: to whom consent goes, which is new, which guards are
 * looser, whom it touches, and when. Compared with a base all of that is about the change; the rest is folded away.
 */
export function planSections(document: PlanDocument, rates: Rates | null, quoting: Quoting): readonly Section[] {
  const { rows, apps, judgement, proof, diagnostics, base } = document;
  const older = base?.difference.older ?? new Set();
  const ofThisChange = rows.filter((row) => !older.has(row));
  const acting = rowsOf(ofThisChange, "act");
  return [
    headingSection(
      document,
      `Plan: ${base === null ? headlineOf(document).text : changeText(base)}`,
      quoting,
      base === null ? [] : [`Apart from it: ${apartText(base, judgement)}`],
    ),
    ...disprovedSection(proof, quoting),
    ...(base === null ? consentSection(acting, "") : reviewSections(base, acting)),
    ...irreversibleSection(ofThisChange),
    ...changesSection(ofThisChange, apps, base === null ? "Changes" : "Changes by this change"),
    ...heldSection({ ...document, rows: ofThisChange }, quoting),
    ...blockedSection({ ...document, rows: ofThisChange }, quoting),
    ...rolloutsSection(document.rollouts, tellingOf(document)),
    ...olderSection({ ...document, rows: rows.filter((row) => older.has(row)) }, quoting),
    ...untoldAppsSection(judgement, quoting),
    ...exceptionsSection(document.exceptions, quoting),
    ...targetsSection(judgement, quoting),
    ...diagnosticsSection(diagnostics, quoting),
    aboutSection(document, rates),
    ...peopleSection(rowsOf(rows, "act", "held", "blocked"), apps, quoting),
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
    ...(rowsOf(rows, "act").length === 0 ? [] : consentSection(rowsOf(rows, "act"), " that is sent anyway")),
    ...changesSection(rows, apps, "Changes that are due anyway"),
    ...heldSection(document, quoting),
    ...blockedSection(document, quoting),
  ]);
}

/** What the pull request itself changes. */
function reviewSections(base: BaseReview, acting: Rows<PlanRow>): readonly Section[] {
  const { identity, consent, guards, people } = differenceLines(base);
  const first = [...identity, ...consent];
  return [
    ...listSection(
      `### What this change alters\n\nCompared with ${code(baseName(base), SENTENCE_LENGTH)}:`,
      first.length === 0 ? ["no identity, and no permission that is approved"] : first,
    ),
    ...consentSection(acting, " by this change"),
    ...listSection("### Guards that this change alters", guards),
    ...listSection("### Whom this change touches", people),
  ];
}

function listSection(title: string, lines: readonly string[]): readonly Section[] {
  if (lines.length === 0) return [];
  const pieces = lines.map((line) => ({ text: () => `- ${code(line, SENTENCE_LENGTH)}\n`, weight: 1 }));
  return [{ head: `${title}\n\n`, pieces, foot: "", things: ["line", "lines"] }];
}

function irreversibleSection(rows: Rows<PlanRow>): readonly Section[] {
  const lines = irreversibleLines(summarize(rows), rows);
  if (lines.length === 0) return [];
  return [plainSection(`### Cannot be undone\n\n${lines.map((line) => `- ${line}`).join("\n")}`)];
}
