import { describe, expect, it } from "vitest";
import { readSources } from "./repository.ts";
import { GRAPH, RENDERERS, ROOMS, STAGES, WIRE, WIRED_ROOMS, WORDINGS } from "./rooms.ts";
import { habitViolations, importCycles, judgingViolations, roomViolations, wireViolations } from "./violations.ts";

const sources = readSources();

describe("the rooms of src", () => {
  it.each(ROOMS)("$path keeps to its line in the table", (room) => {
    const files = sources.filter((file) => file.path.startsWith(room.path));
    expect(files, `${room.path} is empty: take it out of the table`).not.toEqual([]);
    expect(files.flatMap((file) => roomViolations(file, ROOMS))).toEqual([]);
  });

  it("hold every file", () => {
    expect(sources.filter((file) => !ROOMS.some((room) => file.path.startsWith(room.path)))).toEqual([]);
  });

  it("meet in one file only", () => {
    expect(wireViolations(sources, WIRE, WIRED_ROOMS, STAGES, GRAPH)).toEqual([]);
  });

  it("touch files in one place of src/desired, besides the command line", () => {
    const readers = sources
      .filter((file) => file.path.startsWith("src/desired/"))
      .filter((file) => file.imports.some((imported) => imported.specifier?.startsWith("node:fs") === true));
    expect(readers.slice(1).map((file) => file.path)).toEqual([]);
  });

  it("do not import in circles", () => {
    expect(importCycles(sources)).toEqual([]);
  });
});

it("names say what they hold, exports say what they promise", () => {
  expect(sources.flatMap(habitViolations)).toEqual([]);
});

it("what renders rows leaves judging them to one place", () => {
  const found = sources.flatMap((file) => judgingViolations(file, RENDERERS));
  const known = WORDINGS.flatMap(({ path, times }) => {
    return Array.from({ length: times }, () => `${path} compares verdict with a text; ask src/plan/convergence.ts`);
  });
  expect(found.toSorted()).toEqual(known.toSorted());
});
