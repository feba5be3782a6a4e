import { isoTime } from "../../model/clock.ts";
import { LOCK_CLASSES, type SeenDefinition } from "../../model/lock.ts";
import type { PlanApp } from "../../model/plan.ts";
import { classOf } from "../history/definitions.ts";
import { type Column, table } from "./elements.ts";
import { code, html, type Html } from "./html.ts";
import { count } from "../facts/wording.ts";

/** The newest are shown; so many of them. */
const SHOWN = 20;

const COLUMNS: readonly Column[] = [
  { title: "Version" },
  { title: "Digest" },
  { title: "What was new", holds: "sentence" },
  { title: "First seen" },
  { title: "Last seen" },
];

/**
 * Every definition that the catalog ever offered of an app, the newest first, each with how it differs from the one before it.
 * Null: the store knows none, or there is no store.
 * @param seen of all apps, the oldest first
 */
export function definitionsPart({ name, id }: PlanApp, seen: readonly SeenDefinition[], index: number): Html | null {
  const own = seen.filter(({ catalogId }) => catalogId === id?.toLowerCase());
  if (own.length === 0) return null;
  const rows = own.map((one, at) => {
    const before = own[at - 1] ?? null;
    const kind = before === null ? null : classOf(one, before);
    return [
      code(one.version, 24),
      code(one.digest.slice("sha256:".length, "sha256:".length + SHORT)),
      kind === null ? "the first that was seen" : html`${LOCK_CLASSES[kind]} <span class="quiet">(${kind})</span>`,
      day(one.firstSeenMs),
      day(one.lastSeenMs),
    ];
  });
  const left = rows.length - SHOWN;
  return html`<details><summary>${count(own.length, "definition")} offered so far</summary>
${table(`definitions-${index + 1}`, html`What the catalog offered of ${code(name)}, the newest first`, COLUMNS, rows.slice(-SHOWN).toReversed())}
${left > 0 ? html`<p class="quiet">Left out: ${count(left, "older definition")}; trueup history --definitions shows all.</p>` : null}</details>
`;
}

/** So many digits tell definitions of one app apart. */
const SHORT = 12;

function day(ms: number): string {
  return isoTime(ms).slice(0, 10);
}
