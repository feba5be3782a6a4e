import { Argument } from "commander";
import { scriptFor, type Shell, SHELLS } from "../completion/scripts.ts";
import type { Console } from "../console.ts";
import { type Declare, examples } from "../options.ts";

/** Its argument, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .addArgument(new Argument("<shell>", "the shell that runs the script").choices(SHELLS))
    .addHelpText(
      "after",
      examples(
        "source <(trueup completion bash)    # in ~/.bashrc",
        "source <(trueup completion zsh)     # in ~/.zshrc, after compinit",
        "trueup completion fish >~/.config/fish/completions/trueup.fish",
        "trueup completion powershell | Out-String | Invoke-Expression    # in $PROFILE",
      ),
    )
    .action((shell: Shell) => execute((console) => runCompletion(shell, console)));
};

/** `trueup completion SHELL`: the script that lets the Tab key complete commands, flags and values. */
export async function runCompletion(shell: Shell, console: Console): Promise<number> {
  await console.result([await scriptFor(shell)]);
  return 0;
}
