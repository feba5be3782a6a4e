import { Buffer } from "node:buffer";
import { type Answer, notUnderstood, ok, type SandboxRequest } from "./answers.ts";

/** An entity before `$select`. */
type Entity = Readonly<Record<string, unknown>>;

/** @throws Refused (400) for an option that the endpoint does not take, or that is given twice */
export function checkOptions(request: SandboxRequest, options: readonly string[]): void {
  for (const name of request.query.keys()) {
    if (name !== "$skiptoken" && !options.includes(name)) {
      throw notUnderstood(`Query option '${name}' is not supported here.`);
    }
    if (request.query.getAll(name).length > 1) throw notUnderstood(`Query option '${name}' is given twice.`);
  }
}

/**
 * The properties that a `$select` names; null: no `$select`.
 * @throws Refused (400) for a property that is not one of `known`
 */
export function parseSelect(text: string | null, known: readonly string[]): ReadonlySet<string> | null {
  if (text === null) return null;
  const names = text.split(",").map((name) => name.trim());
  for (const name of names) {
    if (!known.includes(name)) throw notUnderstood(`Could not find a property named '${name}'.`);
  }
  return new Set(names);
}

/** The selected properties, or all; control information such as `@odata.type` always stays. */
export function select(entity: Entity, selected: ReadonlySet<string> | null): Record<string, unknown> {
  if (selected === null) return { ...entity };
  return Object.fromEntries(Object.entries(entity).filter(([name]) => selected.has(name) || name.startsWith("@odata")));
}

/** What can be shown of an entity: its properties, and what can be expanded. */
export interface Expandable {
  readonly properties: readonly string[];
  readonly expand?: Readonly<Record<string, Expandable>>;
}

/** What is shown of an entity; `select` null: every property. */
export interface Expansion {
  readonly select: ReadonlySet<string> | null;
  readonly expand: ReadonlyMap<string, Expansion>;
}

/**
 * `teamsApp,appDefinitions($select=id,version;$expand=bot)`.
 * @param known what can be expanded
 * @throws Refused (400) for anything else
 */
export function parseExpand(
  text: string | null,
  known: Readonly<Record<string, Expandable>> = {},
): ReadonlyMap<string, Expansion> {
  const parts = text === null ? [] : splitOutside(text, ",");
  return new Map(
    parts.map((part) => {
      const [, name = "", , options = ""] = /^\s*(\w+)(\((.*)\))?\s*$/.exec(part) ?? [];
      const found = Object.hasOwn(known, name) ? known[name] : undefined;
      if (found === undefined) throw notUnderstood(`Could not expand '${part}'.`);
      const pairs = options === "" ? [] : splitOutside(options, ";").map((option) => option.split(/=(.*)/, 2));
      for (const [key] of pairs) {
        if (key !== "$select" && key !== "$expand") throw notUnderstood(`Could not expand '${part}'.`);
      }
      return [name, parseOptions(new Map(pairs.map(([key = "", value = ""]) => [key, value])), found)];
    }),
  );
}

/** `$select` and `$expand` of an entity. */
export function parseOptions(
  options: { readonly get: (name: string) => string | null | undefined },
  { properties, expand }: Expandable,
): Expansion {
  return {
    select: parseSelect(options.get("$select") ?? null, properties),
    expand: parseExpand(options.get("$expand") ?? null, expand),
  };
}

/** Cuts a text at a separator, but not within parentheses. */
function splitOutside(text: string, separator: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (character === separator && depth === 0) parts.push("");
    else parts.push(`${parts.pop() ?? ""}${character}`);
  }
  return parts;
}

/**
 * One page of a collection. The link to the next one is opaque to clients: it holds the offset in `$skiptoken`.
 * @param size items a page
 */
export function page<Item>(
  request: SandboxRequest,
  items: readonly Item[],
  size: number,
  toEntity: (item: Item) => object,
  extra: object = {},
): Answer {
  const token = request.query.get("$skiptoken");
  const written = token === null ? "0" : Buffer.from(token, "base64url").toString();
  if (!/^\d{1,15}$/.test(written)) throw notUnderstood("The skip token is not valid.");
  const offset = Number(written);
  const end = offset + size;
  const value = items.slice(offset, end).map(toEntity);
  return ok({ ...extra, value, ...(end < items.length ? { "@odata.nextLink": nextLink(request, end) } : {}) });
}

/** The items a page holds: `$top` within bounds, else the default. */
export function pageSize(request: SandboxRequest, standard: number, most: number): number {
  const top = request.query.get("$top");
  if (top === null) return standard;
  if (!/^\d+$/.test(top) || Number(top) < 1 || Number(top) > most) {
    throw notUnderstood(`Invalid page size specified: '${top}'. Must be between 1 and ${most} inclusive.`);
  }
  return Number(top);
}

/**
 * `@odata.count` where `$count=true` asks for it.
 * @throws Refused (400) without `ConsistencyLevel: eventual`, as on directory objects this is an advanced query
 */
