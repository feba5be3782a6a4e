import type { Target } from "./desired.ts";
import type { SourceLocation } from "./diagnostic.ts";
import type { DriftFact } from "./reasons.ts";

/** A deviation that somebody accepts for a time: meanwhile nothing is changed for these people. */
export interface Exception {
  /** As apps are named in the desired state. */
  readonly app: string;
  readonly accept: readonly DriftFact[];
  readonly reason: string;
  readonly owner: string;
  /** The last day, as written. */
  readonly until: string;
  /** Milliseconds since the epoch. */
  readonly endsAtMs: number;
  readonly source: SourceLocation;
  /** Object ids of the people who are known to be meant. */
  readonly userIds: ReadonlySet<string>;
  /** Targets that were not read to their end, and so might mean anybody. */
  readonly unread: readonly Target[];
}

/** What a plan says of an exception. */
export interface PlanException extends Pick<Exception, "app" | "accept" | "reason" | "owner" | "until" | "source"> {
  /** `ends-soon`: within 14 days. */
  readonly state: "in-force" | "ends-soon" | "ended";
  /** Rows that it holds, or that it held. */
  readonly rows: number;
  /** Of these, rows that will act when it ends, or that act since it has ended. */
  readonly acts: number;
}
