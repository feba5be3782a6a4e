import { createHash } from "node:crypto";
import type { Query } from "./sql.ts";

/** Texts that many rows share, kept once. Functions that ask reject with what the driver throws. */
export interface Texts {
  /** The numbers of texts, which are given one if they have none yet. */
  readonly idsOf: (texts: Iterable<string>) => Promise<ReadonlyMap<string, number>>;
  /** Reads the texts of these numbers, for {@link Texts.listOf}. */
  readonly load: (ids: Iterable<unknown>) => Promise<void>;
  /** The lines of a text that was loaded, the same array each time; null for a number that has none. */
  readonly listOf: (id: number) => readonly string[] | null;
  /** The one copy of a text in this process. */
  readonly intern: (text: string) => string;
}

/** @param query of one tenant */
export function createTexts(query: Query): Texts {
  const ids = new Map<string, number>();
  const lists = new Map<number, readonly string[]>();
  const interned = new Map<string, string>();

  /** Two texts of one number are as good as impossible, and the second takes the next number. */
  async function add(texts: readonly string[]): Promise<void> {
    let wanted = new Map(texts.map((text) => [text, numberOf(text)]));
    while (wanted.size > 0) {
      const [names, numbers] = [[...wanted.keys()], [...wanted.values()]];
      await query(
        "INSERT INTO trueup.texts (tenant, id, text) SELECT $1, * FROM unnest($2::bigint[], $3::text[]) ON CONFLICT DO NOTHING",
        [numbers, names],
      );
      const rows = await query("SELECT id, text FROM trueup.texts WHERE tenant = $1 AND id = ANY($2::bigint[])", [
        numbers,
      ]);
      const kept = new Map(rows.map(({ id, text }) => [Number(id), text]));
      for (const [text, id] of wanted) if (kept.get(id) === text) ids.set(text, id);
      wanted = new Map([...wanted].filter(([text]) => !ids.has(text)).map(([text, id]) => [text, id + 1]));
    }
  }

  return {
    async idsOf(texts) {
      const all = new Set(texts);
      const unknown = [...all].filter((text) => !ids.has(text));
      if (unknown.length > 0) await add(unknown);
      return ids;
    },
    async load(numbers) {
      const unknown = [...new Set(numbers)].filter((id) => typeof id === "number" && !lists.has(id)).map(Number);
      if (unknown.length === 0) return;
      const rows = await query("SELECT id, text FROM trueup.texts WHERE tenant = $1 AND id = ANY($2::bigint[])", [
        unknown,
      ]);
      for (const { id, text } of rows) lists.set(Number(id), text === "" ? [] : String(text).split("\n"));
    },
    listOf: (id) => lists.get(id) ?? null,
    intern(text) {
      const known = interned.get(text);
      if (known !== undefined) return known;
      interned.set(text, text);
      return text;
    },
  };
}

/** 48 bits of its digest: whoever adds a text knows its number without asking. */
function numberOf(text: string): number {
  return createHash("sha256").update(text).digest().readUIntBE(0, 6);
}
