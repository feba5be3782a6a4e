import {
  Composer,
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  visit,
  type YAMLMap,
  YAMLParseError,
  type YAMLSeq,
} from "yaml";
import { InternalError } from "../errors.ts";
import type { SourceLocation } from "../model/diagnostic.ts";
import { shown } from "./did-you-mean.ts";
import { errorAt, type Problem } from "./problem.ts";
import { boundedTokens, boundedTree, TooMuchYaml } from "./yaml-limits.ts";

/** Keys and indexes from the root of a document to a value. */
export type Path = readonly (string | number)[];

/** A YAML file as plain data, with the place of everything in it. */
export interface YamlFile {
  /** Relative to PATH. */
  readonly path: string;
  readonly value: unknown;
  /** Where the value at `path` begins; of a value that is missing, where what should hold it begins. */
  readonly valueAt: (path: Path) => SourceLocation;
  /** Where the key of the entry at `path` begins; of a list item, the item itself. */
  readonly keyAt: (path: Path) => SourceLocation;
  /** Where a character of the text that begins at `place` stands; where it is written by another name, `place` itself. */
  readonly placeOf: (character: string, place: SourceLocation) => SourceLocation;
  /** The text of the scalar at `path` as it is in the file, before YAML read it; null for anything else. */
  readonly sourceAt: (path: Path) => string | null;
}

/** Reads YAML 1.2 without the parts that the language leaves out (anchors, tags, several documents). Never throws. */
export function parseYamlFile(path: string, text: string): { file: YamlFile | null; diagnostics: readonly Problem[] } {
  const lines = countLines(text);
  const at = (offset: number): SourceLocation => {
    const { line, col } = lines.linePos(offset);
    return { file: path, line, column: col };
  };
  try {
    const document = parseBounded(text);
    const diagnostics = yamlProblems(document, at);
    // Of a mapping with a key twice, or a value with a tag, the rest can be checked; what an alias means is not looked up.
    const isReadable = diagnostics.every(({ code }) => code === "duplicate-key" || code === "yaml-tag");
    const placeOf = (character: string, place: SourceLocation): SourceLocation => {
      const begin = Number(lines.lineStarts[place.line - 1]) + place.column - 1;
      const line = text.slice(begin, lines.lineStarts[place.line]);
      return { ...place, column: place.column + Math.max(0, line.indexOf(character)) };
    };
    return { file: isReadable ? { ...yamlFile(path, document, at), placeOf } : null, diagnostics };
  } catch (error) {
    if (!(error instanceof TooMuchYaml)) throw new InternalError("parsing a YAML file failed", { cause: error });
    const { offset, code, message, hint } = error.excess;
    return { file: null, diagnostics: [errorAt(at(offset), code, message, { hint })] };
  }
}

/**
 * The first document of a text; that there are more is one of its errors. Does what `parseDocument` of the library does, but
 * looks at how much there is to parse.
 * @throws TooMuchYaml
 */
function parseBounded(text: string): Document.Parsed {
  const composer = new Composer(COMPOSING);
  const [first, second] = composer.compose(boundedTree(boundedTokens(text)), true, text.length);
  if (first === undefined) throw new InternalError("a text makes no document, not even an empty one");
  if (second !== undefined) {
    const [start, end] = second.range;
    first.errors.push(new YAMLParseError([start, end], "MULTIPLE_DOCS", "the file holds several documents"));
  }
  return first;
}

/** A value is what it looks like, whatever tag it has and whatever version of YAML the file asks for: both are problems. */
const COMPOSING = {
  version: "1.2",
  schema: "core",
  resolveKnownTags: false,
  stringKeys: true,
  strict: true,
  uniqueKeys: false,
} as const;

function yamlFile(
  path: string,
  document: Document.Parsed,
  at: (offset: number) => SourceLocation,
): Omit<YamlFile, "placeOf"> {
  const pairAt = createPairIndex();
  const childOf = (node: ParsedNode | null, part: string | number): ParsedNode | null => {
    if (isMap(node)) return pairAt(node, String(part)).value;
    if (!isSeq(node)) throw new InternalError(`${part} is looked for in what holds nothing`);
    return itemAt(node, Number(part));
  };
  const nodeAt = (where: Path): ParsedNode | null => {
    let node = document.contents;
    for (const part of where) node = childOf(node, part);
    return node;
  };
  const valueAt = (where: Path): SourceLocation => {
    const node = nodeAt(where);
    if (node !== null) return at(node.range[0]);
    return where.length === 0 ? at(0) : valueAt(where.slice(0, -1));
  };
  return {
    path,
    value: document.toJS({ maxAliasCount: 0 }),
    valueAt,
    keyAt: (where) => {
      const owner = nodeAt(where.slice(0, -1));
      return isMap(owner) ? at(pairAt(owner, String(where.at(-1))).key.range[0]) : valueAt(where);
    },
    sourceAt: (where) => {
      const node = nodeAt(where);
      return isScalar(node) && node.source !== undefined ? node.source : null;
    },
  };
}

type ParsedPair = Pair<ParsedNode, ParsedNode | null>;

/**
 * Finds entries of mappings by key; of a key that stands twice the last, whose value it is that the mapping has. Mappings with
 * many keys are searched once only.
 */
function createPairIndex(): (map: YAMLMap.Parsed, key: string) => ParsedPair {
  const indexes = new Map<YAMLMap.Parsed, ReadonlyMap<string, ParsedPair>>();
  return (map, key) => {
    const index = indexes.get(map) ?? new Map(map.items.map((pair) => [keyText(pair.key), pair]));
    indexes.set(map, index);
    const pair = index.get(key);
    if (pair === undefined) throw new InternalError(`a mapping has no key "${key}"`);
    return pair;
  };
}

function itemAt(list: YAMLSeq.Parsed, index: number): ParsedNode {
  const item = list.items[index];
  if (item === undefined) throw new InternalError(`a list has no item ${index}`);
  return item;
}

function keyText(key: ParsedNode): string {
  if (!isScalar(key)) throw new InternalError("a key is no text");
  return String(key.value);
}

/** Tells lines and columns by offset. Counts for itself: the parser loses count in text that it cannot parse. */
function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}

type LocationOf = (offset: number) => SourceLocation;

/** What is wrong with a document as YAML, and what of YAML the language leaves out. */
function yamlProblems(document: Document.Parsed, at: LocationOf): readonly Problem[] {
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
