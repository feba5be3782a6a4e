import type { PlanRow } from "../../model/plan.ts";
import { type PlanRows, rowsByApp } from "../../model/plan-rows.ts";
import type { RowWithOutcome, Setting } from "../../plan/convergence.ts";
import { actionsText } from "../facts/difference.ts";
import type { TenantReport } from "../facts/headline.ts";
import { printable } from "../facts/printable.ts";
import { type RowState, rowsOf, rowState } from "../facts/row-state.ts";
import { count, number } from "../facts/wording.ts";
import { type Style, wrap } from "./layout.ts";

/** More apps than this are counted, so that the lines fit on a screen. */
const LISTED = 30;

/** How many rows are so; what is to be done and what is open comes before what is well. */
const COUNTED: readonly (readonly [state: RowState, words: string])[] = [
  ["differs", "different"],
  ["unknown", "not known"],
  ["open", "open"],
  ["waiting", "waiting"],
  ["held-as-meant", "held as meant"],
  ["as-desired", "as desired"],
  ["not-concerned", "without the app"],
];

/** A line for each app, those with most that is not as desired first. */
export function* perAppSection({ rows, judgement: { setting } }: TenantReport, style: Style): Generator<string> {
  const apps = [...rowsByApp<PlanRow>(rows)].map(([name, of]) => countApp(name, of, setting));
  if (apps.length === 0) return;
  yield style.title("Per app");
  for (const { text } of apps.toSorted((a, b) => b.left - a.left).slice(0, LISTED)) yield* wrap("  ", text);
  if (apps.length > LISTED) yield `  and ${count(apps.length - LISTED, "other app")}`;
}

function countApp(
  name: string,
  rows: PlanRows<RowWithOutcome>,
  setting: Setting,
): { readonly text: string; readonly left: number } {
  const counts = new Map<RowState, number>();
  for (const [row, amount] of rows.kinds()) {
    const state = rowState(row, setting);
    counts.set(state, (counts.get(state) ?? 0) + amount);
  }
  const acting = rowsOf(rows, "act");
  const isAllDiffering = acting.length > 0 && acting.length === counts.get("differs");
  const parts = COUNTED.flatMap(([state, words]) => {
    const amount = counts.get(state) ?? 0;
    if (amount === 0) return [];
    return [state === "differs" && isAllDiffering ? actionsText(acting) : `${number(amount)} ${words}`];
  });
  const well = (counts.get("as-desired") ?? 0) + (counts.get("not-concerned") ?? 0);
  return { text: `${printable(name)}: ${parts.join(", ")}`, left: rows.length - well };
}
