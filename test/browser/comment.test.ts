import { readFile } from "node:fs/promises";
import MarkdownIt from "markdown-it";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareWithBase } from "../../src/difference.ts";
import { DEFAULT_REVIEW, planDocument } from "../../src/plan-file/document.ts";
import { createPeople } from "../../src/report/facts/people.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { app, blocked, CAMERA, header, held, plan, row, SEND, upgrade, user } from "../report/builders.ts";
import { PLANS, RATES } from "../report/worlds.ts";
import { HAS_BROWSER, startBrowser } from "./browser.ts";

/** A comment on a pull request of GitHub is so wide on a desktop. */
const COMMENT_WIDTH = 760;

const LINKS = {
  run: "https://github.com/contoso/teams-apps/actions/runs/42",
  artifacts: "https://github.com/contoso/teams-apps/actions/runs/42#artifacts",
  file: ({ file, line }: { readonly file: string; readonly line: number }) =>
    `https://github.com/contoso/teams-apps/blob/main/${file}#L${line}`,
};

function named(prefix: string, amount: number) {
  return Array.from({ length: amount }, (_, at) => user(`${prefix}${at}`));
}

/** A change that approves a permission, loosens a limit and reaches people, beside drift that is there anyway. */
function review() {
  const older = named("old", 126).map((one) => upgrade({ user: one, app: "expenses" }));
  const changed = named("new", 26).map((one) => upgrade({ user: one, consent: [CAMERA, SEND] }));
  const settled = named("new", 26).map((one) => row({ user: one }));
  const stuck = blocked("permissions-not-approved", { user: user("zoe"), detail: "lacking CameraStream.Read.User" });
  const waits = held(upgrade({ user: user("vera") }), "next-run", "perRun allows 500 of 501");
  const head = plan([...older, ...changed, stuck, waits], { apps: [app({ approved: [SEND, CAMERA] })] });
  const guards = [{ guard: "maxChanges", before: "200", after: "100%", loosens: true }];
  const difference = compareWithBase(head, plan([...older, ...settled]), { guards, lock: [] });
  return planDocument(head, header(), [], { ...DEFAULT_REVIEW, base: { source: header().source, difference } });
}

describe.skipIf(!HAS_BROWSER)("the comment in a browser, as GitHub shows it", () => {
  let browser: Browser;
  let css = "";
  beforeAll(async () => {
    browser = await startBrowser();
    css = await readFile(new URL(import.meta.resolve("github-markdown-css/github-markdown-light.css")), "utf8");
  });
  afterAll(() => browser?.close());

  async function open(document: Parameters<typeof renderMarkdown>[0]) {
    const people = createPeople({ showUsers: false, key: null });
    const markdown = [...renderMarkdown(document, { rates: RATES, people, wholeAt: null, links: LINKS, marker: null })];
    const body = new MarkdownIt({ html: true }).render(markdown.join(""));
    const page = await browser.newPage({ viewport: { width: COMMENT_WIDTH + 32, height: 900 } });
    await page.setContent(
      `<!doctype html><style>${css} body{margin:16px}</style><body class="markdown-body">${body}</body>`,
    );
    return page;
  }

  it.each([
    ["a change beside older drift", review()] as const,
    ...Object.entries(PLANS).filter(([name]) => name !== "plan-hostile-names"),
  ])("%s: no column is cut", async (_name, document) => {
    const page = await open(document);
    for (const summary of await page.locator("summary").all()) await summary.click();
    const cut = await page.evaluate<readonly string[]>(
      "[...document.querySelectorAll('table')].filter((table) => table.scrollWidth > table.clientWidth).map((table) => table.innerText)",
    );
    await page.close();
    expect(cut).toEqual([]);
  });

  /** Written only when asked for: `npm run pictures`. */
  it.runIf(process.env["TRUEUP_SCREENSHOTS"] === "1")("pictures for docs: comment", async () => {
    const page = await open(review());
    const { byteLength } = await page.screenshot({
      path: "docs/images/comment.png",
      clip: { x: 0, y: 0, width: COMMENT_WIDTH + 32, height: 900 },
    });
    await page.close();
    expect(byteLength).toBeLessThan(200_000);
  });
});
