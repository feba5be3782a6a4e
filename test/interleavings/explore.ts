/** What may happen next; doing one of them leads to other choices. */
export interface Choice {
  readonly name: string;
  readonly happen: () => void;
}

/** One world that is played from its beginning, choice by choice. */
export interface Play {
  /** Everything that can happen now, after all that needs no choice has happened; empty: it is over. */
  readonly choices: () => Promise<readonly Choice[]>;
  /** The same text only for worlds that go on alike, whatever is chosen from now on. */
  readonly state: () => Promise<string>;
  /** What those came to who have come to their end. */
  readonly endings: () => readonly string[];
  /** What went wrong so far. */
  readonly wrong: () => readonly string[];
  /** Called once, when it is over or left. */
  readonly close: () => Promise<void>;
}

/** What an exploration came to. */
export interface Explored {
  /** Worlds from which all that can happen was tried. */
  readonly states: number;
  readonly plays: number;
  readonly deepest: number;
  /** What anybody in any play came to. */
  readonly endings: ReadonlySet<string>;
  /** What went wrong, each with the choices that lead to it; at most a few. */
  readonly wrong: readonly { readonly what: string; readonly path: readonly string[] }[];
  /** False: there was more to try when `mostPlays` were over. */
  readonly isComplete: boolean;
}

const MOST_WRONG = 5;

/**
 * Plays every order of what can happen. The code under test cannot be copied in the middle, so each order is played from the
 * beginning, and left where it comes to a state that was seen before.
 */
export async function explore(begin: () => Promise<Play>, mostPlays: number): Promise<Explored> {
  const seen = new Set<string>();
  const open: (readonly number[])[] = [[]];
  const wrong: { what: string; path: readonly string[] }[] = [];
  const endings = new Set<string>();
  let [plays, deepest] = [0, 0];
  for (let prefix = open.pop(); prefix !== undefined && wrong.length < MOST_WRONG; prefix = open.pop()) {
    if (plays === mostPlays) return { states: seen.size, plays, deepest, endings, wrong, isComplete: false };
    plays += 1;
    const play = await begin();
    const [path, names]: [number[], string[]] = [[], []];
    for (;;) {
      const choices = await play.choices();
      if (play.wrong().length > 0 || choices.length === 0) break;
      const forced = prefix[path.length];
      if (forced === undefined && choices.length > 1) {
        const state = await play.state();
        if (seen.has(state)) break;
        seen.add(state);
        for (let other = choices.length - 1; other > 0; other -= 1) open.push([...path, other]);
      }
      const chosen = choices[forced ?? 0];
      if (chosen === undefined)
        throw new Error(`choice ${forced} of ${choices.length}: the world is not the same twice`);
      path.push(forced ?? 0);
      names.push(chosen.name);
      chosen.happen();
    }
    for (const ending of play.endings()) endings.add(ending);
    deepest = Math.max(deepest, path.length);
    for (const what of play.wrong()) wrong.push({ what, path: names });
    await play.close();
  }
  return { states: seen.size, plays, deepest, endings, wrong, isComplete: true };
}
