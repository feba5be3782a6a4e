/**
 * The writes of a run, by user. Graph tells what a user has page by page, so a list that is read while another row's
 * write is carried out may show neither what was there before nor what is there after it.
 */
export interface UserWrites {
  /** How many were sent for this user so far. */
  readonly sent: (userId: string) => number;
  /** Resolves when none is under way for this user. */
  readonly answered: (userId: string) => Promise<void>;
  /** Does a write; it counts as sent, and as under way, from the moment at which `send` calls what it is given. */
  readonly during: <Answer>(userId: string, send: (sending: () => void) => Promise<Answer>) => Promise<Answer>;
}

/** None was sent yet. */
export function createUserWrites(): UserWrites {
  const counts = new Map<string, number>();
  const underWay = new Map<string, Set<Promise<void>>>();

  const sent = (userId: string): number => counts.get(userId) ?? 0;
  const begin = (userId: string): (() => void) => {
    counts.set(userId, sent(userId) + 1);
    const { promise, resolve } = Promise.withResolvers<void>();
    const others = underWay.get(userId) ?? new Set();
    underWay.set(userId, others.add(promise));
    return () => {
      others.delete(promise);
      if (others.size === 0) underWay.delete(userId);
      resolve();
    };
  };
  return {
    sent,
    async answered(userId) {
      for (let [first] = underWay.get(userId) ?? []; first !== undefined; [first] = underWay.get(userId) ?? []) {
        await first;
      }
    },
    async during(userId, send) {
      const ends: (() => void)[] = [];
      try {
        return await send(() => ends.push(begin(userId)));
      } finally {
        for (const end of ends) end();
      }
    },
  };
}
