import { Buffer } from "node:buffer";
import { type Answer, ok, refuse, type SandboxRequest } from "./answers.ts";

/** A filter on the named properties of an entity. */
export type Filter = (entity: Readonly<Record<string, unknown>>) => boolean;

/** Query options that an endpoint takes. */
export interface QueryRules {
  readonly options: readonly string[];
  /** Properties that `$filter` may name; an entity given to the filter has them under these names. */
  readonly filterable?: readonly string[];
}

/** A query that cannot be answered, with what to answer instead. */
export class QueryRefused extends Error {
  readonly answer: Answer;

  constructor(message: string, code = "BadRequest") {
    super(message);
    this.answer = refuse(400, code, message);
  }
}

/** @throws QueryRefused for an option the endpoint does not take */
export function checkOptions(request: SandboxRequest, rules: QueryRules): void {
  for (const name of request.query.keys()) {
    if (name !== "$skiptoken" && !rules.options.includes(name)) {
      throw new QueryRefused(`Query option '${name}' is not supported here.`);
    }
  }
}

/**
 * Understands `property eq 'text'`, `eq true`, joined by `and` (binding tighter) and `or`.
 * @throws QueryRefused for anything else
 */
export function parseFilter(text: string | null, filterable: readonly string[]): Filter {
  if (text === null) return () => true;
  const alternatives = splitOutsideQuotes(text, " or ").map((alternative) =>
    splitOutsideQuotes(alternative, " and ").map((comparison) => parseComparison(comparison, filterable)),
  );
  return (entity) => alternatives.some((comparisons) => comparisons.every((matches) => matches(entity)));
}

function parseComparison(text: string, filterable: readonly string[]): Filter {
  const match = /^\s*([\w/]+)\s+eq\s+(?:'((?:[^']|'')*)'|(true|false|null))\s*$/.exec(text);
  const property = match?.[1];
  if (match === null || property === undefined || !filterable.includes(property)) {
    throw new QueryRefused(`Invalid filter clause: '${text}'.`);
  }
  const quoted = match[2];
  if (quoted === undefined) return (entity) => asText(entity[property]) === match[3];
  const wanted = quoted.replaceAll("''", "'").toLowerCase();
  return (entity) => asText(entity[property]).toLowerCase() === wanted;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "'") quoted = !quoted;
    if (!quoted && text.startsWith(separator, index)) {
      parts.push(text.slice(from, index));
      from = index + separator.length;
    }
  }
  return [...parts, text.slice(from)];
}

/** The properties that `$select` names, or all; control information such as `@odata.type` always stays. */
export function select(entity: Readonly<Record<string, unknown>>, selected: string | null): Record<string, unknown> {
  if (selected === null) return { ...entity };
  const names = new Set(selected.split(",").map((name) => name.trim()));
  return Object.fromEntries(Object.entries(entity).filter(([name]) => names.has(name) || name.startsWith("@odata")));
}

/** `teamsApp,appDefinitions($select=id,version)` -> each name with its own `$select`, or null. */
export function parseExpand(text: string | null): ReadonlyMap<string, string | null> {
  const expanded = new Map<string, string | null>();
  for (const match of (text ?? "").matchAll(/([\w.]+)(?:\(\$select=([^)]*)\))?,?/g)) {
    if (match[1] !== undefined) expanded.set(match[1], match[2] ?? null);
  }
  return expanded;
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
  const offset = token === null ? 0 : Number(Buffer.from(token, "base64url").toString());
  if (!Number.isSafeInteger(offset) || offset < 0) throw new QueryRefused("The skip token is not valid.");
  const end = offset + size;
  const value = items.slice(offset, end).map(toEntity);
  return ok({ ...extra, value, ...(end < items.length ? { "@odata.nextLink": nextLink(request, end) } : {}) });
}

/** The items a page holds: `$top` within bounds, else the default. */
export function pageSize(request: SandboxRequest, standard: number, most: number): number {
  const top = request.query.get("$top");
  if (top === null) return standard;
  if (!/^\d+$/.test(top) || Number(top) < 1 || Number(top) > most) {
    throw new QueryRefused(`The limit of '${most}' for Top query has been exceeded or is not a number.`);
  }
  return Number(top);
}

function nextLink(request: SandboxRequest, offset: number): string {
  const query = new URLSearchParams(request.query);
  query.set("$skiptoken", Buffer.from(String(offset)).toString("base64url"));
  return `${request.root}/${request.segments.map(encodeURIComponent).join("/")}?${query.toString()}`;
}
