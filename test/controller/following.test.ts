import { describe, expect, it } from "vitest";
import { follow, type Newest } from "../../src/controller/source.ts";
import { describeInOneLine } from "../../src/cli/failure.ts";
import { SourceError } from "../../src/errors.ts";

type Answer = Newest<string> | "cannot be fetched";

const good = (version: string): Newest<string> => ({
  version,
  commit: version,
  ref: null,
  content: { kind: "valid", state: `state ${version}` },
});
const bad = (version: string): Newest<string> => ({
  version,
  commit: version,
  ref: null,
  content: { kind: "refused", problem: "2 errors" },
});

/** What is in use after each look at a source that gives these answers: `changed state-in-use | problem`. */
async function told(...answers: readonly Answer[]): Promise<readonly string[]> {
  let index = -1;
  const following = follow<string>(
    {
      read: async (known) => {
        const answer = answers[index] ?? "cannot be fetched";
        await Promise.resolve();
        if (answer === "cannot be fetched") throw new SourceError("git fetch failed", "try again");
        return answer.version === known ? null : answer;
      },
    },
    describeInOneLine,
  );
  const lines: string[] = [];
  for (index = 0; index < answers.length; index += 1) {
    const changed = await following.refresh();
    const { commit, text } = following.problem() ?? { commit: null, text: "-" };
    lines.push(`${changed ? "changed" : "same"}: ${following.inUse()?.state ?? "none"} | ${commit ?? "-"} ${text}`);
  }
  return lines;
}

describe("what is in use", () => {
  it("the newest good state, changed only when it is another one", async () => {
    expect(await told(good("a"), good("a"), good("b"))).toEqual([
      "changed: state a | - -",
      "same: state a | - -",
      "changed: state b | - -",
    ]);
  });

  it("the last good one while a newer one is refused, and the problem is known until one is good again", async () => {
    expect(await told(good("a"), bad("b"), bad("b"), good("c"))).toEqual([
      "changed: state a | - -",
      "changed: state a | b 2 errors",
      "same: state a | b 2 errors",
      "changed: state c | - -",
    ]);
  });

  it("after a bad commit was taken back the earlier one is in use again", async () => {
    expect((await told(good("a"), bad("b"), good("a"))).at(-1)).toBe("changed: state a | - -");
  });

  it("the last good one while the source cannot be read; and then it is not the newest for certain", async () => {
    expect(await told(good("a"), "cannot be fetched", good("a"))).toEqual([
      "changed: state a | - -",
      "same: state a | - git fetch failed; hint: try again",
      "same: state a | - -",
    ]);
  });

  it("a refused commit stays refused while the source cannot be read", async () => {
    expect((await told(good("a"), bad("b"), "cannot be fetched")).at(-1)).toBe("same: state a | b 2 errors");
  });

  it("none, where none was ever good", async () => {
    expect(await told("cannot be fetched", bad("b"))).toEqual([
      "same: none | - git fetch failed; hint: try again",
      "changed: none | b 2 errors",
    ]);
  });
});

describe("looking", () => {
  it("is done once at a time: who asks meanwhile gets what comes of it", async () => {
    let [looks, atOnce, most] = [0, 0, 0];
    const following = follow<string>(
      {
        read: async () => {
          [looks, atOnce] = [looks + 1, atOnce + 1];
          most = Math.max(most, atOnce);
          await new Promise((resolve) => setTimeout(resolve, 5));
          atOnce -= 1;
          return good("a");
        },
      },
      describeInOneLine,
    );
    expect(await Promise.all([following.refresh(), following.refresh(), following.refresh()])).toEqual([
      true,
      true,
      true,
    ]);
    expect({ looks, most }).toEqual({ looks: 1, most: 1 });
    expect(await following.refresh()).toBe(false);
    expect(looks).toBe(2);
  });

  it.each([
    {
      name: "a folder that is a file",
      error: Object.assign(new Error("ENOTDIR: not a directory"), { code: "ENOTDIR" }),
    },
    { name: "a defect", error: new TypeError("x is not a function") },
    { name: "something that is no error", error: "odd" },
  ])("never fails: $name is a problem, and ends", async ({ error }) => {
    let fails = true;
    const following = follow<string>(
      {
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        read: () => (fails ? Promise.reject(error) : Promise.resolve(good("a"))),
      },
      describeInOneLine,
    );
    expect(await following.refresh()).toBe(false);
    expect(following.problem()?.text).not.toBe("");
    fails = false;
    await following.refresh();
    expect(following.problem()).toBe(null);
  });
});
