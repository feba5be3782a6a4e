import { InternalError, UsageError } from "../errors.ts";
import { type BaseUrl, parseBaseUrl } from "../http/base-url.ts";

/** Where Graph is: an address that ends with a version. */
export type GraphRoot = BaseUrl;

const VERSION_AT_END = /\/(?:v\d+\.\d+|beta)$/;

/**
 * Reads a Graph root such as `https://graph.microsoft.com/v1.0`. `name` says where the text came from.
 * @throws UsageError unless it is https (or http to a loopback address) and ends with a version, without credentials, query or fragment
 */
export function parseGraphRoot(text: string, name = "TRUEUP_GRAPH_URL"): GraphRoot {
  const root = parseBaseUrl(text, name, "https://graph.microsoft.com/v1.0");
  if (!VERSION_AT_END.test(root.path)) {
    throw new UsageError(`${name} has no version at its end: ${root.url}`, `try ${root.url}/v1.0`);
  }
  return root;
}

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

/** A filter `startswith(property,'value')`, encoded for the query. Source: https://learn.microsoft.com/graph/aad-advanced-queries */
export function startsWith(property: string, value: string): string {
  return encodeURIComponent(`startswith(${property},'${doubleQuotes(value)}')`);
}

/** OData writes a quote inside a text as two. Source: https://learn.microsoft.com/graph/query-parameters */
function doubleQuotes(text: string): string {
  return text.replaceAll("'", "''");
}
