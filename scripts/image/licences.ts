import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A package that is part of a bundle. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/**
 * The packages that modules are of, and their licences as one text, since licences ask to go wherever the code goes.
 * @param modules absolute paths of files
 * @throws Error for a package that names no licence
 */
export async function licencesOf(
  modules: readonly string[],
): Promise<{ readonly packages: readonly Package[]; readonly text: string }> {
  const folders = new Set(modules.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const found = await Promise.all([...folders].sort().map(read));
  return {
    packages: found.map(({ name, version, licence }) => ({ name, version, licence })),
    text: found
      .map(({ name, version, licence, words }) => `${name} ${version} (${licence})\n\n${words.trim()}\n`)
      .join(`\n${"-".repeat(80)}\n\n`),
  };
}

async function read(folder: string): Promise<Package & { readonly words: string }> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const [name, version, licence] = ["name", "version", "license"].map((key) => property(manifest, key));
  if (name === undefined || version === undefined || licence === undefined) {
    throw new Error(`${folder}/package.json names no name, version or license`);
  }
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return { name, version, licence, words: texts.join("\n") || "The package holds no text of its licence." };
}

function property(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === "string" ? found : undefined;
}
