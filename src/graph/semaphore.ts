/** Bounds how many requests are under way at once. */
export interface Semaphore {
  /** Resolves, first come first served, with the function that gives the place back. */
  take(): Promise<() => void>;
}

/** `count` places, all free. Giving one back twice does no harm. */
export function createSemaphore(count: number): Semaphore {
  let free = count;
  const waiting: ((giveBack: () => void) => void)[] = [];

  function giveBackOnce(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next(giveBackOnce());
    };
  }

  return {
    take() {
      if (free === 0) return new Promise((resolve) => waiting.push(resolve));
      free -= 1;
      return Promise.resolve(giveBackOnce());
    },
  };
}
