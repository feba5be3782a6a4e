import { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

/** What was sent, before anybody has looked at it. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; null without a body, undefined for a body that is no JSON. */
  readonly body: unknown;
  readonly bodyText: string;
  /** The bearer token; null without one. */
  readonly token: string | null;
}

/** @throws Error when the connection breaks before the request is complete */
export async function readIncoming(message: IncomingMessage, root: string): Promise<Incoming> {
  const hasBody = message.headers["content-length"] !== undefined || message.headers["transfer-encoding"] !== undefined;
  const bodyText = hasBody ? await text(message) : "";
  return {
    method: message.method ?? "GET",
    url: new URL(message.url?.startsWith("/") === true ? `${new URL(root).origin}${message.url}` : root),
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
    ),
    body: parseJson(bodyText),
    bodyText,
    token: /^Bearer (\S+)$/.exec(message.headers.authorization ?? "")?.[1] ?? null,
  };
}

/** The decoded segments below `basePath`; null when the path is elsewhere or is not well-formed. */
export function segmentsBelow(basePath: string, url: URL): readonly string[] | null {
  if (!url.pathname.startsWith(`${basePath}/`)) return null;
  try {
    const segments = url.pathname
      .slice(basePath.length + 1)
      .split("/")
      .map(decodeURIComponent);
    return segments.flatMap(withKey);
  } catch {
    return null;
  }
}

/** `users('$a@contoso.com')` is another way to write `users/$a@contoso.com`. Source: https://learn.microsoft.com/graph/api/user-get */
function withKey(segment: string): readonly string[] {
  const match = /^(\w+)\('((?:[^']|'')*)'\)$/.exec(segment);
  return match === null ? [segment] : [match[1] ?? "", (match[2] ?? "").replaceAll("''", "'")];
}

/**
 * Finds the entry of a method and a path, cut at its slashes; `*` in an entry's path stands for one segment. 405: the path
 * has entries for other methods only; 404: it has none.
 */
export function tableOf<Entry extends { readonly method: string; readonly path: string }>(
  entries: readonly Entry[],
): (method: string, segments: readonly string[]) => Entry | 404 | 405 {
  const byLength = Map.groupBy(
    entries.map((entry) => ({ entry, parts: entry.path.split("/") })),
    ({ parts }) => parts.length,
  );
  return (method, segments) => {
    const fitting = (byLength.get(segments.length) ?? []).filter(({ parts }) =>
      parts.every((part, index) => part === "*" || part === segments[index]),
    );
    return fitting.find(({ entry }) => entry.method === method)?.entry ?? (fitting.length > 0 ? 405 : 404);
  };
}

/** Text with its percent escapes resolved; as it is where they are broken. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function parseJson(body: string): unknown {
  if (body === "") return null;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Whom a JWT stands for. */
export interface Caller {
  /** Application permissions. */
  readonly roles: readonly string[];
  /** The Entra app that got the token; null when the token does not say. */
  readonly appId: string | null;
  /** Null: never. */
  readonly expiresAtMs: number | null;
}

/** What a token says; null for a token that is no JWT. A JWT without `roles` has none. */
export function callerOf(token: string): Caller | null {
  const parts = token.split(".");
  if (parts.length !== 3) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString());
    if (typeof claims !== "object" || claims === null) return null;
    const roles = "roles" in claims && Array.isArray(claims.roles) ? claims.roles : [];
    return {
      roles: roles.filter((role) => typeof role === "string"),
      appId: "appid" in claims && typeof claims.appid === "string" ? claims.appid.toLowerCase() : null,
      expiresAtMs: "exp" in claims && typeof claims.exp === "number" ? claims.exp * 1000 : null,
    };
  } catch {
    return null;
  }
}
