import { printable } from "../../report/facts/printable.ts";
import { appNames } from "./app-names.ts";
import { COMMAND_WORDS } from "./command-words.ts";
import { complete } from "./complete.ts";

/**
 * What fits where the cursor is: a line for each word, with what it does behind a tab; a last line `:files` or `:folders`
 * where the shell knows more.
 * @param asked the word of the cursor behind an equals sign, since some shells drop an empty word; then the words before it
 */
export async function answerShell([current = "=", ...before]: readonly string[]): Promise<string> {
  const found = complete(COMMAND_WORDS, before, current.slice(1));
  const names = found.adds === "apps" ? await appNames(found.path ?? ".") : [];
  const apps = names
    .map((name) => ({ word: found.prefix + name, does: "" }))
    .filter(({ word }) => word.startsWith(current.slice(1)));
  const lines = [...found.candidates, ...apps].map(({ word, does }) =>
    does === "" ? word : `${word}\t${printable(does)}`,
  );
  const adds = found.adds === "apps" ? "none" : found.adds;
  return [...lines, `:${adds}`, ""].join("\n");
}
