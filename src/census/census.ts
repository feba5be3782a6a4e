import type { Permission } from "../model/permission.ts";

/** An app that is counted. */
export interface CountedApp {
  /** In the desired state; null where none was asked. */
  readonly name: string | null;
  readonly catalogId: string | null;
  readonly manifestId: string | null;
  readonly displayName: string | null;
  /** The version that the catalog offers now; null: none, or the catalog was not asked. */
  readonly offered: string | null;
  /** What is wrong with its catalog entry, for people; null: nothing that is known. */
  readonly trouble: string | null;
}

/** Who has what, of a whole tenant. */
export interface Census {
  readonly createdAt: string;
  /** Null: not told. */
  readonly tenantId: string | null;
  /** True: nobody was read for it. */
  readonly fromStore: boolean;
  readonly people: CountedPeople;
  readonly apps: readonly AppCensus[];
}

/** Of whom something is known, and how old that is. */
export interface CountedPeople {
  readonly all: number;
  /** Those whose installations were read, now or earlier. */
  readonly read: number;
  /** Those of whom a reading failed, or whose account could not be read. */
  readonly unreadable: number;
  readonly notReadYet: number;
  /** Null: nobody was read. */
  readonly oldestAt: string | null;
  readonly newestAt: string | null;
  /** How many readings are so old. */
  readonly ages: Readonly<Record<Age, number>>;
}

/** How old a reading is: below a day, below a week, below 30 days, or older. */
export type Age = "day" | "week" | "month" | "older";

/** One app: each person is counted once, in a version, or in one of the three numbers below. */
export interface AppCensus {
  readonly app: CountedApp;
  /** Those with most people first. */
  readonly versions: readonly VersionCensus[];
  readonly notInstalled: number;
  /** They have another copy of the app, and not this one: sideloaded, or uploaded under another id. */
  readonly otherCopy: number;
  /** Whether they have it is not known. */
  readonly unknown: number;
}

/** Those who have one version of an app. */
export interface VersionCensus {
  /** Null: Graph did not tell it. */
  readonly version: string | null;
  readonly people: number;
  readonly oldestAt: string;
  /** The consent in force, most people first. */
  readonly consents: readonly ConsentCensus[];
}

/** Those in whose installation the same consent is in force. */
export interface ConsentCensus {
  /** Null: it was not read. */
  readonly permissions: readonly Permission[] | null;
  readonly people: number;
}
