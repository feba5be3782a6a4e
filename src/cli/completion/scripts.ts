import { readFile } from "node:fs/promises";

/** The file of each shell in `completions/`. */
const FILES = { bash: "trueup.bash", zsh: "trueup.zsh", fish: "trueup.fish", powershell: "trueup.ps1" } as const;

/** A shell that has a script. */
export type Shell = keyof typeof FILES;

/** Their names, as they are typed. */
export const SHELLS: readonly string[] = Object.keys(FILES);

/**
 * What a shell has to run so that its Tab key knows trueup. Each asks `trueup __complete =CURRENT WORD…`, which prints a word
 * a line, so that what fits is decided in one place. What stands on the line is passed on as it is, and never run.
 */
export function scriptFor(shell: Shell): Promise<string> {
  return readFile(new URL(`../../../completions/${FILES[shell]}`, import.meta.url), "utf8");
}
