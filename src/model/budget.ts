/**
 * Why nothing more is to be begun, in words for people (`the budget of 30m is used up`); null: go on. What is under way is
 * finished all the same. Asked often; must return quickly.
 */
export type Exhausted = () => string | null;

/** Without a budget nothing ends early. */
export const UNLIMITED: Exhausted = () => null;
