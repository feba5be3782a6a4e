import type { DatabaseSync } from "node:sqlite";

/** Texts that many rows share, kept once. */
export interface Texts {
  /** The number of a text, which is given one if it has none yet. */
  readonly idOf: (text: string) => number;
  /** The lines of a text, the same array each time; null for a number that has none. */
  readonly listOf: (id: number) => readonly string[] | null;
  /** The one copy of a text in this process. */
  readonly intern: (text: string) => string;
}

/** @throws what SQLite throws */
export function createTexts(database: DatabaseSync): Texts {
  const ids = new Map<string, number>();
  const lists = new Map<number, readonly string[] | null>();
  const interned = new Map<string, string>();
  const find = database.prepare("SELECT id FROM texts WHERE text = ?");
  const add = database.prepare("INSERT INTO texts (text) VALUES (?)");
  const byId = database.prepare("SELECT text FROM texts WHERE id = ?");

  function load(id: number): readonly string[] | null {
    const text = byId.get(id)?.["text"];
    if (typeof text !== "string") return null;
    return text === "" ? [] : text.split("\n");
  }

  return {
    idOf(text) {
      const known = ids.get(text);
      if (known !== undefined) return known;
      const found = Number(find.get(text)?.["id"] ?? add.run(text).lastInsertRowid);
      ids.set(text, found);
      return found;
    },
    listOf(id) {
      const known = lists.get(id);
      if (known !== undefined) return known;
      const list = load(id);
      lists.set(id, list);
      return list;
    },
    intern(text) {
      const known = interned.get(text);
      if (known !== undefined) return known;
      interned.set(text, text);
      return text;
    },
  };
}
