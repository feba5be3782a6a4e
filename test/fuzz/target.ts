import type { Chance } from "./chance.ts";

/** Something that takes input from outside, and that inputs can be tried on. */
export interface Target {
  /**
   * Makes one hostile input and hands it over.
   * @returns what was wrong with what came of it; null when it is one of the outcomes that are promised
   */
  readonly tryOne: (chance: Chance) => Promise<string | null>;
  readonly close: () => Promise<void>;
}

/** What came of one text. */
export interface JudgedText {
  /** What was wrong; null: nothing. */
  readonly finding: string | null;
  /** What it came to: the codes of its messages, or that it was accepted. */
  readonly outcomes: readonly string[];
}

/** A target of which each input is one text, so that inputs can be kept as files. */
export interface TextTarget extends Target {
  readonly make: (chance: Chance) => string;
  /** @param chance chooses what is not in the text, such as where it is cut */
  readonly judge: (text: string, chance: Chance) => Promise<JudgedText>;
}

/** A target of texts, by how they are made and judged. */
export function textTarget(target: Omit<TextTarget, "tryOne">): TextTarget {
  const tryOne = async (chance: Chance): Promise<string | null> => {
    const text = target.make(chance);
    return (await target.judge(text, chance)).finding;
  };
  return { ...target, tryOne };
}

/** A target that is not open yet. */
export interface TargetKind {
  readonly name: string;
  /** How many cases it gets for each one of the quickest targets; less than 1 where a case takes long. */
  readonly share: number;
  /** Milliseconds: so long nothing that anybody hands over may keep the program busy. */
  readonly longestMs: number;
  /** How the names of kept inputs end; left out where their choices are kept. */
  readonly extension?: "yaml" | "csv";
  readonly open: () => Promise<Target> | Target;
}

/** Control characters other than a line break, marks that turn text, and lone surrogates: none may reach a terminal. */
const RAW = /(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069\u2028\u2029]|\p{Cs}/u;

/** What of a text would do something else to a terminal than be shown; null: nothing. */
export function rawIn(text: string): string | null {
  const found = RAW.exec(text);
  return found === null ? null : `U+${found[0].codePointAt(0)?.toString(16) ?? ""} would reach a terminal`;
}

/** What an object of this process has that it should not; null: nothing. */
export function pollution(): string | null {
  const added = [...Object.keys(Object.prototype), ...Object.keys(Array.prototype)];
  return added.length === 0 ? null : `every object has ${added.join(", ")} now`;
}