export function countOf(request: SandboxRequest, items: readonly unknown[]): object {
  const count = request.query.get("$count");
  if (count === null || count === "false") return {};
  if (count !== "true" || !isEventual(request)) {
    throw notUnderstood("$count needs the value true and ConsistencyLevel: eventual.", "Request_UnsupportedQuery");
  }
  return { "@odata.count": items.length };
}

/** Whether the request accepts answers from the directory's index. */
export function isEventual(request: SandboxRequest): boolean {
  return request.headers["consistencylevel"]?.toLowerCase() === "eventual";
}

function nextLink(request: SandboxRequest, offset: number): string {
  const query = new URLSearchParams(request.query);
  query.set("$skiptoken", Buffer.from(String(offset)).toString("base64url"));
  return `${request.root}/${request.segments.map(encodeURIComponent).join("/")}?${query.toString()}`;
}

/** Whether an entity passes a `$filter`. */
type Filter<Item> = (item: Item) => boolean;

/** What a `$filter` may say about an entity. */
export interface FilterRules<Item> {
  readonly properties: Readonly<Record<string, (item: Item) => string | boolean | null>>;
  /** Whether `ne` and `not` are understood besides `eq`, `and` and `or`. */
  readonly negation?: boolean;
  /** Whether `startswith(property,'text')` is understood. */
  readonly startsWith?: boolean;
}

const TOKEN = /\s*(?:([(),])|'((?:[^']|'')*)'|([^\s(),']+))/gy;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * Understands `property eq 'text'`, `eq true` and `startswith(property,'text')`, joined by `and` (binding tighter) and `or`, in parentheses. Text is
 * compared without case.
 * @throws Refused (400) for anything else
 */
export function parseFilter<Item>(text: string | null, rules: FilterRules<Item>): Filter<Item> {
  if (text === null) return () => true;
  const tokens = tokensOf(text);
  let position = 0;
  const invalid = () => notUnderstood(`Invalid filter clause: '${text}'.`);
  const next = (): Token => {
    const token = tokens[position];
    if (token === undefined) throw invalid();
    position += 1;
    return token;
  };
  const isNext = (word: string): boolean => {
    const token = tokens[position];
    if (token === undefined || token.quoted || token.text !== word) return false;
    position += 1;
    return true;
  };
  const oneOf = (): Filter<Item> => {
    const alternatives = [allOf()];
    while (isNext("or")) alternatives.push(allOf());
    return (entity) => alternatives.some((matches) => matches(entity));
  };
  const allOf = (): Filter<Item> => {
    const conditions = [condition()];
    while (isNext("and")) conditions.push(condition());
    return (entity) => conditions.every((matches) => matches(entity));
  };
  const condition = (): Filter<Item> => {
    if (rules.negation === true && isNext("not")) {
      const matches = condition();
      return (entity) => !matches(entity);
    }
    if (rules.startsWith === true && isNext("startswith")) return beginning();
    if (!isNext("(")) return comparison();
    const matches = oneOf();
    if (!isNext(")")) throw invalid();
    return matches;
  };
  const property = (): ((item: Item) => string | boolean | null) => {
    const { text: name, quoted } = next();
    const read = !quoted && Object.hasOwn(rules.properties, name) ? rules.properties[name] : undefined;
    if (read === undefined) throw invalid();
    return read;
  };
  const beginning = (): Filter<Item> => {
    if (!isNext("(")) throw invalid();
    const read = property();
    if (!isNext(",")) throw invalid();
    const wanted = literal(next());
    if (typeof wanted !== "string" || !isNext(")")) throw invalid();
    return (entity) => String(comparable(read(entity))).startsWith(wanted);
  };
  const comparison = (): Filter<Item> => {
    const read = property();
    const operator = next();
    const isEqual = operator.text === "eq";
    if (operator.quoted || (!isEqual && !(rules.negation === true && operator.text === "ne"))) {
      throw invalid();
    }
    const wanted = literal(next());
    if (wanted === undefined) throw invalid();
    return (entity) => (comparable(read(entity)) === wanted) === isEqual;
  };
  const filter = oneOf();
  if (position < tokens.length) throw invalid();
  return filter;
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.trimEnd().matchAll(TOKEN)) {
    end = match.index + match[0].length;
    const [, parenthesis, quoted, word] = match;
    tokens.push({ text: parenthesis ?? word ?? (quoted ?? "").replaceAll("''", "'"), quoted: quoted !== undefined });
  }
  if (end < text.trimEnd().length) throw notUnderstood(`Invalid filter clause: '${text}'.`);
  return tokens;
}

function literal(token: Token): string | boolean | null | undefined {
  if (token.quoted) return token.text.toLowerCase();
  const words = new Map([
    ["true", true],
    ["false", false],
    ["null", null],
  ]);
  return words.get(token.text);
}

function comparable(value: string | boolean | null): string | boolean | null {
  return typeof value === "string" ? value.toLowerCase() : value;
}
