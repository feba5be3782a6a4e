import { describe, expect, it } from "vitest";
import { fitsGlob } from "../../src/desired/glob.ts";

describe("a glob of policy.sections", () => {
  it.each([
    ["apps/**", "apps/expenses.yaml"],
    ["apps/**", "apps/store/polls.yaml"],
    ["**", "apps/store/polls.yaml"],
    ["**/apps.yaml", "apps.yaml"],
    ["**/apps.yaml", "teams/finance/apps.yaml"],
    ["teams/**/apps.yaml", "teams/apps.yaml"],
    ["teams/**/apps/**", "teams/a/apps/b/apps/c.yaml"],
    ["teams/*/apps.yaml", "teams/finance/apps.yaml"],
    ["apps/*.yaml", "apps/.yaml"],
    ["apps/*-?.yaml", "apps/a-b-c.yaml"],
    ["policy.yaml", "policy.yaml"],
    ["a+(b).yaml", "a+(b).yaml"],
    ["{a,b}.yaml", "{a,b}.yaml"],
    ["?.yaml", "😀.yaml"],
  ])("%s holds %s", (glob, path) => {
    expect(fitsGlob(path, glob)).toBe(true);
  });

  it.each([
    ["apps/**", "assignments/apps/expenses.yaml"],
    ["apps/**", "apps2/expenses.yaml"],
    ["apps/*", "apps/store/polls.yaml"],
    ["*", "apps/polls.yaml"],
    ["*.yaml", "polls.yml"],
    ["apps/?.yaml", "apps/.yaml"],
    ["teams/*/apps.yaml", "teams/apps.yaml"],
    ["apps", "apps/polls.yaml"],
    ["Apps/**", "apps/polls.yaml"],
    ["a.yaml", "abyaml"],
    ["{a,b}.yaml", "a.yaml"],
    ["", "a.yaml"],
  ])("%s does not hold %s", (glob, path) => {
    expect(fitsGlob(path, glob)).toBe(false);
  });

  it("that somebody wrote to stop a run ends at once", () => {
    expect(fitsGlob(`${"a".repeat(10_000)}b`, `${"*a".repeat(1000)}*c`)).toBe(false);
    expect(fitsGlob(`${"a/".repeat(5000)}b`, `${"**/a/".repeat(500)}c`)).toBe(false);
  });
});
