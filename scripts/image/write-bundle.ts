import { chmod, copyFile, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type CodeSplittingGroup, type Plugin, rolldown } from "rolldown";
import { compileAtOnce } from "./compile-at-once.ts";
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
    plugins: [
      placesAsInTheCheckout(),
      builtinsWithoutTheirFaces(),
      commonJsOnlyWhenUsed(),
      withoutFilesOfNames(),
      start.plugin,
    ],
    onLog: (level, log) => {
      if (level === "warn") throw new Error(log.message);
    },
  });
  const made = await mkdtemp(join(tmpdir(), "trueup-bundle-"));
  try {
    const { output } = await build.write({
      dir: join(made, "dist"),
      format: "esm",
      entryFileNames: "[name].mjs",
      chunkFileNames: "[name].mjs",
      // Node takes a file of plain characters as it is; one other, and every character of it takes two bytes.
      charset: "ascii",
      comments: false,
      codeSplitting: { groups: start.groups },
    });
    await build.close();
    await copyFile(join(ROOT, "package.json"), join(made, "package.json"));
    await compileAtOnce(join(made, "dist"), {
      command: [join(made, "dist/trueup.mjs"), "validate", join(ROOT, "examples/smallest/desired")],
      files: [...FILES_OF_START].map((name) => `${name}.mjs`),
    });
    await chmod(join(made, "dist/trueup.mjs"), 0o755);
    const modules = output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
    const { packages, text } = await licencesOf(modules);
    await writeFile(join(made, "dist/licences.txt"), text);
    await cp(join(made, "dist"), folder, { recursive: true });
    return { files: [...output.map(({ fileName }) => fileName), "licences.txt"], packages };
  } finally {
    await rm(made, { recursive: true, force: true });
  }
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
    renderChunk: (code, chunk) =>
      code.replaceAll(BUILTIN_IMPORT, (line, whole?: string, named?: string, name?: string) => {
        if (name === undefined || !isBuiltin(name)) return line;
        const given = `globalThis.process.getBuiltinModule(${JSON.stringify(name)})`;
        if (FILES_OF_START.has(chunk.name)) {
          if (SELDOM_CALLED.has(name)) return onlyWhenCalled(whole, named, given);
          if (name === "node:fs/promises" && named !== undefined) return filesWithoutStreams(named.split(", "));
        }
        const parts = named === undefined ? [] : [`{ ${named.replaceAll(" as ", ": ")} }`];
        return [...(whole === undefined ? [] : [whole]), ...parts].map((part) => `const ${part} = ${given};`).join(" ");
      }),
  };
}

const FILES_OF_START = new Set(["start", "check"]);

/** Modules of Node that take long to load, and of which `--help` and `validate` call nothing. */
const SELDOM_CALLED = new Set(["node:child_process", "node:crypto", "node:readline/promises", "node:timers/promises"]);

/** What is imported of such a module are functions: the first call loads it. Commander has one as a whole, to start programs. */
function onlyWhenCalled(whole: string | undefined, named: string | undefined, given: string): string {
  const functions = (named ?? "spawn").split(", ").map((one) => one.split(" as "));
  const called = functions.map(([name, as = name]) => ({ as, calls: `(...what) => ${given}.${name}(...what)` }));
  if (whole !== undefined)
    return `const ${whole} = { ${called.map(({ as, calls }) => `${as}: ${calls}`).join(", ")} };`;
  return called.map(({ as, calls }) => `const ${as} = ${calls};`).join(" ");
}

/** What gives promises as `node:fs/promises` has it, and what gives the same to a callback. */
const OF_FILES = new Map([
  ...["lstat", "readFile", "readdir", "stat"].map((name) => [name, name] as const),
  ["realpath", "realpath.native"],
] as const);

/** `node:fs/promises` loads streams, watchers and the reading of lines, which takes a tenth of `validate`. */
function filesWithoutStreams(names: readonly string[]): string {
  const given = 'globalThis.process.getBuiltinModule("node:fs")';
  const promises = names.map((name) => {
    const called = OF_FILES.get(name);
    if (called === undefined) throw new Error(`how ${name} of node:fs gives a promise is not known`);
    return `${name} = promised(${given}.${called})`;
  });
  return `const promised = (call) => (...what) => new Promise((resolve, reject) => call(...what, (error, value) => error ? reject(error) : resolve(value))), ${promises.join(", ")};`;
}

/** `var import_semver = __toESM(require_semver(), 1);`, as chunks have what comes from a package of CommonJS. */
const COMMON_JS_IMPORT = /^var (import_[\w$]+) = (?:\/\* @__PURE__ \*\/ )?(__toESM\(require_[\w$]+\(\)(?:, 1)?\));$/gm;

/** A package of CommonJS is run by whoever needs it first, and `validate` can do without some. */
function commonJsOnlyWhenUsed(): Plugin {
  return {
    name: "common-js-only-when-used",
    renderChunk: (code, chunk) =>
      FILES_OF_START.has(chunk.name)
        ? [...code.matchAll(COMMON_JS_IMPORT)].reduce((text, [line, name = "", made = ""]) => {
            const uses = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g");
            const [before = "", after = ""] = text.split(line);
            const lazy = `let ${name}_made; const ${name} = () => (${name}_made ??= ${made});`;
            return `${before}${lazy}${after.replaceAll(uses, `${name}()`)}`;
          }, code)
        : code,
  };
}

/** `export { t as declare } from "./check.mjs";`, and nothing else: the whole of a file that only gives names. */
const ONLY_NAMES = /^export \{ ([^}]*) \} from "(\.\/[\w-]+\.mjs)";\s*$/;

/** Where a part is loaded by a file that only gives names, the file that holds it is loaded in its place: one less to find, read and link. */
function withoutFilesOfNames(): Plugin {
  return {
    name: "without-files-of-names",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const named = chunks.flatMap(({ fileName, code }) => {
        const [, names, from] = ONLY_NAMES.exec(code) ?? [];
        if (names === undefined || from === undefined) return [];
        const given = names.split(", ").map((one) => one.split(" as "));
        const asNamed = given.map(([name = "", as = name]) => `${as}: part.${name}`).join(", ");
        return [{ fileName, loaded: `import("${from}").then((part) => ({ ${asNamed} }))` }];
      });
      for (const chunk of chunks)
        for (const { fileName, loaded } of named) chunk.code = chunk.code.replaceAll(`import("./${fileName}")`, loaded);
      for (const { fileName } of named) delete bundle[fileName];
    },
  };
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
