import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Nesting, nestingChanges, nestingOf } from "../../src/store/nesting.ts";

type Edge = readonly [string, string];

/** Everything that can be reached from each group, computed from nothing but the direct members. */
function fullClosure(edges: readonly Edge[]): Nesting {
  const direct = nestingOf(edges);
  const closure = new Map<string, ReadonlySet<string>>();
  for (const start of direct.keys()) {
    const reached = new Set<string>();
    const visit = (id: string): void => {
      for (const inner of direct.get(id) ?? []) {
        if (reached.has(inner)) continue;
        reached.add(inner);
        visit(inner);
      }
    };
    visit(start);
    closure.set(start, reached);
  }
  return closure;
}

function changed(closure: Nesting, changes: Nesting): Nesting {
  return new Map([...closure, ...changes].filter(([id, inners]) => (changes.get(id) ?? inners).size > 0));
}

const group = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h");
const edges = fc.array(fc.tuple(group, group), { maxLength: 16 });

describe("groups within groups", () => {
  it("kept step by step are those of the whole computation, whatever changes", () => {
    fc.assert(
      fc.property(fc.array(edges, { minLength: 1, maxLength: 12 }), (rounds) => {
        let [before, closure]: [Nesting, Nesting] = [new Map(), new Map()];
        for (const round of rounds) {
          const after = nestingOf(round);
          closure = changed(closure, nestingChanges(before, after, closure));
          expect(closure).toEqual(fullClosure(round));
          before = after;
        }
      }),
      { numRuns: 500 },
    );
  });

  it("touch only those who reach what changed", () => {
    const before = nestingOf([
      ["all", "finance"],
      ["finance", "interns"],
      ["sales", "emea"],
    ]);
    const after = nestingOf([
      ["all", "finance"],
      ["sales", "emea"],
    ]);
    const closure = fullClosure([
      ["all", "finance"],
      ["finance", "interns"],
      ["sales", "emea"],
    ]);
    expect(nestingChanges(before, after, closure)).toEqual(
      new Map([
        ["all", new Set(["finance"])],
        ["finance", new Set()],
      ]),
    );
  });
});
