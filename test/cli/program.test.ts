import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { COMMANDS, createProgram } from "../../src/cli/program.ts";

const execute = () => Promise.resolve();
const program = await createProgram("0", execute);

function helpOf(name: string): string {
  let text = "";
  const command = program.commands.find((one) => one.name() === name);
  command?.configureOutput({ writeOut: (written) => void (text += written) }).outputHelp();
  return text;
}

describe("every command", () => {
  it.each(COMMANDS)("$name shows an example of itself, with flags that it has", ({ name }) => {
    const [help = "", examples = ""] = helpOf(name).split("\nExamples:\n");
    const lines = examples.trim().split("\n");
    expect(lines.filter((line) => line.includes(`trueup ${name}`))).not.toEqual([]);
    const own = lines.filter((line) => !line.includes("|")).flatMap((line) => line.match(/--[a-z-]+/g) ?? []);
    expect(own.filter((flag) => !help.includes(flag))).toEqual([]);
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

  it("needs nothing of what commands need", () => {
    const watch = `
      import { registerHooks } from "node:module";
      registerHooks({ load(url, context, next) { if (/undici|src.(session|graph|controller)/.test(url)) console.error(url); return next(url, context); } });
      process.argv[2] = "--help";
      await import(${JSON.stringify(new URL("../../src/cli/main.ts", import.meta.url).href)});`;
    const { stderr, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", watch, "x"], {
      encoding: "utf8",
    });
    expect(stdout).toContain("Commands:");
    expect(stderr).toBe("");
  });
});
