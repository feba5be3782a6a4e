import { describe, expect, it } from "vitest";
import { stoppable } from "../../src/cli/stop.ts";
import { UsageError } from "../../src/errors.ts";

function fails(after: "nothing" | "the first write", error: unknown) {
  const said: string[] = [];
  const ended = stoppable(
    (line) => void said.push(line),
    (stop) => {
      if (after === "the first write") stop.beginWriting();
      return Promise.reject(error);
    },
  );
  return { ended, said };
}

describe("whatever is thrown", () => {
  it.each([
    new UsageError("stdout cannot be written"),
    new TypeError("a defect"),
    Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }),
    "no error at all",
  ])("%s: before the first write as it is, after it as not converged", async (error) => {
    await expect(fails("nothing", error).ended).rejects.toBe(error);
    const { ended, said } = fails("the first write", error);
    expect(await ended).toBe(3);
    expect(said[0]).toMatch(/^error: the run wrote to the tenant, and then failed: /);
    expect(said.join()).not.toContain("ENOSPC");
  });

  it("listens to nothing any more when the work is done", async () => {
    const before = ["SIGINT", "SIGTERM", "uncaughtException"].map((name) => process.listenerCount(name));
    await fails("the first write", new Error("x")).ended;
    expect(["SIGINT", "SIGTERM", "uncaughtException"].map((name) => process.listenerCount(name))).toEqual(before);
  });
});
