import { type Document, isMap, isScalar, type Node, visit, type YAMLMap } from "yaml";
import { InternalError } from "../errors.ts";
import type { SourceLocation } from "../model/diagnostic.ts";
import { shown } from "./did-you-mean.ts";
import { errorAt, type Problem } from "./problem.ts";

type LocationOf = (offset: number) => SourceLocation;

/** What is wrong with a document as YAML, and what of YAML the language leaves out. */
export function yamlProblems(document: Document.Parsed, at: LocationOf): readonly Problem[] {
  return [...syntaxProblems(document, at), ...directiveProblems(document, at), ...nodeProblems(document, at)];
}

function syntaxProblems(document: Document, at: LocationOf): readonly Problem[] {
  return [...document.errors, ...document.warnings]
    .filter((problem) => problem.code !== "TAG_RESOLVE_FAILED")
    .map((problem) => {
      const hint = HINTS[problem.code] ?? "quote texts that hold marks such as : # [ {, and close what is open";
      // A message may quote the text, line breaks and all.
      const message = lowerFirst(problem.message.replace(/\n.*/s, ""));
      return errorAt(at(problem.pos[0]), "invalid-yaml", message, { hint });
    });
}

const HINTS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "indent with blanks; YAML does not allow tabs there",
  MULTIPLE_DOCS: "write one document a file: make two files of it",
  BAD_INDENT: "give the entries of one mapping the same indentation",
};

function directiveProblems(document: Document.Parsed, at: LocationOf): readonly Problem[] {
  const { yaml } = document.directives;
  if (yaml.explicit !== true || yaml.version === "1.2") return [];
  return [
    errorAt(at(0), "yaml-version", `the file asks for YAML ${yaml.version}`, {
      hint: "take the %YAML line out: the language is YAML 1.2, where yes and no are plain text",
    }),
  ];
}

function nodeProblems(document: Document, at: LocationOf): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias: (_key, alias) => {
      problems.push(aliasProblem(at(beginOf(alias)), `the alias *${alias.source}`));
    },
    Node: (_key, node) => {
      const start = at(beginOf(node));
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

function beginOf({ range }: Node): number {
  if (range === undefined || range === null) throw new InternalError("a part of a parsed file has no place");
  return range[0];
}

function aliasProblem(at: SourceLocation, what: string): Problem {
  return errorAt(at, "yaml-alias", `${what} is not part of the language`, {
    hint: "say it where it is needed: a reviewer should not have to look elsewhere",
  });
}

function hasExplicitTag(node: Node): boolean {
  return "tag" in node && typeof node.tag === "string" && node.tag !== "";
}

function duplicateKeys(map: YAMLMap, at: LocationOf): readonly Problem[] {
  const first = new Map<string, SourceLocation>();
  const problems: Problem[] = [];
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const place = at(beginOf(key));
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
