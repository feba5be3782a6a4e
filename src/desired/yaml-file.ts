import {
  Composer,
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Parser,
  YAMLParseError,
  type YAMLMap,
} from "yaml";
import type { Diagnostic, SourceLocation } from "../model/diagnostic.ts";
import { errorAt, startOf } from "./problem.ts";
import { boundedTokens, type Excess, TooMuchYaml } from "./yaml-size.ts";
import { yamlProblems } from "./yaml-problems.ts";

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
  /** The text of the scalar at `path` as it is in the file, before YAML read it; null for anything else. */
  readonly sourceAt: (path: Path) => string | null;
}

/** Reads YAML 1.2 without the parts that the language leaves out (anchors, tags, several documents). Never throws. */
export function parseYamlFile(
  path: string,
  text: string,
): { file: YamlFile | null; diagnostics: readonly Diagnostic[] } {
  const lines = lineStarts(text);
  try {
    const document = parseBounded(text);
    const at = (offset: number): SourceLocation => locationOf(path, lines, offset);
    const diagnostics = yamlProblems(document, at);
    // Of a mapping with a key twice, or a value with a tag, the rest can be checked; what an alias means is not looked up.
    const isReadable = diagnostics.every(({ code }) => code === "duplicate-key" || code === "yaml-tag");
    return { file: isReadable ? yamlFile(path, document, at) : null, diagnostics };
  } catch (error) {
    if (error instanceof TooMuchYaml) return { file: null, diagnostics: [excessProblem(path, text, error.excess)] };
    // The parser gives up on documents nested deeper than it can follow, with an exception instead of an error of its own.
    const reason = error instanceof Error ? error.message : String(error);
    return {
      file: null,
      diagnostics: [
        errorAt(startOf(path), "invalid-yaml", `the file cannot be parsed: ${reason}`, {
          hint: "take out what is nested deeply",
        }),
      ],
    };
  }
}

/**
 * The first document of a text; that there are more is one of its errors. Does what `parseDocument` of the library does, but
 * looks at each token before it is parsed.
 * @throws TooMuchYaml
 */
function parseBounded(text: string): Document {
  const composer = new Composer({ version: "1.2", stringKeys: true, strict: true, uniqueKeys: false });
  let first: Document | null = null;
  for (const document of composer.compose(parsedTokens(text), true, text.length)) {
    if (first === null) {
      first = document;
      continue;
    }
    const [start, end] = document.range;
    first.errors.push(new YAMLParseError([start, end], "MULTIPLE_DOCS", "the file holds several documents"));
    break;
  }
  if (first === null) throw new Error("there is no document in it");
  return first;
}

function* parsedTokens(text: string): ReturnType<Parser["parse"]> {
  const parser = new Parser();
  for (const token of boundedTokens(text)) yield* parser.next(token);
  yield* parser.end();
}

function excessProblem(path: string, text: string, { kind, offset }: Excess): Diagnostic {
  const before = text.slice(0, offset).split("\n");
  const at = { file: path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  if (kind === "too-deep") {
    const hint = "the language has six levels; a bracket may lack its end";
    return errorAt(at, "invalid-yaml", "this is nested too deeply to be read", { hint });
  }
  const hint = "split the file; long lists of users belong into CSV files, named by usersFrom";
  return errorAt(at, "file-too-large", "the file holds more up to here than any desired state should", { hint });
}

function yamlFile(path: string, document: Document, at: (offset: number) => SourceLocation): YamlFile {
  const pairAt = createPairIndex();
  const nodeAt = (where: Path): Node | null => {
    let node: unknown = document.contents;
    for (const part of where) {
      if (isMap(node)) node = pairAt(node, String(part))?.value;
      else node = isSeq(node) ? node.items[Number(part)] : null;
    }
    return isNodeWithRange(node) ? node : null;
  };
  const valueAt = (where: Path): SourceLocation => {
    const node = nodeAt(where);
    if (node !== null) return at(node.range?.[0] ?? 0);
    return where.length === 0 ? at(0) : valueAt(where.slice(0, -1));
  };
  return {
    path,
    value: document.toJS({ maxAliasCount: 0 }),
    valueAt,
    keyAt: (where) => {
      const owner = nodeAt(where.slice(0, -1));
      const key: unknown = isMap(owner) ? pairAt(owner, String(where.at(-1)))?.key : null;
      return isNodeWithRange(key) ? at(key.range?.[0] ?? 0) : valueAt(where);
    },
    sourceAt: (where) => {
      const node = nodeAt(where);
      return isScalar(node) && node.source !== undefined ? node.source : null;
    },
  };
}

/** Finds entries of mappings by key; of a key that stands twice, the first. Mappings with many keys are searched once only. */
function createPairIndex(): (map: YAMLMap, key: string) => Pair | null {
  const indexes = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  return (map, key) => {
    const index = indexes.get(map) ?? new Map(map.items.toReversed().map((pair) => [keyText(pair.key), pair]));
    indexes.set(map, index);
    return index.get(key) ?? null;
  };
}

function isNodeWithRange(node: unknown): node is Node {
  return typeof node === "object" && node !== null && "range" in node;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** Offsets at which lines begin. The parser's own counter loses count in text that it cannot parse. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function locationOf(file: string, starts: readonly number[], offset: number): SourceLocation {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
