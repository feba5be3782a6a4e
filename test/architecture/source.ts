import { parseAst } from "vitest/node";

/** One import or re-export of a source file, static or dynamic. */
export interface Import {
  /** As written; null for a dynamic import whose text is computed. */
  readonly specifier: string | null;
  /** True when nothing of it exists at run time. */
  readonly typeOnly: boolean;
  /** Imported names; null when it is the whole module. */
  readonly names: readonly string[] | null;
}

/** What the checks need to know of one source file. */
export interface SourceFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Guarded globals that occur in it, in order of first use. */
  readonly globals: readonly string[];
  /** `verdict`, `reason` and `move` of a row that are compared with texts, each as often as they are. */
  readonly judged: readonly string[];
  /** Exported functions, classes and types without a docstring directly above, and exports apart from their declaration. */
  readonly undocumented: readonly string[];
  /** True when the file does nothing but pass on what others export. */
  readonly onlyReexports: boolean;
}

/**
 * Globals that reach the world or the clock, and the names under which others reach those. A local variable of one of
 * these names counts as well: shadowing them misleads the reader.
 */
export const GUARDED_GLOBALS: readonly string[] = [
  "process",
  "console",
  "fetch",
  "performance",
  "crypto",
  "globalThis",
  "setTimeout",
  "setInterval",
  "setImmediate",
];

/** Reads one TypeScript file. Throws where it does not parse. */
export function readSource(path: string, text: string): SourceFile {
  const statements = childNodes(asNode(parseAst(text, { lang: "ts" })));
  const imports: Import[] = [];
  const globals = new Set<string>();
  const judged: string[] = [];
  for (const statement of statements) {
    visit(statement, null, (node, parent) => {
      const found = importOf(node);
      if (found !== null) imports.push(found);
      const name = guardedGlobal(node, parent);
      if (name !== null) globals.add(name);
      judged.push(...judgedFields(node));
    });
  }
  return {
    path,
    imports,
    globals: [...globals],
    judged,
    undocumented: statements.flatMap((statement) => undocumentedExport(statement, text)),
    onlyReexports: statements.length > 0 && statements.every(isReexport),
  };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Parent {
  readonly node: Node;
  readonly field: string;
}

function visit(node: Node, parent: Parent | null, see: (node: Node, parent: Parent | null) => void): void {
  see(node, parent);
  for (const [field, value] of Object.entries(node.fields)) {
    for (const child of nodesIn(value)) visit(child, { node, field }, see);
  }
}

function childNodes(node: Node): readonly Node[] {
  return nodesIn(node.fields["body"]);
}

function nodesIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNodeLike(value) ? [asNode(value)] : [];
}

function isNodeLike(value: unknown): value is Record<string, unknown> & { type: string; start: number } {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    typeof value.type === "string" &&
    "start" in value &&
    typeof value.start === "number"
  );
}

function asNode(value: unknown): Node {
  if (!isNodeLike(value)) throw new Error("the parser returned something that is no syntax node");
  return { type: value.type, start: value.start, fields: value };
}

function childOf(node: Node, name: string): Node | null {
  return nodesIn(node.fields[name])[0] ?? null;
}

function textOf(node: Node | null, name: string): string | null {
  const value = node?.fields[name];
  return typeof value === "string" ? value : null;
}

function importOf(node: Node): Import | null {
  const source = childOf(node, "source");
  const specifier = textOf(source, "value");
  switch (node.type) {
    case "ImportDeclaration":
      return { specifier, typeOnly: isTypeOnly(node, "importKind"), names: importedNames(node, "imported") };
    case "ExportNamedDeclaration":
      if (source === null) return null;
      return { specifier, typeOnly: isTypeOnly(node, "exportKind"), names: importedNames(node, "local") };
    case "ExportAllDeclaration":
      return { specifier, typeOnly: textOf(node, "exportKind") === "type", names: null };
    case "ImportExpression":
      return { specifier, typeOnly: false, names: null };
    case "TSImportType":
      return { specifier, typeOnly: true, names: null };
    default:
      return null;
  }
}

/** `import type { A }` and `import { type A, type B }` alike. */
function isTypeOnly(node: Node, kind: "importKind" | "exportKind"): boolean {
  const specifiers = nodesIn(node.fields["specifiers"]);
  if (textOf(node, kind) === "type") return true;
  return specifiers.length > 0 && specifiers.every((specifier) => textOf(specifier, kind) === "type");
}

function importedNames(node: Node, name: "imported" | "local"): readonly string[] | null {
  const specifiers = nodesIn(node.fields["specifiers"]);
  if (specifiers.some((specifier) => !["ImportSpecifier", "ExportSpecifier"].includes(specifier.type))) return null;
  return specifiers.map((specifier) => textOf(childOf(specifier, name), "name") ?? "default");
}

