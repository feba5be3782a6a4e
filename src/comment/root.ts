import { UsageError } from "../errors.ts";

/** Where the API of a service is, checked. */
export interface ApiRoot {
  /** Without a slash at its end, for example `https://api.github.com`. */
  readonly url: string;
  readonly origin: string;
  /** Whether requests stay on this machine. */
  readonly loopback: boolean;
}

/**
 * Reads the address of an API. `name` is the variable that it came from.
 * @throws UsageError unless it is https (or http to a loopback address), without credentials, query or fragment
 */
export function parseApiRoot(text: string, name: string): ApiRoot {
  if (!URL.canParse(text)) {
    throw new UsageError(`${name} is not a URL`, "give the address of the API, such as https://api.github.com");
  }
  const url = new URL(text);
  // What stands before an @ may be a password: messages from here on show the URL without it.
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(`${name} must hold no credentials: ${shown}`, "take the part before the @ out");
  }
  if (url.search !== "" || url.hash !== "") {
    throw new UsageError(`${name} must have no query and no fragment: ${shown}`, "end it after the path");
  }
  const loopback =
    url.hostname === "localhost" || url.hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
    throw new UsageError(
      `${name} must be https: ${shown}`,
      "the token would travel in the open; plain http is for loopback addresses only",
    );
  }
  return { url: `${url.origin}${url.pathname.replace(/\/+$/, "")}`, origin: url.origin, loopback };
}
