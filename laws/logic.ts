/**
 * The operations that the formulas of this folder are made of. The same formula is computed with plain values, so that a
 * test can hold it to the code, and with those of a prover, so that what is proved of it is true for all values.
 */
export interface Logic<Bool, Num> {
  readonly truth: (value: boolean) => Bool;
  readonly number: (value: number) => Num;
  readonly not: (a: Bool) => Bool;
  readonly and: (...all: readonly Bool[]) => Bool;
  readonly or: (...all: readonly Bool[]) => Bool;
  readonly less: (a: Num, b: Num) => Bool;
  readonly same: (a: Num, b: Num) => Bool;
  readonly plus: (a: Num, b: Num) => Num;
  readonly minus: (a: Num, b: Num) => Num;
  readonly choose: (condition: Bool, then: Num, otherwise: Num) => Num;
}

/** With the values of the language. */
export const PLAIN: Logic<boolean, number> = {
  truth: (value) => value,
  number: (value) => value,
  not: (a) => !a,
  and: (...all) => all.every(Boolean),
  or: (...all) => all.some(Boolean),
  less: (a, b) => a < b,
  same: (a, b) => a === b,
  plus: (a, b) => a + b,
  minus: (a, b) => a - b,
  choose: (condition, then, otherwise) => (condition ? then : otherwise),
};

/** `a` leads to `b`. */
export function implies<Bool, Num>(logic: Logic<Bool, Num>, a: Bool, b: Bool): Bool {
  return logic.or(logic.not(a), b);
}

/** The smaller of two numbers. */
export function least<Bool, Num>(logic: Logic<Bool, Num>, a: Num, b: Num): Num {
  return logic.choose(logic.less(b, a), b, a);
}
