import { createHash } from "node:crypto";
import { createReadStream, type Dirent } from "node:fs";
import { lstat, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, parse, posix, relative, resolve, sep } from "node:path";
import { InternalError } from "../errors.ts";
import { LOCK_FILE } from "../model/lock.ts";
import { FLEET_FILE, FROM_TENANT, isShared, SHARED_FOLDER, TENANTS_FOLDER } from "./fleet-places.ts";
import {
  binary,
  codeOf,
  failureOf,
  type FileProblem,
  fileProblem,
  notText,
  type OpenFile,
  type ReadFile,
  type SourceFolder,
  unreadable,
  UnreadableText,
} from "./source-folder.ts";

/** Generous for what people write by hand: 8 MiB is some 200,000 lines. */
const MOST_YAML_BYTES = 8 * 1024 * 1024;
/** Of all files together, also of one that links lead to twice. */
const MOST_YAML_CHARACTERS = 32 * 1024 * 1024;

/** PATH_MAX of Linux, the longest path that a file can have (https://man7.org/linux/man-pages/man7/path_resolution.7.html). */
const LONGEST_REFERENCE = 4096;

/** Large enough that pieces are few, small enough that a list of any size takes no room. */
const PIECE_BYTES = 256 * 1024;

/**
 * Reads PATH: one file, or a folder with everything in it. The only file of this room that touches the disk. Null when there is nothing of that name.
 */
export async function readSourceFolder(path: string): Promise<SourceFolder | null> {
  const info = await stat(path).catch((error: unknown) => ({ error }));
  if ("error" in info) {
    if (NOTHING_THERE.has(codeOf(info.error))) return null;
    const files = [unreadable(path, "the path", info.error)];
    return {
      files,
      lock: null,
      single: true,
      readShared: () => Promise.resolve({ state: "no-fleet" }),
      openReferenced: () => Promise.resolve({ state: "outside" }),
    };
  }
  const single = !info.isDirectory();
  const folder = single ? dirname(resolve(path)) : resolve(path);
  // A single file may refer to lists anywhere below the working directory, a folder only to its own.
  const realBoundary = await realpath(single ? resolve(".") : folder);
  const files: ReadFile[] = [];
  const realFolder = await realpath(folder);
  if (await leadsAway(path)) files.push(leadsAwayProblem(path));
  else if (single) files.push(await readSingle({ full: resolve(path), path: basename(path), realFolder }));
  else await readFolder({ folder, realFolder, realBoundary, visited: new Set(), files, characters: 0 }, ".");
  const fleet = await fleetOf(folder);
  return {
    files,
    readShared: (reference) =>
      fleet === null ? Promise.resolve({ state: "no-fleet" }) : readSharedFile(fleet, reference),
    lock: await readBeside({ full: join(folder, LOCK_FILE), path: LOCK_FILE, realFolder }, realBoundary),
    single,
    openReferenced: async (fromFile, reference, maxBytes) => {
      if (isAbsolute(reference)) return { state: "outside" };
      if (reference.length > LONGEST_REFERENCE || reference.includes("\u0000")) {
        return fileProblem(fromFile, "unreadable-file", "no file can have such a name", "write the path of a CSV file");
      }
      const full = resolve(folder, dirname(fromFile), reference);
      const boundary = fleet !== null && isShared(fromFile) ? fleet : { realFolder, realBoundary };
      const way = boundaryViolation(await realpathOfExisting(full), boundary);
      if (way === "outside") return { state: "outside" };
      if (way === "hidden") return hidden(fromFile);
      return openText(full, slashes(relative(folder, full)), maxBytes);
    },
  };
}

/** The folder of a fleet; what its shared files may lead to is below `realBoundary`. */
interface FleetPlace extends Boundary {
  readonly folder: string;
}

/** The fleet that a folder is a tenant of: `tenants/NAME` below a folder with a fleet.yaml. Null: it is none. */
async function fleetOf(tenant: string): Promise<FleetPlace | null> {
  const folder = resolve(tenant, FROM_TENANT);
  if (basename(dirname(tenant)) !== TENANTS_FOLDER) return null;
  const isThere = await lstat(join(folder, FLEET_FILE)).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  const realFolder = await realpath(folder);
  return { folder, realFolder, realBoundary: join(realFolder, SHARED_FOLDER) };
}

