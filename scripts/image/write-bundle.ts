import { chmod, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type CodeSplittingGroup, type Plugin, rolldown } from "rolldown";
import { licencesOf, type Package } from "./licences.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What a bundle is made of. */
export interface Bundle {
  /** Names of the files, within the folder. */
  readonly files: readonly string[];
  readonly packages: readonly Package[];
}

/**
 * Bundles the command line and the health check with all packages they use: `trueup.mjs`, `healthcheck.mjs`, the parts
 * that both load when they need them, and `licences.txt`. What is read at run time (`package.json`, `examples`) has to be
 * beside the folder, as it is beside `src`.
 * @throws Error for an import that cannot be resolved: it would be missed at run time
 */
export async function writeBundle(folder: string): Promise<Bundle> {
  const start = filesOfStart();
  const build = await rolldown({
    cwd: ROOT,
    input: {
      trueup: join(ROOT, "src/cli/main.ts"),
      healthcheck: join(ROOT, "scripts/image/healthcheck.ts"),
    },
    platform: "node",
    plugins: [placesAsInTheCheckout(), builtinsWithoutTheirFaces(), start.plugin],
    onLog: (level, log) => {
      if (level === "warn") throw new Error(log.message);
    },
  });
  const { output } = await build.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name].mjs",
    // Node takes a file of plain characters as it is; one other, and every character of it takes two bytes.
    charset: "ascii",
    comments: false,
    codeSplitting: { groups: start.groups },
  });
  await build.close();
  await chmod(join(folder, "trueup.mjs"), 0o755);
  const modules = output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
  const { packages, text } = await licencesOf(modules);
  await writeFile(join(folder, "licences.txt"), text);
  return { files: [...output.map(({ fileName }) => fileName), "licences.txt"], packages };
}

/** All files are in one folder, and `import.meta.url` stays that of the source file, as if it were beside the bundle: what is read relative to it is found. */
function placesAsInTheCheckout(): Plugin {
  return {
    name: "places-as-in-the-checkout",
    transform(code, id) {
      const path = relative(ROOT, id);
      if (!path.startsWith("src/") || !code.includes("import.meta.url")) return null;
      return code.replaceAll("import.meta.url", `new URL(${JSON.stringify(`../${path}`)}, import.meta.url).href`);
    },
  };
}

/** `import a, { b as c } from "node:x";` and `import * as a from "node:x";`, as chunks have them. */
const BUILTIN_IMPORT = /^import (?:(?:\* as )?([\w$]+)(?:, )?)?(?:\{ ([^}]*) \})? from "([\w:/]+)";$/gm;

/**
 * An import of a module of Node reads each of its properties, and some of them load more: `process.stdin`, the streams of
 * `fs`. That is a third of what `--help` takes. Asked for in this way, a module is there as it is.
 */
function builtinsWithoutTheirFaces(): Plugin {
  return {
    name: "builtins-without-their-faces",
    renderChunk: (code) =>
      code.replaceAll(BUILTIN_IMPORT, (line, whole?: string, named?: string, name?: string) => {
        if (name === undefined || !isBuiltin(name)) return line;
        const given = `globalThis.process.getBuiltinModule(${JSON.stringify(name)})`;
        if (name === "node:child_process") return onlyWhenStarted(line, whole, named, given);
        const parts = named === undefined ? [] : [`{ ${named.replaceAll(" as ", ": ")} }`];
        return [...(whole === undefined ? [] : [whole]), ...parts].map((part) => `const ${part} = ${given};`).join(" ");
      }),
  };
}

/** Commander and the reading of git could start programs, and seldom do: what that takes is loaded with the first one. */
function onlyWhenStarted(line: string, whole: string | undefined, named: string | undefined, given: string): string {
  const spawn = `(...what) => ${given}.spawn(...what)`;
  if (whole === undefined && named === "spawn") return `const spawn = ${spawn};`;
  return whole !== undefined && named === undefined ? `const ${whole} = { spawn: ${spawn} };` : line;
}

/**
 * What `--help` needs is one file, and what `validate` needs, as do nearly all commands, is another: to find, read and
 * link forty small ones takes longer than to run what is in them.
 */
function filesOfStart(): { readonly plugin: Plugin; readonly groups: CodeSplittingGroup[] } {
  const [help, check] = [new Set<string>(), new Set<string>()];
  const reach = (from: readonly string[], known: Set<string>, importsOf: (id: string) => readonly string[]): void => {
    for (const id of from.filter((one) => !known.has(one))) {
      known.add(id);
      reach(importsOf(id), known, importsOf);
    }
  };
  return {
    plugin: {
      name: "files-of-start",
      buildEnd() {
        const importsOf = (id: string): readonly string[] => this.getModuleInfo(id)?.importedIds ?? [];
        reach([join(ROOT, "src/cli/program.ts")], help, importsOf);
        reach(
          ["src/cli/console.ts", "src/cli/commands/validate.ts"].map((path) => join(ROOT, path)),
          check,
          importsOf,
        );
      },
    },
    groups: [
      { name: "start", test: (id) => help.has(id), priority: 2 },
      { name: "check", test: (id) => check.has(id), priority: 1 },
    ],
  };
}
