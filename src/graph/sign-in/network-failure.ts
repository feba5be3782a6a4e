import { cleanLine } from "../failures.ts";

const TOKEN_SHAPED = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)*/g;
const LONGEST_LINE = 300;

/** One line of somebody else's text that is safe to show: without these values, and without anything shaped like a token. */
export function withoutPrivateValues(text: string, values: readonly string[]): string {
  const known = values.filter((value) => value !== "");
  const cleaned = known.reduce((rest, value) => rest.replaceAll(value, "[secret]"), text);
  return cleanLine(cleaned.replaceAll(TOKEN_SHAPED, "[token]"), "", LONGEST_LINE);
}

/** Why there was no whole answer. */
export interface NetworkFailure {
  readonly kind: "failure";
  /** Host and port that were asked. */
  readonly host: string;
  readonly because: "connection-failed" | "timed-out" | "certificate-refused" | "proxy-refused" | "too-large";
  /** The system's name of it, such as `ECONNREFUSED`; null where it has none. */
  readonly code: string | null;
  readonly detail: string;
  /** Fit to be the `cause` of an error: code and one clean line, nothing of the request. */
  readonly cause: Error;
}

/** The certificate problems of OpenSSL and Node that say "this is not who it should be". */
const CERTIFICATE_CODES =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT|ERR_SSL_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;
const DEEPEST_CAUSE = 5;

/** Describes what undici, or the system below it, threw. */
export function describeNetworkFailure(error: unknown, host: string): NetworkFailure {
  const chain = causesOf(error);
  const code = chain.map(codeOf).find((found) => found !== null && !found.startsWith("UND_ERR_ABORTED")) ?? null;
  const words = chain.map((link) => link.message).find((message) => message !== "") ?? "the connection failed";
  const detail = withoutPrivateValues(code === null || words.includes(code) ? words : `${code}: ${words}`, []);
  return { kind: "failure", host, because: reasonOf(code, chain), code, detail, cause: tidyCause(detail, code) };
}

/** No whole answer within `timeoutMs`. */
export function timedOut(host: string, timeoutMs: number): NetworkFailure {
  const detail = `no whole answer within ${timeoutMs / 1000} s`;
  return { kind: "failure", host, because: "timed-out", code: null, detail, cause: tidyCause(detail, "ETIMEDOUT") };
}

/** More than any of these services has to say. */
export function tooLarge(host: string): NetworkFailure {
  const detail = "the answer is too large";
  return { kind: "failure", host, because: "too-large", code: null, detail, cause: tidyCause(detail, null) };
}

/** What failed and what caused it, outermost first; attempts at several addresses count as causes. */
function causesOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  let link: unknown = error;
  while (link instanceof Error && chain.length < DEEPEST_CAUSE) {
    chain.push(link);
    const [first]: readonly unknown[] = link instanceof AggregateError ? link.errors : [];
    link = link.cause ?? first;
  }
  return chain;
}

function codeOf(error: Error): string | null {
  return "code" in error && typeof error.code === "string" ? error.code : null;
}

function reasonOf(code: string | null, chain: readonly Error[]): NetworkFailure["because"] {
  if (code !== null && CERTIFICATE_CODES.test(code)) return "certificate-refused";
  if (code !== null && /^(?:ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/.test(code)) return "timed-out";
  return chain.some(({ message }) => /^(?:secure )?proxy (?:response|connection)/i.test(message))
    ? "proxy-refused"
    : "connection-failed";
}

function tidyCause(detail: string, code: string | null): Error {
  return code === null ? new Error(detail) : Object.assign(new Error(detail), { code });
}
