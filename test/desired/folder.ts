import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Configuration, Loaded } from "../../src/desired/configuration.ts";
import { load } from "../../src/desired/load.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";

/** Files by their path in the folder. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Writes files to a new folder, hands it to `use`, and takes it away again. */
export async function inFolder<Result>(files: Files, use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "desired-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      const full = join(folder, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, content);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Loads a folder with these files. */
export function loadFiles(files: Files): Promise<Loaded> {
  return inFolder(files, load);
}

/** Loads a folder with one file, `state.yaml`, of which `apiVersion: trueup/v1` is the first line. */
export function loadText(text: string): Promise<Loaded> {
  return loadFiles({ "state.yaml": withHeader(text) });
}

/** `apiVersion` as line 1, so that the first line of `text` is line 2. */
export function withHeader(text: string): string {
  return `apiVersion: trueup/v1\n${text}`;
}

/** `state.yaml:2:3 unknown-key`; the form in which the tables below say what is expected. */
export function placed({ file, line, column, code }: Diagnostic): string {
  return `${file ?? "-"}:${line ?? "-"}:${column ?? "-"} ${code}`;
}

/** The diagnostics of what was loaded, as {@link placed} says them. */
export function places(loaded: Loaded): readonly string[] {
  return loaded.diagnostics.map(placed);
}

/** The configuration, which has to be there. */
export function configurationOf(loaded: Loaded): Configuration {
  if (loaded.configuration === null) throw new Error(`not valid: ${places(loaded).join(", ")}`);
  return loaded.configuration;
}

/** A copy without places, for comparing what is said and not where. */
export function withoutPlaces(value: unknown): unknown {
  const text = JSON.stringify(value, (key, part: unknown) => (key === "source" ? undefined : part));
  const copy: unknown = JSON.parse(text);
  return copy;
}

export const MANIFEST_ID = "cf1ba4c7-9c1e-4b53-8d6a-0b1d1a0f3a01";
export const CATALOG_ID = "0d820ecd-def2-4297-adad-78056cde7c78";
export const USER_ID = "11111111-2222-4333-8444-555555555555";

/** A section that describes the apps `expenses` and `onboarding`: three lines. */
export const APPS = `apps:
  expenses: { manifestId: ${MANIFEST_ID} }
  onboarding: { catalogId: ${CATALOG_ID} }
`;
