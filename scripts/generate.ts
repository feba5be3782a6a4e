import { readFile, writeFile } from "node:fs/promises";
import { compileFromFile } from "json-schema-to-typescript";

/** A committed file that is made from another one. A test compares each with a fresh one. */
export interface Generated {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly make: () => Promise<string>;
}

const ROOT = new URL("../", import.meta.url);

/** Everything that `npm run generate` writes. */
export const GENERATED: readonly Generated[] = [
  {
    path: "src/desired/schema.d.ts",
    make: () =>
      compileFromFile(new URL("schemas/desired-state.schema.json", ROOT).pathname, {
        additionalProperties: false,
        ignoreMinAndMaxItems: true,
        bannerComment: "// Made from schemas/desired-state.schema.json by `npm run generate`; do not edit.",
        style: { printWidth: 120 },
      }),
  },
];

if (import.meta.main) {
  for (const { path, make } of GENERATED) {
    const file = new URL(path, ROOT);
    const before = await readFile(file, "utf8").catch(() => null);
    const after = await make();
    if (before !== after) await writeFile(file, after);
    process.stdout.write(`${before === after ? "fresh" : "written"} ${path}\n`);
  }
}
