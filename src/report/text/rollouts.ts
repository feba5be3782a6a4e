import type { RolloutProgress } from "../../model/rollout.ts";
import {
  calendarText,
  GATE_WORDS,
  needsSomebody,
  rereadsText,
  rolloutName,
  rolloutText,
  type Telling,
} from "../facts/rollouts.ts";
import { printable } from "../facts/printable.ts";
import { type Style, wrap } from "./layout.ts";

/** How far each rollout has come, and what it waits for. */
export function* rolloutsSection(
  rollouts: readonly RolloutProgress[],
  telling: Telling,
  style: Style,
): Generator<string> {
  if (rollouts.length === 0) return;
  const isOpen = rollouts.some(needsSomebody);
  yield isOpen ? style.caution("Rollouts") : style.title("Rollouts");
  for (const rollout of rollouts) {
    yield* wrap("  ", `${rolloutName(rollout)}: ${rolloutText(rollout, telling)}`);
    if (rollout.phase === "done") continue;
    const calendar = calendarText(rollout, telling);
    if (calendar !== "") yield* wrap("    ", calendar);
    for (const warning of rollout.warnings) yield* wrap("    ", printable(warning));
    for (const { name, verdict, detail } of rollout.gates)
      yield* wrap("    ", `gate ${printable(name)} ${GATE_WORDS[verdict]}: ${printable(detail)}`);
    if (rereadsText(rollout) !== "") yield* wrap("    ", rereadsText(rollout));
  }
}
