import { init } from "z3-solver";

// The one file that knows the prover; `prover.d.mts` says what it gives.

/** A law that takes longer is said not to be decided. */
const MOST_MS = 120_000;

export async function createProver() {
  const { Context } = await init();
  const z = Context("laws");
  const logic = {
    truth: (value) => z.Bool.val(value),
    number: (value) => z.Int.val(value),
    not: (a) => z.Not(a),
    and: (...all) => z.And(...all),
    or: (...all) => (all.length === 0 ? z.Bool.val(false) : z.Or(...all)),
    less: (a, b) => a.lt(b),
    same: (a, b) => a.eq(b),
    plus: (a, b) => a.add(b),
    minus: (a, b) => a.sub(b),
    choose: (condition, then, otherwise) => z.If(condition, then, otherwise),
  };
  return {
    logic,
    flag: (name) => z.Bool.const(name),
    integer: (name) => z.Int.const(name),
    predicate: (name, places) => {
      const declared = z.Function.declare(name, ...Array.from({ length: places }, () => z.Int.sort()), z.Bool.sort());
      return (...values) => declared.call(...values);
    },
    async example(claim) {
      const solver = new z.Solver();
      solver.set("timeout", MOST_MS);
      solver.add(claim);
      const answer = await solver.check();
      if (answer === "unknown") throw new Error(`the prover does not decide this: ${solver.reasonUnknown()}`);
      return answer === "unsat" ? null : solver.model().sexpr();
    },
  };
}
