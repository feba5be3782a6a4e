import { describe, expect, it } from "vitest";
import { readSource } from "./source.ts";

describe("imports of a source file", () => {
  it.each([
    ['import { a } from "./a.ts";', "./a.ts", false, ["a"]],
    ['import type { A } from "./a.ts";', "./a.ts", true, ["A"]],
    ['import { type A, type B } from "./a.ts";', "./a.ts", true, ["A", "B"]],
    ['import { type A, b } from "./a.ts";', "./a.ts", false, ["A", "b"]],
    ['import a from "a";', "a", false, null],
    ['import * as a from "a";', "a", false, null],
    ['import "a";', "a", false, []],
    ['export { a } from "./a.ts";', "./a.ts", false, ["a"]],
    ['export type { A } from "./a.ts";', "./a.ts", true, ["A"]],
    ['export * from "./a.ts";', "./a.ts", false, null],
    ['const a = await import("./a.ts");', "./a.ts", false, null],
    ["const a = await import(name);", null, false, null],
    ['let a: import("./a.ts").A;', "./a.ts", true, null],
  ] as const)("%s", (text, specifier, typeOnly, names) => {
    expect(readSource("src/x.ts", text).imports).toEqual([{ specifier, typeOnly, names }]);
  });

  it("are not found in comments, strings and templates", () => {
    const text = [
      '// import { a } from "./a.ts";',
      '/* import { a } from "./a.ts"; */',
      `const text = 'import { a } from "./a.ts"';`,
      '`import { a } from "./a.ts"`;',
    ].join("\n");
    expect(readSource("src/x.ts", text).imports).toEqual([]);
  });
});

describe("guarded globals of a source file", () => {
  it.each([
    ["process.exit(1);", ["process"]],
    ["const { env } = process;", ["process"]],
    ['console.log("a");', ["console"]],
    ['await fetch("https://example.com");', ["fetch"]],
    ["const call = { fetch };", ["fetch"]],
    ["globalThis.process.exit(1);", ["globalThis"]],
    ["crypto.randomUUID();", ["crypto"]],
    ["performance.now();", ["performance"]],
    ["setTimeout(work, 10);", ["setTimeout"]],
    ["Date.now();", ["Date.now"]],
    ["const clock = Date.now;", ["Date.now"]],
    ["const { now } = Date;", ["Date.now"]],
    ['Date["now"]();', ["Date.now"]],
    ["Date();", ["Date.now"]],
    ["new Date();", ["new Date()"]],
    ["Math.random();", ["Math.random"]],
    ["const { random } = Math;", ["Math.random"]],
  ])("%s", (text, globals) => {
    expect(readSource("src/x.ts", text).globals).toEqual(globals);
  });

  it.each([
    ["new Date(ms).toISOString();"],
    ['Date.parse("2026-01-01");'],
    ["Date.UTC(2026, 0, 1);"],
    ["const at: Date | null = null;"],
    ["const yes = value instanceof Date;"],
    ["Math.max(1, 2);"],
    ["client.fetch(url);"],
    ["const port = { fetch: send, process: 1 };"],
    ["interface Port { fetch(url: string): void }"],
    ["// Date.now() would be wrong here"],
    ['const text = "console.log";'],
  ])("are not in: %s", (text) => {
    expect(readSource("src/x.ts", text).globals).toEqual([]);
  });
});

describe("docstrings of a source file", () => {
  it.each([
    ["export function a() {}", ["a"]],
    ["export async function a() {}", ["a"]],
    ["export class A {}", ["A"]],
    ["export interface A { b: 1 }", ["A"]],
    ["export type A = 1;", ["A"]],
    ["export const a = () => 1;", ["a"]],
    ["export default function () {}", ["default"]],
    ["// a line comment\nexport function a() {}", ["a"]],
    ["/** of something else */\n\nexport function a() {}", ["a"]],
    ["/* no docstring */\nexport function a() {}", ["a"]],
    ["/** documented */\nfunction a() {}\nexport { a };", ["a"]],
  ])("are missing in: %s", (text, undocumented) => {
    expect(readSource("src/x.ts", text).undocumented).toEqual(undocumented);
  });

  it.each([
    ["/** What it promises. */\nexport function a() {}"],
    ["/**\n * Two\n * lines.\n */\r\nexport interface A { b: 1 }"],
    ["function internal() {}"],
    ["export const LIMIT = 3;"],
    ['export { a } from "./a.ts";'],
  ])("are not missing in: %s", (text) => {
    expect(readSource("src/x.ts", text).undocumented).toEqual([]);
  });
});

describe("a file that only re-exports", () => {
  it.each([
    ['export * from "./a.ts";\nexport type { B } from "./b.ts";', true],
    ['import { a } from "./a.ts";\nexport { a };', true],
    ['export * from "./a.ts";\n/** Own. */\nexport function own() {}', false],
    ["", false],
  ])("%s", (text, onlyReexports) => {
    expect(readSource("src/x.ts", text).onlyReexports).toBe(onlyReexports);
  });
});

it("a file that does not parse is an error, not an empty list", () => {
  expect(() => readSource("src/x.ts", "import {")).toThrow(/parse/i);
});
