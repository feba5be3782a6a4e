import { InternalError } from "../errors.ts";

/**
 * One segment of a path. `@` and `=` stay as they are, as in the samples of the reference.
 * @throws InternalError for a segment that would lead elsewhere
 */
export function segment(text: string): string {
  if (!isSegment(text)) throw new InternalError(`"${text}" cannot be a segment of a path`);
  return encodeURIComponent(text).replaceAll("%40", "@").replaceAll("%3D", "=");
}

/** Whether a text can stand between two slashes without changing what the path means. */
export function isSegment(text: string): boolean {
  return text !== "" && text !== "." && text !== "..";
}

/**
 * `/users/NAME`, or `/users('NAME')` for a name that begins with a dollar sign, which the first form would take for a query option.
 * Source: https://learn.microsoft.com/graph/api/user-get#http-request
 */
export function userPath(name: string): string {
  if (!name.startsWith("$")) return `/users/${segment(name)}`;
  return `/users('${encodeURIComponent(doubleQuotes(name))}')`;
}

/** A filter `property eq 'value'`, encoded for the query. */
export function equals(property: string, value: string): string {
  return encodeURIComponent(`${property} eq '${doubleQuotes(value)}'`);
}

/** OData writes a quote inside a text as two. Source: https://learn.microsoft.com/graph/query-parameters */
function doubleQuotes(text: string): string {
  return text.replaceAll("'", "''");
}
