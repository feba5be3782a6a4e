import { existsSync } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import yauzl from "yauzl";
import { causeOf, UsageError } from "../errors.ts";
import { type AppVersionFacts, parseManifest } from "./manifest.ts";

/** No manifest is so large, in bytes. */
const LARGEST_MANIFEST = 5_000_000;
/** No package of an app unpacks to so much: Teams takes packages of a few megabytes. */
const LARGEST_PACKAGE = 100_000_000;
const MOST_FILES = 10_000;
const MANIFEST = "manifest.json";
const ZIP_BEGINS = [Buffer.from("PK\u0003\u0004"), Buffer.from("PK\u0005\u0006")];

/**
 * Reads the manifest of an app: of a folder, of a package (zip), or the JSON itself.
 * @throws UsageError where there is none
 */
export async function readManifest(path: string): Promise<AppVersionFacts> {
  const parsed = parseManifest(await textAt(path), path);
  if (parsed.kind === "none") throw noManifest(path, parsed.why);
  return parsed.facts;
}

async function textAt(path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return await manifestInFolder(path);
    if (!found.isFile()) throw new Error("it is no file and no folder");
    if (await isZip(path)) return await manifestInZip(path);
    if (/\.zip$/i.test(path)) throw new Error("it is no zip file");
    return await jsonAt(path);
  } catch (error) {
    throw noManifest(path, causeOf(error));
  }
}

async function manifestInFolder(path: string): Promise<string> {
  const manifest = join(path, MANIFEST);
  if (!existsSync(manifest)) throw new Error(`the folder holds no ${MANIFEST}`);
  return jsonAt(manifest);
}

async function jsonAt(path: string): Promise<string> {
  if ((await stat(path)).size > LARGEST_MANIFEST) throw new Error(`${path} is larger than any manifest`);
  return textOf(await readFile(path));
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const start = Buffer.alloc(4);
    await file.read(start, 0, 4, 0);
    return ZIP_BEGINS.some((begin) => begin.equals(start));
  } finally {
    await file.close();
  }
}

/**
 * Nothing is unpacked but the manifest, into memory; `yauzl` refuses names that lead out of the package, and more bytes than a
 * file says it has.
 */
async function manifestInZip(path: string): Promise<string> {
  const zip = await yauzl.openPromise(path, { autoClose: false });
  try {
    let manifest: yauzl.Entry | null = null;
    let [files, size] = [0, 0];
    let elsewhere: string | null = null;
    for await (const entry of zip.eachEntry()) {
      files += 1;
      size += entry.uncompressedSize;
      if (size > LARGEST_PACKAGE || files > MOST_FILES)
        throw new Error(`it unpacks to more than any package of an app: at least ${files} files and ${size} bytes`);
      if (entry.fileName === MANIFEST) manifest = entry;
      else if (entry.fileName.toLowerCase().split("/").at(-1) === MANIFEST) elsewhere ??= entry.fileName;
    }
    if (manifest === null) {
      const found = elsewhere === null ? "" : `, where Teams looks for it: it holds ${elsewhere}`;
      throw new Error(`it is a zip file without a ${MANIFEST} at its top${found}`);
    }
    if (manifest.uncompressedSize > LARGEST_MANIFEST) throw new Error(`its ${MANIFEST} is larger than any manifest`);
    return await gather(await zip.openReadStreamPromise(manifest));
  } finally {
    zip.close();
  }
}

async function gather(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return textOf(Buffer.concat(chunks));
}

/** PowerShell writes UTF-16 with a mark at its beginning. */
function textOf(bytes: Buffer): string {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");
}

function noManifest(path: string, why: string): UsageError {
  return new UsageError(
    `${path} is no manifest of an app: ${why}`,
    "give a folder or a package (zip) with a manifest.json, or the manifest itself; versions of the catalog need --app",
  );
}
