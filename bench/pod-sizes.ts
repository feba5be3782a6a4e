import type { Figure } from "./bench.ts";

/** The page whose table of sizes holds what was measured. */
export const KUBERNETES = new URL("../docs/kubernetes.md", import.meta.url);

/** How a figure about so many people is called. */
export function sizeName(people: number): string {
  return `${people.toLocaleString("en")} people: peak memory (resident)`;
}

/** The page with its last column as it was measured; what nobody measured has a dash. */
export function withMeasured(page: string, figures: readonly Pick<Figure, "name" | "value">[]): string {
  return page.replaceAll(/^\| ([\d,]+) \| (.*) \| [^|]* \|$/gm, (_row, people: string, between: string) => {
    const measured = figures.find(({ name }) => name === sizeName(Number(people.replaceAll(",", ""))));
    return `| ${people} | ${between} | ${measured === undefined ? "–" : `${Math.round(measured.value)} MB`} |`;
  });
}
