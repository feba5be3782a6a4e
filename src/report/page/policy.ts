import { createHash } from "node:crypto";
import { STYLES } from "./styles.ts";

/** The style sheet of the page, as a source of a content security policy names it. */
function styleSource(): string {
  return `'sha256-${createHash("sha256").update(STYLES).digest("base64")}'`;
}

/**
 * What a browser may do with the page: its own style sheet, its own search form, and nothing else. No script, no request.
 * Source: https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy(): string {
  return [
    "default-src 'none'",
    `style-src ${styleSource()}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/** The same for a file: it has no form, and framing cannot be forbidden from within. */
export function filePolicy(): string {
  return ["default-src 'none'", `style-src ${styleSource()}`, "form-action 'none'", "base-uri 'none'"].join("; ");
}
