/** A subscription to the changes of one app's installations, as the store keeps it. Times are milliseconds since the epoch. */
export interface KeptSubscription {
  /** Catalog id, lower case. */
  readonly appId: string;
  /** Graph's id of it. */
  readonly id: string;
  /** Where Graph sends its notifications. */
  readonly url: string;
  /** Since when no change went by unheard, as far as can be told: it was made then, or listened to again. */
  readonly sinceMs: number;
  /** When it ends by itself, unless it is renewed. */
  readonly expiresAtMs: number;
}

/** A pair of which something may have changed since it was read. */
export interface Hint {
  readonly userId: string;
  /** Catalog id, lower case. */
  readonly appId: string;
  /** When that was heard, in milliseconds since the epoch. */
  readonly atMs: number;
}

/** What reading some people again came to. */
export interface AuditTally {
  /** People who were read again. */
  readonly audited: number;
  /** Of those, in whose apps something had changed without a hint. */
  readonly misses: number;
  /** How long ago they had been read, in all, in milliseconds: so long somebody could change something unheard. */
  readonly exposureMs: number;
}

/** How often people's apps change without a hint: a person, a day. */
export interface MissRate {
  readonly perDay: number;
  /** Between these it is with 95 % confidence. */
  readonly lowest: number;
  readonly highest: number;
}

/** What a store knows of how much a plan can be relied on. */
export interface Knowledge {
  readonly subscriptions: readonly KeptSubscription[];
  readonly audit: AuditTally;
  /** Null: nobody was audited yet. */
  readonly rate: MissRate | null;
}

export const NOTHING_AUDITED: AuditTally = { audited: 0, misses: 0, exposureMs: 0 };

/** The sum of several. */
export function addedUp(tallies: readonly AuditTally[]): AuditTally {
  return tallies.reduce(
    (sum, { audited, misses, exposureMs }) => ({
      audited: sum.audited + audited,
      misses: sum.misses + misses,
      exposureMs: sum.exposureMs + exposureMs,
    }),
    NOTHING_AUDITED,
  );
}
