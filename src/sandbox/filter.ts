import { notUnderstood } from "./answers.ts";

/** Whether an entity passes a `$filter`. */
export type Filter<Entity> = (entity: Entity) => boolean;

/** What a `$filter` may say about an entity. */
export interface FilterRules<Entity> {
  readonly properties: Readonly<Record<string, (entity: Entity) => string | boolean | null>>;
  /** Whether `ne` and `not` are understood besides `eq`, `and` and `or`. */
  readonly negation?: boolean;
}

const TOKEN = /\s*(?:([()])|'((?:[^']|'')*)'|([^\s()']+))/gy;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * Understands `property eq 'text'` and `eq true`, joined by `and` (binding tighter) and `or`, in parentheses. Text is
 * compared without case.
 * @throws Refused (400) for anything else
 */
export function parseFilter<Entity>(text: string | null, rules: FilterRules<Entity>): Filter<Entity> {
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
  const oneOf = (): Filter<Entity> => {
    const alternatives = [allOf()];
    while (isNext("or")) alternatives.push(allOf());
    return (entity) => alternatives.some((matches) => matches(entity));
  };
  const allOf = (): Filter<Entity> => {
    const conditions = [condition()];
    while (isNext("and")) conditions.push(condition());
    return (entity) => conditions.every((matches) => matches(entity));
  };
  const condition = (): Filter<Entity> => {
    if (rules.negation === true && isNext("not")) {
      const matches = condition();
      return (entity) => !matches(entity);
    }
    if (!isNext("(")) return comparison();
    const matches = oneOf();
    if (!isNext(")")) throw invalid();
    return matches;
  };
  const comparison = (): Filter<Entity> => {
    const property = next();
    const operator = next();
    const isKnown = !property.quoted && Object.hasOwn(rules.properties, property.text);
    const read = isKnown ? rules.properties[property.text] : undefined;
    const isEqual = operator.text === "eq";
    if (read === undefined || operator.quoted || (!isEqual && !(rules.negation === true && operator.text === "ne"))) {
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
