import type { OfferedDefinition } from "../model/catalog.ts";
import type { OutcomeCode } from "../model/reasons.ts";
import type { OutcomeStatus } from "../model/plan.ts";
import type { RolloutEvent, RolloutState, Signal, SignalReading } from "../model/rollout.ts";

/** How a change ended that was to bring a version. */
export interface RolloutOutcome {
  /** In lower case. */
  readonly userId: string;
  readonly status: OutcomeStatus;
  readonly code: OutcomeCode | null;
  readonly sends: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Somebody who is watched: whether they remove the app after it was upgraded, or as others do. */
export interface Watched {
  /** In lower case. */
  readonly userId: string;
  readonly part: "upgraded" | "control";
  /** Since when, in milliseconds since the epoch. */
  readonly since: number;
  /** When the app was seen to be gone; null: it never was. */
  readonly goneAt: number | null;
  /** When it was last seen, or seen to be gone; null: not yet. */
  readonly seenAt: number | null;
}

/** What a store keeps of rollouts. No method rejects: what cannot be kept or told is said elsewhere, once. */
export interface RolloutStore {
  /** False: it failed, so what it told so far may not be all. */
  readonly isUsable: () => Promise<boolean>;
  readonly states: () => Promise<readonly RolloutState[]>;
  readonly keep: (states: readonly RolloutState[]) => Promise<void>;
  /** How changes to this version ended that were sent since then, oldest first. */
  readonly outcomes: (catalogId: string, version: string, sinceMs: number) => Promise<readonly RolloutOutcome[]>;
  /** When the definition was first offered, as far as runs saw; null: never before. */
  readonly firstSeen: (catalogId: string, digest: string) => Promise<number | null>;
  readonly watched: (catalogId: string, digest: string) => Promise<readonly Watched[]>;
  /** Replaces what is kept of these people. */
  readonly watch: (catalogId: string, digest: string, people: readonly Watched[]) => Promise<void>;
}

/** Everything outside that following rollouts touches. */
export interface RolloutPorts {
  /** Null: no store can be used. */
  readonly memory: RolloutStore | null;
  /** Never rejects: what cannot be read is an answer too. */
  readonly readSignal: (signal: Signal) => Promise<SignalReading>;
  /** What a receipt that was named tells of earlier steps, for where the store was lost; left out: none was named. */
  readonly recorded?: () => readonly RolloutEvent[];
  /** Left out: the tenant waits for no other one. */
  readonly comesAfter?: ComesAfter;
}

/**
 * Why nobody of this tenant may be brought what is offered of an app yet: tenants that come first do not have it, or it is not
 * known that they do; for people. Null: they have it. Never rejects.
 */
export type ComesAfter = (app: string, offered: OfferedDefinition) => Promise<string | null>;
