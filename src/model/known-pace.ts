/** What the answers to one kind of request have shown of its pace: what a later process starts with. */
export interface KnownPace {
  /** Until when nothing is to be sent, in milliseconds since the epoch; null: it may be. */
  readonly pausedUntilMs: number | null;
  /** A limit that was found, in units a second, and when it is tried again; null: none was. */
  readonly found: { readonly perSecond: number; readonly triesAtMs: number } | null;
}

/** By kind of request; kinds of which nothing is known are left out. */
export type KnownPaces = Readonly<Partial<Record<string, KnownPace>>>;

/** Keeps the paces of a tenant from one process to the next. */
export interface KeptPaces {
  /** What holds now. Never rejects: nothing is known where it cannot be read. */
  readonly recall: () => Promise<KnownPaces>;
  /** A pause that another process noted meanwhile, and that ends later, stays. Never rejects. */
  readonly keep: (paces: KnownPaces) => Promise<void>;
}
