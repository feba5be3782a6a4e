import type { SourceLocation } from "../model/diagnostic.ts";
import { type ParsedFiles, parseFiles } from "./parse-files.ts";
import { errorAt, type Problem } from "./problem.ts";
import type { ParsedFile } from "./schema-check.ts";
import type { SourceFolder } from "./source-folder.ts";

/**
 * Parses the files of a folder, and the shared files of its fleet that they take in with `use`, or that those take in. A shared
 * file is taken in once, however many use it.
 */
export async function parseWithShared(folder: SourceFolder): Promise<ParsedFiles> {
  const own = parseFiles(folder.files);
  const taking: Taking = { folder, parts: [own], taken: new Set(), problems: [] };
  for (const file of own.files) await takeIn(taking, file, []);
  return together(taking.parts, taking.problems);
}

interface Taking {
  readonly folder: SourceFolder;
  readonly parts: ParsedFiles[];
  /** Paths from the folder of the fleet. */
  readonly taken: Set<string>;
  readonly problems: Problem[];
}

/** @param way the shared files that lead to this one, itself included */
async function takeIn(taking: Taking, file: ParsedFile, way: readonly string[]): Promise<void> {
  for (const [index, reference] of (file.value.use ?? []).entries()) {
    if (reference === null) continue;
    const at = file.valueAt(["use", index]);
    if (way.includes(reference)) taking.problems.push(circle(at, way, reference));
    else if (!taking.taken.has(reference)) {
      taking.taken.add(reference);
      await takeInFile(taking, reference, at, way);
    }
  }
}

async function takeInFile(taking: Taking, reference: string, at: SourceLocation, way: readonly string[]) {
  const read = await taking.folder.readShared(reference);
  if (read.state === "no-fleet") {
    const message = `${reference} cannot be used: no fleet has this folder as a tenant`;
    const hint = "a tenant is the folder tenants/NAME beside a fleet.yaml; or write here what the shared file says";
    taking.problems.push(errorAt(at, "use-without-fleet", message, { hint }));
  } else if (read.state === "problem") {
    const { diagnostic } = read;
    taking.problems.push({ ...diagnostic, ...at, message: `${reference}: ${diagnostic.message}` });
  } else {
    const part = parseFiles([read]);
    taking.parts.push(part);
    for (const shared of part.files) await takeIn(taking, shared, [...way, reference]);
  }
}

function circle(at: SourceLocation, way: readonly string[], reference: string): Problem {
  const between = way.slice(way.indexOf(reference) + 1);
  const by = between.length === 0 ? "" : `, by ${between.join(", ")}`;
  const hint = "take this line out: a file that was taken in once is there for all";
  return errorAt(at, "use-circle", `${reference} uses itself${by}`, { hint });
}

function together(parts: readonly ParsedFiles[], problems: readonly Problem[]): ParsedFiles {
  return {
    files: parts.flatMap(({ files }) => files),
    appNames: {
      known: new Set(parts.flatMap(({ appNames }) => [...appNames.known])),
      perhaps: new Set(parts.flatMap(({ appNames }) => [...appNames.perhaps])),
    },
    texts: new Map(parts.flatMap(({ texts }) => [...texts])),
    hashes: new Map(parts.flatMap(({ hashes }) => [...hashes])),
    diagnostics: [...parts.flatMap(({ diagnostics }) => diagnostics), ...problems],
  };
}
