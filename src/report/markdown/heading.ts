import { isoTime } from "../../model/clock.ts";
import { costLines, type Rates } from "../facts/cost.ts";
import { lookedAt, readings, type TenantReport } from "../facts/headline.ts";
import { limitPieces } from "../facts/limits.ts";
import { SENTENCE_LENGTH } from "../facts/inert.ts";
import { count, number } from "../facts/wording.ts";
import { plainSection, type Section } from "./layout.ts";
import { code, type Quoting } from "./quoting.ts";

/** How many filters are named. */
const FILTERS_NAMED = 10;

/**
 * The first lines: the verdict, then what was looked at, in which tenant, for which desired state, and whether that was
 * all of it.
 * @param verdict our own words and counts, never data
 * @param more further lines of that kind
 */
export function headingSection(
  document: TenantReport,
  verdict: string,
  quoting: Quoting,
  more: readonly string[] = [],
): Section {
  const { summary, scope, limits } = document;
  const lines = [
    `## ${verdict}`,
    `${lookedAt(summary, scope)}; ${provenance(document)}`,
    ...onlyPart(document, quoting),
    ...(limits.suspended ? ["**The policy is suspended: every action is held.**"] : []),
    ...limits.frozen.map((text) => `**Frozen:** ${code(text, SENTENCE_LENGTH)}`),
    ...more,
  ];
  return plainSection(lines.join("\n\n"));
}

function provenance({ tenantId, source }: TenantReport): string {
  const tenant = tenantId === null ? "not told by the token" : code(tenantId);
  const commit = source.commit === null ? "not a git commit" : `commit ${code(source.commit)}`;
  return `tenant ${tenant}; desired state ${code(source.path, SENTENCE_LENGTH)}, ${commit}`;
}

function onlyPart({ filters, summary, scope }: TenantReport, quoting: Quoting): readonly string[] {
  const all = [
    ...filters.apps.map((name) => `--app ${code(name)}`),
    ...filters.users.map((name) => `--user ${quoting.personCalled(name)}`),
  ];
  if (all.length === 0) return [];
  const shown = all.slice(0, FILTERS_NAMED);
  const more = all.length > shown.length ? ` and ${number(all.length - shown.length)} more` : "";
  return [`**Only ${number(summary.rows)} of ${count(scope.totalRows, "row")}:** ${shown.join(", ")}${more}`];
}

/** What the run costs, how old what it rests on is, and which limits held. */
export function aboutSection(document: TenantReport, rates: Rates | null): Section {
  const { limits, createdAt } = document;
  const lines = [
    ...(rates === null ? [] : costLines(document, rates)),
    readingsText(document),
    `limits: ${limitPieces(limits).join(", ")}`,
    `made at ${timeText(createdAt)}`,
    ...(document.kind === "plan" ? [`may be applied as reviewed until ${timeText(document.expiresAt)}`] : []),
  ];
  return plainSection(`### Cost, age and limits\n\n${lines.map((line) => `- ${line}`).join("\n")}`);
}

/** As {@link readings}, and said too where everybody was read now. */
function readingsText(document: TenantReport): string {
  const pieces = readings(document);
  const { now } = document.observations;
  return pieces.length > 0 ? pieces.join(" ") : `what people have: read now for ${count(now, "row")}`;
}

function timeText(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? code(iso) : isoTime(time);
}
