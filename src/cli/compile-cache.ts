import { existsSync, lstatSync, mkdirSync, realpathSync } from "node:fs";
import { enableCompileCache, getCompileCacheDir } from "node:module";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join } from "node:path";
import process from "node:process";

/** What decides where compiled code is kept. */
export interface CacheOwner {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Null where the system does not count its users; there the home of each is closed to the others. */
  readonly userId: number | null;
}

const [OTHERS_WRITE, STICKY] = [0o022, 0o1000];

/**
 * What is compiled once need not be compiled by the next run; where nothing can be kept, nothing is. Node would keep it
 * in a folder for temporary files, and run what it finds there whoever wrote it. A folder that the user gives to Node
 * (NODE_COMPILE_CACHE) is the user's choice, and is in use by now.
 */
export function keepCompiledCode(): void {
  const { env: environment, platform } = process;
  if (getCompileCacheDir() !== undefined || environment["NODE_DISABLE_COMPILE_CACHE"] !== undefined) return;
  const folder = ownCacheFolder({ environment, platform, userId: process.geteuid?.() ?? null });
  if (folder !== null) enableCompileCache(folder);
}

/**
 * The folder for compiled code, made if need be; null where there is none that only this user can change. Never throws.
 * Source for Linux: https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function ownCacheFolder(owner: CacheOwner): string | null {
  try {
    const caches = cachesOf(owner);
    if (!isAbsolute(caches)) return null;
    const [base, missing] = existsSync(caches) ? [caches, []] : [dirname(caches), [basename(caches)]];
    return makeBelow(realpathSync(base), [...missing, "trueup", "compile-cache"], owner.userId);
  } catch {
    // No home, a read-only disk, a file in its place: the program does not need it.
    return null;
  }
}

function cachesOf({ environment, platform }: CacheOwner): string {
  const home = environment["HOME"] ?? homedir();
  if (platform === "win32") return environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local");
  if (platform === "darwin") return join(home, "Library", "Caches");
  const caches = environment["XDG_CACHE_HOME"] ?? "";
  return isAbsolute(caches) ? caches : join(home, ".cache");
}

/** @param base without links in it */
function makeBelow(base: string, names: readonly string[], userId: number | null): string | null {
  if (userId !== null && !isOutOfReach(base, userId)) return null;
  let folder = base;
  for (const name of names) {
    folder = join(folder, name);
    // "recursive" says nothing where there is one already; what is above is there.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(folder, userId)) return null;
  }
  return folder;
}

/** Whoever can rename one of the folders on the way can put another one in its place, after it was looked at. */
function isOutOfReach(folder: string, userId: number): boolean {
  const { uid, mode } = lstatSync(folder);
  if (uid !== userId && uid !== 0) return false;
  if ((mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0) return false;
  const above = dirname(folder);
  return above === folder || isOutOfReach(above, userId);
}

function isOwn(folder: string, userId: number | null): boolean {
  const found = lstatSync(folder);
  if (!found.isDirectory()) return false;
  return userId === null || (found.uid === userId && (found.mode & OTHERS_WRITE) === 0);
}
