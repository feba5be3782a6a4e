import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { headingOf } from "../../src/cli/help.ts";
import { runTrueup } from "./command-line.ts";
import { COMMANDS, createProgram } from "../../src/cli/program.ts";

const execute = () => Promise.resolve();
const program = await createProgram("0", execute);

function helpOf(name: string): string {
  let text = "";
  const command = program.commands.find((one) => one.name() === name);
  command?.configureOutput({ writeOut: (written) => void (text += written) }).outputHelp();
  return text;
}

/** The lines below `Examples:`, without what explains them. */
function examplesOf(name: string): readonly string[] {
  const [, examples = ""] = helpOf(name).split("\nExamples:\n");
  return examples
    .trim()
    .split("\n")
    .map((line) => line.trim().replace(/ +#.*/, ""));
}

/** The command lines of trueup in a line for a shell, divided into words as shells do. */
function commandLines(line: string): readonly (readonly string[])[] {
  const words = line.match(/(?:[^\s"'|<>()]|"[^"]*"|'[^']*')+|[|<>()]/g) ?? [];
  const starts = words.flatMap((word, at) => (word === "trueup" ? [at + 1] : []));
  return starts.map((at) => {
    const end = words.findIndex((word, place) => place >= at && /^[|<>()]$/.test(word));
    return words.slice(at, end === -1 ? words.length : end).map((word) => word.replaceAll(/["']/g, ""));
  });
}

describe("every command", () => {
  it.each(COMMANDS)("$name shows examples of itself that it takes", async ({ name }) => {
    const typed = examplesOf(name).flatMap(commandLines);
    expect(typed.filter(([command]) => command === name)).not.toEqual([]);
    for (const args of typed) {
      let taken = 0;
      const fresh = await createProgram("0", () => Promise.resolve(void (taken += 1)), args);
      for (const command of [fresh, ...fresh.commands]) command.exitOverride();
      await fresh.parseAsync([...args], { from: "user" });
      expect({ args, taken }).toEqual({ args, taken: 1 });
    }
  });

  it.each(COMMANDS)("$name has each flag below a heading, and no line of its help is wider than 80", ({ name }) => {
    const flags = program.commands.find((one) => one.name() === name)?.options ?? [];
    expect(flags.filter(({ long }) => headingOf(long) === null).map((flag) => flag.flags)).toEqual([]);
    expect(
      helpOf(name)
        .split("\n")
        .filter((line) => line.length > 80),
    ).toEqual([]);
  });
});

describe("help", () => {
  it("names no former name of a command", async () => {
    let text = "";
    program.configureOutput({ writeOut: (written) => void (text += written) }).outputHelp();
    expect(text).toContain("lease");
    expect(text).not.toContain("unlock");
    expect((await createProgram("0", execute, ["unlock"])).commands.map((one) => one.name())).toContain("unlock");
  });

  it("of all commands is no wider than 80, and its examples are taken", async () => {
    const { exitCode, stdout } = await runTrueup(["--help"], ".", {});
    expect(exitCode).toBe(0);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    const [, examples = ""] = stdout.split("\nExamples:\n");
    const named = examples
      .trim()
      .split("\n")
      .map((line) => /^ *trueup ([a-z-]+)/.exec(line)?.[1]);
    expect(named.filter((name) => !COMMANDS.some((command) => command.name === name))).toEqual([]);
  });

  it("of one desired state needs nothing of fleets", () => {
    const watch = `
      import { registerHooks } from "node:module";
      registerHooks({ load(url, context, next) { if (/src.(fleet|workers)|cli.fleet|pg-boss/.test(url)) console.error(url); return next(url, context); } });
      process.argv.splice(2, 1, "validate", "examples/smallest/desired");
      await import(${JSON.stringify(new URL("../../src/cli/main.ts", import.meta.url).href)});`;
    const { stderr, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", watch, "x"], {
      encoding: "utf8",
      cwd: new URL("../../", import.meta.url).pathname,
    });
    expect(stdout).toContain("valid: 1 app, 1 assignment");
    expect(stderr).toBe("");
  });

  it("needs nothing of what commands need", () => {
    const watch = `
      import { registerHooks } from "node:module";
      registerHooks({ load(url, context, next) { if (/undici|src.(session|graph|controller)/.test(url)) console.error(url); return next(url, context); } });
      process.argv[2] = "--help";
      await import(${JSON.stringify(new URL("../../src/cli/main.ts", import.meta.url).href)});`;
    const { stderr, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", watch, "x"], {
      encoding: "utf8",
    });
    expect(stdout).toContain("First steps:");
    expect(stderr).toBe("");
  });
});
