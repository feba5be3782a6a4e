import type { TrendPoint } from "../../model/trend.ts";
import { number, share } from "../facts/wording.ts";
import { courseLine } from "./elements.ts";
import { html, type Html, time } from "./html.ts";

/** What share of the rows was as desired when passes looked, over time. Null: there are fewer than two looks. */
export function trendSection(points: readonly TrendPoint[]): Html | null {
  const known = points.filter(({ of }) => of > 0);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return null;
  const line = courseLine(known.map(({ at, asDesired, of }) => ({ at, share: asDesired / of })));
  if (line === null) return null;
  return html`<section id="trend" aria-labelledby="trend-title"><h2 id="trend-title">As desired, over time</h2>
${line}
<p class="quiet">${percent(first)} when a pass looked at ${time(first.at)}, ${percent(last)} at ${time(last.at)}: ${number(last.asDesired)} of ${number(last.of)} rows, before anything was changed.</p>
</section>
`;
}

function percent({ asDesired, of }: TrendPoint): string {
  return share(asDesired, of) ?? "";
}
