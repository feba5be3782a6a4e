import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { parseAst } from "rolldown/parseAst";
import { propertyOf } from "../../src/model/json-object.ts";

/**
 * Node keeps of a file's compiled code what V8 compiles before it runs anything: a function in parentheses, and no other,
 * which is compiled anew by each run that calls it. So what `command` calls is put into parentheses, and stands first, since
 * it may be called before its place is reached. Source: https://v8.dev/blog/preparser#pife
 * @param files of modules in `folder`, which is given to nobody yet
 * @throws Error where the command does not end with 0, before or after
 */
export async function compileAtOnce(
  folder: string,
  { command, files }: { readonly command: readonly string[]; readonly files: readonly string[] },
): Promise<void> {
  const called = await calledBy(command);
  for (const file of files) {
    const path = join(folder, file);
    const starts = called.get(pathToFileURL(await realpath(path)).href);
    if (starts === undefined) throw new Error(`${command.join(" ")} does not load ${file}`);
    await writeFile(path, inParentheses(await readFile(path, "utf8"), starts));
  }
  run(command, {});
}

function run(command: readonly string[], more: NodeJS.ProcessEnv): void {
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1", ...more };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${String(status)}: ${stderr}${stdout}`);
}

/** By address of a module, where the functions begin that were called. */
async function calledBy(command: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const covered = await mkdtemp(join(tmpdir(), "trueup-called-"));
  try {
    run(command, { NODE_V8_COVERAGE: covered });
    const called = new Map<string, ReadonlySet<number>>();
    for (const name of await readdir(covered)) {
      for (const script of listAt(JSON.parse(await readFile(join(covered, name), "utf8")), "result")) {
        called.set(String(propertyOf(script, "url")), new Set(listAt(script, "functions").flatMap(startIfCalled)));
      }
    }
    return called;
  } finally {
    await rm(covered, { recursive: true, force: true });
  }
}

/** The first range of a function is the whole of it. */
function startIfCalled(entry: unknown): readonly number[] {
  const [whole] = listAt(entry, "ranges");
  return Number(propertyOf(whole, "count")) > 0 ? [Number(propertyOf(whole, "startOffset"))] : [];
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const list = propertyOf(value, name);
  return Array.isArray(list) ? list : [];
}

/** The module, in which functions of the top level that begin at one of `starts` are expressions, right after the imports. */
function inParentheses(code: string, starts: ReadonlySet<number>): string {
  const { body } = parseAst(code);
  const firstAfterImports = body.find(({ type }) => type !== "ImportDeclaration")?.start ?? code.length;
  let rest = "";
  let expressions = "";
  let at = firstAfterImports;
  for (const statement of body) {
    if (statement.type !== "FunctionDeclaration" || statement.id === null || !starts.has(statement.start)) continue;
    expressions += `const ${statement.id.name} = (${code.slice(statement.start, statement.end)});\n`;
    rest += code.slice(at, statement.start);
    at = statement.end;
  }
  return code.slice(0, firstAfterImports) + expressions + rest + code.slice(at);
}
