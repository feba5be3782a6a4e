import { isoTime } from "../../model/clock.ts";
import { classify, LOCK_CLASSES, type SeenDefinition } from "../../model/lock.ts";
import { printable } from "../facts/printable.ts";
import { permissionText } from "../facts/wording.ts";
import { setLine, USUAL_COLUMNS } from "../text/layout.ts";

/**
 * Every definition that the catalog ever offered of some apps, oldest first, each with how it differs from the one before it.
 * @param columns of the terminal; null: it does not tell
 */
export function* renderDefinitions(seen: readonly SeenDefinition[], columns: number | null): Generator<string> {
  for (const [index, one] of seen.entries()) {
    const before = seen[index - 1];
    for (const line of definitionLines(one, before?.catalogId === one.catalogId ? before : null))
      for (const part of setLine(printable(line), columns ?? USUAL_COLUMNS)) yield `${part}\n`;
  }
}

/** The same as data, a line of JSON each. */
export function definitionJson(one: SeenDefinition, before: SeenDefinition | null): string {
  const { catalogId, version, clientAppId, permissions, bot, digest, firstSeenMs, lastSeenMs } = one;
  return JSON.stringify({
    catalogId,
    version,
    clientAppId,
    permissions,
    bot,
    digest,
    class: classOf(one, before),
    firstSeen: isoTime(firstSeenMs),
    lastSeen: isoTime(lastSeenMs),
  });
}

/** How a definition differs from the one before it; of the first, that nobody has reviewed one. */
export function classOf(one: SeenDefinition, before: SeenDefinition | null) {
  return before === null ? "new-catalog-id" : classify(before, one);
}

function definitionLines(one: SeenDefinition, before: SeenDefinition | null): readonly string[] {
  const kind = classOf(one, before);
  const what = before === null || kind === null ? "the first that was seen" : `${kind}: ${LOCK_CLASSES[kind]}`;
  return [
    `${day(one.firstSeenMs)} to ${day(one.lastSeenMs)}  ${one.catalogId} ${one.version}  ${what}`,
    `  the consent goes to ${one.clientAppId ?? "no Entra application"}${one.bot ? "; it holds a bot" : ""}`,
    ...one.permissions.map((permission) => `  requires ${permissionText(permission)}`),
    `  ${one.digest}`,
  ];
}

function day(ms: number): string {
  return isoTime(ms).slice(0, 10);
}
