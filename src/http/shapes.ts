/** A JSON object from outside, of which nothing is known yet. */
export type WireObject = Readonly<Record<string, unknown>>;

/** A body that is not what it should be. The message begins with the path in the body: `value[3].teamsApp.id is missing`. */
export class UnexpectedShape extends Error {
  override readonly name = "UnexpectedShape";

  constructor(path: string, problem: string) {
    super(`${path === "" ? "the body" : path} ${problem}`);
  }
}

/** True for a JSON object: neither null nor a list. */
export function isWireObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object that a JSON text holds; null for text that is no JSON, and for any other value. */
export function parseObject(text: string): WireObject | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isWireObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** @throws UnexpectedShape */
export function wireObject(value: unknown, path: string): WireObject {
  if (!isWireObject(value)) throw new UnexpectedShape(path, describe(value, "an object"));
  return value;
}

/** @throws UnexpectedShape */
export function wireList(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new UnexpectedShape(path, describe(value, "a list"));
  return value;
}

/** Text that must be there and not empty. @throws UnexpectedShape */
export function requiredText(object: WireObject, key: string, path: string): string {
  const value = object[key];
  if (typeof value !== "string") throw new UnexpectedShape(below(path, key), describe(value, "text"));
  if (value === "") throw new UnexpectedShape(below(path, key), "is empty");
  return value;
}

/** Text, or null where it is null or missing. @throws UnexpectedShape for anything else */
export function optionalText(object: WireObject, key: string, path: string): string | null {
  const value = object[key] ?? null;
  if (value !== null && typeof value !== "string") throw new UnexpectedShape(below(path, key), describe(value, "text"));
  return value;
}

/** True, false, or null where it is null or missing. @throws UnexpectedShape for anything else */
export function optionalFlag(object: WireObject, key: string, path: string): boolean | null {
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
