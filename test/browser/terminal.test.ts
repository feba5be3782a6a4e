import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "../cli/command-line.ts";
import { HAS_BROWSER, startBrowser } from "./browser.ts";

/** The colours of a terminal, by the number in the escape sequence. */
const COLOURS: Readonly<Record<string, string>> = {
  1: "font-weight:bold",
  2: "color:#8b949e",
  31: "color:#ff7b72",
  32: "color:#7ee787",
  33: "color:#e3b341",
  34: "color:#79c0ff",
  35: "color:#d2a8ff",
  36: "color:#76e3ea",
};
/** So many lines stand on the screen of a picture. */
const SCREEN_LINES = 44;
const STYLE = "margin:0;padding:16px;background:#0d1117;color:#e6edf3;font:14px/1.35 'DejaVu Sans Mono',monospace";

/** What a terminal shows of coloured text. */
function htmlOf(text: string): string {
  let open = 0;
  const inner = text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/\u001B\[([\d;]*)m/g, (_, codes: string) => {
      const styles = codes.split(";").flatMap((code) => COLOURS[code] ?? []);
      const ends = "</span>".repeat(styles.length === 0 ? open : 0);
      open = styles.length === 0 ? 0 : open + 1;
      return styles.length === 0 ? ends : `<span style="${styles.join(";")}">`;
    });
  return `<!doctype html><pre style="${STYLE};display:inline-block">${inner}${"</span>".repeat(open)}</pre>`;
}

describe.skipIf(!HAS_BROWSER)("the terminal, as its colours show", () => {
  let browser: Browser;
  let line: CommandLine;
  beforeAll(async () => {
    browser = await startBrowser();
    const example = "examples/rollout";
    line = await startCommandLine(await readFile(join(example, "tenant.yaml"), "utf8"));
    await cp(join(example, "desired"), line.folder, { recursive: true });
  });
  afterAll(async () => {
    await line?.end();
    await browser?.close();
  });

  it.each([80, 120])("a plan keeps within %i columns, in colour", async (columns) => {
    const { stdout } = await line.spawned(["plan"], { env: { FORCE_COLOR: "1", COLUMNS: String(columns) } });
    // oxlint-disable-next-line no-control-regex
    const widths = stdout.split("\n").map((one) => one.replaceAll(/\u001B\[[\d;]*m/g, "").length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    expect(stdout).toContain("\u001B[");
  });

  /** Written only when asked for: `npm run pictures`. */
  it.runIf(process.env["TRUEUP_SCREENSHOTS"] === "1").each([
    { columns: 80, args: ["plan"], picture: "terminal-80" },
    { columns: 120, args: ["plan"], picture: "terminal-120" },
  ])("pictures for docs: $picture", async ({ columns, args, picture }) => {
    const { stdout } = await line.spawned(args, { env: { FORCE_COLOR: "1", COLUMNS: String(columns) } });
    const page = await browser.newPage({ viewport: { width: columns * 9 + 32, height: 900 } });
    // The end of it is what stands on the screen.
    const screen = stdout.split("\n").slice(-SCREEN_LINES).join("\n");
    await page.setContent(htmlOf(screen));
    const { byteLength } = await page.locator("pre").screenshot({ path: `docs/images/${picture}.png` });
    await page.close();
    expect(byteLength).toBeLessThan(200_000);
  });
});
