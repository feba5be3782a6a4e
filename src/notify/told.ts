import { isJsonObject, parseJsonObject } from "../model/json-object.ts";
import type { KnownTrouble, Told, Unsteady } from "./change.ts";
import { isTroubleCode, type Trouble } from "./state.ts";
import { MOVES } from "../report/facts/wording.ts";
import type { Mover } from "../plan/convergence.ts";
import { ACTIONS, type Action } from "../model/plan.ts";

/** What people were told, as a text that names nobody: words that came with a trouble, and owners, are left out. */
export function textOfTold(told: Told): string {
  const troubles = told.troubles.map(({ trouble, ...memory }) => {
    const { detail: _detail, owner: _owner, wayOut: _wayOut, anew: _anew, ...kept } = trouble;
    return { trouble: kept, ...memory };
  });
  return JSON.stringify({ ...told, troubles });
}

/** What two watches told that knew nothing of each other: of the same trouble, the first knows better. */
export function bothTold(first: Told, second: Told): Told {
  const known = new Set(first.troubles.map(({ trouble }) => trouble.key));
  return {
    ...first,
    troubles: [...first.troubles, ...second.troubles.filter(({ trouble }) => !known.has(trouble.key))],
    rollouts: [...new Map([...second.rollouts, ...first.rollouts])],
  };
}

/** What a text of {@link textOfTold} says; null for any other, and what does not fit is left out: somebody may have written it. */
export function toldIn(text: string): Told | null {
  const kept = parseJsonObject(text);
  if (kept === null) return null;
  const { changedSaid: said } = kept;
  return {
    troubles: listOf(kept["troubles"]).flatMap((one) => memoryOf(one) ?? []),
    rollouts: listOf(kept["rollouts"]).flatMap((one) => (isPairOfTexts(one) ? [one] : [])),
    pending: listOf(kept["pending"]).flatMap((one) => {
      if (!isJsonObject(one)) return [];
      const { app, action, count } = one;
      return typeof app === "string" && isAction(action) && isCount(count) ? [{ app, action, count }] : [];
    }),
    changedSaid:
      isJsonObject(said) && isCount(said["atMs"]) && isTextOrNull(said["commit"])
        ? { atMs: said["atMs"], commit: said["commit"] }
        : null,
    messagesMs: listOf(kept["messagesMs"]).filter(isCount),
    unsaid: isCount(kept["unsaid"]) ? kept["unsaid"] : 0,
  };
}

function memoryOf(value: unknown): KnownTrouble | null {
  if (!isJsonObject(value)) return null;
  const { isPresent, saidCount, turned, hasSettled } = value;
  const trouble = troubleOf(value["trouble"]);
  if (trouble === null || typeof isPresent !== "boolean" || typeof hasSettled !== "boolean") return null;
  if (saidCount !== null && !isCount(saidCount)) return null;
  const turns = listOf(turned).filter((one) => typeof one === "boolean");
  return { trouble, isPresent, saidCount, turned: turns, unsteady: unsteadyOf(value["unsteady"]), hasSettled };
}

function troubleOf(value: unknown): Trouble | null {
  if (!isJsonObject(value)) return null;
  const { key, code, app, displayName, count, sentence, move, inPlan } = value;
  if (typeof key !== "string" || typeof sentence !== "string" || typeof inPlan !== "boolean") return null;
  if (!isTroubleCode(code) || !isTextOrNull(app) || !isTextOrNull(displayName) || !isCount(count)) return null;
  const texts = { key, code, app, displayName, sentence, detail: null, owner: null, wayOut: null };
  return { ...texts, count, move: isMover(move) ? move : null, anew: false, inPlan };
}

function unsteadyOf(value: unknown): Unsteady | null {
  if (!isJsonObject(value)) return null;
  const { turns, steadyPasses, isSaid, nextMs, everyMs } = value;
  if (!isCount(turns) || !isCount(steadyPasses) || !isCount(nextMs) || !isCount(everyMs)) return null;
  return { turns, steadyPasses, isSaid: isSaid === true, nextMs, everyMs };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isPairOfTexts(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === "string");
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function isMover(value: unknown): value is Mover {
  return typeof value === "string" && Object.hasOwn(MOVES, value);
}

function isAction(value: unknown): value is Action {
  return ACTIONS.some((action) => action === value);
}
