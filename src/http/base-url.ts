import { UsageError } from "../errors.ts";

/** Where a service is, checked. */
export interface BaseUrl {
  /** Without a slash at its end, for example `https://graph.microsoft.com/v1.0`. */
  readonly url: string;
  readonly origin: string;
  /** What comes after the origin, without a slash at its end: empty, or `/v1.0`, perhaps below a prefix. */
  readonly path: string;
  /** Whether requests stay on this machine. */
  readonly loopback: boolean;
}

/**
 * Reads the address of a service. `name` is the variable that it came from, `example` an address that would do. What
 * stands before an `@` may be a password, so messages do not show it.
 * @throws UsageError unless it is https (or http to a loopback address), without credentials, query or fragment
 */
export function parseBaseUrl(text: string, name: string, example: string): BaseUrl {
  if (!URL.canParse(text)) throw new UsageError(`${name} is not a URL`, `give an address such as ${example}`);
  const url = new URL(text);
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  const problem = addressProblem(url);
  if (problem === "credentials") {
    throw new UsageError(`${name} must hold no credentials: ${shown}`, "take the part before the @ out");
  }
  if (/[?#]/.test(text)) {
    throw new UsageError(`${name} must have no query and no fragment: ${shown}`, "end it after the path");
  }
  if (problem === "in-the-open") {
    throw new UsageError(
      `${name} must be https: ${shown}`,
      "the token would travel in the open; plain http is for loopback addresses only: 127.0.0.0/8, [::1], localhost",
    );
  }
  const path = url.pathname.replace(/\/+$/, "");
  return { url: `${url.origin}${path}`, origin: url.origin, path, loopback: isLoopbackHost(url.hostname) };
}

/**
 * What speaks against sending a secret there: credentials in the address, or neither https nor http on this machine, so
 * that it would travel in the open. Null: nothing.
 */
export function addressProblem(url: URL): "credentials" | "in-the-open" | null {
  if (url.username !== "" || url.password !== "") return "credentials";
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname));
  return isSafe ? null : "in-the-open";
}

/** Whether a host is this machine. `hostname` as `URL` gives it: numeric forms are four decimal parts, IPv6 is in brackets. */
export function isLoopbackHost(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]+\])$/.test(hostname);
}
