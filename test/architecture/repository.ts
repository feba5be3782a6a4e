import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type SourceFile, readSource } from "./source.ts";

/** The folder of the checkout, with a `/` at its end. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The text of a file, named relative to the repository. */
export function readText(path: string): string {
  return readFileSync(ROOT + path, "utf8");
}

/** Paths of the files under a folder of the repository, at any depth, sorted, relative to the repository. */
export function filesUnder(folder: string): readonly string[] {
  return readdirSync(ROOT + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length).replaceAll("\\", "/"))
    .sort();
}

/** Every hand-written source file of `src`. Declarations (`.d.ts`) are generated from the schemas. */
export function readSources(): readonly SourceFile[] {
  return filesUnder("src")
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .map((path) => readSource(path, readText(path)));
}
