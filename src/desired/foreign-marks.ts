import type { SourceLocation } from "../model/diagnostic.ts";
import { shown } from "./did-you-mean.ts";
import { oddCharacter } from "./odd-characters.ts";
import { type Code, errorAt, type Problem } from "./problem.ts";

/** A line that git writes into a file that two people changed; an attribute of git can make the marks longer than seven. */
const CONFLICT_MARKER = /^(?:<{7,}|>{7,}|\|{7,})(?: .*)?$|^={7,}$/;

/** That git left a conflict; null: the line is none of its markers. */
export function conflictProblem(line: string, at: SourceLocation): Problem | null {
  if (!CONFLICT_MARKER.test(line)) return null;
  return errorAt(at, "merge-conflict", "git left a conflict here that nobody has solved", {
    hint: "keep one of the two sides, and take the lines with <<<<<<<, |||||||, ======= and >>>>>>> out",
  });
}

/**
 * Helm, Go, Jinja, Liquid, Ansible, ERB; with a dollar in front, what GitHub Actions, GitLab, Azure Pipelines and shells fill in.
 */
const TEMPLATE = /\$?\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|<%.*?(?:%>|$)|\$\{[A-Za-z_][\w.]*\}|\$\([A-Za-z_][\w.]*\)/;

/** What a file that is no YAML begins with, and what it is. */
const BEGINNINGS: readonly (readonly [RegExp, string, string])[] = [
  [
    /^\s*<(?:!doctype|html|\?xml)/i,
    "this is a web page or XML, and not YAML",
    "download the file itself, signed in where that is needed",
  ],
  [
    /^(?:\.\.\/)*\.?(?:git)?\/annex\/objects\//,
    "git-annex has left a pointer here, and not the file itself",
    "run git annex get",
  ],
  [
    /^\$ANSIBLE_VAULT;|^-----BEGIN |^age-encryption\.org\//,
    "this file is encrypted",
    "decrypt it: desired state holds no secrets, and people review it",
  ],
  [/^```/, "this is Markdown around YAML", "take the lines with ``` out"],
  [
    /^(?:diff --git |--- a\/|\+apiVersion:)/,
    "this is a patch, and not the file that it changes",
    "apply it with git apply",
  ],
];

/** What makes a text something else than YAML that somebody wrote: a conflict of git, a template; null: nothing does. */
export function foreignMark(file: string, text: string): Problem | null {
  const beginning = BEGINNINGS.find(([pattern]) => pattern.test(text));
  if (beginning !== undefined) {
    const [, message, hint] = beginning;
    return errorAt({ file, line: 1, column: 1 }, "not-desired-state", message, { hint });
  }
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const conflict = conflictProblem(line, { file, line: index + 1, column: 1 });
    if (conflict !== null) return conflict;
    const mark = TEMPLATE.exec(withoutComment(line));
    if (mark === null) continue;
    return errorAt(
      { file, line: index + 1, column: mark.index + 1 },
      "template",
      `this is a template: ${shown(mark[0])}`,
      {
        hint: mark[0].startsWith("$")
          ? "only a pipeline fills this in: write the value itself, or move a file of a pipeline elsewhere"
          : "render it first, for example with helm template, and pass what comes out",
      },
    );
  }
  return null;
}

/** Problems for which a character that is not what it looks like may be to blame. */
const STRUCTURAL: ReadonlySet<string> = new Set<Code>([
  "invalid-yaml",
  "wrong-type",
  "unknown-key",
  "missing-key",
  "invalid-value",
  "invalid-name",
  "not-desired-state",
]);

/** A line, cut behind its indentation. */
const INDENTED = /^([^\S\n]*-?[^\S\n]*).*$/s;

/**
 * Replaces what YAML or the schema made of a character that nobody sees, or that looks like a mark of YAML, by that character
 * with its place: in an indentation, or outside of quotes on a line with a problem.
 */
export function blameOddCharacters(file: string, text: string, problems: readonly Problem[]): readonly Problem[] {
  const structural = problems.filter(({ code }) => STRUCTURAL.has(code));
  if (structural.length === 0) return problems;
  const wrongLines = new Set(structural.map(({ line }) => line));
  const odd: Problem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const searched = wrongLines.has(index + 1) ? withoutComment(withoutQuotes(line)) : line.replace(INDENTED, "$1");
    const found = oddCharacter(searched.replaceAll("  ", " _"));
    if (found === null) continue;
    const at = { file, line: index + 1, column: found.index + 1 };
    odd.push(
      errorAt(at, "odd-character", `YAML does not read this as it looks: it holds ${found.description}`, {
        hint: found.advice,
      }),
    );
  }
  if (odd.length === 0) return problems;
  const oddLines = new Set(odd.map(({ line }) => line));
  const others = problems.filter(
    ({ code, line, message }) =>
      !STRUCTURAL.has(code) || !(oddLines.has(line) || code === "invalid-yaml" || message.endsWith("is empty")),
  );
  return [...odd.slice(0, MOST_SHOWN), ...others];
}

const MOST_SHOWN = 20;

/** The line up to its comment. */
function withoutComment(line: string): string {
  return line.replace(/(?:^|[ \t])#.*$/, "");
}

/** The line with what stands in quotes as blanks, so that columns stay. */
function withoutQuotes(line: string): string {
  return line.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => "_".repeat(quoted.length));
}
