import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const REPOSITORY = process.env["SITE_REPOSITORY"] ?? "https://github.com/OWNER/trueup";
const PAGES = fileURLToPath(new URL("../pages", import.meta.url));
const OUTSIDE = ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "examples/README.md"];
const readme = readFileSync(join(ROOT, "README.md"), "utf8");

// VitePress finds its own packages only above the pages, so they are copied to where those are.
rmSync(PAGES, { recursive: true, force: true });
for (const path of ["docs", "README.md", ...OUTSIDE]) cpSync(join(ROOT, path), join(PAGES, path), { recursive: true });

/** Pages are the documents as they lie in the repository, so that each link means the same there and here. */
export default defineConfig({
  title: "TrueUp",
  description: "Microsoft Teams apps in people's personal scope, as a git repository says",
  lang: "en",
  base: process.env["SITE_BASE"] ?? "/",
  srcDir: PAGES,
  rewrites: { "README.md": "index.md", "docs/decisions/README.md": "docs/decisions/index.md" },
  cleanUrls: true,
  lastUpdated: false,
  outDir: fileURLToPath(new URL("../dist", import.meta.url)),
  cacheDir: fileURLToPath(new URL("cache", import.meta.url)),
  markdown: { config: linkSources },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [{ text: "Repository", link: REPOSITORY }],
    sidebar: purposes(),
  },
});

/** The table of README.md that names the documents by purpose; the site has no list of its own. */
function purposes() {
  const rows = readme.split("\n").filter((line) => /^\| To [a-z]+ +\|/.test(line));
  if (rows.length === 0) throw new Error("README.md has no table of documents by purpose");
  return rows.map((row) => {
    const [, text = "", links = ""] = row.split("|").map((cell) => cell.trim());
    const items = [...links.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].flatMap(([, name = "", path = ""]) =>
      path.endsWith(".md")
        ? [{ text: name.charAt(0).toUpperCase() + name.slice(1), link: `/${path.replace(/\.md$/, "")}` }]
        : [],
    );
    return { text, items };
  });
}

/** What a page links to and is no page itself, such as a source file, is shown in the repository. It has to exist. */
function linkSources(markdown) {
  markdown.core.ruler.push("link-sources", (state) => {
    for (const token of state.tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href === null || /^([a-z]+:|#|\/)/.test(href)) continue;
      const [path = ""] = href.split("#");
      const target = relative(ROOT, join(dirname(join(ROOT, pageOf(state.env))), path));
      if (target.endsWith(".md") && (target.startsWith("docs/") || target === "README.md" || OUTSIDE.includes(target)))
        continue;
      if (!existsSync(join(ROOT, target)))
        throw new Error(`${pageOf(state.env)} links to ${href}, which does not exist`);
      token.attrSet("href", `${REPOSITORY}/blob/main/${target}`);
    }
  });
}

function pageOf(env) {
  return relative(PAGES, env.realPath ?? env.path);
}
