import type { Diagnostic } from "../model/diagnostic.ts";
import type { PlanRow } from "../model/plan.ts";
import type { Rows } from "../model/rows.ts";
import { groupRows } from "./facts/groups.ts";
import { printable } from "./facts/printable.ts";
import { rowsOf, why } from "./facts/row-state.ts";
import { count, isInRepository, repositoryPath } from "./facts/wording.ts";

/** A remark at a line of a file, as GitHub shows it in a pull request. */
export interface Annotation {
  readonly level: "error" | "warning";
  /** Null: at no file. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly title: string;
  readonly message: string;
}

/**
 * GitHub shows so many errors, and so many warnings, of one step.
 * Source: https://github.com/orgs/community/discussions/26680
 */
const MOST_OF_A_LEVEL = 10;

/**
 * Workflow commands, one a line, errors first. What is more than GitHub shows is counted in the last one of its level.
 * @param prefix the folder of the desired state below the root of the repository, such as `teams`; empty: the root itself
 */
export function* renderAnnotations(annotations: readonly Annotation[], prefix: string): Generator<string> {
  for (const level of ["error", "warning"] as const) {
    const all = annotations.filter((annotation) => annotation.level === level);
    const shown = all.length > MOST_OF_A_LEVEL ? all.slice(0, MOST_OF_A_LEVEL - 1) : all;
    for (const annotation of shown) yield commandOf(annotation, prefix);
    const more = all.length - shown.length;
    if (more > 0)
      yield commandOf({ ...nowhere(level), message: `${more} more, which the report of this run names` }, prefix);
  }
}

function nowhere(level: Annotation["level"]): Annotation {
  return { level, file: null, line: null, column: null, title: "trueup", message: "" };
}

/** What is wrong with the files. What has no line is about PATH as a whole, and no file of the repository shows it. */
export function diagnosticAnnotations(diagnostics: readonly Diagnostic[]): readonly Annotation[] {
  return diagnostics.map(({ severity, code, message, hint, file, line, column }) => ({
    level: severity,
    file: line === null ? null : file,
    line,
    column,
    title: code,
    message: hint === null ? message : `${message} (${hint})`,
  }));
}

/** Rows that nothing can be done about, counted at the line of the assignment that asks for them; nobody is named. */
export function blockedAnnotations(rows: Rows<PlanRow>): readonly Annotation[] {
  const groups = groupRows(
    rowsOf(rows, "blocked").filter(({ sources }) => sources.length > 0),
    ({ app, reason, sources: [source] }) => [source?.file ?? "", `${source?.line}`, app, reason],
  );
  return groups.flatMap(({ first, count: users }) => {
    const { app, reason, sources } = first;
    const message = `${app} is blocked for ${count(users, "user")}: ${why(first)}`;
    return sources
      .slice(0, 1)
      .map(({ file, line, column }) => ({ level: "warning", file, line, column, title: reason, message }));
  });
}

/**
 * One command. Escaped as GitHub's own toolkit does, so that no text can end it or begin another one:
 * https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
function commandOf({ level, file, line, column, title, message }: Annotation, prefix: string): string {
  const path = file === null ? null : repositoryPath(prefix, file);
  const isShown = path !== null && isInRepository(path);
  const properties = {
    ...(isShown ? { file: path } : {}),
    ...(isShown && line !== null ? { line: String(line) } : {}),
    ...(isShown && line !== null && column !== null ? { col: String(column) } : {}),
    title,
  };
  const pairs = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  // What GitHub cannot show at its place says the place itself.
  const place = path === null || isShown ? "" : `${path}${line === null ? "" : `:${line}`}: `;
  return `::${level} ${pairs.join(",")}::${escapeData(`${place}${message}`)}`;
}

/** Other characters that a terminal or a log would obey are made visible first. */
function escapeData(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
