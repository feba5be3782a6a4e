import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** Nobody waits long for the Tab key: what is larger than a folder of apps usually is, is left alone. */
const [MOST_ENTRIES, MOST_BYTES] = [400, 256 * 1024];

/** The names that the `apps` of a desired state give, sorted; none of what cannot be read, and never an error. */
export async function appNames(path: string): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const file of await yamlFiles(path)) for (const name of await namesIn(file)) names.add(name);
  return [...names].toSorted();
}

async function yamlFiles(path: string): Promise<readonly string[]> {
  if (/\.ya?ml$/.test(path)) return [path];
  const found: string[] = [];
  const folders = [path];
  let seen = 0;
  for (const folder of folders) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (/^[._]|^node_modules$/.test(entry.name)) continue;
      if ((seen += 1) > MOST_ENTRIES) return found;
      if (entry.isDirectory()) folders.push(join(folder, entry.name));
      else if (/\.ya?ml$/.test(entry.name)) found.push(join(folder, entry.name));
    }
  }
  return found;
}

async function namesIn(file: string): Promise<readonly string[]> {
  try {
    return (await stat(file)).size > MOST_BYTES ? [] : keysOfApps(await readFile(file, "utf8"));
  } catch {
    // The Tab key is not the place to say what is wrong with a file; validate says it.
    return [];
  }
}

/** The keys below `apps:`, as people write them; a parser of YAML would take longer than the rest of the answer. */
function keysOfApps(text: string): readonly string[] {
  const [, block = ""] = /^apps:[^\S\n]*(?:#.*)?\r?\n((?:[ #].*\n?|\r?\n)*)/m.exec(text) ?? [];
  const keys = [...block.matchAll(/^( +)["']?([a-z0-9][a-z0-9-]*)["']?:/gm)];
  const indent = keys[0]?.[1];
  return keys.filter(([, before]) => before === indent).map(([, , name = ""]) => name);
}
