import { readFile, writeFile } from "node:fs/promises";
import { compileFromFile } from "json-schema-to-typescript";
import { describeProgram } from "../src/cli/completion/describe.ts";
import { COMMANDS, createProgram } from "../src/cli/program.ts";
import { METRICS } from "../src/controller/metrics.ts";
import { makeLanguageValidators, makeLockValidators, makePlanValidators } from "./schema-validators.ts";

/** A committed file that is made from another one. A test compares each with a fresh one. */
export interface Generated {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly make: () => Promise<string>;
}

const ROOT = new URL("../", import.meta.url);

/** Everything that `npm run generate` writes. */
export const GENERATED: readonly Generated[] = [
  { path: "src/desired/schema.d.ts", make: () => typesOf("schemas/desired-state.schema.json") },
  { path: "src/sandbox/schema.d.ts", make: () => readonlyTypesOf("schemas/tenant-file.schema.json") },
  { path: "src/plan-file/schema.d.ts", make: () => readonlyTypesOf("schemas/plan.schema.json") },
  { path: "src/desired/lock-schema.d.ts", make: () => readonlyTypesOf("schemas/lock.schema.json") },
  { path: "src/desired/lock-validators.cjs", make: () => makeLockValidators(ROOT) },
  { path: "src/desired/validators.cjs", make: () => makeLanguageValidators(ROOT) },
  { path: "src/plan-file/validators.cjs", make: () => makePlanValidators(ROOT) },
  { path: "src/cli/completion/command-words.ts", make: commandWords },
  { path: "docs/metrics.md", make: () => Promise.resolve(metricsPage()) },
  { path: "README.md", make: async () => withCommands(await readFile(new URL("README.md", ROOT), "utf8")) },
];

function typesOf(schema: string): Promise<string> {
  return compileFromFile(new URL(schema, ROOT).pathname, {
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    bannerComment: `// Made from ${schema} by \`npm run generate\`; do not edit.`,
    style: { printWidth: 120 },
  });
}

async function readonlyTypesOf(schema: string): Promise<string> {
  const types = await typesOf(schema);
  return types.replaceAll(/^( +)(\w+\??: |\[k: string\])/gm, "$1readonly $2").replaceAll(/\b(\w+\[\])/g, "readonly $1");
}

/** Read by the Tab key, which cannot wait until every command and all it needs is loaded. */
async function commandWords(): Promise<string> {
  const described = describeProgram(await createProgram("0", () => Promise.resolve()));
  const commands = described.map(({ flags, ...command }) => {
    const lines = flags.map((flag) => `    ${JSON.stringify(flag)},\n`).join("");
    return `  ${JSON.stringify(command).slice(0, -1)},"flags":[\n${lines}  ]},\n`;
  });
  return [
    "// Made from the declarations of the commands by `npm run generate`; do not edit.",
    'import type { CommandWords } from "./words.ts";',
    "",
    `export const COMMAND_WORDS: readonly CommandWords[] = [\n${commands.join("")}];`,
    "",
  ].join("\n");
}

function metricsPage(): string {
  const rows = Object.values(METRICS).map(({ name, type, labels, help }) => {
    const names = labels.length === 0 ? "–" : labels.map((label) => `\`${label}\``).join(", ");
    return `| \`${name}\` | ${type} | ${names} | ${help} |`;
  });
  return [
    "# Metrics",
    "",
    "Made from `src/controller/metrics.ts` by `npm run generate`; do not edit.",
    "",
    "`trueup run` shows them at `/metrics` in the text format of Prometheus. No label ever names a person.",
    "[Operations](operations.md) says what to do when one is red.",
    "",
    "| Metric | Type | Labels | What it says |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** The text with a fresh table of commands between its two marks. */
async function withCommands(text: string): Promise<string> {
  const { commands } = await createProgram("0", () => Promise.resolve());
  const rows = COMMANDS.map(({ name, does, writes = "no" }) => {
    const args = commands.find((command) => command.name() === name)?.registeredArguments ?? [];
    const names = args.map((arg) => (arg.required ? arg.name() : `[${arg.name()}]`).toUpperCase());
    return `| \`${[name, ...names].join(" ")}\` | ${does.replaceAll(/--[a-z]+/g, "`$&`")} | ${writes} |`;
  });
  const table = ["| Command | What it does | Changes the tenant |", "| --- | --- | --- |", ...rows].join("\n");
  return text.replace(
    /(<!-- commands:start -->\n).*(<!-- commands:end -->)/s,
    (_whole, start: string, end: string) => `${start}\n${table}\n\n${end}`,
  );
}

if (import.meta.main) {
  for (const { path, make } of GENERATED) {
    const file = new URL(path, ROOT);
    const before = await readFile(file, "utf8").catch(() => null);
    const after = await make();
    if (before !== after) await writeFile(file, after);
    process.stdout.write(`${before === after ? "fresh" : "written"} ${path}\n`);
  }
}
