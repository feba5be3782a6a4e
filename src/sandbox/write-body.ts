import { notUnderstood, type SandboxRequest } from "./answers.ts";

/** The properties of a write's body. */
export type WriteBody = ReadonlyMap<string, unknown>;

/** @throws Refused (400) for a body that is no JSON object or has other keys; no body is one without keys */
export function bodyOf(request: SandboxRequest, keys: readonly string[]): WriteBody {
  const { body } = request;
  if (body === null) return new Map();
  if (body === undefined) throw notUnderstood("The request body is no JSON.");
  if (typeof body !== "object" || Array.isArray(body)) throw notUnderstood("The request body is no JSON object.");
  const entries = Object.entries(body);
  for (const [key] of entries) {
    if (!keys.includes(key)) throw notUnderstood(`The property '${key}' does not exist here.`);
  }
  return new Map<string, unknown>(entries);
}

/**
 * The lower-cased catalog id in `teamsApp@odata.bind`.
 * @throws Refused (400) for anything but a URL of an app below this very root
 */
export function boundAppId(request: SandboxRequest, body: WriteBody): string {
  const bind = body.get("teamsApp@odata.bind");
  const prefix = `${request.root}/appCatalogs/teamsApps`;
  const text = typeof bind === "string" ? bind : "";
  const rest = text.startsWith(prefix) ? text.slice(prefix.length) : "";
  const id = /^(?:\/([^/?#']+)|\('([^/?#']+)'\))$/.exec(rest);
  if (id === null) throw notUnderstood(`Invalid value for 'teamsApp@odata.bind': '${text}'.`);
  return (id[1] ?? id[2] ?? "").toLowerCase();
}
