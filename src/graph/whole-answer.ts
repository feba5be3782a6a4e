import type { HttpAnswer } from "../http/exchange.ts";
import { UnexpectedShape } from "../http/shapes.ts";
import { isJsonObject, type JsonObject } from "../model/json-object.ts";

/**
 * The body of an answer to a read, when it is all that was asked for: the one status that is documented, no header that
 * speaks of a part, of an old copy or of an error that came later, JSON, and nothing in it that says that it is not whole
 * or not good. Everything else is unknown, however it reads: a list that lacks an entry is another list.
 * Source: https://learn.microsoft.com/graph/errors, https://www.rfc-editor.org/rfc/rfc9110#status.206,
 * https://www.rfc-editor.org/rfc/rfc9111#field.age, https://www.rfc-editor.org/rfc/rfc9111#field.warning and
 * https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ErrorResponse
 * @param tellsChanges whether the answer may tell of what was removed
 * @throws UnexpectedShape
 */
export function readWholeBody({ status, header, text }: HttpAnswer, tellsChanges = false): unknown {
  if (status !== 200) throw new UnexpectedShape("", `came with status ${status}, and only 200 says that it is whole`);
  const telling = HEADERS.find(({ name, says }) => {
    const value = header(name);
    return value !== null && says.test(value);
  });
  if (telling !== undefined)
    throw new UnexpectedShape("", `is not whole or not good, as its header ${telling.name} says`);
  const body = parse(text);
  const fault = findFault(body, tellsChanges);
  if (fault !== null) throw new UnexpectedShape(fault, "says that the answer is not whole or not good");
  return body;
}

const HEADERS: readonly { readonly name: string; readonly says: RegExp }[] = [
  { name: "content-range", says: /./ },
  { name: "odata-error", says: /./ },
  { name: "age", says: /[1-9]/ },
  { name: "warning", says: /\b(?:11[0-3]|214)\b/ },
  { name: "content-type", says: /^(?!.*[/+]json\b).+/i },
];

/** Graph's largest pages have some 300,000: a thousand users with some 300 plans each. */
const MOST_PARTS = 1_000_000;

/** @throws UnexpectedShape also for a body that would take many times its length: an empty object is two bytes long, and takes 56 */
function parse(text: string): unknown {
  if (text.length > 2 * MOST_PARTS && hasTooManyParts(text))
    throw new UnexpectedShape("", `holds more than ${MOST_PARTS.toLocaleString("en")} objects and lists`);
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch {
    throw new UnexpectedShape("", "is not JSON");
  }
}

function hasTooManyParts(text: string): boolean {
  let left = MOST_PARTS;
  for (const opening of ["{", "["])
    for (let at = text.indexOf(opening); at >= 0 && left >= 0; at = text.indexOf(opening, at + 1)) left -= 1;
  return left < 0;
}

/** Names of members that say so by what they hold; annotations are meant by what comes after their `@`. */
const SAYS_FAULT =
  /^(?:inner|partial)?errors?(?:codes?|messages?|descriptions?|details?)?$|exceptions?(?:messages?|types?)?$|^faults?$|^(?:is|has)?(?:failed|failures?|timedout|partial|truncated|incomplete|more|errors)(?:results?|data|content|items)?$|nextlink$|^(?:next|nextpage|skip|continuation)token$|^removed$|^warnings?$|^core\.(?:v1\.)?messages$/;
/** Names of members that say so at the top of a body; further down they are what somebody wrote. */
const SAYS_STATUS = /^(?:(?:http)?status(?:code)?|code|message)$/;
/** Names of members that say so by being false. */
const SAYS_SOUND = /^(?:is)?(?:complete|success|successful|succeeded|ok)$/;
/** The links that are followed, so that what they lead to is read as well. */
export const LINK_ONWARDS = "@odata.nextLink";
/** The same, in each app of a catalog. */
export const LINK_TO_DEFINITIONS = "appDefinitions@odata.nextLink";

/** What a delta query says of something that is not there any more. Source: https://learn.microsoft.com/graph/delta-query-overview */
const REMOVED = "@removed";

/** An object or a list that the way through a body is in, and how far it came there. */
interface Level {
  readonly value: JsonObject | readonly unknown[];
  /** Names of members; null for a list. */
  readonly names: readonly string[] | null;
  next: number;
}

/**
 * The path of the first member that says so; null where none does. Bodies may be deep, so this does not call itself; and wide,
 * so it holds only where it is.
 */
function findFault(body: unknown, tellsChanges: boolean): string | null {
  const levels: Level[] = [];
  const enter = (value: unknown): void => {
    if (isList(value)) levels.push({ value, names: null, next: 0 });
    else if (isJsonObject(value)) levels.push({ value, names: Object.keys(value), next: 0 });
  };
  enter(body);
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const { value, names } = level;
    const at = level.next;
    level.next += 1;
    if (isList(value)) {
      if (at < value.length) enter(value[at]);
      else levels.pop();
      continue;
    }
    const name = names?.[at];
    if (name === undefined) {
      levels.pop();
      continue;
    }
    if (tellsChanges && name === REMOVED) continue;
    if (isFault(name, value[name], levels.length === 1)) return pathTo(levels);
    enter(value[name]);
  }
  return null;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isFault(key: string, value: unknown, isTop: boolean): boolean {
  const meaning = meaningOf(key);
  if (meaning === "nothing" || saysNothing(value)) return meaning === "sound" && value === false;
  if (meaning === "status") return isTop && !/^(?:200|ok|success|succeeded)$/i.test(String(value));
  return meaning === "fault" && !(key === LINK_TO_DEFINITIONS || (isTop && key === LINK_ONWARDS));
}

type Meaning = "nothing" | "sound" | "status" | "fault";

/** Graph has few names, and each comes thousands of times. */
const meanings = new Map<string, Meaning>();
const MOST_MEANINGS = 1_000;

function meaningOf(key: string): Meaning {
  const known = meanings.get(key);
  if (known !== undefined) return known;
  const name = key
    .slice(key.lastIndexOf("@") + 1)
    .replace(/^(?:odata|microsoft\.graph|org\.odata)\./i, "")
    .replaceAll(/[$_-]/g, "")
    .toLowerCase();
  const meaning = SAYS_STATUS.test(name)
    ? "status"
    : SAYS_SOUND.test(name)
      ? "sound"
      : SAYS_FAULT.test(name)
        ? "fault"
        : "nothing";
  if (meanings.size < MOST_MEANINGS) meanings.set(key, meaning);
  return meaning;
}

function saysNothing(value: unknown): boolean {
  return (
    value === null || value === false || value === 0 || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

/** The path of what was looked at last. */
function pathTo(levels: readonly Level[]): string {
  return levels
    .map(({ names, next }) => (names === null ? `[${next - 1}]` : `.${names[next - 1]}`))
    .join("")
    .replace(/^\./, "");
}
