import { Command } from "commander";
import { addRun } from "./declare/controller.ts";
import { addApply, addDrift, addExplain, addPlan, addReport } from "./declare/looking.ts";
import { addForget, addUnlock } from "./declare/store.ts";
import { addComment, addNotify } from "./declare/telling.ts";
import { addDemo, addDoctor, addSandbox, addValidate } from "./declare/trying.ts";
import type { Execute } from "./execute.ts";
import { printable } from "../report/printable.ts";

/**
 * The commands, their arguments and their flags. The code of a command is loaded when it runs, so that `--help` and
 * `validate` need not wait for the Graph client.
 */
export function createProgram(version: string, execute: Execute): Command {
  const program = new Command("trueup")
    .description(
      "Keeps the Microsoft Teams apps in people's personal scope at the versions, and with exactly the consent, that a git repository says.",
    )
    .version(version)
    .option("--no-color", "plain text, as with NO_COLOR")
    .option("--debug", "show where in the code an unexpected error came from")
    .configureOutput({ outputError: (text, write) => write(`${inert(text)}\n`) })
    .showHelpAfterError("(trueup --help shows all commands and flags)");
  addValidate(program, execute);
  addPlan(program, execute);
  addApply(program, execute);
  addDrift(program, execute);
  addReport(program, execute);
  addExplain(program, execute);
  addRun(program, execute);
  addForget(program, execute);
  addUnlock(program, execute);
  addDoctor(program, execute);
  addSandbox(program, execute);
  addDemo(program, execute);
  addComment(program, execute);
  addNotify(program, execute);
  return program;
}

/** What was typed stands in a message of commander as it is. Of its lines only a suggestion, at the end, is its own. */
function inert(text: string): string {
  const message = text.trimEnd();
  const suggestion = /\n\(Did you mean [^\n]*\?\)$/.exec(message)?.[0] ?? "";
  return printable(message.slice(0, message.length - suggestion.length)) + suggestion;
}
