import type { Plan, PlanRow } from "../model/plan.ts";
import type { Reason } from "../model/reasons.ts";

/** How many people a definition reaches, or why nobody knows. */
export type Reach =
  | { readonly state: "unknown"; readonly why: string }
  | {
      readonly state: "known";
      readonly people: number;
      /** People of whom it could not be read whether they are among them. */
      readonly unread: number;
      /** Empty: the app has no rollout. Null: it has one, and who is in which ring is not known without a store. */
      readonly rings: readonly { readonly name: string; readonly people: number }[] | null;
    };

/** What keeps a row from a definition until somebody has reviewed it. */
const UNREVIEWED: ReadonlySet<Reason> = new Set([
  "definition-not-locked",
  "identity-not-approved",
  "permissions-not-approved",
]);

/** Whom the definition that is offered now would reach, were it reviewed and approved. */
export function reachOf({ rows, rollouts = [] }: Plan, app: string): Reach {
  const own = rows.filter((row) => row.app === app);
  const rollout = rollouts.find((one) => one.app === app);
  const rings = rollout?.rings ?? [];
  const counted = rings.flatMap(({ name, people }) => (people === null ? [] : [{ name, people }]));
  return {
    state: "known",
    people: own.filter(isReached).length,
    unread: own.filter(({ drift }) => drift.includes("unknown")).length,
    rings: counted.length < rings.length ? null : counted,
  };
}

function isReached({ verdict, action, reason }: PlanRow): boolean {
  if (verdict === "nothing") return false;
  if (action !== null) return action !== "uninstall";
  return reason !== null && UNREVIEWED.has(reason);
}
