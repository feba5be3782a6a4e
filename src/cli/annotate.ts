import { existsSync, statSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import process from "node:process";
import type { Console } from "./console.ts";

/**
 * The folder that diagnostics of PATH are relative to, as seen from the root of the repository: where GitHub Actions says
 * it is checked out, or else the working directory. Empty for the root itself, and where PATH lies outside.
 */
export function folderInRepository(path: string, { environment }: Pick<Console, "environment">): string {
  const root = resolve(environment["GITHUB_WORKSPACE"] ?? process.cwd());
  const isFile = existsSync(path) && statSync(path).isFile();
  const inside = relative(root, resolve(isFile ? dirname(path) : path));
  return inside.startsWith("..") ? "" : inside.split(sep).join("/");
}
