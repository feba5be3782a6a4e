import type { CommandWords, FlagWords, Offers } from "./words.ts";

/** A word that fits where the cursor is, and what it does. */
export interface Candidate {
  readonly word: string;
  readonly does: string;
}

/** What fits where the cursor is: these words, and what the shell or the desired state can add. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly adds: "files" | "folders" | "apps" | "none";
  /** What stands in front of a value in the word of the cursor, such as `--app=`. */
  readonly prefix: string;
  /** Where the desired state is, as far as the words say so. */
  readonly path: string | null;
}

/**
 * What the Tab key offers.
 * @param before the words between the name of the program and the cursor
 * @param current the word in which the cursor is, up to the cursor
 */
export function complete(commands: readonly CommandWords[], before: readonly string[], current: string): Completion {
  const { command, values, used, open } = read(commands, before);
  const path = pathIn(command, values);
  const offered = (offers: Offers, prefix = ""): Completion =>
    typeof offers === "string"
      ? { candidates: [], adds: offers, prefix, path }
      : {
          candidates: starting(
            offers.map((word) => ({ word: prefix + word, does: "" })),
            current,
          ),
          adds: "none",
          prefix,
          path,
        };
  if (open !== null) return offered(open);
  const equals = current.indexOf("=");
  const named = flagOf(command, current.slice(0, Math.max(equals, 0)));
  if (named !== null) return offered(named.value ?? "none", current.slice(0, equals + 1));
  if (current.startsWith("-")) return { ...offered("none"), candidates: starting(unused(command, used), current) };
  if (command.name !== "") return offered(command.arguments[values.length]?.offers ?? "none");
  const names = commands.filter(({ name }) => name !== "").map(({ name, does }) => ({ word: name, does }));
  return { ...offered("none"), candidates: starting(names, current) };
}

interface Line {
  readonly command: CommandWords;
  /** Values of arguments so far. */
  readonly values: readonly string[];
  readonly used: ReadonlySet<string>;
  /** What the value of the flag just before the cursor may be; null: there is none that waits for a value. */
  readonly open: Offers | null;
}

function read(commands: readonly CommandWords[], words: readonly string[]): Line {
  let command = commands.find(({ name }) => name === "") ?? NOTHING;
  let open: Offers | null = null;
  const [values, used]: [string[], Set<string>] = [[], new Set()];
  for (const word of words) {
    const flag: FlagWords | null = open === null ? flagOf(command, word) : null;
    if (open !== null) open = null;
    else if (flag !== null) open = flag.value;
    else if (word.startsWith("-")) used.add(word.replace(/=.*/s, ""));
    else if (command.name === "") command = commands.find(({ name }) => name === word) ?? NOTHING;
    else values.push(word);
    for (const name of flag?.names ?? []) used.add(name);
  }
  return { command, values, used, open };
}

/** Of a command that there is none of, nothing is known. */
const NOTHING: CommandWords = { name: "?", does: "", arguments: [], flags: [] };

function flagOf({ flags }: CommandWords, word: string): FlagWords | null {
  return flags.find(({ names }) => names.includes(word)) ?? null;
}

function unused({ flags }: CommandWords, used: ReadonlySet<string>): readonly Candidate[] {
  return flags
    .filter(({ names, isRepeatable }) => isRepeatable || !names.some((name) => used.has(name)))
    .flatMap(({ names, does }) => names.map((word) => ({ word, does })));
}

function pathIn(command: CommandWords, values: readonly string[]): string | null {
  return values[command.arguments.findIndex(({ name }) => name === "path")] ?? null;
}

function starting(candidates: readonly Candidate[], current: string): readonly Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(current));
}
