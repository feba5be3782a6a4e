import { html, type Html } from "./html.ts";

/** A part of a bar; `tone` names its colour in the style sheet. */
export interface BarPart {
  readonly amount: number;
  readonly tone: "good" | "calm" | "busy" | "wait" | "stop" | "none";
}

/** What is there at all can be seen, however little it is: this much of the whole. */
const LEAST = 0.6;

/**
 * A bar for the eye alone: what it shows has to stand beside it in words. Drawn without styles, which the policy of the
 * page does not allow on elements.
 * @param whole what the full width stands for
 */
export function bar(parts: readonly BarPart[], whole: number): Html {
  const scale = (amount: number): number => (amount === 0 || whole === 0 ? 0 : Math.max(LEAST, (amount / whole) * 100));
  let x = 0;
  const drawn = parts
    .map(({ amount, tone }) => ({ tone, width: scale(amount) }))
    .filter(({ width }) => width > 0)
    .map(({ tone, width }) => {
      const left = Math.min(x, 100 - LEAST);
      x = left + width;
      return html`<rect class="${tone}" x="${rounded(left)}" width="${rounded(Math.min(width, 100 - left))}" height="10"/>`;
    });
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${drawn}</svg>`;
}

function rounded(amount: number): number {
  return Math.round(amount * 100) / 100;
}
