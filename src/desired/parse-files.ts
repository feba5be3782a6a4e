import { shown } from "./did-you-mean.ts";
import { blameOddCharacters, foreignMark } from "./foreign-marks.ts";
import { errorAt, type Problem } from "./problem.ts";
import { asMapping, checkSchema, type ParsedFile } from "./schema-check.ts";
import type { ReadFile } from "./source-folder.ts";
import { parseYamlFile, type YamlFile } from "./yaml-file.ts";

/** Names that assignments may refer to. */
export interface AppNames {
  /** The names of all apps, also of those that do not fit: an assignment to one of them is not to blame for that. */
  readonly known: ReadonlySet<string>;
  /** Whatever looks like a key in files that could not be parsed: one of them may describe the app. */
  readonly perhaps: ReadonlySet<string>;
}

/** What became of the files that were read. */
export interface ParsedFiles {
  /** The files, as far as they fit the schema. */
  readonly files: readonly ParsedFile[];
  readonly appNames: AppNames;
  /** The text of every file that could be read. */
  readonly texts: ReadonlyMap<string, string>;
  /** What tells the SHA-256 of each of them. */
  readonly hashes: ReadonlyMap<string, () => string>;
  readonly diagnostics: readonly Problem[];
}

/** Parses each file and checks it against the schema of the language. */
export function parseFiles(read: readonly ReadFile[]): ParsedFiles {
  const files: ParsedFile[] = [];
  const texts = new Map<string, string>();
  const hashes = new Map<string, () => string>();
  const known = new Set<string>();
  const perhaps = new Set<string>();
  const diagnostics: Problem[] = [];
  for (const source of read) {
    if (source.state === "problem") {
      diagnostics.push(source.diagnostic);
      continue;
    }
    texts.set(source.path, source.text);
    hashes.set(source.path, source.sha256);
    const mark = foreignMark(source.path, source.text);
    const parsed = mark === null ? parseYamlFile(source.path, source.text) : { file: null, diagnostics: [mark] };
    const foreign = parsed.file === null ? null : notDesiredState(parsed.file);
    const problems = [...parsed.diagnostics, ...(foreign === null ? [] : [foreign])];
    if (parsed.file === null || foreign !== null) {
      diagnostics.push(...blameOddCharacters(source.path, source.text, problems));
      for (const [name] of source.text.matchAll(NAME_OF_KEY)) perhaps.add(name);
      continue;
    }
    const { value, diagnostics: misfits } = checkSchema(parsed.file);
    diagnostics.push(...blameOddCharacters(source.path, source.text, [...problems, ...misfits]));
    files.push({ ...parsed.file, value, realPath: source.realPath });
    for (const name of Object.keys(asMapping(asMapping(parsed.file.value)["apps"]))) known.add(name);
  }
  return { files, texts, hashes, appNames: { known, perhaps }, diagnostics };
}

const NAME_OF_KEY = /(?<![a-z0-9-])[a-z0-9][a-z0-9-]*(?=["']?:)/g;

/** A file that does not say what it is gets one error, not one for each of its keys. */
function notDesiredState(file: YamlFile): Problem | null {
  const version = asMapping(file.value)["apiVersion"];
  if (version === "trueup/v1") return null;
  if (version === undefined && asMapping(file.value)["fleetVersion"] !== undefined) {
    return errorAt(file.valueAt([]), "not-desired-state", "this is the file of a fleet, and no desired state", {
      hint: "run trueup fleet with this folder, or pass the folder of one tenant, tenants/NAME",
    });
  }
  if (version === undefined) {
    return errorAt(file.valueAt([]), "not-desired-state", "the file does not say apiVersion: trueup/v1", {
      hint: "if it is desired state, add the line at its top; if not, move it elsewhere, or pass the sub-folder that holds the desired state",
    });
  }
  return errorAt(
    file.valueAt(["apiVersion"]),
    "not-desired-state",
    `apiVersion is ${shown(version)}, and this program reads trueup/v1`,
    {
      hint: "write apiVersion: trueup/v1",
    },
  );
}
