/** Numbers that look random and are the same for the same seed. */
export interface Chance {
  /** A whole number from 0 up to, and without, `below`. */
  readonly number: (below: number) => number;
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
  /** True once in so many times. */
  readonly onceIn: (times: number) => boolean;
}

/** Mulberry32: small, quick, and good enough to reach every branch. https://github.com/bryc/code/blob/master/jshash/PRNGs.md */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const number = (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
  return chanceBy(number);
}

/** As {@link chanceOf}, and notes each number that it gave. */
export function noting(seed: number): { readonly chance: Chance; readonly choices: readonly number[] } {
  const choices: number[] = [];
  const drawn = chanceOf(seed);
  const number = (below: number): number => {
    const choice = drawn.number(below);
    choices.push(choice);
    return choice;
  };
  return { chance: chanceBy(number), choices };
}

/** Gives these numbers again, whatever is asked; after them only zero. */
export function repeating(choices: readonly number[]): Chance {
  let at = 0;
  return chanceBy((below) => {
    const choice = choices[at] ?? 0;
    at += 1;
    return below > 0 ? choice % below : 0;
  });
}

function chanceBy(number: (below: number) => number): Chance {
  return {
    number,
    pick: (items) => items[number(items.length)] ?? items[0],
    onceIn: (times) => number(times) === 0,
  };
}
