import { isJsonObject, type JsonObject } from "../model/json-object.ts";

/** A body that is not what it should be. The message begins with the path in the body: `value[3].teamsApp.id is missing`. */
export class UnexpectedShape extends Error {
  override readonly name = "UnexpectedShape";

  constructor(path: string, problem: string) {
    super(`${path === "" ? "the body" : path} ${problem}`);
  }
}

/** @throws UnexpectedShape */
export function wireObject(value: unknown, path: string): JsonObject {
  if (!isJsonObject(value)) throw new UnexpectedShape(path, describe(value, "an object"));
  return value;
}

/** @throws UnexpectedShape */
export function wireList(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new UnexpectedShape(path, describe(value, "a list"));
  return value;
}

/** Names, versions and the like are shorter; what is longer would only fill memory and messages. */
const LONGEST_TEXT = 4_096;

/** Text that must be there, not empty and of a sensible length. @throws UnexpectedShape */
export function requiredText(object: JsonObject, key: string, path: string): string {
  const value = optionalText(object, key, path);
  if (value === null) throw new UnexpectedShape(below(path, key), describe(object[key], "text"));
  if (value === "") throw new UnexpectedShape(below(path, key), "is empty");
  return value;
}

/** Text, or null where it is null or missing. @throws UnexpectedShape for anything else, and for text longer than `longest` */
export function optionalText(object: JsonObject, key: string, path: string, longest = LONGEST_TEXT): string | null {
  const value = object[key] ?? null;
  if (value === null) return null;
  if (typeof value !== "string") throw new UnexpectedShape(below(path, key), describe(value, "text"));
  if (value.length > longest) throw new UnexpectedShape(below(path, key), `has ${value.length} characters`);
  return value;
}

/** What can be one segment of a path, wherever it is put: nothing that leads elsewhere, is cut off or is decoded twice. */
const ID = /^(?!\.\.?$)[\x21-\x7e]{1,512}$/;
const LEADS_ELSEWHERE = /[/\\?#%]/;

/** An id of Graph, which is put into paths and shown to people. @throws UnexpectedShape for what can be neither */
export function requiredId(object: JsonObject, key: string, path: string): string {
  const value = requiredText(object, key, path);
  if (ID.test(value) && !LEADS_ELSEWHERE.test(value)) return value;
  const shown = value.length > 80 ? `has ${value.length} characters` : `is ${ascii(value)}`;
  throw new UnexpectedShape(below(path, key), `${shown}, which cannot be an id`);
}

/** In quotes, with whatever a terminal could obey or hide escaped. */
function ascii(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** True, false, or null where it is null or missing. @throws UnexpectedShape for anything else */
export function optionalFlag(object: JsonObject, key: string, path: string): boolean | null {
  const value = object[key] ?? null;
  if (value !== null && typeof value !== "boolean") {
    throw new UnexpectedShape(below(path, key), describe(value, "true or false"));
  }
  return value;
}

/** The path of a key of an object. */
export function below(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function describe(value: unknown, expected: string): string {
  if (value === undefined) return "is missing";
  if (value === null) return `is null, not ${expected}`;
  return `is ${Array.isArray(value) ? "a list" : `of type ${typeof value}`}, not ${expected}`;
}
