import type { Figure } from "./bench.ts";

/** What one bench came to, and where. */
export interface Measured {
  readonly name: string;
  readonly measures: string;
  readonly figures: readonly Figure[];
  /** The day, `2026-01-05`. */
  readonly at: string;
  /** Processor, memory, Node. */
  readonly machine: string;
}

/** The page for people. A figure that misses its mark says so. */
export function renderPage(all: readonly Measured[]): string {
  const sections = all.map(({ name, measures, figures, at, machine }) =>
    [`## ${name}`, "", `${measures}.`, "", renderTable(figures), "", `Measured on ${at}: ${machine}.`, ""].join("\n"),
  );
  return [
    "# Benchmarks",
    "",
    "Written by `npm run bench`; do not edit. Each figure is a ratio, a count or a size measured within one run, never a comparison with another day or machine.",
    "A figure beside its mark has a tick or is called missed; one without a mark is reported as it came.",
    "",
    ...sections,
  ].join("\n");
}

/** Figures as a table in Markdown. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = figures.map(
    (figure) => `| ${figure.name} | ${valueText(figure)} | ${markText(figure)} | ${figure.note ?? ""} |`,
  );
  return ["| Figure | Measured | Mark | |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function valueText({ value, unit }: Figure): string {
  switch (unit) {
    case "ratio":
      return value.toFixed(3);
    case "%":
      return `${value.toFixed(2)} %`;
    case "requests":
    case "MB":
    case "bytes a row":
      return `${Math.round(value)} ${unit}`;
    case "s":
      return `${value.toFixed(2)} s`;
  }
}

function markText({ value, mark, unit }: Figure): string {
  if (mark === null) return "–";
  const [limit, isMet, sign] =
    "atMost" in mark ? [mark.atMost, value <= mark.atMost, "≤"] : [mark.atLeast, value >= mark.atLeast, "≥"];
  return `${sign} ${limit}${unit === "ratio" ? "" : ` ${unit}`}: ${isMet ? "✓" : "**missed**"}`;
}
