import { createHash } from "node:crypto";

/**
 * `sha256:…` over the files by path: the same files give the same digest, whatever the order they were read in.
 * It covers, for each file sorted by path, a line `path`, tab, hexadecimal SHA-256 of its bytes.
 * @param files the SHA-256 of each file, by path
 */
export function digestOf(files: ReadonlyMap<string, string>): string {
  const lines = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, sha256]) => `${path}\t${sha256}\n`);
  return `sha256:${createHash("sha256").update(lines.join("")).digest("hex")}`;
}
