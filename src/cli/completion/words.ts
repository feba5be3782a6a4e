/** What a shell can offer in the place of a value: these words, names of files, of folders or of apps, or nothing. */
export type Offers = readonly string[] | "files" | "folders" | "apps" | "none";

/** A flag, as the Tab key needs to know it. */
export interface FlagWords {
  readonly names: readonly string[];
  readonly does: string;
  /** What its value may be; null: it takes none, or needs none. */
  readonly value: Offers | null;
  readonly isRepeatable: boolean;
}

/** A command, as the Tab key needs to know it. */
export interface CommandWords {
  readonly name: string;
  readonly does: string;
  readonly arguments: readonly { readonly name: string; readonly offers: Offers }[];
  readonly flags: readonly FlagWords[];
}
