import { isJsonObject, type JsonObject } from "../model/json-object.ts";
import type { RolloutEvent } from "../model/rollout.ts";
import { receiptOfLine } from "./chain.ts";

const KINDS: readonly RolloutEvent["kind"][] = [
  "began",
  "opened",
  "halted",
  "expired",
  "resumed",
  "done",
  "superseded",
  "recovered",
];

/** What lines of a receipt tell of the rollouts of a tenant, in their order. What is no such line says nothing. */
export function rolloutEventsIn(lines: Iterable<string>, tenantId: string | null): readonly RolloutEvent[] {
  const events: RolloutEvent[] = [];
  for (const line of lines) {
    // Most lines are of writes, and there may be millions.
    if (!line.includes('"event":"rollout-')) continue;
    const text = receiptOfLine(line)?.text;
    const event = text === undefined ? null : eventOf(JSON.parse(text), tenantId);
    if (event !== null) events.push(event);
  }
  return events;
}

function eventOf(line: JsonObject, tenantId: string | null): RolloutEvent | null {
  const { tenantId: of, event, at, app, definition, detail } = line;
  const kind = KINDS.find((one) => `rollout-${one}` === event);
  const [name, id]: unknown[] = isJsonObject(app) ? [app["name"], app["id"]] : [];
  if (of !== tenantId || kind === undefined || typeof at !== "string") return null;
  if (typeof name !== "string" || typeof id !== "string" || typeof definition !== "string") return null;
  const said = typeof detail === "string" ? partsOf(detail) : { version: "", ring: null, halt: null, detail: null };
  return { kind, at: Date.parse(at), app: name, catalogId: id, digest: definition, ...said };
}

/** `2.4.0; ring pilot; halt 1; refusals: 9 of 60 refused`, of which only the version is always there. */
function partsOf(text: string): Pick<RolloutEvent, "version" | "ring" | "halt" | "detail"> {
  const match = /^(?<version>[^;]*)(?:; ring (?<ring>[a-z0-9-]+))?(?:; halt (?<halt>\d+))?(?:; (?<detail>.*))?$/s.exec(
    text,
  );
  const { version = "", ring = null, halt, detail = null } = match?.groups ?? {};
  return { version, ring, halt: halt === undefined ? null : Number(halt), detail };
}
