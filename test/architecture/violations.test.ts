import { describe, expect, it } from "vitest";
import type { Room } from "./rooms.ts";
import { type SourceFile, readSource } from "./source.ts";
import { habitViolations, importCycles, judgingViolations, roomViolations, wireViolations } from "./violations.ts";

const ROOMS: readonly Room[] = [
  { path: "src/errors.ts", imports: [], types: [], modules: [], globals: [] },
  { path: "src/rules/", imports: ["src/errors.ts"], types: [], modules: ["node:crypto.createHash"], globals: [] },
  { path: "src/client/", imports: [], types: ["src/rules/port.ts"], modules: ["undici"], globals: ["Date.now"] },
  { path: "src/cli/", imports: ["src/"], types: [], modules: ["node:"], globals: [] },
];

describe("rooms", () => {
  it.each([
    ["its own files", "src/rules/a.ts", 'import { b } from "./b.ts";'],
    ["a room of its list", "src/rules/deep/a.ts", 'import { E } from "../../errors.ts";'],
    ["types of a port", "src/client/a.ts", 'import type { P } from "../rules/port.ts";'],
    ["a package of its list", "src/client/a.ts", 'import { request } from "undici";'],
    ["a path inside such a package", "src/client/a.ts", 'import x from "undici/lib/x.js";'],
    ["one export of a module", "src/rules/a.ts", 'import { createHash } from "node:crypto";'],
    ["every module of Node", "src/cli/a.ts", 'import { stdout } from "node:process";'],
    ["everything in src", "src/cli/a.ts", 'import { b } from "../client/b.ts";'],
    ["a global of its list", "src/client/a.ts", "Date.now(); new Date();"],
  ])("may use %s", (_what, path, text) => {
    expect(roomViolations(readSource(path, text), ROOMS)).toEqual([]);
  });

  it.each([
    ["another room", "src/rules/a.ts", 'import { b } from "../client/b.ts";', "src/rules/a.ts imports ../client/b.ts"],
    ["a type of another room", "src/rules/a.ts", 'import type { B } from "../client/b.ts";', "../client/b.ts, which"],
    ["another room, lazily", "src/rules/a.ts", 'await import("../client/b.ts");', "../client/b.ts, which"],
    ["another room, passed on", "src/rules/a.ts", 'export * from "../client/b.ts";', "../client/b.ts, which"],
    ["values of a port", "src/client/a.ts", 'import { p } from "../rules/port.ts";', "types only"],
    ["types beside the port", "src/client/a.ts", 'import type { Q } from "../rules/q.ts";', "../rules/q.ts, which"],
    [
      "a folder whose name begins alike",
      "src/rules/a.ts",
      'import { x } from "../errors.tsx";',
      "../errors.tsx, which",
    ],
    ["a file outside src", "src/rules/a.ts", 'import { x } from "../../scripts/x.ts";', "../../scripts/x.ts, which"],
    ["a package", "src/rules/a.ts", 'import { request } from "undici";', "undici, which"],
    [
      "a package whose name begins alike",
      "src/client/a.ts",
      'import { x } from "undici-types";',
      "undici-types, which",
    ],
    ["a Node module", "src/rules/a.ts", 'import { readFileSync } from "node:fs";', "node:fs, which"],
    ["a Node module without its prefix", "src/rules/a.ts", 'import { readFileSync } from "fs";', "imports fs, which"],
    ["another export", "src/rules/a.ts", 'import { randomUUID } from "node:crypto";', "node:crypto, which"],
    [
      "one export more",
      "src/rules/a.ts",
      'import { createHash, randomUUID } from "node:crypto";',
      "node:crypto, which",
    ],
    ["all of the module", "src/rules/a.ts", 'import * as everything from "node:crypto";', "node:crypto, which"],
    ["a computed path", "src/rules/a.ts", "await import(name);", "computed path"],
    ["the clock", "src/rules/a.ts", "Date.now();", "uses Date.now, which src/rules/ may not"],
    ["the clock, by its other name", "src/rules/a.ts", "new Date();", "uses new Date()"],
    ["chance", "src/client/a.ts", "Math.random();", "uses Math.random"],
    ["the process", "src/client/a.ts", "process.exit(1);", "uses process"],
    ["the console", "src/cli/a.ts", "console.log(1);", "uses console"],
    ["a package although every Node module", "src/cli/a.ts", 'import fs from "fs";', "imports fs, which"],
    ["no room at all", "src/attic/a.ts", "", "src/attic/a.ts is in no room"],
  ])("may not use %s", (_what, path, text, sentence) => {
    expect(roomViolations(readSource(path, text), ROOMS)).toEqual([expect.stringContaining(sentence)]);
  });
});

