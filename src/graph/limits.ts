/** The kinds of request that Graph counts apart; each has its own pace and its own pauses. */
export type LimitClass = "installation-reads" | "installation-writes" | "removals" | "catalog" | "directory";

/** One published limit. */
interface Limit {
  /** What one app may use in one tenant, in `unit`. */
  readonly perSecond: number;
  readonly unit: "requests" | "resource units";
  /** Where the number is published. */
  readonly source: string;
}

/** The published limits per app and tenant; the smallest bucket where the size of the tenant decides. */
export const LIMITS: Readonly<Record<LimitClass, Limit>> = {
  "installation-reads": {
    perSecond: 30,
    unit: "requests",
    source: "https://learn.microsoft.com/graph/throttling-limits#microsoft-teams-service-limits",
  },
  // Upgrade has no row of its own in the source; POST installedApps and "other calls" are both 30.
  "installation-writes": {
    perSecond: 30,
    unit: "requests",
    source: "https://learn.microsoft.com/graph/throttling-limits#microsoft-teams-service-limits",
  },
  removals: {
    perSecond: 15,
    unit: "requests",
    source: "https://learn.microsoft.com/graph/throttling-limits#microsoft-teams-service-limits",
  },
  catalog: {
    perSecond: 30,
    unit: "requests",
    source: "https://learn.microsoft.com/graph/throttling-limits#microsoft-teams-service-limits",
  },
  // 3,500 per 10 seconds, for tenants of less than 50 users.
  directory: {
    perSecond: 350,
    unit: "resource units",
    source: "https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits",
  },
};

/**
 * The part of a limit that is used where nobody says otherwise. Requests sent evenly still arrive unevenly, and whether
 * Teams counts in windows or buckets is not published.
 */
export const DEFAULT_RATE_SHARE = 0.9;

/**
 * Resource units of the directory requests, after the discount for `$select`.
 * Source: https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
 */
export const DIRECTORY_COSTS = {
  /** GET users/{id}: base 1. */
  user: 1,
  /** GET users: base 2. */
  users: 1,
  /** GET groups/{id}, GET groups: base 1. */
  groups: 1,
  /** GET groups/{id}/transitiveMembers: base 5. */
  transitiveMembers: 4,
} as const;

/** Most units of `limitClass` to use in a second, when `factor` of its limit is used: the scale of all limits times the share. */
export function unitsPerSecond(limitClass: LimitClass, factor: number): number {
  return LIMITS[limitClass].perSecond * factor;
}

const LEAST_MADE_UP_MS = 4;
const MOST_MADE_UP_MS = 20;

/** How late a turn may come and be made up for, in milliseconds: what the share leaves of a second, within bounds. */
export function madeUpMs(share: number): number {
  return Math.min(MOST_MADE_UP_MS, Math.max(LEAST_MADE_UP_MS, 1000 * (1 / share - 1)));
}
