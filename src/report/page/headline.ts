import { describeFreeze } from "../../model/freeze.ts";
import type { State } from "../../model/reasons.ts";
import { waitsForHours } from "../../plan/convergence.ts";
import { ROW_STATES, type RowState } from "../facts/row-state.ts";
import { whyNoRows } from "../facts/headline.ts";
import { count, number, share } from "../facts/wording.ts";
import type { PlanFigures } from "../facts/figures.ts";
import { concerned, shareInSync, SHOWN_STATES, statesBar } from "./apps.ts";
import { stateBadge } from "./elements.ts";
import { data, html, type Html, SENTENCE_LENGTH } from "./html.ts";
import type { PreparedPlan, StatusView } from "./status-view.ts";

/** The first thing to know, in a few words. */
interface Headline {
  readonly tone: "good" | "calm" | "busy" | "wait" | "stop";
  readonly text: string;
}

/** What the last plan comes to, or why there is none. */
export function headlineOf({ planned, watching }: StatusView): Headline {
  if (planned === null) {
    return watching?.passes[0]?.outcome === "failed"
      ? { tone: "stop", text: "No plan yet: the last pass failed" }
      : { tone: "calm", text: "No plan yet: the first pass has not ended" };
  }
  const { judgement, rows } = planned.figures;
  const { state } = judgement;
  if (rows === 0 && state === "as-desired") {
    return { tone: "calm", text: `Nothing is managed, as ${whyNoRows(planned.plan.totalRows)}` };
  }
  return { tone: HEADLINES[state], text: textOf(planned.figures) };
}

const HEADLINES: Readonly<Record<State, Headline["tone"]>> = {
  "as-desired": "good",
  "held-as-meant": "good",
  waiting: "busy",
  differs: "busy",
  open: "stop",
  unknown: "wait",
};

function textOf({ judgement }: PlanFigures): string {
  const { state, rows, apps, targets, consentUnread, next } = judgement;
  switch (state) {
    case "as-desired":
      return consentUnread === 0
        ? "Everything is as desired"
        : `Everything is as desired, but consent was not read for ${count(consentUnread, "row")}`;
    case "held-as-meant":
      return `Nothing to do: ${count(rows[state], "row is", "rows are")} held as meant`;
    case "waiting":
      return `On plan: ${count(rows[state], "row waits for its", "rows wait for their")} turn${next === null ? "" : `; next pass that can act ${next.text}`}`;
    case "differs":
    case "open":
    case "unknown":
      return [
        ...(targets.length > 0 ? [count(targets.length, "target is not read", "targets are not read")] : []),
        ...(apps.length > 0
          ? [count(apps.length, "app is not told by the catalog", "apps are not told by the catalog")]
          : []),
        ...(rows.unknown > 0 ? [count(rows.unknown, "row is not known", "rows are not known")] : []),
        ...(rows.open > 0 ? [count(rows.open, "row waits for somebody to act", "rows wait for somebody to act")] : []),
        ...(rows.differs > 0 ? [count(rows.differs, "row differs", "rows differ")] : []),
      ].join(", ");
  }
}

const MARKS: Readonly<Record<Headline["tone"], string>> = { good: "✓", calm: "–", busy: "→", wait: "?", stop: "!" };

/** The headline, what is wrong around it, and the sums over all apps. */
export function headlineSection(view: StatusView, quote: (text: string) => string): Html {
  const { tone, text } = headlineOf(view);
  const alerts = alertsOf(view).map((alert) => html`<li>${data(quote(alert), SENTENCE_LENGTH)}</li>`);
  return html`<section class="headline ${tone}" aria-labelledby="headline"><h1 id="headline"><span aria-hidden="true" class="mark">${MARKS[tone]}</span> ${text}</h1>
${alerts.length === 0 ? null : html`<ul class="alerts">${alerts}</ul>`}${view.planned === null ? null : sums(view.planned)}</section>
`;
}

/** What is wrong, or limits what is shown, apart from rows; the gravest first. */
function alertsOf({ planned, watching }: StatusView): readonly string[] {
  const failed = watching?.passes[0]?.outcome === "failed" ? watching.passes[0] : null;
  return [
    ...(failed === null ? [] : [`The last pass failed: ${failed.problem ?? "no reason was given"}`]),
    ...(watching?.sourceProblem == null ? [] : [`The newest desired state is not in use: ${watching.sourceProblem}`]),
    ...(watching?.suspended == null ? [] : [`Changes are suspended: ${watching.suspended}`]),
    ...(watching?.frozen == null ? frozenTexts(planned) : [`Changes are frozen: ${watching.frozen}`]),
    ...(watching?.storeTrouble == null ? [] : [watching.storeTrouble]),
    ...(watching?.unheard == null ? [] : [`Changes of some apps are not told: ${watching.unheard}`]),
    ...(planned?.header.limits.suspended === true ? ["The policy is suspended: every action is held"] : []),
    ...(planned === null ? [] : [...windowText(planned), ...filterText(planned)]),
  ];
}

/** What the plan was made under, where nobody watches the store. */
function frozenTexts(planned: PreparedPlan | null): readonly string[] {
  const freezes = planned?.plan.freezes;
  if (planned === null || freezes?.state !== "known") return [];
  return freezes.inForce.map(
    (freeze) => `Changes are frozen: ${describeFreeze(freeze, planned.header.limits.timeZone)}`,
  );
}

/** When changes may begin again, where rows wait for that among others. */
function windowText({ plan, figures: { judgement } }: PreparedPlan): readonly string[] {
  const waits = plan.rows.some(waitsForHours);
  const { next } = judgement;
  return waits && next !== null ? [`The window for changes is closed; next pass that can act ${next.text}`] : [];
}

function filterText({ plan, figures }: PreparedPlan): readonly string[] {
  const { apps, users } = plan.filters;
  if (apps.length + users.length === 0) return [];
  const by = [...(apps.length > 0 ? [`app ${apps.join(", ")}`] : []), ...(users.length > 0 ? ["user"] : [])];
  return [`Only ${number(figures.rows)} of ${count(plan.totalRows, "row")} are shown, by ${by.join(" and ")}`];
}

function sums({ figures }: PreparedPlan): Html {
  const { states, rows, people, apps } = figures;
  const tiles = SHOWN_STATES.filter((state) => states[state] > 0 || ALWAYS.includes(state)).map(
    (state) => html`<li><span class="figure">${number(states[state])}</span> ${stateBadge(state)}
<span class="quiet">${ROW_STATES[state].says}</span></li>
`,
  );
  return html`<p><strong class="big">${shareInSync(states) ?? "–"}</strong> as desired: ${number(states["as-desired"])} of ${count(concerned(states), "row")} in which something is wanted${
    share(states["as-desired"], concerned(states)) === null ? "" : "."
  }</p>
${statesBar(states)}
<ul class="tiles">
${tiles}</ul>
<p class="quiet">${count(people, "person", "people")}, ${count(apps.length, "app")}, ${count(rows, "row")}: one for each person and app.</p>
`;
}

const ALWAYS: readonly RowState[] = ["as-desired", "differs", "open"];
