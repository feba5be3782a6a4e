import type { SourceLocation } from "../model/diagnostic.ts";
import { shown } from "./did-you-mean.ts";
import { errorAt, type Problem } from "./problem.ts";
import type { ParsedFile } from "./schema-check.ts";
import { type OpenFile, type Referenced, type SourceFolder, UnreadableText } from "./source-folder.ts";
import type { TargetReader } from "./targets.ts";
import { parseUserList, type UserList } from "./user-list.ts";

/** The list files that any assignment refers to. */
interface Lists {
  readonly listFor: TargetReader;
  readonly texts: ReadonlyMap<string, string>;
  /** What tells the SHA-256 of each of them. */
  readonly hashes: ReadonlyMap<string, () => string>;
  readonly diagnostics: readonly Problem[];
}

/** A list of a million users has some 40 MB. */
const MOST_LIST_BYTES = 256 * 1024 * 1024;

/** Reads each list once, however often it is referred to. */
export async function readLists(files: readonly ParsedFile[], folder: SourceFolder): Promise<Lists> {
  const byReference = new Map<string, UserList>();
  const byPath = new Map<string, ListOfPath>();
  const texts = new Map<string, string>();
  const hashes = new Map<string, () => string>();
  const diagnostics: Problem[] = [];
  for (const { file, reference, at } of references(files)) {
    if (byReference.has(key(file.path, reference))) continue;
    const referenced = await folder.openReferenced(file.path, reference, MOST_LIST_BYTES);
    if (referenced.state !== "open") {
      diagnostics.push(problemOf(referenced, reference, at));
      continue;
    }
    const known = byPath.get(referenced.path) ?? (await readList(referenced));
    if (known.state === "problem") {
      diagnostics.push(problemOf(known, reference, at));
      continue;
    }
    if (!byPath.has(referenced.path)) {
      byPath.set(referenced.path, known);
      hashes.set(referenced.path, () => known.sha256);
      if (known.text !== null) texts.set(referenced.path, known.text);
      diagnostics.push(...known.list.diagnostics);
    }
    byReference.set(key(file.path, reference), known.list);
  }
  return {
    listFor: (fromFile, reference) => byReference.get(key(fromFile, reference)) ?? null,
    texts,
    hashes,
    diagnostics,
  };
}

interface ListOfPath {
  readonly state: "list";
  readonly list: UserList;
  readonly sha256: string;
  /** Kept where a message shows a line of it; null: none does. */
  readonly text: string | null;
}

async function readList(file: OpenFile): Promise<ListOfPath | Extract<Referenced, { readonly state: "problem" }>> {
  try {
    const list = await parseUserList(file.path, file.pieces());
    const sha256 = file.sha256();
    const lines = list.diagnostics.map(({ line }) => line);
    const text = lines.length === 0 ? null : await beginningOf(file.pieces(), Math.max(...lines));
    return { state: "list", list, sha256, text };
  } catch (error) {
    if (error instanceof UnreadableText) return { state: "problem", diagnostic: error.diagnostic };
    throw error;
  }
}

/** Lines that stand further behind are not shown. */
const SHOWN_CHARACTERS = 64 * 1024 * 1024;

/** The text as far as `line`, and a little further. */
async function beginningOf(pieces: AsyncIterable<string>, line: number): Promise<string> {
  const all: string[] = [];
  let [length, breaks] = [0, 0];
  for await (const piece of pieces) {
    all.push(piece);
    length += piece.length;
    breaks += piece.match(/\r\n?|\n/g)?.length ?? 0;
    // Between two pieces a line break may be cut in two, and count twice.
    if (length > SHOWN_CHARACTERS || breaks - all.length >= line) break;
  }
  return all.join("");
}

function* references(files: readonly ParsedFile[]) {
  for (const file of files) {
    for (const { path, targets } of targetLists(file.value)) {
      for (const [position, target] of targets.entries()) {
        const usersFrom = target?.usersFrom;
        if (usersFrom === undefined) continue;
        yield { file, reference: usersFrom, at: file.valueAt([...path, position, "usersFrom"]) };
      }
    }
  }
}

/** Everything that names people by targets, with its place. */
function* targetLists({ assignments = [], exceptions = [], rollouts = {} }: ParsedFile["value"]) {
  for (const [index, written] of assignments.entries()) {
    for (const section of ["to", "except"] as const)
      yield { path: ["assignments", index, section], targets: written?.[section] ?? [] };
  }
  for (const [index, written] of exceptions.entries()) {
    yield { path: ["exceptions", index, "to"], targets: written?.to ?? [] };
  }
  for (const [app, written] of Object.entries(rollouts)) {
    for (const [index, ring] of (written?.rings ?? []).entries())
      yield { path: ["rollouts", app, "rings", index, "to"], targets: ring.to ?? [] };
  }
}

function problemOf(
  referenced: Exclude<Referenced, { readonly state: "open" }>,
  reference: string,
  at: SourceLocation,
): Problem {
  if (referenced.state === "outside") {
    return errorAt(at, "outside-folder", `the list ${shown(reference)} is outside the desired-state folder`, {
      hint: "keep lists inside the folder, without absolute paths and links that lead out: what is reviewed is what is read",
    });
  }
  const { diagnostic } = referenced;
  return { ...diagnostic, ...at, message: `the list ${shown(reference)}: ${diagnostic.message}` };
}

function key(fromFile: string, reference: string): string {
  return `${fromFile}\u0000${reference}`;
}
