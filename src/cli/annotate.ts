import { realpathSync, statSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import process from "node:process";
import type { Console } from "./console.ts";

/**
 * The folder that diagnostics of PATH are relative to, as seen from the root of the repository: where GitHub Actions says
 * it is checked out, or else the working directory. Links are followed, since a pull request shows files where they are.
 * Empty for the root itself; it begins with `..` where PATH lies outside.
 */
export function folderInRepository(path: string, { environment }: Pick<Console, "environment">): string {
  const root = followed(environment["GITHUB_WORKSPACE"] || process.cwd());
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const inside = relative(root, followed(isFile ? dirname(path) : path));
  return inside.split(sep).join("/");
}

/** What is not there has no links to follow. */
function followed(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
