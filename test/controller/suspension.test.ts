import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSuspension } from "../../src/controller/suspension.ts";
import { createVirtualClock } from "../fakes/clock.ts";

describe("the suspend file", () => {
  it("suspends within a second of appearing, and no longer than a second after it is gone", async () => {
    const folder = await mkdtemp(join(tmpdir(), "trueup-suspend-"));
    const file = join(folder, "suspend");
    const clock = createVirtualClock(0);
    const suspension = createSuspension(file, clock);
    expect(suspension.because()).toBe(null);
    await writeFile(file, "");
    await clock.advance(1_000);
    expect(suspension.because()).toBe(`${file} is there`);
    await rm(file);
    await clock.advance(1_000);
    expect(suspension.because()).toBe(null);
    await rm(folder, { recursive: true });
  });

  it("may be a folder, as mounts make them", async () => {
    const folder = await mkdtemp(join(tmpdir(), "trueup-suspend-"));
    await mkdir(join(folder, "suspend"));
    expect(createSuspension(join(folder, "suspend"), createVirtualClock(0)).because()).not.toBe(null);
    await rm(folder, { recursive: true });
  });

  it("suspends where it cannot be told whether it is there", () => {
    const unreadable = `/${"x".repeat(5000)}`;
    expect(createSuspension(unreadable, createVirtualClock(0)).because()).toContain("cannot be told");
  });

  it("never, where no file is named", () => {
    expect(createSuspension(null, createVirtualClock(0)).because()).toBe(null);
  });
});
