import type { RingProgress, RolloutProgress } from "../../model/rollout.ts";
import {
  calendarText,
  GATE_WORDS,
  rereadsText,
  ringFigure,
  rolloutName,
  rolloutText,
  type Telling,
  whenText,
} from "../facts/rollouts.ts";
import { SENTENCE_LENGTH } from "../facts/inert.ts";
import { type Section, tableSection } from "./layout.ts";
import { code } from "./quoting.ts";

/** The calendar: how far each rollout has come, and when its rings open at the earliest. */
export function rolloutsSection(rollouts: readonly RolloutProgress[], telling: Telling): readonly Section[] {
  return rollouts.flatMap((rollout) => {
    const gates = rollout.gates.map(
      ({ name, verdict, detail }) => `${code(name)} ${GATE_WORDS[verdict]}: ${code(detail, SENTENCE_LENGTH)}`,
    );
    const asked = gates.length === 0 || rollout.phase === "done" ? "" : `\n\nGates: ${gates.join("; ")}`;
    const calendar = [calendarText(rollout, telling), ...rollout.warnings, rereadsText(rollout)].filter(
      (line) => line !== "",
    );
    const told = calendar.length === 0 ? "" : `\n\n${calendar.map((line) => code(line, SENTENCE_LENGTH)).join("; ")}`;
    const head = `### Rollout of ${code(rolloutName(rollout))}\n\n${code(rolloutText(rollout, telling), SENTENCE_LENGTH)}${told}${asked}`;
    return tableSection(
      head,
      rollout.rings,
      [
        ["ring", ({ name }) => code(name)],
        ["people", ({ people }) => ringFigure(people)],
        ["have it", ({ done }) => ringFigure(done)],
        ["opens", (ring) => opensText(ring, telling)],
      ],
      ["ring", "rings"],
    );
  });
}

function opensText({ isOpen, earliestAt }: RingProgress, telling: Telling): string {
  if (isOpen) return "open";
  return earliestAt === null ? "–" : `not before ${whenText(earliestAt, telling)}`;
}
