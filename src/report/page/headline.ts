import { unreadTargets } from "../../plan/convergence.ts";
import { ROW_STATES, type RowState } from "../facts/row-state.ts";
import { counted, number, share } from "../facts/wording.ts";
import { concerned, shareInSync, statesBar } from "./apps.ts";
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
  const { figures, plan } = planned;
  if (figures.rows === 0) {
    const none = plan.totalRows > 0 ? "No row passes the filters" : "Nobody is assigned anything";
    return { tone: "calm", text: none };
  }
  const waitingFor = (isMeant: (move: string) => boolean): number =>
    figures.waiting.filter(({ move }) => isMeant(move)).reduce((sum, { count }) => sum + count, 0);
  const people = waitingFor((move) => move !== "trueup" && move !== "none");
  const unread = unreadTargets(plan.targets).length;
  if (people > 0) return { tone: "stop", text: `${counted(people, "row waits", "rows wait")} for somebody to act` };
  if (unread > 0) return { tone: "stop", text: `${counted(unread, "target", "targets")} could not be read` };
  const own = waitingFor((move) => move === "trueup");
  if (own > 0) return { tone: "busy", text: `${counted(own, "row is", "rows are")} left to TrueUp` };
  if (figures.states.differs > 0) {
    return {
      tone: "calm",
      text: `Nothing to do, though ${counted(figures.states.differs, "row differs", "rows differ")}`,
    };
  }
  return { tone: "good", text: "Everything is as desired" };
}

const MARKS: Readonly<Record<Headline["tone"], string>> = { good: "✓", calm: "–", busy: "→", wait: "=", stop: "!" };

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
    ...(watching?.storeTrouble == null ? [] : [watching.storeTrouble]),
    ...(planned?.header.limits.suspended === true ? ["The policy is suspended: every action is held"] : []),
    ...(planned === null ? [] : filterText(planned)),
  ];
}

function filterText({ plan, figures }: PreparedPlan): readonly string[] {
  const { apps, users } = plan.filters;
  if (apps.length + users.length === 0) return [];
  const by = [...(apps.length > 0 ? [`app ${apps.join(", ")}`] : []), ...(users.length > 0 ? ["user"] : [])];
  return [`Only ${number(figures.rows)} of ${counted(plan.totalRows, "row")} are shown, by ${by.join(" and ")}`];
}

function sums({ figures }: PreparedPlan): Html {
  const { states, rows, people, apps, unknown } = figures;
  const tiles = TILES.filter((state) => states[state] > 0 || ALWAYS.includes(state)).map(
    (state) => html`<li><span class="figure">${number(states[state])}</span> ${stateBadge(state)}
<span class="quiet">${ROW_STATES[state].says}${state === "blocked" && unknown > 0 ? `; of ${number(unknown)} it is not known what they have` : null}</span></li>
`,
  );
  return html`<p><strong class="big">${shareInSync(states) ?? "–"}</strong> as desired: ${number(states["in-sync"])} of ${counted(concerned(states), "row")} in which something is wanted${
    share(states["in-sync"], concerned(states)) === null ? "" : "."
  }</p>
${statesBar(states)}
<ul class="tiles">
${tiles}</ul>
<p class="quiet">${counted(people, "person", "people")}, ${counted(apps.length, "app")}, ${counted(rows, "row")}: one for each person and app.</p>
`;
}

const TILES: readonly RowState[] = ["in-sync", "differs", "to-change", "not-done", "held", "blocked", "not-concerned"];
const ALWAYS: readonly RowState[] = ["in-sync", "to-change", "held", "blocked"];
