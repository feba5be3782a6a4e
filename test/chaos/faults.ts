import { type Chance, chanceOf } from "../fuzz/chance.ts";
import { oneOf, type World } from "./world.ts";

/** What is asked of Graph, as far as faults and the oracle tell it apart. */
export type Question =
  | "user"
  | "users"
  | "near names"
  | "group"
  | "members"
  | "catalog"
  | "installations"
  | "install"
  | "upgrade"
  | "uninstall"
  | "other";

/** What goes wrong with one request. `done`: a write is carried out all the same. */
export type Fault =
  | { readonly kind: "throttled"; readonly retryAfter: string | null; readonly done: boolean }
  | { readonly kind: "failed"; readonly status: number; readonly retryAfter: string | null; readonly done: boolean }
  | { readonly kind: "reset"; readonly done: boolean }
  | { readonly kind: "no-answer"; readonly done: boolean }
  | { readonly kind: "truncated" }
  | { readonly kind: "not-json"; readonly done: boolean }
  | { readonly kind: "wrong-shape"; readonly shape: number }
  | { readonly kind: "emptied" }
  | { readonly kind: "loop" }
  | { readonly kind: "foreign-link" }
  | { readonly kind: "stale"; readonly byMs: number }
  /** The answer says of itself that it is not whole or not good. */
  | { readonly kind: "error-beside" | "count-too-large" | "dead-link" | "partial" | "null-app" }
  | { readonly kind: "refused"; readonly status: number };

export type FaultKind = Fault["kind"];

const READS = [
  "throttled",
  "failed",
  "reset",
  "no-answer",
  "truncated",
  "not-json",
  "wrong-shape",
  "refused",
  "error-beside",
  "partial",
] as const;
const LISTS = [...READS, "emptied", "loop", "foreign-link", "dead-link", "count-too-large"] as const;
const WRITES = ["throttled", "failed", "reset", "no-answer", "truncated", "not-json", "refused"] as const;

/** The faults that make sense for a question. */
const FAULTS: Readonly<Record<Question, readonly FaultKind[]>> = {
  user: READS,
  users: LISTS,
  "near names": LISTS,
  group: LISTS,
  members: LISTS,
  catalog: LISTS,
  installations: [...LISTS, "stale", "stale", "null-app"],
  install: WRITES,
  upgrade: WRITES,
  uninstall: WRITES,
  other: READS,
};

/** Something that fails in the same way for as long as the weather lasts. */
interface Broken {
  readonly question: Question;
  /** In the path of the request. */
  readonly about: string;
  readonly kind: FaultKind;
}

/** How the service behaves during one run. */
export interface Weather {
  /** One read in so many fails; null: none. */
  readonly readsOneIn: number | null;
  /** One write in so many. */
  readonly writesOneIn: number | null;
  /** Only these kinds; null: any. */
  readonly kinds: readonly FaultKind[] | null;
  readonly broken: readonly Broken[];
  /** With this status every write is refused; null: none is. */
  readonly refusesWrites: number | null;
  /** What somebody else does right after each write that changed something. */
  readonly meddler: "removes" | "reinstalls" | null;
  readonly latencyMs: number;
}

export const CALM: Weather = {
  readsOneIn: null,
  writesOneIn: null,
  kinds: null,
  broken: [],
  refusesWrites: null,
  meddler: null,
  latencyMs: 0,
};

/** Any weather: from a fault in every write and every second read to none, of all kinds or of a few. */
export function anyWeather(world: World, chance: Chance): Weather {
  const kinds = chance.onceIn(3)
    ? [chance.pick(LISTS), chance.pick(WRITES), chance.pick<FaultKind>(["stale", "failed", "reset"])]
    : null;
  const broken: Broken[] = [];
  while (chance.onceIn(4)) broken.push(anyBroken(world, chance));
  const refusesWrites = chance.onceIn(6) ? chance.pick([400, 403, 404, 409, 412, 500, 502, 503, 504]) : null;
  return {
    refusesWrites,
    meddler: chance.onceIn(8) ? chance.pick(["removes", "reinstalls"]) : null,
    readsOneIn: refusesWrites !== null && chance.onceIn(2) ? null : chance.pick([null, 2, 4, 8, 8, 15, 15, 30, 60]),
    writesOneIn: chance.pick([null, 1, 2, 2, 2, 3, 3, 5]),
    kinds,
    broken,
    latencyMs: chance.pick([0, 0, 50, 400, 3_000]),
  };
}

