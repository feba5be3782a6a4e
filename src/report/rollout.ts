import { resumeText, type RolloutProgress } from "../model/rollout.ts";
import { localTime } from "../model/time-zone.ts";
import { rolloutJson } from "../plan-file/write-json.ts";
import { isoTime } from "../model/clock.ts";
import { printable } from "./facts/printable.ts";
import { ringFigure, rolloutName, type Telling, whenText } from "./facts/rollouts.ts";
import { count, number } from "./facts/wording.ts";
import { setLine, type Style, styleFor, USUAL_COLUMNS } from "./text/layout.ts";
import { rolloutsSection } from "./text/rollouts.ts";

/** One pass of a rollout that was played forward. */
interface CalendarEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly ring: string | null;
  readonly opens: boolean;
  readonly people: number;
  readonly requests: number;
  /** Of these, reads that the removals gate asks for. */
  readonly rereads: number;
}

/** How a rollout would go on. */
export interface Calendar {
  readonly app: string;
  readonly version: string;
  readonly passes: readonly CalendarEntry[];
  /** Null: it does not come to that. */
  readonly doneAt: number | null;
  /** For people: why it does not end; null: it does. */
  readonly detail: string | null;
}

/** What `trueup rollout` shows. */
export interface RolloutReport {
  readonly rollouts: readonly RolloutProgress[];
  /** Null: nobody asked for it. */
  readonly calendars: readonly Calendar[] | null;
  readonly telling: Telling;
}

/** For people, in pieces that end with a line break. */
export function* renderRollouts(
  report: RolloutReport,
  { color, columns }: { readonly color: boolean; readonly columns: number | null },
): Generator<string> {
  const style = styleFor(color, 0);
  for (const line of linesOf(report, style))
    for (const shown of setLine(line, columns ?? USUAL_COLUMNS)) yield `${shown}\n`;
}

function* linesOf({ rollouts, calendars, telling }: RolloutReport, style: Style): Generator<string> {
  if (rollouts.length === 0) yield "No app has a rollout";
  else yield "How far the next run that applies takes each rollout";
  yield* rolloutsSection(rollouts, telling, style);
  for (const rollout of rollouts) {
    yield "";
    yield style.title(`Rings of ${rolloutName(rollout)}`);
    for (const { name, isOpen, people, done, earliestAt } of rollout.rings) {
      const opens = isOpen ? "open" : earliestAt === null ? "closed" : `not before ${whenText(earliestAt, telling)}`;
      const have =
        done === null || people === null ? ringFigure(null) : `${number(done)} of ${number(people)} have it; ${opens}`;
      yield `  ${printable(name)}: ${have}`;
    }
    const resume = resumeText(rollout);
    if (resume !== null) yield `  to go on, write in its rollout: ${resume}`;
  }
  for (const calendar of calendars ?? []) yield* calendarLines(calendar, telling, style);
}

function* calendarLines(calendar: Calendar, telling: Telling, style: Style): Generator<string> {
  const { passes, doneAt, detail } = calendar;
  yield "";
  yield style.title(`Calendar of ${rolloutName(calendar)}, played forward; nothing was changed`);
  for (const { at, ring, opens, people, requests, rereads } of passes) {
    const what = [
      ...(opens && ring !== null ? [`opens ring ${printable(ring)}`] : []),
      ...(people > 0 ? [count(people, "person", "people")] : []),
      count(requests, "request"),
      ...(rereads > 0 ? [`${number(rereads)} of them for the removals gate`] : []),
    ];
    yield `  ${localTime(at, telling.timeZone)}: ${what.join(", ")}`;
  }
  yield doneAt === null
    ? style.caution(`It does not reach everybody: ${printable(detail ?? "nobody needs it")}`)
    : `At this pace everyone has it on ${localTime(doneAt, telling.timeZone)}`;
}

/** The same for programs. */
export function rolloutsJson({ rollouts, calendars }: RolloutReport): string {
  const simulation = calendars?.map(({ passes, doneAt, ...others }) => ({
    ...others,
    passes: passes.map(({ at, ...pass }) => ({ at: isoTime(at), ...pass })),
    doneAt: doneAt === null ? null : isoTime(doneAt),
  }));
  return `${JSON.stringify({ rollouts: rollouts.map(rolloutJson), simulation: simulation ?? null }, null, 2)}\n`;
}
