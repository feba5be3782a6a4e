import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { MOST_PLAN_BYTES } from "../../src/plan-file/read-plan-file.ts";
import { openReviewedPlan } from "../../src/session/reviewed-plan.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-reviewed-"));
  path = join(folder, "plan.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A file of this length that takes no room: nothing was ever written to it. */
async function makeHollow(bytes: number): Promise<void> {
  const file = await open(path, "w");
  await file.truncate(bytes);
  await file.close();
}

describe("the file of --plan", () => {
  it("is read as it is; what is in it is looked at later", async () => {
    await writeFile(path, "no plan");
    const reviewed = await openReviewedPlan(path, "envelope");
    expect(reviewed).toMatchObject({ name: path, approves: "envelope" });
    expect([...reviewed.text()].join("")).toBe("no plan");
    reviewed.close();
  });

  it.each([
    { name: "by a byte", bytes: MOST_PLAN_BYTES + 1 },
    { name: "and than Node reads at all", bytes: 3 * 1024 ** 3 },
  ])("is not even read when it is larger than any plan, $name", async ({ bytes }) => {
    await makeHollow(bytes);
    const refused = openReviewedPlan(path, "exact");
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(`${path} is larger than any plan (${bytes} bytes)`);
  });

  it.each([
    { name: "nothing", where: () => path },
    { name: "a folder", where: () => folder },
  ])("$name there: the way to make one is said", async ({ where }) => {
    await expect(openReviewedPlan(where(), "exact")).rejects.toMatchObject({
      message: `there is no file ${where()} to apply`,
      hint: "make one with: trueup plan --out FILE",
    });
  });
});