function guardedGlobal(node: Node, parent: Parent | null): string | null {
  if (node.type !== "Identifier" || parent === null || isOnlyAName(parent)) return null;
  const name = textOf(node, "name") ?? "";
  if (GUARDED_GLOBALS.includes(name)) return name;
  if (name === "Date") return clockUse(parent);
  if (name === "Math") return memberName(parent) === "random" || memberName(parent) === null ? "Math.random" : null;
  return null;
}

/** Property names, labels and imported names: the word is there, the global is not. */
function isOnlyAName(parent: Parent): boolean {
  const { node, field: where } = parent;
  if (where === "property") return node.fields["computed"] !== true;
  if (where === "key") return node.fields["computed"] !== true;
  return where === "label" || where === "imported" || where === "exported";
}

/** `new Date(value)`, `Date.parse`, `Date.UTC`, the type and `instanceof` ask no clock; everything else may. */
function clockUse(parent: Parent): string | null {
  const { node, field: where } = parent;
  if (node.type === "TSTypeReference" || (node.type === "BinaryExpression" && where === "right")) return null;
  if (node.type === "NewExpression" && where === "callee") {
    return nodesIn(node.fields["arguments"]).length === 0 ? "new Date()" : null;
  }
  const member = memberName(parent);
  return member === "parse" || member === "UTC" ? null : "Date.now";
}

function memberName(parent: Parent): string | null {
  if (parent.node.type !== "MemberExpression" || parent.field !== "object") return null;
  if (parent.node.fields["computed"] === true) return null;
  return textOf(childOf(parent.node, "property"), "name");
}

/** What is done about a row, why, and whose turn it is: whoever compares them with texts judges the row. */
const JUDGED_FIELDS = ["verdict", "reason", "move"];

function judgedFields(node: Node): readonly string[] {
  const isComparison = node.type === "BinaryExpression" && ["===", "!=="].includes(textOf(node, "operator") ?? "");
  const sides = isComparison ? [childOf(node, "left"), childOf(node, "right")] : [];
  const compared = sides.some((side) => textOf(side, "value") !== null)
    ? sides
    : node.type === "SwitchStatement"
      ? [childOf(node, "discriminant")]
      : [];
  return compared
    .map(fieldName)
    .filter((name) => name !== null && JUDGED_FIELDS.includes(name))
    .map(String);
}

/** `reason` for each of `reason`, `row.reason`, `row?.reason` and `rows[0]!.reason`. */
function fieldName(node: Node | null): string | null {
  if (node?.type === "ChainExpression") return fieldName(childOf(node, "expression"));
  return textOf(node?.type === "MemberExpression" ? childOf(node, "property") : node, "name");
}

const DOCUMENTED = ["FunctionDeclaration", "ClassDeclaration", "TSInterfaceDeclaration", "TSTypeAliasDeclaration"];

function undocumentedExport(statement: Node, source: string): readonly string[] {
  if (statement.type !== "ExportNamedDeclaration" && statement.type !== "ExportDefaultDeclaration") return [];
  const declaration = childOf(statement, "declaration");
  if (declaration === null) return childOf(statement, "source") === null ? listedNames(statement) : [];
  if (hasCommentAbove(statement, source)) return [];
  if (DOCUMENTED.includes(declaration.type)) return [textOf(childOf(declaration, "id"), "name") ?? "default"];
  return nodesIn(declaration.fields["declarations"])
    .filter((declarator) => isFunction(childOf(declarator, "init")))
    .map((declarator) => textOf(childOf(declarator, "id"), "name") ?? "a destructured export");
}

/** `export { a, b }`: away from the declarations, so nobody sees there that they are exported. */
function listedNames(statement: Node): readonly string[] {
  return nodesIn(statement.fields["specifiers"]).map(
    (specifier) => textOf(childOf(specifier, "exported"), "name") ?? "default",
  );
}

function isFunction(node: Node | null): boolean {
  return node?.type === "ArrowFunctionExpression" || node?.type === "FunctionExpression";
}

function hasCommentAbove(statement: Node, source: string): boolean {
  const before = source.slice(0, statement.start).replace(/\r?\n[ \t]*$/, "");
  return before.endsWith("*/") && before.slice(before.lastIndexOf("/*")).startsWith("/**");
}

function isReexport(statement: Node): boolean {
  if (statement.type === "ExportAllDeclaration" || statement.type === "ImportDeclaration") return true;
  return statement.type === "ExportNamedDeclaration" && childOf(statement, "declaration") === null;
}
