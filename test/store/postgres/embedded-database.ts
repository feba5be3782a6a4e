import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PGlite, types } from "@electric-sql/pglite";

const MODULES = fileURLToPath(new URL("../../../node_modules/", import.meta.url));
const PARSERS = { [types.INT8]: Number };
/** Nobody is longer at it, unless they were killed. */
const MAKING_MS = 30_000;

/**
 * A new database in this process. To make its first files takes seconds, and gives the same each time: they are kept beside
 * the modules, for the other workers and for the next run.
 */
export async function newDatabase(): Promise<PGlite> {
  const kept = await firstFiles();
  if (kept === null) return PGlite.create({ parsers: PARSERS });
  return PGlite.create({ parsers: PARSERS, loadDataDir: new Blob([await readFile(kept)]) });
}

/** The file that holds them; null where none can be kept. */
async function firstFiles(): Promise<string | null> {
  const { version }: { readonly version: string } = JSON.parse(
    await readFile(`${MODULES}@electric-sql/pglite/package.json`, "utf8"),
  );
  const file = `${MODULES}.cache/trueup-tests/pglite-${version}.tar`;
  const making = `${file}.making`;
  await mkdir(`${MODULES}.cache/trueup-tests`, { recursive: true });
  for (;;) {
    if ((await ageOf(file)) !== null) return file;
    const isMine = await mkdir(making).then(
      () => true,
      () => false,
    );
    if (isMine) {
      await make(file);
      await rm(making, { recursive: true, force: true });
      return file;
    }
    const age = await ageOf(making);
    if (age !== null && age > MAKING_MS) return null;
    await sleep(50);
  }
}

async function make(file: string): Promise<void> {
  const database = await PGlite.create();
  const files = await database.dumpDataDir("none");
  await database.close();
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, Buffer.from(await files.arrayBuffer()));
  await rename(unfinished, file);
}

function ageOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => null,
  );
}