async function readSharedFile(fleet: FleetPlace, reference: string): Promise<ReadFile> {
  const path = FROM_TENANT + reference;
  const full = join(fleet.folder, reference);
  const way = boundaryViolation(await realpathOfExisting(full), fleet);
  if (way === "outside") {
    return fileProblem(
      path,
      "outside-folder",
      `the link leads out of ${SHARED_FOLDER}/`,
      `put the file itself into ${SHARED_FOLDER}/`,
    );
  }
  return way === "hidden" ? hidden(path) : readText({ full, path, realFolder: fleet.realFolder }, MOST_YAML_BYTES);
}

async function readSingle(located: Located): Promise<ReadFile> {
  const { full, path, realFolder } = located;
  const way = boundaryViolation(await realpathOfExisting(full), { realFolder, realBoundary: parse(full).root });
  return way === "hidden" ? hidden(path) : readText(located, MOST_YAML_BYTES);
}

/** A file that may be there; null: it is not. */
async function readBeside(located: Located, realBoundary: string): Promise<ReadFile | null> {
  const { full, path, realFolder } = located;
  const isThere = await lstat(full).then(
    () => true,
    (error: unknown) => !NOTHING_THERE.has(codeOf(error)),
  );
  if (!isThere) return null;
  const way = boundaryViolation(await realpathOfExisting(full), { realFolder, realBoundary });
  if (way === "outside") return linkLeadsOut(path);
  return way === "hidden" ? hidden(path) : readText(located, MOST_YAML_BYTES);
}

/** Whoever passes a path within the working directory means what is there, and not where a link in it leads. */
async function leadsAway(path: string): Promise<boolean> {
  const here = resolve(".");
  return isWithin(resolve(path), here) && !isWithin(await realpath(path), await realpath(here));
}

interface Walk extends Boundary {
  readonly folder: string;
  /** Real paths of the folders that were read: links may lead to one twice, or round in a circle. */
  readonly visited: Set<string>;
  readonly files: ReadFile[];
  /** Of all texts so far. */
  characters: number;
}

async function readFolder(walk: Walk, below: string): Promise<void> {
  const full = join(walk.folder, below);
  const real = await realpath(full).catch(() => full);
  if (walk.visited.has(real)) return;
  walk.visited.add(real);
  const entries = await readdir(full, { withFileTypes: true }).catch((error: unknown) => {
    walk.files.push(unreadable(below, "the folder", error));
    return [];
  });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    if (!name.startsWith(".") && !name.startsWith("_")) await readEntry(walk, posix.join(below, name), entry);
  }
}

async function readEntry(walk: Walk, path: string, entry: Dirent): Promise<void> {
  const full = join(walk.folder, path);
  const isLink = entry.isSymbolicLink();
  const isFolder = isLink ? await leadsToFolder(full) : entry.isDirectory();
  if (!isFolder && !/\.ya?ml$/.test(path)) return;
  const way = isLink ? boundaryViolation(await realpathOfExisting(full), walk) : null;
  if (way === "outside") walk.files.push(linkLeadsOut(path));
  else if (way === "hidden") walk.files.push(hidden(path));
  else if (isFolder) await readFolder(walk, path);
  else walk.files.push(await readWithin(walk, full, path));
}

function linkLeadsOut(path: string): FileProblem {
  return fileProblem(
    path,
    "outside-folder",
    "the link leads out of the desired-state folder",
    "put the file itself there",
  );
}

async function readWithin(walk: Walk, full: string, path: string): Promise<ReadFile> {
  if (walk.characters > MOST_YAML_CHARACTERS) {
    return fileProblem(
      path,
      "file-too-large",
      "the files before this one hold more than any desired state should",
      "long lists of users belong into CSV files, named by usersFrom",
    );
  }
  const file = await readText({ full, path, realFolder: walk.realFolder }, MOST_YAML_BYTES);
  if (file.state === "read") walk.characters += file.text.length;
  return file;
}

async function leadsToFolder(link: string): Promise<boolean> {
  const info = await stat(link).catch(() => null);
  return info?.isDirectory() === true;
}

interface Located {
  readonly full: string;
  readonly path: string;
  readonly realFolder: string;
}

async function readText({ full, path, realFolder }: Located, maxBytes: number): Promise<ReadFile> {
  try {
    const refused = await refusalOf(full, path, maxBytes);
    if (refused !== null) return refused;
    const bytes = await readFile(full);
    const text = createDecoder(path, bytes)(bytes, false);
    const realPath = slashes(relative(realFolder, await realpath(full)));
    return { state: "read", path, realPath, text, sha256: () => createHash("sha256").update(bytes).digest("hex") };
  } catch (error) {
    return failureOf(path, error);
  }
}

