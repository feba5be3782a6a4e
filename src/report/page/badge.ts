import type { BarPart } from "./bar.ts";
import { html, type Html } from "./html.ts";
import { ROW_STATES, type RowState } from "./row-state.ts";

/** The colour of each state; its word and its mark say the same. */
export const TONES: Readonly<Record<RowState, BarPart["tone"]>> = {
  "in-sync": "good",
  differs: "calm",
  "to-change": "busy",
  "not-done": "wait",
  held: "wait",
  blocked: "stop",
  "not-concerned": "none",
};

/** A state in its word, with its mark and its colour. */
export function stateBadge(state: RowState): Html {
  const { mark, name } = ROW_STATES[state];
  return html`<span class="badge ${TONES[state]}"><span aria-hidden="true">${mark}</span> ${name}</span>`;
}
