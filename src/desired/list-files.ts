import type { Diagnostic, SourceLocation } from "../model/diagnostic.ts";
import { shown } from "./did-you-mean.ts";
import { parseUserList, type UserList } from "./lists.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { errorAt } from "./problem.ts";
import type { Referenced, SourceFolder } from "./read-files.ts";
import type { TargetReader } from "./targets.ts";

/** The list files that any assignment refers to. */
export interface Lists {
  readonly listFor: TargetReader;
  readonly texts: ReadonlyMap<string, string>;
  /** The SHA-256 of each of them. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A list of a million users has some 40 MB. */
const MOST_LIST_BYTES = 256 * 1024 * 1024;

/** Reads each list once, however often it is referred to. */
export async function readLists(files: readonly ParsedFile[], folder: SourceFolder): Promise<Lists> {
  const byReference = new Map<string, UserList>();
  const byPath = new Map<string, UserList>();
  const texts = new Map<string, string>();
  const hashes = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const { file, reference, at } of references(files)) {
    if (byReference.has(key(file.path, reference))) continue;
    const referenced = await folder.readReferenced(file.path, reference, MOST_LIST_BYTES);
    if (referenced.state !== "read") {
      diagnostics.push(problemOf(referenced, reference, at));
      continue;
    }
    const known = byPath.get(referenced.path);
    const list = known ?? parseUserList(referenced.path, referenced.text);
    if (known === undefined) {
      byPath.set(referenced.path, list);
      texts.set(referenced.path, referenced.text);
      hashes.set(referenced.path, referenced.sha256);
      diagnostics.push(...list.diagnostics);
    }
    byReference.set(key(file.path, reference), list);
  }
  return {
    listFor: (fromFile, reference) => byReference.get(key(fromFile, reference)) ?? null,
    texts,
    hashes,
    diagnostics,
  };
}

function* references(files: readonly ParsedFile[]) {
  for (const file of files) {
    for (const [index, written] of (file.value.assignments ?? []).entries()) {
      const { to = [], except = [] } = written ?? {};
      for (const [section, targets] of Object.entries({ to, except })) {
        for (const [position, target] of targets.entries()) {
          const usersFrom = target?.usersFrom;
          if (usersFrom === undefined) continue;
          const at = file.valueAt(["assignments", index, section, position, "usersFrom"]);
          yield { file, reference: usersFrom, at };
        }
      }
    }
  }
}

function problemOf(
  referenced: Exclude<Referenced, { state: "read" }>,
  reference: string,
  at: SourceLocation,
): Diagnostic {
  if (referenced.state === "outside") {
    return errorAt(at, "outside-folder", `the list ${shown(reference)} is outside the desired-state folder`, {
      hint: "keep lists inside the folder, without absolute paths and links that lead out: what is reviewed is what is read",
    });
  }
  const { diagnostic } = referenced;
  const hint = diagnostic.hint ?? "the path is relative to this file";
  return { ...diagnostic, ...at, message: `the list ${shown(reference)}: ${diagnostic.message}`, hint };
}

function key(fromFile: string, reference: string): string {
  return `${fromFile}\u0000${reference}`;
}