/** Why a file is not even opened. */
async function refusalOf(full: string, path: string, maxBytes: number): Promise<FileProblem | null> {
  const info = await stat(full);
  // Reading a pipe or a device might never end.
  if (!info.isFile()) return fileProblem(path, "unreadable-file", "this is no regular file", "put a file there");
  if (info.size <= maxBytes) return null;
  return fileProblem(
    path,
    "file-too-large",
    `the file has ${info.size} bytes, and ${maxBytes} are the most`,
    "split it",
  );
}

async function openText(full: string, path: string, maxBytes: number): Promise<OpenFile | FileProblem> {
  try {
    const refused = await refusalOf(full, path, maxBytes);
    if (refused !== null) return refused;
  } catch (error) {
    return failureOf(path, error);
  }
  let hash = createHash("sha256");
  return {
    state: "open",
    path,
    async *pieces() {
      hash = createHash("sha256");
      let decode: Decode | null = null;
      try {
        for await (const bytes of bytesOf(full)) {
          decode ??= createDecoder(path, bytes);
          hash.update(bytes);
          yield decode(bytes, true);
        }
        yield decode?.(new Uint8Array(), false) ?? "";
      } catch (error) {
        throw new UnreadableText(failureOf(path, error).diagnostic);
      }
    },
    sha256: () => hash.copy().digest("hex"),
  };
}

/** @throws UnreadableText, and what a decoder throws */
type Decode = (bytes: Uint8Array, isMoreToCome: boolean) => string;

/**
 * Decodes a file. PowerShell 5.1 and Excel write UTF-16, with a byte order mark in front; everything else is UTF-8.
 * @param beginning the first bytes of the file
 * @throws UnreadableText
 */
function createDecoder(path: string, beginning: Uint8Array): Decode {
  const foreign = notText(path, beginning);
  if (foreign !== null) throw new UnreadableText(foreign.diagnostic);
  const [first, second] = beginning;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const decoder = new TextDecoder(!isUtf16 ? "utf-8" : first === 0xff ? "utf-16le" : "utf-16be", { fatal: true });
  return (bytes, stream) => {
    if (!isUtf16 && bytes.includes(0)) throw new UnreadableText(binary(path).diagnostic);
    const text = decoder.decode(bytes, { stream });
    if (isUtf16 && text.includes("\u0000")) throw new UnreadableText(binary(path).diagnostic);
    return text;
  };
}

async function* bytesOf(full: string): AsyncGenerator<Uint8Array> {
  for await (const bytes of createReadStream(full, { highWaterMark: PIECE_BYTES })) {
    if (!(bytes instanceof Uint8Array)) throw new InternalError("a file without an encoding was decoded");
    yield bytes;
  }
}

/** The real path, also of a file that does not exist: then of the part that does, with the rest behind it. */
async function realpathOfExisting(full: string): Promise<string> {
  let real = parse(full).root;
  for (const name of full.slice(real.length).split(sep)) {
    const next = join(real, name);
    real = await realpath(next).catch(() => next);
  }
  return real;
}

/** A path that holds a null character is refused with an error of its own. */
const NOTHING_THERE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ERR_INVALID_ARG_VALUE"]);

function slashes(path: string): string {
  return path.split(sep).join("/");
}

/** Between what a path may lead to: everything below `realBoundary`, but nothing that is hidden from `realFolder` on. */
interface Boundary {
  readonly realFolder: string;
  readonly realBoundary: string;
}

/** How a path that must stay within a boundary leads out of it; null: it does not. */
type BoundaryViolation = "outside" | "hidden" | null;

/** @param real a path with all links followed */
function boundaryViolation(real: string, { realFolder, realBoundary }: Boundary): BoundaryViolation {
  if (!isWithin(real, realBoundary)) return "outside";
  return isHidden(relative(realFolder, real)) ? "hidden" : null;
}

/** That PATH leads out of the working directory. */
function leadsAwayProblem(path: string): FileProblem {
  return fileProblem(
    path,
    "outside-folder",
    "the path leads out of the working directory, by a link",
    "pass the path that it leads to, if that is what you mean",
  );
}

/** That a file leads to a hidden one. */
function hidden(path: string): FileProblem {
  return fileProblem(
    path,
    "outside-folder",
    "it leads to a name that begins with a dot, where programs keep what is theirs",
    "put the file itself there, under a name without a dot in front",
  );
}

/** Whether a name on the way begins with a dot. Two dots lead upwards, or are the folders in which Kubernetes keeps what it mounts. */
function isHidden(path: string): boolean {
  return path.split(sep).some((name) => /^\.[^.]/.test(name));
}

/** Whether a path is a folder, or something below it. */
function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(join(folder, sep));
}