describe("the wire", () => {
  const stageAndGraph = 'import { plan } from "../plan/plan.ts"; import { send } from "../graph/send.ts";';

  it("may know the stages and Graph", () => {
    expect(withoutWire("src/session/run.ts", stageAndGraph)).toEqual([]);
  });

  it("is the only file of the command line that may", () => {
    expect(withoutWire("src/cli/plan.ts", stageAndGraph)).toEqual([
      "src/cli/plan.ts knows both the stages and Graph; only src/session/run.ts may",
    ]);
  });

  it("leaves one side to every command", () => {
    expect(withoutWire("src/cli/plan.ts", 'import { plan } from "../plan/plan.ts";')).toEqual([]);
    expect(withoutWire("src/cli/doctor.ts", 'import { send } from "../graph/send.ts";')).toEqual([]);
  });
});

describe("habits", () => {
  it.each([
    ["src/rules/utils.ts", "utils"],
    ["src/rules/helpers.ts", "helpers"],
    ["src/rules/common/a.ts", "common"],
    ["src/rules/types.ts", "types"],
    ["src/rules/types.d.ts", "types"],
    ["src/rules/one/two/a.ts", "nested too deep"],
  ])("refuse the path %s", (path, sentence) => {
    expect(habitViolations(readSource(path, "const a = 1;")).join()).toContain(sentence);
  });

  it("refuse a file that only re-exports", () => {
    expect(habitViolations(readSource("src/rules/index.ts", 'export * from "./a.ts";')).join()).toContain(
      "src/rules/index.ts only re-exports",
    );
  });

  it("refuse an export without a docstring", () => {
    expect(habitViolations(readSource("src/rules/a.ts", "export function b() {}"))).toEqual([
      "src/rules/a.ts exports b without a docstring",
    ]);
  });

  it("let a plain file pass", () => {
    expect(habitViolations(readSource("src/rules/one/types-of-consent.ts", "const a = 1;"))).toEqual([]);
  });
});

describe("judging", () => {
  it.each([
    ['if (row.reason === "frozen") show();', ["reason"]],
    ['const waits = rows.some(({ reason }) => "frozen" !== reason);', ["reason"]],
    ['switch (row.move) { case "trueup": break; }', ["move"]],
    ['const both = move === "none" || row.reason === "frozen";', ["move", "reason"]],
    ['const acts = plan?.rows[0]?.verdict === "act";', ["verdict"]],
    ["const known = row.reason !== null;", []],
    ["const same = group.move === move;", []],
    ['const done = row.state === "reason";', []],
  ])("%s", (text, judged) => {
    const file = readSource("src/report/a.ts", text);
    expect(judgingViolations(file, ["src/report/"])).toEqual(
      judged.map((name) => `src/report/a.ts compares ${name} with a text; ask src/plan/convergence.ts`),
    );
    expect(judgingViolations(file, ["src/notify/"])).toEqual([]);
  });
});

describe("import cycles", () => {
  it.each([
    ["a file and itself", { "src/a.ts": ["./a.ts"] }, ["src/a.ts -> src/a.ts"]],
    ["two files", { "src/a.ts": ["./b.ts"], "src/b.ts": ["./a.ts"] }, ["src/a.ts -> src/b.ts -> src/a.ts"]],
    [
      "a cycle behind a file that is no part of it",
      { "src/a.ts": ["./r/b.ts"], "src/r/b.ts": ["./c.ts"], "src/r/c.ts": ["./b.ts"] },
      ["src/r/b.ts -> src/r/c.ts -> src/r/b.ts"],
    ],
    ["two ways to one file", { "src/a.ts": ["./b.ts", "./c.ts"], "src/b.ts": ["./c.ts"], "src/c.ts": [] }, []],
  ])("%s", (_what, imports, cycles) => {
    expect(importCycles(filesThatImport(imports))).toEqual(cycles);
  });
});

function withoutWire(path: string, text: string): readonly string[] {
  return wireViolations(
    [readSource(path, text)],
    "src/session/run.ts",
    ["src/session/", "src/cli/"],
    ["src/plan/"],
    "src/graph/",
  );
}

function filesThatImport(imports: Readonly<Record<string, readonly string[]>>): readonly SourceFile[] {
  return Object.entries(imports).map(([path, targets]) =>
    readSource(path, targets.map((target) => `import type { X } from "${target}";`).join("\n")),
  );
}
