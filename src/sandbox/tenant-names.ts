import type { Diagnostic } from "../model/diagnostic.ts";
import type { LocatedYaml, Path } from "./located-yaml.ts";
import type { TenantFile } from "./tenant-file-shape.ts";

/** What a file names, and what it was called at its first mention. */
export interface Names<Found> {
  /** Says where the name was given before, if it was. */
  readonly define: (name: string, found: Found, path: Path) => void;
  /** The named thing, or none, which is noted as a problem. */
  readonly find: (name: string, path: Path) => readonly Found[];
}

/** Names of one kind. Problems are added to `problems`. */
export function createNames<Found>(
  kind: "user" | "group" | "app",
  file: LocatedYaml<TenantFile>,
  problems: Diagnostic[],
): Names<Found> {
  const known = new Map<string, Found>();
  const keyOf = (name: string): string => (kind === "user" ? name.toLowerCase() : name);
  return {
    define: (name, found, path) => {
      const key = keyOf(name);
      if (known.has(key)) problems.push(file.problemAt(path, `the ${kind} "${name}" is defined twice`));
      else known.set(key, found);
    },
    find: (name, path) => {
      const found = known.get(keyOf(name));
      if (found !== undefined) return [found];
      problems.push(file.problemAt(path, `the file refers to ${kind} "${name}", which it does not have`));
      return [];
    },
  };
}
