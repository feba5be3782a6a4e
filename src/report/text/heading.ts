import type { State } from "../../model/reasons.ts";
import { headlineOf, lookedAt, readings, type TenantReport } from "../facts/headline.ts";
import { limitPieces } from "../facts/limits.ts";
import { printable } from "../facts/printable.ts";
import { count, number } from "../facts/wording.ts";
import { type Style, wrap, wrapList, wrapPieces } from "./layout.ts";

/** What kind of report it is, as its first word. */
const KINDS = { plan: "Plan", drift: "Drift", result: "Result" } as const;

/** How a report that comes to this is shown. */
export const MOODS = {
  "as-desired": "good",
  "held-as-meant": "good",
  waiting: "good",
  differs: "caution",
  open: "bad",
  unknown: "caution",
} as const satisfies Record<State, keyof Style>;

/** The verdict, and what it is about. */
export function* headingSection(document: TenantReport, style: Style): Generator<string> {
  const { kind, summary, scope } = document;
  const { state, text } = headlineOf(document);
  yield style[MOODS[state]](`${KINDS[kind]}: ${text}; ${lookedAt(summary, scope)}`);
  yield* provenance(document);
}

/** Which tenant, which desired state, which part of it, and within which limits: to be checked before anything else. */
function* provenance(document: TenantReport): Generator<string> {
  const { source, tenantId, filters, limits, summary, scope } = document;
  const commit = source.commit === null ? "not a git commit" : `commit ${printable(source.commit)}`;
  const tenant = tenantId === null ? "not told by the token" : printable(tenantId);
  yield* wrapPieces("", [`tenant: ${tenant};`, `desired state: ${printable(source.path)},`, commit]);
  const shown = [...filters.apps.map((name) => `--app ${name}`), ...filters.users.map((name) => `--user ${name}`)];
  if (shown.length > 0) {
    const part = `${number(summary.rows)} of ${count(scope.totalRows, "row")}`;
    yield* wrapList("", `only ${part}:`, shown.map(printable));
  }
  yield* wrapList("", "limits:", limitPieces(limits));
  yield* wrapPieces("", readings(document));
  for (const text of limits.frozen) yield* wrap("", `frozen: ${printable(text)}`);
  if (limits.suspended) yield "the policy is suspended: every action is held";
}
