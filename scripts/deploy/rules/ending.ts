import { workloadsOf } from "../workloads.ts";
import type { Rule } from "./rule.ts";

/** One request, with everything it is repeated for (5 minutes, `src/graph/retry-policy.ts`), and one more look. */
const GRACE_SECONDS = 330;

/** A run that is asked to end is given the time to finish what is under way. */
export const ending: Rule = (objects) =>
  workloadsOf(objects)
    .filter(({ pod }) => (pod.terminationGracePeriodSeconds ?? 0) < GRACE_SECONDS)
    .map(({ name }) => `${name}: terminationGracePeriodSeconds has to be ${GRACE_SECONDS} at least`);
