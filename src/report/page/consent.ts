import { DRIFT_FACTS } from "../../model/reasons.ts";
import { CONSENT_FACTS } from "../text/drift.ts";
import { counted, number, share } from "./amounts.ts";
import type { PlanFigures } from "./figures.ts";
import { code, html, type Html } from "./html.ts";
import { type Column, table } from "./table.ts";

/** How many lines are shown. */
const SHOWN = 60;

/** Where the consent in force is not what was approved or is required, and for how many installations it was read at all. */
export function consentSection({ apps }: PlanFigures): Html {
  const read = apps.reduce((sum, { consentRead }) => sum + consentRead, 0);
  const all = apps.reduce((sum, { consentUnread }) => sum + consentUnread, read);
  const drifting = CONSENT_FACTS.flatMap((fact) =>
    apps.flatMap(({ app, consentDrift }) => {
      const people = consentDrift[fact] ?? 0;
      return people === 0 ? [] : [{ app, fact, people }];
    }),
  );
  const lines = drifting
    .slice(0, SHOWN)
    .map(({ app, fact, people }) => [
      code(app.name),
      number(people),
      html`${DRIFT_FACTS[fact].sentence} <span class="quiet">(${fact})</span>`,
    ]);
  const columns: readonly Column[] = [
    { title: "App" },
    { title: "People", holds: "number" },
    { title: "Difference", holds: "sentence" },
  ];
  const left = drifting.length - lines.length;
  return html`<section id="consent" aria-labelledby="consent-title"><h2 id="consent-title">Consent</h2>
<p>${knownText(read, all)}</p>
${lines.length === 0 ? html`<p>${read === 0 ? "So no drift of consent can be seen." : "Where it is known, it is as it should be."}</p>` : table("consent-table", "Drift of consent", columns, lines)}${
  left > 0 ? html`<p class="quiet">Left out: ${counted(left, "line")}.</p>` : null
}</section>
`;
}

function knownText(read: number, all: number): string {
  if (all === 0) return "No app is installed for anybody, so no consent is in force.";
  return `The consent in force is known for ${number(read)} of ${counted(all, "installation")} (${share(read, all) ?? ""}).`;
}
