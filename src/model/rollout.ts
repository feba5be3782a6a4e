import type { SourceLocation } from "./diagnostic.ts";
import type { Window } from "./window.ts";

/** Who is in a ring. Shares are fractions of 1 of those whom no ring names, and count the shares before them in. */
export type RingMembers =
  /** `isWhole` false: some of its targets were not read to their end, so it may hold anybody. */
  | { readonly kind: "named"; readonly userIds: ReadonlySet<string>; readonly isWhole: boolean }
  | { readonly kind: "share"; readonly share: number; readonly atLeast: number }
  | { readonly kind: "everybody-else" };

/** One step of a rollout. */
export interface Ring<Members = RingMembers> {
  readonly name: string;
  readonly members: Members;
  /** So long after it is complete the next ring opens at the earliest, in milliseconds. */
  readonly soakMs: number;
  /** False: that too few people are in it to show harm does not keep the next ring closed. */
  readonly needsProof: boolean;
}

/** How much is too much: a number, or a share of 1 of those that were tried. */
export type Threshold =
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "share"; readonly share: number };

/** What a signal has to be: a number on one side of another, or a text. */
export type Condition =
  | { readonly kind: "number"; readonly operator: "<" | "<=" | ">" | ">=" | "=="; readonly than: number }
  | { readonly kind: "text"; readonly text: string };

/** A figure from outside that says whether people are well. */
export interface Signal {
  readonly name: string;
  readonly source:
    | { readonly kind: "prometheus"; readonly query: string }
    | { readonly kind: "get"; readonly url: string; readonly pointer: string; readonly tokenFrom: string | null };
  readonly ok: Condition;
  readonly fail: Condition | null;
  /** It is asked for at most so often, in milliseconds. */
  readonly everyMs: number;
}

/** How harm shows in that people remove the app: rates are fractions of 1. */
export interface RemovalsGate {
  /** So long after an upgrade a removal counts, in milliseconds. */
  readonly withinMs: number;
  /** On top of the rate of those who were not upgraded. */
  readonly harmful: number;
  readonly falseHalts: number;
  readonly missedHarm: number;
}

/** What is looked at before the next ring opens; null: not written, and so not there. */
export interface Gates {
  readonly refusals: { readonly halt: Threshold; readonly atLeast: number } | null;
  readonly readBack: { readonly halt: Threshold } | null;
  readonly unverified: { readonly wait: Threshold } | null;
  readonly removals: RemovalsGate | null;
  readonly signals: readonly Signal[];
}

/** Names one halt, for whoever lifts it: `sha256:…/2`. */
export interface HaltName {
  readonly digest: string;
  readonly number: number;
}

/** What a rollout asks for, whoever its rings hold. Times are in milliseconds. */
export interface RolloutRules {
  /** The app's name in the desired state. */
  readonly app: string;
  readonly gates: Gates;
  /** Changes begin only while it is open, and the policy's is too; null: no other than the policy's. */
  readonly window: Window | null;
  /** The store first saw the definition at least so long ago. */
  readonly afterMs: number;
  /** Null: it never does. */
  readonly expiresMs: number | null;
  /** Each definition is met by others first. */
  readonly rotates: boolean;
  /** The digest of the definition that is urgent. */
  readonly urgent: string | null;
  readonly resume: HaltName | null;
  readonly source: SourceLocation;
}

/** The rollout of one app, whose rings hold users. */
export interface Rollout extends RolloutRules {
  /** In their order; exactly one is of everybody else. */
  readonly rings: readonly Ring[];
}

/** A stop that only git lifts. Times are milliseconds since the epoch. */
export interface Halt {
  /** From 1, for one definition. */
  readonly number: number;
  readonly kind: "halted" | "expired";
  readonly at: number;
  /** For people. */
  readonly because: string;
  /** Null: it stands. */
  readonly liftedAt: number | null;
}

/** Whether what was measured allows the next ring; `unknown`: the source did not answer, `pending`: too few or too early. */
export type GateVerdict = "pass" | "fail" | "pending" | "unknown";

/** What a signal said last. */
export interface SignalReading {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly verdict: GateVerdict;
  /** For people: the figure, or why there is none. */
  readonly detail: string;
}

/** A ring that was opened, and whom it reached then. */
export interface OpenedRing {
  readonly ring: string;
  readonly at: number;
  /** When it was complete for the first time; null: not yet. */
  readonly completeAt: number | null;
}

/** The part of people that a ring by share reaches, fixed when the rollout began. */
export interface RingReach {
  /** As git said when it was fixed. */
  readonly share: number;
  readonly atLeast: number;
  /** Whoever's hash, as a fraction of 1, is below it. */
  readonly below: number;
  /** False: not everybody was read, so how many people that are is not known yet. */
  readonly isSettled: boolean;
}

