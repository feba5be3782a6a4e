import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "./command-line.ts";

let line: CommandLine;
beforeEach(async () => {
  line = await startCommandLine("users: []\n");
});
afterEach(() => line.end());

describe("rollout --simulate", () => {
  it.each([
    ["0", "--every", /give at least 1m/],
    ["0h", "--every", /give at least 1m/],
    ["59s", "--every", /give at least 1m/],
    ["often", "--every", /give a whole number with a unit/],
    ["200", "--refusals", /give a share such as 2%/],
    ["101%", "--removals", /give a share such as 2%/],
  ])("refuses %s for %s", async (value, flag, says) => {
    const { exitCode, stderr } = await line.trueup(["rollout", "--simulate", flag, value], {});
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(says)]);
  });
});
