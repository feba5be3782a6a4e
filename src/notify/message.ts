import { isoTime } from "../model/clock.ts";
import { isWorse } from "../plan/convergence.ts";
import { inert, SENTENCE_LENGTH } from "../report/facts/inert.ts";
import { count, MOVES, number, PAST, PREPOSITIONS } from "../report/facts/wording.ts";
import type { Change, Item, What } from "./change.ts";
import type { RolloutNews } from "./rollouts.ts";
import type { Changed, Trouble } from "./state.ts";

/** What a message is about; the end of the type of its event. */
export type Topic = "trouble" | "recovered" | "rollout" | "changed" | "test";

/**
 * A piece of a line. What came with the data, such as the name of an app, is never written as our own words are; it holds no
 * backtick, no line break and nothing invisible.
 */
export interface Piece {
  readonly text: string;
  readonly isData: boolean;
}

/** Where a message comes from; `source` and `tenantId` are null where they are not known. */
export interface Origin {
  readonly tenantId: string | null;
  /** Where the desired state is: a repository with its branch, or a path. */
  readonly source: string | null;
  /** Where people see the status page, as `--public-url` says; null: nobody said so. */
  readonly page: string | null;
}

/** One message, whoever receives it. */
export interface Message {
  /** The same for every receiver and every try. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly topic: Topic;
  /** Our own words only. */
  readonly title: string;
  readonly lines: readonly (readonly Piece[])[];
  readonly origin: Origin;
  /** The same as plain data; docs/notifications.md says what it holds. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** More lines than this belong into a report. */
const MOST_ITEMS = 10;
const MOST_IN_DATA = 100;

/** Writes what there is to say. */
export function messageOf(change: Change, id: string, origin: Origin): Message {
  const { state, items, remaining, changed, rollouts, unsaid } = change;
  return {
    id,
    atMs: state.atMs,
    topic: topicOf(change),
    title: titleOf(change),
    lines: [
      ...shortened(items, itemLine),
      ...shortened(rollouts, rolloutLine),
      ...shortened(changed, changedLine),
      ...(remaining.length === 0 || items.length === 0
        ? []
        : [[own(`Still there: ${count(remaining.length, "thing")} that you were told of`)]]),
      ...(unsaid === 0
        ? []
        : [[own(`Not reported, as too much was said within an hour: ${count(unsaid, "pass", "passes")}`)]]),
      ...originLines(origin, state.commit),
      [own(`Pass ${state.pass.number} (${state.pass.trigger}) ended ${state.outcome} at ${isoTime(state.atMs)}`)],
    ],
    origin,
    data: {
      tenant: origin.tenantId,
      desiredState: origin.source,
      page: origin.page,
      commit: state.commit,
      pass: { ...state.pass, outcome: state.outcome, state: state.state },
      items: items.slice(0, MOST_IN_DATA).map(({ what, trouble, turns }) => ({ what, turns, ...troubleData(trouble) })),
      remaining: remaining.slice(0, MOST_IN_DATA).map(troubleData),
      changed: changed.slice(0, MOST_IN_DATA),
      rollouts: rollouts.slice(0, MOST_IN_DATA).map(({ key: _key, ...news }) => news),
      leftOut: [items, remaining, changed, rollouts].reduce(
        (sum, list) => sum + Math.max(0, list.length - MOST_IN_DATA),
        0,
      ),
      unsaid,
    },
  };
}

/** What `trueup notify --test` sends. */
export function testMessage(id: string, atMs: number): Message {
  return {
    id,
    atMs,
    topic: "test",
    title: "This is a test",
    lines: [[own("TrueUp can reach this place. Nothing has happened, and there is nothing to do.")]],
    origin: { tenantId: null, source: null, page: null },
    data: {},
  };
}

function own(text: string): Piece {
  return { text, isData: false };
}

/** One short line, without backticks and without what nobody sees. */
function data(text: string): Piece {
  return { text: inert(text, SENTENCE_LENGTH), isData: true };
}

const FRESH: ReadonlySet<What> = new Set(["began", "grew", "again", "stayed"]);

function topicOf({ items, rollouts }: Change): Topic {
  if (items.length === 0) return rollouts.length > 0 ? "rollout" : "changed";
  return items.every(({ what }) => what === "over") ? "recovered" : "trouble";
}

function titleOf({ state, items, remaining, changed, rollouts }: Change): string {
  const fresh = items.filter(({ what }) => FRESH.has(what)).length;
  if (fresh > 0) return count(fresh, "thing needs attention", "things need attention");
  const unsteady = items.filter(({ what }) => what !== "over").length;
  if (unsteady > 0) return count(unsteady, "thing keeps coming and going", "things keep coming and going");
  if (items.length > 0 && remaining.length === 0) return isWell(state) ? "All is well again" : overText(items.length);
  if (items.length > 0) return `${overText(items.length)}, ${number(remaining.length)} left`;
  if (rollouts.length > 0) return `${count(rollouts.length, "rollout")} went on`;
  const rows = changed.reduce((sum, one) => sum + one.count, 0);
  return `${count(rows, "installation was", "installations were")} changed`;
}

function overText(items: number): string {
  return count(items, "thing is over", "things are over");
}

/** A pass that could not be judged says nothing about the rest. */
function isWell({ state, outcome }: Change["state"]): boolean {
  return state !== null && outcome === "converged" && !isWorse(state, "waiting");
}

const LEADS: Readonly<Record<What, string>> = {
  began: "New",
  grew: "More of it",
  again: "Once more",
  over: "Over",
  unsteady: "Comes and goes",
  "still-unsteady": "Still comes and goes",
  stayed: "There to stay",
};

function itemLine({ what, trouble, turns }: Item): readonly Piece[] {
  const { app, displayName, sentence, detail, move, owner, wayOut } = trouble;
  const about =
    app === null ? [] : [data(app), ...(displayName === null ? [] : [own(" "), data(displayName)]), own(": ")];
  const head = [own(`${LEADS[what]}: `), ...about, own(sentence)];
  if (what === "over") return head;
  const often =
    turns === 0 ? "" : `; it came or went ${turns} times, and is said again only once it stays, or now and then`;
  const turn = move === null ? "" : `; whose turn it is: ${MOVES[move]}`;
  return [
    ...head,
    own(`${amountOf(trouble)}${turn}`),
    ...(owner === null ? [] : [own(", "), data(owner)]),
    own(often),
    ...(detail === null ? [] : [own(". "), data(detail)]),
    ...(wayOut === null ? [] : [own(". Where, and what to do: "), data(wayOut)]),
  ];
}

function amountOf({ app, code, count: amount }: Trouble): string {
  if (app !== null) return ` (${count(amount, "person", "people")})`;
  if (code === "targets-unread") return ` (${number(amount)})`;
  return code === "budget-exhausted" && amount > 0 ? ` (${count(amount, "row")} not read yet)` : "";
}

const NEWS: Readonly<Record<RolloutNews["what"], string>> = {
  started: "Rollout started: ",
  promoted: "Rollout opened a ring: ",
  waits: "Rollout waits: ",
  done: "Rollout done: ",
  halted: "Rollout halted: ",
};

function rolloutLine({ app, version, what, text }: RolloutNews): readonly Piece[] {
  return [own(NEWS[what]), data(app), own(" "), data(version ?? ""), own(": "), data(text)];
}

function changedLine({ app, action, count: people }: Changed): readonly Piece[] {
  return [
    own("Changed: "),
    data(app),
    own(` ${PAST[action]} ${PREPOSITIONS[action]} ${count(people, "person", "people")}`),
  ];
}

function shortened<Value>(
  values: readonly Value[],
  line: (value: Value) => readonly Piece[],
): readonly (readonly Piece[])[] {
  const left = values.length - MOST_ITEMS;
  const shown = values.slice(0, MOST_ITEMS).map(line);
  return left > 0 ? [...shown, [own(`… and ${left} more`)]] : shown;
}

function originLines({ tenantId, source }: Origin, commit: string | null): readonly (readonly Piece[])[] {
  const parts: readonly (readonly [string, string | null])[] = [
    ["Tenant ", tenantId],
    ["Desired state ", source],
    ["Commit ", commit?.slice(0, 12) ?? null],
  ];
  return parts.flatMap(([what, text]) => (text === null ? [] : [[own(what), data(text)]]));
}

/** Without what only the watch of changes needs. */
function troubleData({ key: _key, anew: _anew, inPlan: _inPlan, ...said }: Trouble): Readonly<Record<string, unknown>> {
  return said;
}
