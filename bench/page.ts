import type { Figure } from "./bench.ts";

/** A figure, and what the same one came to when it was measured the last time before. */
export interface KeptFigure extends Figure {
  readonly before?: number;
}

/** What one bench came to, and where. */
export interface Measured {
  readonly name: string;
  readonly measures: string;
  readonly figures: readonly KeptFigure[];
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
    "What it came to the last time before stands beside it; that may have been another machine.",
    "A figure beside its mark has a tick or is called missed; one without a mark is reported as it came.",
    "",
    ...sections,
  ].join("\n");
}

/** Figures as a table in Markdown. */
export function renderTable(figures: readonly KeptFigure[]): string {
  const rows = figures.map((figure) => {
    const before = figure.before === undefined ? "–" : valueText({ ...figure, value: figure.before });
    return `| ${figure.name} | ${valueText(figure)} | ${before} | ${markText(figure)} | ${figure.note ?? ""} |`;
  });
  return ["| Figure | Measured | Before | Mark | |", "| --- | --- | --- | --- | --- |", ...rows].join("\n");
}

function valueText({ value, unit }: Figure): string {
  switch (unit) {
    case "ratio":
      return value.toFixed(3);
    case "%":
      return `${value.toFixed(2)} %`;
    case "requests":
    case "MB":
    case "MB/s":
    case "bytes a row":
    case "workers":
      return `${Math.round(value)} ${unit}`;
    case "s":
      return `${value.toFixed(2)} s`;
    case "h":
      return `${value.toFixed(1)} h`;
  }
}

function markText({ value, mark, unit }: Figure): string {
  if (mark === null) return "–";
  const [limit, isMet, sign] =
    "atMost" in mark ? [mark.atMost, value <= mark.atMost, "≤"] : [mark.atLeast, value >= mark.atLeast, "≥"];
  return `${sign} ${limit}${unit === "ratio" ? "" : ` ${unit}`}: ${isMet ? "✓" : "**missed**"}`;
}
