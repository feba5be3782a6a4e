import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { type KeptFigure, type Measured, renderPage, renderTable } from "../../bench/page.ts";
import { KUBERNETES, withMeasured } from "../../bench/pod-sizes.ts";

function rowOf(figure: Partial<KeptFigure>): string | undefined {
  const whole: KeptFigure = { name: "wall time", value: 1.5, unit: "ratio", mark: null, note: null, ...figure };
  return renderTable([whole]).split("\n").at(-1);
}

describe("the table of a bench", () => {
  it.each<[Partial<KeptFigure>, string]>([
    [{ mark: { atMost: 1.5 } }, "| wall time | 1.500 | – | ≤ 1.5: ✓ |  |"],
    [{ value: 1.5001, mark: { atMost: 1.5 } }, "| wall time | 1.500 | – | ≤ 1.5: **missed** |  |"],
    [{ mark: { atLeast: 1.5 } }, "| wall time | 1.500 | – | ≥ 1.5: ✓ |  |"],
    [{ value: 1.49, mark: { atLeast: 1.5 } }, "| wall time | 1.490 | – | ≥ 1.5: **missed** |  |"],
    [{ unit: "MB", value: 701.2, mark: { atMost: 700 } }, "| wall time | 701 MB | – | ≤ 700 MB: **missed** |  |"],
    [{ unit: "%", value: 0.123 }, "| wall time | 0.12 % | – | – |  |"],
    [{ before: 1.75, mark: { atMost: 1.5 } }, "| wall time | 1.500 | 1.750 | ≤ 1.5: ✓ |  |"],
    [{ unit: "s", value: 9.876, note: "of three" }, "| wall time | 9.88 s | – | – | of three |"],
  ])("%o", (figure, expected) => {
    expect(rowOf(figure)).toBe(expected);
  });
});

describe("docs/benchmarks.md", () => {
  it("is what was measured last, and nothing else", async () => {
    const measured: readonly Measured[] = JSON.parse(await readFile("bench/results.json", "utf8"));
    expect(await readFile("docs/benchmarks.md", "utf8")).toBe(renderPage(measured));
  });

  it("has every bench that there is", async () => {
    const measured: readonly Measured[] = JSON.parse(await readFile("bench/results.json", "utf8"));
    const names = [
      "paced",
      "unknown-limit",
      "overhead",
      "plan-core",
      "json",
      "load",
      "delta",
      "steady",
      "events",
      "by-value",
      "census",
      "fleet",
      "fleet-real",
      "sweep-memory",
      "container",
      "start",
      "peers",
      "tests",
    ];
    expect(measured.map(({ name }) => name)).toEqual(names);
  });
});

it("docs/kubernetes.md has the sizes that were measured last", async () => {
  const measured: readonly Measured[] = JSON.parse(await readFile("bench/results.json", "utf8"));
  const figures = measured.find(({ name }) => name === "container")?.figures ?? [];
  expect(figures).not.toEqual([]);
  const page = await readFile(KUBERNETES, "utf8");
  expect(page).toBe(withMeasured(page, figures));
});
