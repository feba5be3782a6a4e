import { isWireObject, type WireObject } from "./shapes.ts";

/** What Graph says about a request that it did not fulfil. */
export interface GraphWords {
  /** The outermost code; null when there is none. */
  readonly code: string | null;
  /** All codes, the most detailed one last. */
  readonly codes: readonly string[];
  /** All messages, the most detailed one last. */
  readonly messages: readonly string[];
  /** Codes and messages in one line for people; empty when there are none. */
  readonly line: string;
}

const LONGEST_CODE = 100;
const LONGEST_LINE = 500;
const DEEPEST_INNER_ERROR = 5;

/**
 * Reads an error body; anything that is not one (a proxy's page, an empty body) has no words. Control characters and
 * `secret` are taken out of everything, and nothing is longer than a line.
 * Source: https://learn.microsoft.com/graph/errors
 */
export function readWords(body: string, secret: string): GraphWords {
  const codes: string[] = [];
  const messages: string[] = [];
  let level = errorOf(body);
  for (let depth = 0; level !== null && depth < DEEPEST_INNER_ERROR; depth += 1) {
    addWords(codes, level["code"], LONGEST_CODE, secret);
    addWords(messages, level["message"], LONGEST_LINE, secret);
    // The documentation spells it `innererror`, the service `innerError`.
    const inner: unknown = level["innerError"] ?? level["innererror"];
    level = isWireObject(inner) ? inner : null;
  }
  const line = [codes.join("/"), messages.join(" / ")].filter((part) => part !== "").join(": ");
  return { code: codes[0] ?? null, codes, messages, line: cut(line, LONGEST_LINE) };
}

/** One line that is safe to show: without `secret`, control and direction characters, and not longer than `longest`. */
export function cleanLine(text: string, secret: string, longest = LONGEST_LINE): string {
  const withoutSecret = secret === "" ? text : text.replaceAll(secret, "[token]");
  return cut(withoutSecret.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim(), longest);
}

function addWords(list: string[], value: unknown, longest: number, secret: string): void {
  const text = typeof value === "string" ? cleanLine(value, secret, longest) : "";
  if (text !== "" && !list.includes(text)) list.push(text);
}

function errorOf(body: string): WireObject | null {
  try {
    const parsed: unknown = JSON.parse(body);
    if (!isWireObject(parsed)) return null;
    const error = parsed["error"];
    return isWireObject(error) ? error : null;
  } catch {
    return null;
  }
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
