import type { Argument, Command, Option } from "commander";
import type { CommandWords, FlagWords, Offers } from "./words.ts";

/** What a value is, by the name that help gives it. */
const OFFERS_BY_NAME: Readonly<Record<string, Offers>> = {
  app: "apps",
  dir: "folders",
  file: "files",
  folder: "folders",
  new: "files",
  old: "files",
  path: "files",
  tenant: "files",
};

/** Flags whose value is something else than its name says. */
const OFFERS_BY_FLAG: Readonly<Record<string, Offers>> = {
  "--app <name>": "apps",
  "--git-path <path>": "none",
};

/** All commands and their flags, from what commander knows of them; the first one stands for the program itself. */
export function describeProgram(program: Command): readonly CommandWords[] {
  const everywhere = [...program.options.map(flagWords), flag("--help", "show the arguments, flags and examples")];
  const commands = program.createHelp().visibleCommands(program);
  const described = commands.map((command) => ({
    name: command.name(),
    does: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      offers: command.name() === "help" ? commands.map((one) => one.name()) : offersOf(argument),
    })),
    flags: [...command.options.map(flagWords), ...everywhere.filter(({ names }) => !names.includes("--version"))],
  }));
  return [{ name: "", does: "", arguments: [], flags: everywhere }, ...described];
}

function flag(name: string, does: string): FlagWords {
  return { names: [name], does, value: null, isRepeatable: false };
}

function flagWords(option: Option): FlagWords {
  return {
    names: [option.short, option.long].filter((name) => name !== undefined),
    does: option.description,
    value: option.required ? valueOf(option) : null,
    isRepeatable: Array.isArray(option.defaultValue),
  };
}

function offersOf(argument: Argument): Offers {
  return argument.argChoices ?? OFFERS_BY_NAME[argument.name()] ?? "none";
}

function valueOf({ argChoices, flags }: Option): Offers {
  const name = /<([a-z]+)>/.exec(flags)?.[1] ?? "";
  return argChoices ?? OFFERS_BY_FLAG[flags] ?? OFFERS_BY_NAME[name] ?? "none";
}
