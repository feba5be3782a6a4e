import type { Scope } from "./world.ts";

/** A world whose every order is tried, and what it is about. */
export interface Named {
  readonly name: string;
  readonly scope: Scope;
}

const ONE: Scope = { people: 2, runs: 1, crashes: 0, lost: 1, publishes: true, sharesStore: false };

/** Small enough for every run of the tests. */
export const SMALL: readonly Named[] = [
  { name: "one run, an answer that tells nothing, a publication", scope: ONE },
  { name: "two runs without a store", scope: { ...ONE, people: 1, runs: 2 } },
  { name: "two runs that share a store", scope: { ...ONE, people: 1, runs: 2, sharesStore: true } },
  { name: "a run that is killed, with a store", scope: { ...ONE, people: 1, crashes: 1, sharesStore: true } },
];

/** For `npm run interleavings`. */
export const LARGE: readonly Named[] = [
  { name: "three people, two lost answers", scope: { ...ONE, people: 3, lost: 2 } },
  { name: "three people, two runs that share a store", scope: { ...ONE, people: 3, runs: 2, sharesStore: true } },
  { name: "two people, two runs without a store", scope: { ...ONE, runs: 2 } },
  { name: "two people, two kills, with a store", scope: { ...ONE, crashes: 2, sharesStore: true } },
  { name: "two people, two runs, one kill, with a store", scope: { ...ONE, runs: 2, crashes: 1, sharesStore: true } },
  { name: "three people, one kill, with a store", scope: { ...ONE, people: 3, crashes: 1, sharesStore: true } },
  {
    name: "three people, two runs, two kills, with a store",
    scope: { ...ONE, people: 3, runs: 2, crashes: 2, sharesStore: true },
  },
];
