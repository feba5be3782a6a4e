import { readings, type TenantReport } from "../facts/headline.ts";
import { limitPieces } from "../facts/limits.ts";
import { printable } from "../facts/printable.ts";
import { count } from "../facts/wording.ts";
import { wrap, wrapList, wrapPieces } from "./layout.ts";

/** Which tenant, which desired state, which part of it, and within which limits: to be checked before anything else. */
export function* provenance(document: TenantReport): Generator<string> {
  const { source, tenantId, filters, limits, summary, scope } = document;
  const commit = source.commit === null ? "not a git commit" : `commit ${printable(source.commit)}`;
  const tenant = tenantId === null ? "not told by the token" : printable(tenantId);
  yield* wrapPieces("", [`tenant: ${tenant};`, `desired state: ${printable(source.path)},`, commit]);
  const shown = [...filters.apps.map((name) => `--app ${name}`), ...filters.users.map((name) => `--user ${name}`)];
  if (shown.length > 0) {
    const part = `${summary.rows} of ${count(scope.totalRows, "row")}`;
    yield* wrapList("", `only ${part}:`, shown.map(printable));
  }
  yield* wrapList("", "limits:", limitPieces(limits));
  yield* wrapPieces("", readings(document));
  for (const text of limits.frozen) yield* wrap("", `frozen: ${printable(text)}`);
  if (limits.suspended) yield "the policy is suspended: every action is held";
}
