import type { PlanRow } from "../../model/plan.ts";
import type { BaseReview, PlanDocument } from "../../plan-file/document.ts";
import { type Grant, grantsOf } from "../facts/consent.ts";
import { irreversibleLines, type Rates } from "../facts/cost.ts";
import { baseName, differenceLines } from "../facts/difference.ts";
import { headlineOf } from "../facts/headline.ts";
import { SENTENCE_LENGTH } from "../facts/printable.ts";
import { count } from "../facts/wording.ts";
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
import { type Section, tablePieces } from "./layout.ts";
import { blockedSection, heldSection, targetsSection } from "./not-acting.ts";
import { code, type Quoting, tableHead, tableRow } from "./quoting.ts";

/**
 * What is granted that was not before, one line for each app and permission. Where the consent in force is not known the
 * permission counts as possibly new, never as old.
 */
function consentSection(rows: readonly PlanRow[]): readonly Section[] {
  const acting = rows.filter((row) => row.verdict === "act");
  if (acting.length === 0) return [];
  const grants = grantsOf(acting);
  const perhapsNew = grants.filter((grant) => grant.fresh + grant.unsure > 0);
  if (grants.length === 0) return [sentence("No consent is sent with any change.")];
  if (perhapsNew.length === 0) {
    return [sentence("No new consent: every permission that is sent is in force already.")];
  }
  const apps = new Set(perhapsNew.map(({ app }) => app)).size;
  const title = `${count(perhapsNew.length, "permission")} of ${count(apps, "app")}`;
  return [
    {
      head:
        `### NEW CONSENT: ${title}\n\n` +
        "Approved in the desired state; the apps do not have it yet, or may not have it. " +
        "_Perhaps new_: what is in force for these people is not known.\n\n",
      pieces: tablePieces(tableHead(OUTCOME_TITLES, COUNTS), perhapsNew, grantRow, () => 1),
      foot: "",
      things: ["permission", "permissions"],
    },
  ];
}

const COUNTS = ["new for", "perhaps new for", "in force already for"];
const OUTCOME_TITLES = ["app", "permission", "type", ...COUNTS];

function grantRow({ app, permission, fresh, unsure, inForce }: Grant): string {
  const counts = [fresh, unsure, inForce].map((people) => (people === 0 ? "–" : count(people, "user")));
  return tableRow([code(app), code(permission.value), permission.type, ...counts]);
}

function sentence(head: string): Section {
  return { head: `${head}\n\n`, pieces: [], foot: "", things: ["row", "rows"] };
}

/** The sections of a plan, in the order in which a reviewer needs them. */
export function planSections(document: PlanDocument, rates: Rates | null, quoting: Quoting): readonly Section[] {
  const { rows, apps, judgement, proof, diagnostics } = document;
  return [
    headingSection(document, `Plan: ${headlineOf(document).text}`, quoting),
    ...disprovedSection(proof, quoting),
    ...differenceSection(document.base),
    ...consentSection(rows),
    ...irreversibleSection(document),
    ...changesSection(rows, apps),
    ...heldSection(document, quoting),
    ...blockedSection(document, quoting),
    ...targetsSection(judgement, quoting),
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
