import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { GENERATED } from "../scripts/generate.ts";

describe("files that are made from others", () => {
  it.each(GENERATED)("$path is what `npm run generate` would write", async ({ path, make }) => {
    const committed = await readFile(new URL(`../${path}`, import.meta.url), "utf8");
    expect(committed).toBe(await make());
  });
});
