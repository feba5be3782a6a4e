import { describe, expect, it } from "vitest";
import { filesUnder, readText } from "./repository.ts";

/** A verdict that depends on how fast the machine is. A limit that only a hang meets stands in `vitest.config.ts`, once. */
const HASTY: readonly { readonly what: string; readonly found: RegExp }[] = [
  { what: "vi.waitFor gives up after a second: take expect.poll", found: /\bvi\.wait(?:For|Until)\(/ },
  { what: "looks are counted: take until of test/until.ts", found: /\btries <=? / },
  {
    what: "a limit of its own, shorter than that of all tests",
    found: /^ *\}, (?:\d{4,5}|\d{1,2}_\d{3}|1\d\d_\d{3})\);$/m,
  },
];

const problemsIn = (text: string): readonly string[] =>
  HASTY.filter(({ found }) => found.test(text)).map(({ what }) => what);

describe("tests give a slow machine time", () => {
  it("all of them", () => {
    const wrong = filesUnder("test")
      .filter(
        (path) =>
          path.endsWith(".test.ts") && !path.includes("/node_modules/") && !path.endsWith("architecture/waits.test.ts"),
      )
      .flatMap((path) => problemsIn(readText(path)).map((problem) => `${path}: ${problem}`));
    expect(wrong).toEqual([]);
  });

  it.each([
    "await vi.waitFor(() => expect(seen).toBe(true));",
    "for (let tries = 0; tries < 40; tries += 1) await sleep(50);",
    '  it("is ready", async () => {\n  }, 20_000);',
  ])("so this is found: %s", (text) => {
    expect(problemsIn(text)).toHaveLength(1);
  });
});
