import { UsageError } from "../errors.ts";
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
