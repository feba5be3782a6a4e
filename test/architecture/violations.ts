import { dirname, join, normalize } from "node:path/posix";
import type { Room } from "./rooms.ts";
import type { Import, SourceFile } from "./source.ts";

const VAGUE_NAMES = new Set(["common", "helper", "helpers", "manager", "misc", "shared", "types", "util", "utils"]);

/** Everything one file does that its room does not allow, one sentence each. */
export function roomViolations(file: SourceFile, rooms: readonly Room[]): readonly string[] {
  const room = roomOf(file.path, rooms);
  if (room === null) return [`${file.path} is in no room`];
  const globals = file.globals.filter((name) => !allowsGlobal(room, name));
  return [
    ...file.imports.flatMap((imported) => importViolations(file.path, imported, room)),
    ...globals.map((name) => `${file.path} uses ${name}, which ${room.path} may not`),
  ];
}

/** Files of these rooms, besides `wire`, that import from the stages and from Graph. */
export function wireViolations(
  files: readonly SourceFile[],
  wire: string,
  rooms: readonly string[],
  stages: readonly string[],
  graph: string,
): readonly string[] {
  return files
    .filter((file) => rooms.some((room) => inside(file.path, room)) && file.path !== wire)
    .filter((file) => knowsAny(file, stages) && knowsAny(file, [graph]))
    .map((file) => `${file.path} knows both the stages and Graph; only ${wire} may`);
}

/** Vague names, folders in folders of a room, files that only pass on, exports without a docstring. */
export function habitViolations(file: SourceFile): readonly string[] {
  const violations: string[] = [];
  const [, ...below] = file.path.split("/");
  const vague = below.map((part) => part.replace(/\.d?\.?ts$/, "")).filter((part) => VAGUE_NAMES.has(part));
  if (vague.length > 0) violations.push(`${file.path}: the name ${vague.join(", ")} does not say what it holds`);
  if (below.length > 3) violations.push(`${file.path} is nested too deep: a room has one level of folders`);
  if (file.onlyReexports) violations.push(`${file.path} only re-exports; import from where it is declared`);
  violations.push(...file.undocumented.map((name) => `${file.path} exports ${name} without a docstring`));
  return violations;
}

/** Renderers that compare the verdict or reason of a row, or whose turn it is, with texts: that is judged once, before them. */
export function judgingViolations(file: SourceFile, renderers: readonly string[]): readonly string[] {
  if (!renderers.some((room) => inside(file.path, room))) return [];
  return file.judged.map((name) => `${file.path} compares ${name} with a text; ask src/plan/convergence.ts`);
}

/** Each import cycle once, as `a -> b -> a`, type imports included. */
export function importCycles(files: readonly SourceFile[]): readonly string[] {
  const targets = new Map(files.map((file) => [file.path, importedFiles(file)]));
  const cycles: string[] = [];
  const done = new Set<string>();
  const follow = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path].join(" -> "));
    if (start >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) follow(target, [...trail, path]);
    done.add(path);
  };
  for (const file of files) follow(file.path, []);
  return cycles;
}

function importViolations(path: string, imported: Import, room: Room): readonly string[] {
  const { specifier } = imported;
  if (specifier === null) return [`${path} imports a computed path, which nothing can check`];
  const what = `${path} imports ${specifier}`;
  if (!specifier.startsWith(".")) {
    return allowsModule(room, imported, specifier) ? [] : [`${what}, which ${room.path} may not`];
  }
  const target = normalize(join(dirname(path), specifier));
  if (inside(target, room.path) || room.imports.some((allowed) => inside(target, allowed))) return [];
  if (!room.types.some((allowed) => inside(target, allowed))) return [`${what}, which ${room.path} may not`];
  return imported.typeOnly ? [] : [`${what}, of which ${room.path} may import types only`];
}

function allowsModule(room: Room, imported: Import, specifier: string): boolean {
  return room.modules.some((allowed) => {
    if (specifier === allowed || specifier.startsWith(`${allowed}/`)) return true;
    if (allowed.endsWith(":")) return specifier.startsWith(allowed);
    const { names } = imported;
    return names !== null && names.length > 0 && names.every((name) => allowed === `${specifier}.${name}`);
  });
}

function allowsGlobal(room: Room, name: string): boolean {
  return room.globals.includes(name) || (name === "new Date()" && room.globals.includes("Date.now"));
}

function roomOf(path: string, rooms: readonly Room[]): Room | null {
  return rooms.find((room) => inside(path, room.path)) ?? null;
}

function inside(path: string, place: string): boolean {
  return place.endsWith("/") ? path.startsWith(place) : path === place;
}

function knowsAny(file: SourceFile, places: readonly string[]): boolean {
  return importedFiles(file).some((target) => places.some((place) => inside(target, place)));
}

function importedFiles(file: SourceFile): readonly string[] {
  return file.imports
    .map((imported) => imported.specifier ?? "")
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => normalize(join(dirname(file.path), specifier)));
}
