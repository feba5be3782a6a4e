/** How many rows were as desired when a pass looked, of those in which something is wanted. `at`: milliseconds since the epoch. */
export interface TrendPoint {
  readonly at: number;
  readonly asDesired: number;
  readonly of: number;
}
