import type { AppDifference, Difference } from "../../difference.ts";
import type { GuardChange } from "../../guard-changes.ts";
import type { Action, PlanRow } from "../../model/plan.ts";
import type { Rows } from "../../model/rows.ts";
import type { BaseReview } from "../../plan-file/document.ts";
import { lockLines } from "../lock.ts";
import { count, NOUNS, permissionText } from "./wording.ts";

/** `main (0a1b2c3d4e5f)`: the base as people know it. */
export function baseName({ source }: BaseReview): string {
  return source.commit === null ? source.path : `${source.path} (${source.commit.slice(0, 12)})`;
}

/** The same as sentences, for any form of report, in the order in which they have to be seen: counts, never people. */
export interface DifferenceLines {
  /** Which definition was reviewed, and to whom consent may go. */
  readonly identity: readonly string[];
  /** What is newly approved. */
  readonly consent: readonly string[];
  readonly guards: readonly string[];
  readonly people: readonly string[];
}

/** What a change alters. */
export function differenceLines({ difference }: BaseReview): DifferenceLines {
  return {
    identity: [
      ...difference.lock.flatMap(lockLines).map((line) => `lock: ${line.trim()}`),
      ...difference.apps.flatMap(identityLine),
    ],
    consent: difference.apps.flatMap(approvedLines),
    guards: guardLines(difference),
    people: peopleLines(difference),
  };
}

function peopleLines({ because, anyway, noLonger, pairsAdded, pairsRemoved, apps }: Difference): readonly string[] {
  return [
    ...apps.flatMap(appLines),
    `${actionsText([...because])} because of this change`,
    `${count(anyway, "row")} would be changed without it as well: drift that is there anyway`,
    ...(noLonger.length === 0 ? [] : [`${actionsText(noLonger)} no longer, which would be without it`]),
    ...(pairsAdded === 0 ? [] : [`${count(pairsAdded, "pair")} of user and app managed from now on`]),
    ...(pairsRemoved === 0
      ? []
      : [`${count(pairsRemoved, "pair")} of user and app not managed any more; what is installed stays`]),
  ];
}

/** `maxChanges 200 -> 100%; ceo@contoso.com no longer protected`; null where nothing is loosened. */
export function loosenedText({ guards }: Difference): string | null {
  const loosened = guards.filter(({ loosens }) => loosens);
  return loosened.length === 0 ? null : loosened.map(guardText).join("; ");
}

function guardLines(difference: Difference): readonly string[] {
  const loosened = loosenedText(difference);
  return [
    ...(loosened === null ? [] : [`This change loosens: ${loosened}`]),
    ...difference.guards.filter(({ loosens }) => !loosens).map((guard) => `tighter: ${guardText(guard)}`),
  ];
}

/** Lists of guards, each with what becomes of an entry that comes or goes. */
const ENTRIES: Readonly<Record<string, readonly [comes: string, goes: string]>> = {
  protectedUsers: ["protected from now on", "no longer protected"],
  exceptions: ["excepted from now on", "no longer excepted"],
};

function guardText({ guard, before, after }: GuardChange): string {
  const [comes, goes] = ENTRIES[guard] ?? [];
  if (comes !== undefined && after !== null) return `${after} ${comes}`;
  if (goes !== undefined && before !== null) return `${before} ${goes}`;
  if (after === null) return `${guard} ${before ?? ""} taken out`;
  return before === null ? `${guard} ${after}, new` : `${guard} ${before} -> ${after}`;
}

/** `this change: 26 upgrades, and looser guards` */
export function changeText({ difference }: BaseReview): string {
  const loosened = loosenedText(difference) === null ? "" : ", and looser guards";
  return `this change: ${actionsText([...difference.because])}${loosened}`;
}

/** `3 upgrades, 1 install`, or `nothing`. */
export function actionsText(rows: Rows<PlanRow>): string {
  const kinds: readonly Action[] = ["upgrade", "install", "uninstall", "replace", "reinstall"];
  const counts = kinds.map((kind) => [kind, rows.filter(({ action }) => action === kind).length] as const);
  const parts = counts.filter(([, amount]) => amount > 0).map(([kind, amount]) => count(amount, NOUNS[kind]));
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

const KINDS = { added: ["managed from now on"], removed: ["not managed any more"], changed: [] } as const;

/** To whom consent may go is an escalation, so it comes first. */
function identityLine({ app, pin }: AppDifference): readonly string[] {
  if (pin === null) return [];
  return [
    `app ${app}: the consent may go to ${pin.after ?? "any Entra application"}, before to ${pin.before ?? "any"}`,
  ];
}

/** Each permission has a line of its own: a reviewer must see every one, and what shortens a report counts lines. */
function approvedLines({ app, approved }: AppDifference): readonly string[] {
  return approved.map((permission) => `app ${app}: newly approved ${permissionText(permission)}`);
}

function appLines({ app, kind, isAnother, withdrawn }: AppDifference): readonly string[] {
  const facts = [
    ...KINDS[kind],
    ...(isAnother ? ["the name stands for another app from now on"] : []),
    ...withdrawn.map((permission) => `no longer approved ${permissionText(permission)}`),
  ];
  return facts.map((fact) => `app ${app}: ${fact}`);
}
