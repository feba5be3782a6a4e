import type { LogEvent } from "../../src/controller/log.ts";
import type { Commit } from "./commits.ts";
import type { Write } from "./graph.ts";

/** A line of the log, and when it came: in the time that has passed, and as the clock showed. */
export interface Line {
  readonly atMs: number;
  readonly wallMs: number;
  readonly event: LogEvent;
}

/** What is made to go wrong. */
export type TroubleKind = "git" | "graph" | "brake" | "freeze" | "disk" | "blocked" | "rival";

/** From when to when something is wrong, in the time that has passed. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface Trouble extends Span {
  readonly kind: TroubleKind;
}

/** The life of one process: from its start until it had ended. */
export interface Life extends Span {
  readonly zone: string;
  /** When it was asked to end. */
  readonly askedMs: number;
}

/** The hands of the clock were set anew. */
export interface Step {
  readonly atMs: number;
  readonly byMs: number;
}

/** What the controller said of itself at a moment; null: it did not answer. */
export interface Sample {
  readonly atMs: number;
  readonly metrics: Readonly<Record<"valid" | "suspended" | "frozen" | "store" | "failures", number>> | null;
  readonly live: number;
}

/** What a message said of one thing. */
export interface Said {
  readonly atMs: number;
  readonly key: string;
  readonly what: string;
  readonly turns: number;
}

/** What is measured at the end of a calm day. */
export interface Measure {
  readonly atMs: number;
  readonly heapBytes: number;
  readonly handles: number;
  readonly asleep: number;
}

/** All that was seen of one week, and what is so at its calm end. */
export interface Week {
  readonly fromMs: number;
  readonly calmMs: number;
  readonly untilMs: number;
  /** What the clock shows when no time has passed. */
  readonly startMs: number;
  readonly times: readonly string[];
  readonly lines: readonly Line[];
  readonly writes: readonly Write[];
  /** All so far, the oldest first. */
  readonly commits: readonly Commit[];
  readonly troubles: readonly Trouble[];
  readonly lives: readonly Life[];
  readonly steps: readonly Step[];
  readonly storeLostMs: readonly number[];
  readonly publications: readonly { readonly atMs: number; readonly app: string }[];
  readonly samples: readonly Sample[];
  readonly said: readonly Said[];
  readonly measure: Measure;
  /** The versions that people have at the calm end; null: none. */
  readonly versionOf: (user: string, app: string) => number | null;
  readonly offered: (app: string) => { readonly version: number; readonly requires: readonly string[] };
}

/** Something that must not be. */
export interface Violation {
  readonly judgement: "passes" | "writes" | "troubles" | "converged" | "bounded";
  readonly atMs: number;
  readonly what: string;
}
