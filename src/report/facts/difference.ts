import type { AppDifference } from "../../difference.ts";
import type { Action, PlanRow } from "../../model/plan.ts";
import type { BaseReview } from "../../plan-file/document.ts";
import { count, NOUNS, permissionText } from "./wording.ts";

/** `main (0a1b2c3d4e5f)`: the base as people know it. */
export function baseName({ source }: BaseReview): string {
  return source.commit === null ? source.path : `${source.path} (${source.commit.slice(0, 12)})`;
}

/** The same as sentences, for any form of report: counts, never people. */
export function differenceLines({ difference }: BaseReview): readonly string[] {
  const { because, anyway, noLonger, pairsAdded, pairsRemoved, apps } = difference;
  return [
    `${actionsText([...because])} because of this change`,
    `${count(anyway, "row")} would be changed without it as well: drift that is there anyway`,
    ...(noLonger.length === 0 ? [] : [`${actionsText(noLonger)} no longer, which would be without it`]),
    ...(pairsAdded === 0 ? [] : [`${count(pairsAdded, "pair")} of user and app managed from now on`]),
    ...(pairsRemoved === 0
      ? []
      : [`${count(pairsRemoved, "pair")} of user and app not managed any more; what is installed stays`]),
    ...apps.flatMap(appLines),
  ];
}

/** `3 upgrades, 1 install`, or `nothing`. */
export function actionsText(rows: readonly PlanRow[]): string {
  const kinds: readonly Action[] = ["upgrade", "install", "uninstall", "replace", "reinstall"];
  const counts = kinds.map((kind) => [kind, rows.filter(({ action }) => action === kind).length] as const);
  const parts = counts.filter(([, amount]) => amount > 0).map(([kind, amount]) => count(amount, NOUNS[kind]));
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

const KINDS = { added: ["managed from now on"], removed: ["not managed any more"], changed: [] } as const;

/** Each permission has a line of its own: a reviewer must see every one, and what shortens a report counts lines. */
function appLines({ app, kind, isAnother, suspended, pin, approved, withdrawn }: AppDifference): readonly string[] {
  const facts = [
    ...(pin === null
      ? []
      : [`the consent may go to ${pin.after ?? "any Entra application"}, before to ${pin.before ?? "any"}`]),
    ...KINDS[kind],
    ...(isAnother ? ["the name stands for another app from now on"] : []),
    ...(suspended === null ? [] : [suspended ? "suspended from now on" : "not suspended any more"]),
    ...approved.map((permission) => `newly approved ${permissionText(permission)}`),
    ...withdrawn.map((permission) => `no longer approved ${permissionText(permission)}`),
  ];
  return facts.map((fact) => `app ${app}: ${fact}`);
}
