import type { WriteJournal } from "../apply/journal.ts";
import type { BackOff } from "../model/back-off.ts";
import type { Clock } from "../model/clock.ts";
import type { AuditTally, Hint, KeptSubscription } from "../model/events.ts";
import type { KnownApp } from "../model/catalog.ts";
import type { QueueStatus } from "../model/fleet-status.ts";
import type { Freeze, Freezes } from "../model/freeze.ts";
import type { KeptPaces } from "../model/known-pace.ts";
import type { Intent } from "../model/plan.ts";
import type { Definable, SeenDefinition } from "../model/lock.ts";
import type { KeptReceipt, ReceiptLink } from "../model/receipt.ts";
import type { SliceRank } from "../model/slices.ts";
import type { TrendPoint } from "../model/trend.ts";
import type { ObservationCache, Recalled } from "../observe/observation-cache.ts";
import type { ReceiptKeeper } from "../receipts/receipt-keeper.ts";
import type { DirectoryStore } from "../resolve/directory-changes.ts";
import type { RolloutStore } from "../rollout/ports.ts";

/**
 * What earlier runs saw and did in one tenant. A cache and a history: losing it is always safe. Where what keeps it fails,
 * that is said once, nothing is kept from then on, and no method rejects but those that say so.
 */
export interface Store {
  /**
   * By which everything in it is dated, and by which whoever uses it has to go: machines that share a database go by the clock of the
   * database, so that the hands of one of them deceive nobody.
   */
  readonly clock: Clock;
  readonly memory: ObservationCache;
  /** Everybody of whom something is known and who has not left the scope, some at a time; throws where the store does not answer. */
  readonly everybody: () => AsyncIterable<readonly Recalled[]>;
  readonly journal: StoreJournal;
  readonly lease: Lease;
  readonly freezes: StoredFreezes;
  readonly rollouts: RolloutStore;
  readonly receipts: StoredReceipts;
  readonly definitions: DefinitionStore;
  readonly apps: AppStore;
  readonly trend: TrendStore;
  readonly paces: KeptPaces;
  readonly told: ToldStore;
  /** The directory as delta queries told it. */
  readonly directory: DirectoryStore;
  readonly events: StoredEvents;
  /** How the limits of a registration are divided among its tenants; null: nobody else shares this store. */
  readonly sharedLimits: SharedLimits | null;
  /** Pairs that are to wait now, for the desired state that `source` names. What was tried for another one does not count. */
  readonly backOffs: (source: string) => Promise<readonly BackOff[]>;
  /** Notes that a run begins; outcomes belong to it from then on. `source` names the desired state: a commit, or a digest. */
  readonly beginRun: (command: string, commit: string | null, source: string) => Promise<void>;
  /**
   * Writes all that is still only in this process. `summary`: one line, such as `3 applied, 2 held`. Whoever was seen last when a
   * write was read back is read by the next run, which finds what drifts back at once; only where a run is cut off, and so never ends,
   * whoever goes on uses what it saw.
   */
  readonly endRun: (summary: string) => Promise<void>;
  /**
   * Deletes all that is known of a user, by object id or principal name in any case; gives how many rows that were.
   * @throws UsageError when it could not be done
   */
  readonly forget: (user: string) => Promise<number>;
  /** Deletes what is too old to be of use. */
  readonly prune: () => Promise<void>;
  /** False also where another process writes for longer than a moment. */
  readonly isWritable: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** A store, or why there is none, for people. */
export type TriedStore =
  | { readonly kind: "open"; readonly store: Store }
  | { readonly kind: "refused"; readonly why: string; readonly isCorrupt?: true };

/** Every definition that the catalog offered, in whatever run. No method rejects. */
export interface DefinitionStore {
  /** Notes that it is offered now. */
  readonly note: (definition: Definable) => Promise<void>;
  /** By app, oldest first. */
  readonly all: () => Promise<readonly SeenDefinition[]>;
}

/** What passes found, over time, thinned out as it gets older. No method rejects. */
export interface TrendStore {
  readonly note: (point: TrendPoint) => Promise<void>;
  /** The oldest first; fewer than two thousand, however long it is kept. */
  readonly all: () => Promise<readonly TrendPoint[]>;
}

/** What apps are called, as the last run that met them heard it. No method rejects. */
export interface AppStore {
  /** What is null stays as it was. */
  readonly note: (apps: readonly KnownApp[]) => Promise<void>;
  /** By catalog id. */
  readonly all: () => Promise<readonly KnownApp[]>;
}

/** What receivers of notifications were told, as a text for each controller that tells them. No method rejects. */
export interface ToldStore {
  /** Null: nothing is known. */
  readonly recall: (teller: string) => Promise<string | null>;
  /** Gives whether it is kept. */
  readonly keep: (teller: string, text: string) => Promise<boolean>;
}

/** What is kept of change notifications: subscriptions, whom they named, and how many changes nobody told. No method rejects. */
export interface StoredEvents {
  /** By app. */
  readonly subscriptions: () => Promise<readonly KeptSubscription[]>;
  /** In the place of all that were kept. */
  readonly keepSubscriptions: (kept: readonly KeptSubscription[]) => Promise<void>;
  /** When somebody last listened; null: never. */
  readonly listenedAt: () => Promise<number | null>;
  readonly noteListening: (nowMs: number) => Promise<void>;
  /** Whoever a hint names is read by the next run, whatever is known of them. */
  readonly hint: (hints: readonly Hint[]) => Promise<void>;
  /** Those of people who were not read since, the oldest first. */
  readonly hints: () => Promise<readonly Hint[]>;
  /** Adds to what the audits of this day came to. */
  readonly noteAudit: (tally: AuditTally, nowMs: number) => Promise<void>;
  /** By day, since then. */
  readonly audits: (sinceMs: number) => Promise<readonly AuditTally[]>;
}

/** What one run asks of the limits of its registration. */
export interface SliceAsked {
  /** Which registration at which Graph. */
  readonly registration: string;
  /** The same each time, and nobody else's. */
  readonly holder: string;
  readonly rank: SliceRank;
  /** So long after it was asked for a slice ends, unless it is asked for again. */
  readonly timeToLiveMs: number;
  /** By class, in units a second: what there is in all, what is wanted, and what the holder goes by until it has the answer. */
  readonly classes: Readonly<Record<string, SliceWanted>>;
}

interface SliceWanted {
  readonly limit: number;
  readonly wants: number;
  readonly using: number;
}

/**
 * The limits of one registration, divided among all who share the database, by its clock. The slices that have not ended are
 * together never more than the limit; whoever dies gives its slice back by its end. No function rejects.
 */
export interface SharedLimits {
  /** Units a second by class; null: the store does not answer. */
  readonly ask: (asked: SliceAsked) => Promise<Readonly<Record<string, number>> | null>;
  readonly giveBack: (holder: string) => Promise<void>;
}

/** What those who share a database are busy with. */
export interface FleetLoad {
  /** Null: no worker ever came. */
  readonly queue: QueueStatus | null;
  /** What of the limits of each registration is given out now; null: nobody divides any. */
  readonly given:
    | readonly { readonly registration: string; readonly limitClass: string; readonly perSecond: number }[]
    | null;
}

/** The journal of a store, and what it tells a later run. */
export interface StoreJournal extends WriteJournal {
  readonly intend: (intent: Intent) => Promise<void>;
  /** What was intended since `notBeforeMs` and not withdrawn, oldest first. */
  readonly openIntents: (notBeforeMs: number) => Promise<readonly Intent[]>;
  /** Removals of apps that were to be installed again, and may not have been. */
  readonly unfinished: () => Promise<readonly Intent[]>;
  /** When writes were sent since `notBeforeMs`, the oldest first: each time one was, whatever became of it, and whoever was forgotten since. */
  readonly sendTimes: (notBeforeMs: number) => Promise<readonly number[] | "unreadable">;
}

/** The chain of receipts, and what a history is made of; reading it throws where the store does not answer. */
export interface StoredReceipts extends ReceiptKeeper {
  /** The one before the first that is kept: older ones were deleted when they were too old; null: the chain begins here. */
  readonly before: () => Promise<ReceiptLink | null>;
  /** All after a number, in order, a few in memory at a time. */
  readonly after: (number: number) => AsyncIterable<KeptReceipt>;
}

/** Stops of all changes that somebody asked for. Setting and ending one reject where the store does not answer. */
export interface StoredFreezes {
  /** Asked before every write. Never rejects. */
  readonly inForce: () => Promise<Freezes>;
  /** One for each app: the later replaces the earlier. */
  readonly freeze: (freeze: Freeze) => Promise<void>;
  /** Ends that of an app, or all; gives those that were in force. */
  readonly thaw: (app: string | null) => Promise<readonly Freeze[]>;
}

/** Who may change the tenant now. Times are milliseconds since the epoch. */
export interface LeaseHolder {
  /** For people: which process on which machine. */
  readonly holder: string;
  readonly takenAt: number;
  /** When it ends by itself, unless it is renewed. */
  readonly expiresAt: number;
}

/** What came of asking for the lease. */
export type Leasing =
  | { readonly kind: "held"; readonly lease: HeldLease }
  | { readonly kind: "taken"; readonly by: LeaseHolder }
  /** The store does not answer: nobody may act, since somebody else might be. */
  | { readonly kind: "unknown"; readonly why: string };

/** A lease that is held by this process. No function rejects. */
export interface HeldLease {
  /** Whether it is still ours, by its token, and has not ended. False where the store does not answer. */
  readonly isOurs: () => Promise<boolean>;
  /** Puts its end off. False when it is not ours any more (it ended, or somebody broke it), or the store does not answer. */
  readonly renew: () => Promise<boolean>;
  /** Why another process that asks now may not see it, though it has not ended; null: it would. */
  readonly unseen: () => string | null;
  readonly release: () => Promise<void>;
}

/** Who asks for a lease. */
export interface LeaseTaker {
  /** For people: which process on which machine. */
  readonly name: string;
  /** The same for the program: what {@link isGone} of another process is asked about. */
  readonly place: string;
  /** True only for a process that surely does not exist any more: its lease is nobody's. */
  readonly isGone: (place: string) => boolean;
}

/** The one right to change the tenant, for a time, among all who share the store: two processes never change it at once. */
export interface Lease {
  /**
   * Never rejects.
   * @param taker who asks, and how somebody else's is judged
   * @param timeToLiveMs how long it is held unless it is renewed
   */
  readonly take: (taker: LeaseTaker, timeToLiveMs: number) => Promise<Leasing>;
  /** Null: nobody holds it. Rejects where the store does not answer. */
  readonly look: () => Promise<LeaseHolder | null>;
  /** Ends it whoever holds it; gives who did. Rejects where the store does not answer. */
  readonly breakIt: () => Promise<LeaseHolder | null>;
}
