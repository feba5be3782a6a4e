/** The kinds of request that Graph counts apart; each has its own pace and its own pauses. */
export type LimitClass = "installation-reads" | "installation-writes" | "removals" | "catalog" | "directory";

/** What every run needs. */
export const READ_CLASSES: readonly LimitClass[] = ["directory", "catalog", "installation-reads"];

/** What only a run that writes needs. */
export const WRITE_CLASSES: readonly LimitClass[] = ["installation-writes", "removals"];

/** One of something for each class. */
export type PerClass<Value> = Readonly<Record<LimitClass, Value>>;

/** Makes one for each class. */
export function perClass<Value>(make: (limitClass: LimitClass) => Value): PerClass<Value> {
  return {
    "installation-reads": make("installation-reads"),
    "installation-writes": make("installation-writes"),
    removals: make("removals"),
    catalog: make("catalog"),
    directory: make("directory"),
  };
}

/**
 * The published limits per second, app and tenant; the smallest bucket where the size of the tenant decides. Upgrade has no
 * row of its own: POST installedApps and "other calls" are both 30. The directory counts resource units, 3,500 in 10
 * seconds for tenants of less than 50 users; the others count requests.
 * Source: https://learn.microsoft.com/graph/throttling-limits#microsoft-teams-service-limits and
 * https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
 */
export const LIMITS: PerClass<number> = {
  "installation-reads": 30,
  "installation-writes": 30,
  removals: 15,
  catalog: 30,
  directory: 350,
};

/**
 * The published limits per second of one registration over all tenants; the directory's is 150,000 units in 20 seconds.
 * Source: as for {@link LIMITS}
 */
export const REGISTRATION_LIMITS: PerClass<number> = {
  "installation-reads": 600,
  "installation-writes": 300,
  removals: 150,
  catalog: 600,
  directory: 7_500,
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

const LEAST_CATCH_UP_MS = 4;
const MOST_CATCH_UP_MS = 20;

/** How late a turn may come and be made up for, in milliseconds: what the share leaves of a second, within bounds. */
export function catchUpMs(share: number): number {
  return Math.min(MOST_CATCH_UP_MS, Math.max(LEAST_CATCH_UP_MS, 1000 * (1 / share - 1)));
}
