import { describe, expect, it } from "vitest";
import { type Files, loadFiles, MANIFEST_ID, withHeader } from "./folder.ts";
import { shareOf } from "../share.ts";

const repeat = (times: number, make: (index: number) => string): string =>
  Array.from({ length: times }, (_value, index) => make(index)).join("");
const state = (text: string): Files => ({ "state.yaml": withHeader(text) });
const staircase = (levels: number): string => repeat(levels, (level) => `${" ".repeat(level)}apps:\n`);
const APP = `apps: { x: { manifestId: ${MANIFEST_ID} } }\n`;
const version = (text: string): Files => state(`${APP}users: { a@contoso.com: { x: "${text}" } }\n`);

const [KEYS, USERS, MANY] = [shareOf(20_000), shareOf(5_000), shareOf(1_000_000)];

/** The limit is that of every test: what grows with the square of its size takes minutes here. */
describe("hostile input ends soon, with diagnostics", () => {
  it.each<[string, () => Files, string | null]>([
    ["lists nested 5,000 deep", () => state(`apps: ${"[".repeat(5000)}${"]".repeat(5000)}`), "invalid-yaml"],
    ["lists nested 5,000 deep, without end", () => state(`apps: ${"[".repeat(5000)}`), "invalid-yaml"],
    ["mappings nested 5,000 deep", () => state(`apps: ${"{a: ".repeat(5000)}${"}".repeat(5000)}`), "invalid-yaml"],
    ["block lists nested 5,000 deep", () => state(`apps:\n  ${"- ".repeat(5000)}x`), "invalid-yaml"],
    ["mappings nested 3,000 deep by their indentation", () => state(staircase(3000)), "invalid-yaml"],
    ["keys nested 5,000 deep on one line", () => state("apps: ".repeat(5000)), "invalid-yaml"],
    ["a scalar of 5 MB", () => state(`tenant: ${"x".repeat(5e6)}`), "invalid-id"],
    ["a key of 5 MB", () => state(`? ${"x".repeat(5e6)}\n: 1\n`), "unknown-key"],
    ["a bomb of aliases", () => state(bomb()), "yaml-alias"],
    [`${KEYS} unknown keys`, () => state(repeat(KEYS, (index) => `k${index}: 1\n`)), "unknown-key"],
    [`one key ${USERS} times`, () => state("apiVersion: trueup/v1\n".repeat(USERS)), "duplicate-key"],
    [
      `${USERS} users`,
      () => state(`${APP}users:\n${repeat(USERS, (index) => `  u${index}@contoso.com: { x: latest }\n`)}`),
      null,
    ],
    [
      `${USERS} wrong users`,
      () => state(`${APP}users:\n${repeat(USERS, (index) => `  u${index}@contoso.com: { x: 1.1 }\n`)}`),
      "version-is-number",
    ],
    ["a range of endless comparisons", () => version(">=1 ".repeat(MANY)), "invalid-version"],
    ["a range of endless alternatives", () => version(`${"1||".repeat(MANY)}1`), "invalid-version"],
    ["endless operators", () => version(`${"<".repeat(MANY)}1`), "invalid-version"],
    [
      "200 files that do not fit",
      () =>
        Object.fromEntries(Array.from({ length: 200 }, (_value, index) => [`f${index}.yaml`, withHeader("x: 1\n")])),
      "unknown-key",
    ],
  ])("%s", async (_name, files, code) => {
    const input = files();
    const { configuration, diagnostics } = await loadFiles(input);
    expect(diagnostics[0]?.code ?? null).toBe(code);
    expect(configuration === null).toBe(code !== null);
    expect(diagnostics.every(({ message }) => message.length < 1000)).toBe(true);
  });

  it("too much nesting is one error, in words for people", async () => {
    const { diagnostics } = await loadFiles(state(`apps: ${"[".repeat(5000)}`));
    expect(diagnostics.map(({ message }) => message)).toEqual(["this is nested too deeply to be read"]);
  });

  it("keys that every object of JavaScript has are keys like any other", async () => {
    const { diagnostics } = await loadFiles(
      state(
        `__proto__: { polluted: true }
constructor: { prototype: { polluted: true } }
apps:
  __proto__: { manifestId: ${MANIFEST_ID}, polluted: true }
  constructor: { manifestId: ${MANIFEST_ID}, __proto__: { polluted: true } }
users:
  __proto__: { tostring: latest }
  a@contoso.com: { __proto__: latest, valueof: { __proto__: { polluted: true } } }
policy: { __proto__: { suspend: true }, sections: { __proto__: [x], constructor: [x] } }
`,
      ),
    );
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(Reflect.get([], "polluted")).toBeUndefined();
    const lines = diagnostics.filter(({ message }) => message.includes("__proto__")).map(({ line }) => line);
    expect(new Set(lines)).toEqual(new Set([2, 5, 6, 8, 9, 10]));
  });

  it.each([
    ["{ toString: 1 }", "a mapping"],
    ["[{ toString: 1, valueOf: 2 }]", "a list"],
    ["null", "null"],
  ])("what takes the place of a text is named by its kind: %s", async (written, kind) => {
    const { diagnostics } = await loadFiles({ "state.yaml": `apiVersion: ${written}\n` });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      `apiVersion is ${kind}, and this program reads trueup/v1`,
    ]);
  });

  it("an app may be called constructor", async () => {
    const { configuration } = await loadFiles(
      state(
        `apps: { constructor: { manifestId: ${MANIFEST_ID} } }\nusers: { a@contoso.com: { constructor: latest } }\n`,
      ),
    );
    expect(configuration?.assignments.map(({ app }) => app)).toEqual(["constructor"]);
  });
});

/** Twenty lists, each of nine times the one before: written out, more than there are atoms in a gram. */
function bomb(): string {
  return `l0: &l0 [x]\n${repeat(20, (index) => `l${index + 1}: &l${index + 1} [${`*l${index}, `.repeat(9)}]\n`)}`;
}
