import { UsageError } from "../errors.ts";

/** Where Graph is: an origin and a version, checked. */
export interface GraphRoot {
  /** Without a slash at the end, for example `https://graph.microsoft.com/v1.0`. */
  readonly url: string;
  readonly origin: string;
  /** `/v1.0`, perhaps below a prefix. */
  readonly path: string;
  /** Whether requests stay on this machine. */
  readonly loopback: boolean;
}

const VERSION_AT_END = /\/(?:v\d+\.\d+|beta)$/;

/**
 * Reads a Graph root such as `https://graph.microsoft.com/v1.0`. `name` says where the text came from.
 * @throws UsageError unless it is https (or http to a loopback address) and ends with a version, without credentials, query or fragment
 */
export function parseGraphRoot(text: string, name = "TRUEUP_GRAPH_URL"): GraphRoot {
  if (!URL.canParse(text)) {
    throw new UsageError(`${name} is not a URL`, "give the root with its version: https://graph.microsoft.com/v1.0");
  }
  const url = new URL(text);
  // What stands before an @ may be a password: messages from here on show the URL without it.
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(`${name} must hold no credentials: ${shown}`, "take the part before the @ out");
  }
  if (text.includes("?") || text.includes("#")) {
    throw new UsageError(`${name} must have no query and no fragment: ${shown}`, "end it after the version");
  }
  const loopback = isLoopback(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
    throw new UsageError(
      `${name} must be https: ${shown}`,
      "plain http is for loopback addresses only: 127.0.0.0/8, [::1], localhost",
    );
  }
  const path = url.pathname.replace(/\/$/, "");
  if (!VERSION_AT_END.test(path)) {
    throw new UsageError(`${name} has no version at its end: ${shown}`, `try ${url.origin}${path}/v1.0`);
  }
  return { url: `${url.origin}${path}`, origin: url.origin, path, loopback };
}

/** `hostname` as `URL` gives it: numeric forms are already four decimal parts, IPv6 is in brackets. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
