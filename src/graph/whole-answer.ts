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

function parse(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch {
    throw new UnexpectedShape("", "is not JSON");
  }
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

/** An object or a list on the way through a body, with where it was found. */
interface Place {
  readonly value: JsonObject | readonly unknown[];
  readonly key: string | number;
  readonly parent: Place | null;
}

/** The path of the first member that says so; null where none does. Bodies may be deep, so this does not call itself. */
function findFault(body: unknown, tellsChanges: boolean): string | null {
  const places: Place[] = [];
  const enter = (value: unknown, key: string | number, parent: Place | null): void => {
    if (Array.isArray(value) || isJsonObject(value)) places.push({ value, key, parent });
  };
  enter(body, "", null);
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value, parent } = place;
    if (isList(value)) {
      for (let index = 0; index < value.length; index += 1) enter(value[index], index, place);
      continue;
    }
    for (const key of Object.keys(value)) {
      const member = value[key];
      if (tellsChanges && key === REMOVED) continue;
      if (isFault(key, member, parent === null)) return pathTo({ value, key, parent: place });
      enter(member, key, place);
    }
  }
  return null;
}

function isList(value: JsonObject | readonly unknown[]): value is readonly unknown[] {
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

function pathTo(place: Place): string {
  const keys: string[] = [];
  for (let at: Place | null = place; at !== null && at.parent !== null; at = at.parent) {
    keys.push(Array.isArray(at.parent.value) ? `[${at.key}]` : `.${at.key}`);
  }
  return keys.toReversed().join("").replace(/^\./, "");
}