function anyBroken({ people, groups, apps }: World, chance: Chance): Broken {
  const kind = (question: Question): FaultKind => oneOf(FAULTS[question], chance);
  switch (chance.number(groups.length > 0 ? 5 : 3)) {
    case 0:
      return { question: "installations", about: oneOf(people, chance).id, kind: kind("installations") };
    case 1:
      return { question: "catalog", about: oneOf(apps, chance).manifestId, kind: kind("catalog") };
    case 2:
      return { question: "user", about: oneOf(people, chance).upn, kind: kind("user") };
    case 3:
      return { question: "group", about: oneOf(groups, chance).name, kind: kind("group") };
    default:
      return { question: "members", about: oneOf(groups, chance).id, kind: kind("members") };
  }
}

/** Draws the fault of each request, in turn; null: none. */
export function createFaults(
  weather: Weather,
  seed: number,
): (question: Question, path: string, nowMs: number) => Fault | null {
  const chance = chanceOf(seed);
  return (question, path, nowMs) => {
    const broken = weather.broken.find((one) => one.question === question && path.includes(one.about));
    if (broken !== undefined) return faultOf(broken.kind, question, nowMs, chance);
    if (isWrite(question) && weather.refusesWrites !== null) return { kind: "refused", status: weather.refusesWrites };
    const oneIn = isWrite(question) ? weather.writesOneIn : weather.readsOneIn;
    if (oneIn === null || !chance.onceIn(oneIn)) return null;
    const possible = FAULTS[question].filter((kind) => weather.kinds?.includes(kind) !== false);
    return possible.length === 0 ? null : faultOf(oneOf(possible, chance), question, nowMs, chance);
  };
}

function faultOf(kind: FaultKind, question: Question, nowMs: number, chance: Chance): Fault {
  const done = isWrite(question) && chance.onceIn(2);
  switch (kind) {
    case "throttled":
      return { kind, retryAfter: anyRetryAfter(nowMs, chance), done };
    case "failed":
      return {
        kind,
        status: chance.pick([500, 502, 503, 504]),
        retryAfter: chance.onceIn(3) ? anyRetryAfter(nowMs, chance) : null,
        done,
      };
    case "reset":
    case "no-answer":
    case "not-json":
      return { kind, done };
    case "wrong-shape":
      return { kind, shape: chance.number(1_000) };
    case "stale":
      return { kind, byMs: chance.pick([500, 5_000, 60_000, 3_600_000]) };
    case "refused":
      return { kind, status: chance.pick([400, 403, 404]) };
    case "truncated":
    case "emptied":
    case "loop":
    case "foreign-link":
    case "error-beside":
    case "count-too-large":
    case "dead-link":
    case "partial":
    case "null-app":
      return { kind };
  }
}

/** Whether it asks Graph to change something. */
export function isWrite(question: Question): boolean {
  return question === "install" || question === "upgrade" || question === "uninstall";
}

/** Every form that has been seen, and some that should never be. Longer than ten minutes closes the class. */
function anyRetryAfter(nowMs: number, chance: Chance): string | null {
  const seconds = chance.pick([0, 1, 2, 5, 20, 120]);
  return chance.pick([
    null,
    String(seconds),
    String(seconds),
    `${seconds}.25`,
    new Date(nowMs + seconds * 1_000).toUTCString(),
    new Date(nowMs - 3_600_000).toUTCString(),
    "-1",
    "soon",
    chance.onceIn(5) ? "3600" : "3",
  ]);
}
