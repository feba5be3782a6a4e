import { type Document, isMap, isScalar, type Node, visit, type YAMLMap } from "yaml";
import type { Diagnostic, SourceLocation } from "../model/diagnostic.ts";
import { shown } from "./did-you-mean.ts";
import { errorAt } from "./problem.ts";

type LocationOf = (offset: number) => SourceLocation;

/** What is wrong with a document as YAML, and what of YAML the language leaves out. */
export function yamlProblems(document: Document, at: LocationOf): readonly Diagnostic[] {
  return [...syntaxProblems(document, at), ...directiveProblems(document, at), ...nodeProblems(document, at)];
}

function syntaxProblems(document: Document, at: LocationOf): readonly Diagnostic[] {
  const problems = [...document.errors, ...document.warnings];
  const tooDeep = problems.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  // What else the parser says then is about its own stack, once for each level.
  if (tooDeep !== undefined)
    return [
      errorAt(at(tooDeep.pos[0]), "invalid-yaml", "this is nested too deeply to be read", { hint: TOO_DEEP_HINT }),
    ];
  return problems
    .filter((problem) => problem.code !== "TAG_RESOLVE_FAILED")
    .map((problem) => {
      const [message = "not YAML"] = problem.message.split("\n");
      const hint = HINTS[problem.code] ?? "quote texts that hold marks such as : # [ {, and close what is open";
      // The parser adds the position to its messages; ours stands in front already.
      return errorAt(
        at(problem.pos[0]),
        "invalid-yaml",
        lowerFirst(message.replace(/ at line \d+, column \d+:?$/, "")),
        { hint },
      );
    });
}

const TOO_DEEP_HINT = "the language has six levels; a line may be indented too far";

const HINTS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "indent with blanks; YAML does not allow tabs there",
  MULTIPLE_DOCS: "write one document a file: make two files of it",
  BAD_INDENT: "give the entries of one mapping the same indentation",
};

function directiveProblems(document: Document, at: LocationOf): readonly Diagnostic[] {
  const yaml = document.directives?.yaml;
  if (yaml === undefined || yaml.explicit !== true || yaml.version === "1.2") return [];
  return [
    errorAt(at(0), "yaml-version", `the file asks for YAML ${yaml.version}`, {
      hint: "take the %YAML line out: the language is YAML 1.2, where yes and no are plain text",
    }),
  ];
}

function nodeProblems(document: Document, at: LocationOf): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  visit(document, {
    Alias: (_key, alias) => {
      problems.push(aliasProblem(at(alias.range?.[0] ?? 0), `the alias *${alias.source}`));
    },
    Node: (_key, node) => {
      const start = at(node.range?.[0] ?? 0);
      if ("anchor" in node && typeof node.anchor === "string") {
        problems.push(aliasProblem(start, `the anchor &${node.anchor}`));
      }
      if (hasExplicitTag(node)) {
        problems.push(
          errorAt(start, "yaml-tag", `the tag ${shown(node.tag)}`, {
            hint: "write the value without a tag; quote it to make it a text",
          }),
        );
      }
      if (isMap(node)) problems.push(...duplicateKeys(node, at));
    },
  });
  return problems;
}

function aliasProblem(at: SourceLocation, what: string): Diagnostic {
  return errorAt(at, "yaml-alias", `${what} is not part of the language`, {
    hint: "say it where it is needed: a reviewer should not have to look elsewhere",
  });
}

function hasExplicitTag(node: Node): boolean {
  return "tag" in node && typeof node.tag === "string" && node.tag !== "";
}

function duplicateKeys(map: YAMLMap, at: LocationOf): readonly Diagnostic[] {
  const first = new Map<string, SourceLocation>();
  const problems: Diagnostic[] = [];
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const place = at(key.range?.[0] ?? 0);
    const before = first.get(name);
    if (before === undefined) first.set(name, place);
    else {
      problems.push(
        errorAt(place, "duplicate-key", `the key ${shown(name)} stands here for the second time`, {
          hint: "keep one of the two",
          related: [{ ...before, message: "the first one" }],
        }),
      );
    }
  }
  return problems;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
