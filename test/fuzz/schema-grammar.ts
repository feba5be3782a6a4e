import type { Chance } from "./chance.ts";

/** A JSON Schema in which the parts of the language have names, as in `schemas/desired-state.schema.json`. */
export interface Grammar {
  readonly schema: Node;
  /** Well-formed texts for the parts that have a name, few of each, so that much of what is made refers to each other. */
  readonly words: Readonly<Record<string, readonly [string, ...string[]]>>;
}

type Node = Readonly<Record<string, unknown>>;

/**
 * A value that the schema allows, made from the schema itself: what the language learns is tried without being added here.
 * `part`: the name of the part that is made, for its words.
 * @throws Error for a construct that is not known here
 */
export function anyOf(grammar: Grammar, node: Node, chance: Chance, part = ""): unknown {
  if (typeof node["$ref"] === "string") {
    const name = node["$ref"].replace("#/$defs/", "");
    return anyOf(grammar, child(child(grammar.schema, "$defs"), name), chance, name);
  }
  if ("const" in node) return node["const"];
  if (Array.isArray(node["enum"])) return anyItem(node["enum"], chance);
  if (Array.isArray(node["oneOf"])) return anyOf(grammar, asNode(anyItem(node["oneOf"], chance)), chance, part);
  switch (node["type"]) {
    case "object":
      return anyObject(grammar, node, chance);
    case "array":
      return anyList(grammar, node, chance, part);
    case "string":
      return anyWord(grammar, part, chance);
    case "integer":
    case "number":
      return anyInteger(node, chance);
    case "boolean":
      return chance.onceIn(2);
    default:
      throw new Error(`no grammar for ${JSON.stringify(node)}`);
  }
}

function anyObject(grammar: Grammar, node: Node, chance: Chance): object {
  const properties = Object.entries(asNode(node["properties"] ?? {}));
  const required = asList(node["required"] ?? []);
  const written =
    node["maxProperties"] === 1
      ? [anyItem(properties, chance)]
      : properties.filter(([name]) => required.includes(name) || chance.onceIn(2));
  const own = written.map(([name, value]) => [name, anyOf(grammar, asNode(value), chance)] as const);
  if (node["propertyNames"] === undefined) return Object.fromEntries(own);
  const others = Array.from({ length: chance.number(4) }, () => [
    String(anyOf(grammar, asNode(node["propertyNames"]), chance, "userName")),
    anyOf(grammar, child(node, "additionalProperties"), chance),
  ]);
  return Object.fromEntries([...own, ...others]);
}

function anyList(grammar: Grammar, node: Node, chance: Chance, part: string): readonly unknown[] {
  const length = Number(node["minItems"] ?? 0) + chance.number(3);
  return Array.from({ length }, () => anyOf(grammar, child(node, "items"), chance, part));
}

function anyWord({ words }: Grammar, part: string, chance: Chance): string {
  const known = words[part];
  if (known === undefined) throw new Error(`no words for ${JSON.stringify(part)}`);
  return chance.pick(known);
}

function anyInteger({ minimum, maximum }: Node, chance: Chance): number {
  const [least, most] = [Number(minimum ?? -1000), Number(maximum ?? 1000)];
  return chance.pick([least, most, Math.max(least, 0), least + chance.number(Math.min(200, most - least))]);
}

function anyItem<Item>(items: readonly Item[], chance: Chance): Item {
  const item = items[chance.number(items.length)];
  if (item === undefined) throw new Error("there is nothing to choose from");
  return item;
}

function child(node: Node, name: string): Node {
  return asNode(node[name]);
}

function asNode(value: unknown): Node {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`this is no schema: ${JSON.stringify(value)}`);
  }
  return { ...value };
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
