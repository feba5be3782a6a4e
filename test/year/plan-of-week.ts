import type { Chance } from "../fuzz/chance.ts";
import type { Trouble, TroubleKind } from "./record.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;
/** From then on nothing goes wrong and nobody changes anything, so that all has to be well when the week ends. */
export const CALM_AFTER_MS = 5 * DAY_MS + 18 * HOUR_MS;

/** Something that happens outside of the controller. Times are in the time that has passed. */
export type Happening =
  | { readonly kind: "commit"; readonly atMs: number; readonly how: "good" | "bad" | "suspending" }
  | { readonly kind: "publish"; readonly atMs: number }
  | { readonly kind: "begins" | "ends"; readonly atMs: number; readonly trouble: Trouble }
  | { readonly kind: "stop" | "start"; readonly atMs: number }
  | { readonly kind: "step"; readonly atMs: number; readonly byMs: number }
  | { readonly kind: "throttle" | "no-throttle"; readonly atMs: number }
  | { readonly kind: "store-lost"; readonly atMs: number }
  | { readonly kind: "sample"; readonly atMs: number };

/** How often each comes in a week, at most how long it lasts, and whether it comes where a pass is due. */
const TROUBLES: Readonly<
  Record<TroubleKind, { readonly oneIn: number; readonly times: number; readonly longestMs: number }>
> = {
  git: { oneIn: 1, times: 3, longestMs: 9 * HOUR_MS },
  graph: { oneIn: 1, times: 3, longestMs: 6 * HOUR_MS },
  brake: { oneIn: 2, times: 2, longestMs: 20 * HOUR_MS },
  freeze: { oneIn: 2, times: 2, longestMs: 20 * HOUR_MS },
  disk: { oneIn: 3, times: 1, longestMs: 8 * HOUR_MS },
  blocked: { oneIn: 3, times: 1, longestMs: 8 * HOUR_MS },
  rival: { oneIn: 2, times: 2, longestMs: 5 * HOUR_MS },
};
/** What cannot happen together, since it is about one file. */
const ON_THE_STORE: ReadonlySet<TroubleKind> = new Set(["freeze", "disk", "blocked", "rival"]);
const STEPS_MS = [2_000, 90 * MINUTE_MS, 26 * HOUR_MS, -3_000, -50 * MINUTE_MS, -2 * DAY_MS] as const;

/**
 * What happens in the week that begins at `fromMs`, in order.
 * @param dueMs when passes are due
 */
export function happeningsOf(
  chance: Chance,
  fromMs: number,
  commits: number,
  dueMs: readonly number[],
): readonly Happening[] {
  const anyMoment = (): number => fromMs + 10 * MINUTE_MS + chance.number(CALM_AFTER_MS - HOUR_MS);
  const troubles = troublesOf(chance, fromMs, anyMoment, dueMs);
  const all: Happening[] = [
    ...Array.from({ length: commits - 1 }, () => ({ kind: "commit" as const, atMs: anyMoment(), how: howOf(chance) })),
    { kind: "commit", atMs: fromMs + CALM_AFTER_MS - 20 * MINUTE_MS, how: "good" },
    ...Array.from({ length: 3 }, () => ({ kind: "publish" as const, atMs: anyMoment() })),
    ...troubles.flatMap((trouble) => [
      { kind: "begins" as const, atMs: trouble.fromMs, trouble },
      { kind: "ends" as const, atMs: trouble.untilMs, trouble },
    ]),
    ...restartsOf(chance, fromMs, anyMoment),
    ...stepsOf(chance, fromMs),
  ];
  if (chance.onceIn(6)) {
    all.push(
      { kind: "throttle", atMs: fromMs + HOUR_MS },
      { kind: "no-throttle", atMs: fromMs + CALM_AFTER_MS - HOUR_MS },
    );
  }
  if (chance.onceIn(6) && !troubles.some(({ kind }) => ON_THE_STORE.has(kind)))
    all.push({ kind: "store-lost", atMs: anyMoment() });
  const samples = [...all].map(({ atMs }) => ({ kind: "sample" as const, atMs: atMs + 100_000 }));
  return [...all, ...samples].sort((one, other) => one.atMs - other.atMs);
}

function howOf(chance: Chance): "good" | "bad" | "suspending" {
  if (chance.onceIn(16)) return "bad";
  return chance.onceIn(20) ? "suspending" : "good";
}

function troublesOf(
  chance: Chance,
  fromMs: number,
  anyMoment: () => number,
  dueMs: readonly number[],
): readonly Trouble[] {
  const made: Trouble[] = [];
  const endMs = fromMs + CALM_AFTER_MS - 30 * MINUTE_MS;
  for (const kind of Object.keys(TROUBLES)) {
    if (!isKind(kind)) continue;
    const { oneIn, times, longestMs } = TROUBLES[kind];
    for (let nth = 0; nth < times; nth += 1) {
      if (!chance.onceIn(oneIn)) continue;
      // Just when a pass is due, for a moment: what is missed then is easily forgotten.
      const due = dueMs[chance.number(dueMs.length)] ?? anyMoment();
      const isShort = chance.onceIn(3);
      const begins = isShort ? due - chance.number(20_000) : anyMoment();
      const lasts = isShort ? 21_000 + chance.number(2 * MINUTE_MS) : MINUTE_MS + chance.number(longestMs);
      const one = { kind, fromMs: begins, untilMs: Math.min(endMs, begins + lasts) };
      const other = (two: Trouble): boolean =>
        (two.kind === kind || (ON_THE_STORE.has(kind) && ON_THE_STORE.has(two.kind))) &&
        two.fromMs - 5 * MINUTE_MS < one.untilMs &&
        one.fromMs < two.untilMs + 5 * MINUTE_MS;
      if (one.fromMs > fromMs + MINUTE_MS && one.fromMs + 20_000 < endMs && !made.some(other)) made.push(one);
    }
  }
  return made;
}

function isKind(text: string): text is TroubleKind {
  return Object.hasOwn(TROUBLES, text);
}

function restartsOf(chance: Chance, fromMs: number, anyMoment: () => number): readonly Happening[] {
  const endMs = fromMs + CALM_AFTER_MS - 30 * MINUTE_MS;
  const atMs = anyMoment();
  const downMs = chance.onceIn(2) ? 5_000 : chance.number(2 * HOUR_MS);
  return [
    { kind: "stop", atMs },
    { kind: "start", atMs: Math.min(endMs, atMs + downMs) + 1_000 },
  ];
}

/** The hands are set wrong, and right again some hours later. */
function stepsOf(chance: Chance, fromMs: number): readonly Happening[] {
  if (!chance.onceIn(3)) return [];
  const byMs = chance.pick(STEPS_MS);
  const atMs = fromMs + DAY_MS + chance.number(2 * DAY_MS);
  return [
    { kind: "step", atMs, byMs },
    { kind: "step", atMs: atMs + HOUR_MS + chance.number(12 * HOUR_MS), byMs: -byMs },
  ];
}
