import type { ActingApp, ActingRow, PlanRow } from "../model/plan.ts";

/** Whether a row that was decided to act holds all that its action needs. */
export function canAct(
  row: Extract<PlanRow, { readonly verdict: "act" }> & {
    readonly on: ActingApp | null | undefined;
    readonly brings?: "install" | "upgrade" | null;
  },
): row is ActingRow {
  if (row.user.id === null || row.on == null) return false;
  const [isOffered, state] = [row.on.offered !== null, row.observed.state];
  switch (row.action) {
    case "install":
      return isOffered && state === "absent";
    case "upgrade":
    case "reinstall":
      return isOffered && state === "present";
    case "uninstall":
      return state === "present";
    case "replace":
      return row.replaced !== undefined && (row.brings == null ? state === "present" : isOffered);
  }
}
