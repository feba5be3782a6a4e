import { describe, expect, it } from "vitest";
import { watchRepeats } from "../../src/plan-file/repeated.ts";

describe("texts that came twice", () => {
  const keys = Array.from(
    { length: 20_000 },
    (_, index) => `expenses 00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
  );

  it("are none among many that differ in a digit", () => {
    const watch = watchRepeats();
    for (const key of keys) watch.add(key);
    expect(watch.suspects()).toBeNull();
  });

  it("are found, and no other", () => {
    const watch = watchRepeats();
    for (const key of [...keys, "expenses mallory", keys[7] ?? "", "expenses mallory"]) watch.add(key);
    const isSuspect = watch.suspects();
    expect([...keys, "expenses mallory"].filter((key) => isSuspect?.(key))).toEqual([keys[7], "expenses mallory"]);
  });
});
