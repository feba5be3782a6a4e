import type { TargetKind } from "./target.ts";

const SEED_OF_TROUBLE = 8;

/** Targets of the test of `runWatched`: all is well with the first case, and another one never ends. */
export const TARGETS: readonly TargetKind[] = [
  kind("endless", () => {
    for (;;);
  }),
  kind("greedy", () => {
    // A list that grows asks for much at once, which may end the whole process and not the thread alone.
    for (let kept: object = {}; ; ) kept = { kept };
  }),
];

function kind(name: string, trouble: () => never): TargetKind {
  let seed = SEED_OF_TROUBLE - 1;
  return {
    name,
    share: 1,
    longestMs: 5_000,
    open: () => ({
      tryOne: () => {
        if (seed === SEED_OF_TROUBLE) trouble();
        seed += 1;
        return Promise.resolve(null);
      },
      close: () => Promise.resolve(),
    }),
  };
}