/** How far the rollout of one definition has come: what the store keeps. Times are milliseconds since the epoch. */
export interface RolloutState {
  /** The app's name when it was kept last. */
  readonly app: string;
  readonly catalogId: string;
  readonly digest: string;
  readonly version: string;
  /** Null: it has not begun, or another definition took its place. */
  readonly beganAt: number | null;
  /** What was done before then is not counted by the gates. */
  readonly measuredSince: number;
  /** What is added to the hash of people. */
  readonly salt: string;
  /** By ring. */
  readonly reaches: Readonly<Record<string, RingReach>>;
  /** In the order of opening; the last one is the one that is looked at. */
  readonly opened: readonly OpenedRing[];
  /** Of those whom no ring names, whoever's hash is below it may have it, whatever git says later. */
  readonly openBelow: number;
  readonly halts: readonly Halt[];
  /** By name. */
  readonly signals: Readonly<Record<string, SignalReading>>;
  /** So long neither a write nor a promotion came, suspended and closed times left out. */
  readonly idleMs: number;
  /** When it was looked at last by a pass that acts. */
  readonly lookedAt: number;
  /** Whether changes were suspended then. */
  readonly wasSuspended: boolean;
  readonly doneAt: number | null;
  /** How many had it, over time; the oldest first. */
  readonly course: readonly CoursePoint[];
}

/** How many had the version at some time, of how many. */
export interface CoursePoint {
  readonly at: number;
  readonly done: number;
  readonly of: number;
}

/** What happened to a rollout, for the receipt and for whoever is told. */
export interface RolloutEvent {
  readonly kind: "began" | "opened" | "halted" | "expired" | "resumed" | "done" | "superseded" | "recovered";
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly app: string;
  readonly catalogId: string;
  readonly digest: string;
  readonly version: string;
  /** The ring that it is about; null: none. */
  readonly ring: string | null;
  /** The number of the halt that it is about; null: none. */
  readonly halt: number | null;
  /** For people. */
  readonly detail: string | null;
}

/** One gate, as it was measured last. */
export interface GateAnswer {
  /** `refusals`, `readBack`, `unverified`, `removals`, or `signal NAME`. */
  readonly name: string;
  readonly verdict: GateVerdict;
  /** For people. */
  readonly detail: string;
}

/** One ring, as it stands. */
export interface RingProgress {
  readonly name: string;
  readonly isOpen: boolean;
  /** Members that are to have the version and that nothing else keeps from it; null: nobody counted, as there is no store. */
  readonly people: number | null;
  /** Those of them that have it; null as well. */
  readonly done: number | null;
  /** When it opens at the earliest, in milliseconds since the epoch; null: open, or not known. */
  readonly earliestAt: number | null;
}

/** What a rollout waits for, or how it ended. */
export type RolloutPhase =
  | "not-begun"
  | "not-aged"
  | "rolling"
  | "soaking"
  | "gate-pending"
  | "gate-unreadable"
  /** All that it needs for the next ring is there but the hours of its window, or a suspension stands. */
  | "promotable"
  | "halted"
  | "expired"
  | "without-store"
  | "done";

/** What comes of a rollout that was played forward. */
export interface RolloutPace {
  readonly app: string;
  /** When everybody has it, in milliseconds since the epoch; null: it does not come to that. */
  readonly doneAt: number | null;
  /** For people: why it does not; null: it does. */
  readonly detail: string | null;
}

/** What lifts the halt that stands, as git has to say it; null: none stands. */
export function resumeText({ digest, halt }: Pick<RolloutProgress, "digest" | "halt">): string | null {
  return halt === null || digest === null ? null : `resume: ${digest}/${halt.number}`;
}

/** People whom the removals gate has read again, to see whether they keep the app. */
export interface Rereads {
  /** Who gets or got the version here. */
  readonly upgraded: number;
  /** As many of those who wait for it. */
  readonly others: number;
  /** So long after they got it, or were chosen, in milliseconds. */
  readonly afterMs: number;
}

/** Where a rollout stands, for whoever looks. */
export interface RolloutProgress {
  readonly app: string;
  readonly catalogId: string | null;
  /** Null: the definition is not known. */
  readonly digest: string | null;
  readonly version: string | null;
  readonly phase: RolloutPhase;
  /** The ring that was opened last, counted from 0; null: none was. */
  readonly at: number | null;
  readonly rings: readonly RingProgress[];
  /** Until when it waits at least, in milliseconds since the epoch; null: for no time, or nobody knows. */
  readonly until: number | null;
  /** For people: what it waits for beside time, or why it stands; null: nothing to add. */
  readonly detail: string | null;
  readonly gates: readonly GateAnswer[];
  /** The halt that stands; null: none does. */
  readonly halt: Halt | null;
  /** For people: what its numbers cannot tell. */
  readonly warnings: readonly string[];
  /** At most so many, whatever a run remembers of them; null: no gate asks for it, or not any more. */
  readonly rereads: Rereads | null;
  readonly course: readonly CoursePoint[];
}
