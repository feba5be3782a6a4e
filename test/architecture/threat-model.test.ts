import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readText, ROOT } from "./repository.ts";
import { ROOMS } from "./rooms.ts";

const lines = readText("docs/threat-model.md").split("\n");
/** Rows of the tables of promises: a promise, and what holds it. */
const promises = lines
  .filter((line) => /^\|.*(\.test\.ts\)|`scripts\/)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, promise = "", heldBy = ""]) => ({ promise, heldBy }));

/** Modules with which a room sends, listens, or opens what others packed. */
const OUTWARD = /^(undici|fastify|yauzl|node:https?|node:net)$/;

/** Rooms that speak with others; what the two below send and hear is promised of whom they speak with. */
const EXPOSED = ROOMS.filter(({ modules }) => modules.some((name) => OUTWARD.test(name)))
  .map(({ path }) => path)
  .filter((path) => !["src/session/", "src/forge/"].includes(path));

describe("docs/threat-model.md", () => {
  it("has a promise for everybody who could do harm", () => {
    expect(promises.length).toBeGreaterThan(20);
  });

  it.each(promises)("$promise", ({ heldBy }) => {
    const named = [...heldBy.matchAll(/\]\(\.\.\/([^)]+)\)|`(scripts\/[^`]+)`/g)].map(
      ([, test, script]) => test ?? script ?? "",
    );
    expect(named).not.toEqual([]);
    expect(named.filter((path) => !existsSync(ROOT + path))).toEqual([]);
  });

  it.each(EXPOSED)("says what is promised of %s, which speaks with others", (path) => {
    const tests = path.replace(/^src/, "test");
    expect(promises.filter(({ heldBy }) => heldBy.includes(`](../${tests}`)).length).toBeGreaterThan(0);
  });

  it.each([
    ["header sign-in", /--page-user-header/],
    ["signed webhooks", /webhook .*signature/],
    ["telemetry", /OTLP/],
    ["tokens of forges", /token of a?\s?GitHub, GitLab or Azure DevOps|token of GitHub/],
    ["signals with a token", /TRUEUP_SIGNAL_/],
    ["receipts", /receipt that is changed/],
    ["completion", /completion script/],
    ["the package", /installing the package/],
  ])("has a row about %s", (_name, said) => {
    expect(promises.some(({ promise }) => said.test(promise))).toBe(true);
  });

  it("leaves no row of such a table without a test", () => {
    const tables = readText("docs/threat-model.md").split("| Promise | Held by |").slice(1);
    const rows = tables.flatMap((table) => table.split("\n\n")[0]?.split("\n").slice(2) ?? []);
    expect(rows.filter((row) => !/\.test\.ts\)/.test(row))).toEqual([]);
  });
});
