/** The kinds of request that Graph counts apart; each has its own pace and its own pauses. */
export type LimitClass = "installation-reads" | "installation-writes" | "removals" | "catalog" | "directory";

/** One published limit. */
export interface Limit {
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
 * The part of a limit that is used. Requests sent evenly still arrive unevenly, and whether Teams counts in windows
 * or buckets is not published.
 */
export const SHARE_OF_LIMIT = 0.95;

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

/** Units of `limitClass` to use in a second, when all limits are multiplied by `scale`. */
export function unitsPerSecond(limitClass: LimitClass, scale: number): number {
  return LIMITS[limitClass].perSecond * SHARE_OF_LIMIT * scale;
}
