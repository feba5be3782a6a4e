import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { describe, expect, it } from "vitest";
import { ROOT, filesUnder, readText } from "./repository.ts";
import { ROOMS } from "./rooms.ts";

interface PackageEntry {
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifest: Record<"dependencies" | "devDependencies", Record<string, string>> = JSON.parse(
  readText("package.json"),
);
const lock: { packages: Record<string, PackageEntry> } = JSON.parse(readText("package-lock.json"));

describe("docs/architecture.md", () => {
  it("shows the rooms as the tests hold them", () => {
    const rows = tableUnder(readText("docs/architecture.md"), "## Rooms");
    const shown = rows.map(([path = "", , imports = "", types = "", modules = "", globals = ""]) => ({
      path: codeIn(path).join(),
      imports: codeIn(imports),
      types: codeIn(types),
      modules: codeIn(modules),
      globals: codeIn(globals),
    }));
    expect(shown).toEqual(ROOMS);
  });

  it("says what every room holds", () => {
    const rows = tableUnder(readText("docs/architecture.md"), "## Rooms");
    expect(rows.filter(([, holds = ""]) => holds.length < 10)).toEqual([]);
  });
});

describe("docs/dependencies.md", () => {
  const page = readText("docs/dependencies.md");

  it.each([
    ["## Production", "dependencies"],
    ["## Development", "devDependencies"],
  ] as const)("%s explains what package.json lists under %s", (heading, list) => {
    const rows = tableUnder(page, heading);
    expect(rows.map(([name = ""]) => codeIn(name).join())).toEqual(Object.keys(manifest[list]).sort());
    expect(rows.filter(([, why = ""]) => why.length < 10)).toEqual([]);
  });

  it("names everything that comes along into production", () => {
    for (const [name = "", , pulledIn = ""] of tableUnder(page, "## Production")) {
      expect(codeIn(pulledIn)).toEqual([...pulledInBy(codeIn(name).join())].sort());
    }
  });
});

describe("docs/decisions", () => {
  const records = filesUnder("docs/decisions");

  it("are numbered without a gap", () => {
    const numbers = records.map((path) => Number(/\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1]));
    expect(numbers).toEqual(records.map((_path, index) => index + 1));
  });

  it.each(records)("%s has a context, a decision and consequences", (path) => {
    const text = readText(path);
    expect(text).toMatch(new RegExp(`^# ${Number(/\d{4}/.exec(path)?.[0])}\\. `));
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      "Context",
      "Decision",
      "Consequences",
    ]);
  });
});

describe("links between pages", () => {
  const roots = ["CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md", "examples/README.md"];
  const pages = [...roots, ...filesUnder("docs")].filter((path) => path.endsWith(".md"));

  it.each(pages)("%s leads to pages that exist", (path) => {
    const targets = [...readText(path).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = ""]) =>
      normalize(join(dirname(path), target)),
    );
    expect(targets.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  it.each(pages)("%s leads to headings that exist", (path) => {
    const links = [...readText(path).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
    const missing = links.filter(([, page = "", anchor = ""]) => {
      const target = page === "" ? path : normalize(join(dirname(path), page));
      return !anchorsOf(readText(target)).includes(anchor);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });
});

it("no page tells people to run TypeScript, which an old Node answers with a stack trace", () => {
  const pages = [
    "CONTRIBUTING.md",
    "README.md",
    ...filesUnder("docs"),
    ...filesUnder("examples"),
    ...filesUnder("deploy"),
  ].filter((path) => path.endsWith(".md") && !path.startsWith("docs/decisions/"));
  expect(pages.filter((path) => /\bnode (?:[\w./-]*\/)?main\.ts\b/.test(readText(path)))).toEqual([]);
});

it.each(filesUnder("schemas"))("%s is named by what it describes, and by no address that leads nowhere", (path) => {
  const { $id = "urn:trueup:none:v1" }: { readonly $id?: string } = JSON.parse(readText(path));
  expect($id).toMatch(/^urn:trueup:[a-z-]+:v1$/);
});

/** The anchors that GitHub makes of the headings of a page. */
function anchorsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Cells of the first table below a heading, without its header. */
function tableUnder(page: string, heading: string): readonly (readonly string[])[] {
  const lines = page.slice(page.indexOf(`\n${heading}\n`) + 1).split("\n");
  const start = lines.findIndex((line) => /^\|[ :|-]+\|$/.test(line));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 1, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function codeIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

function pulledInBy(name: string): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (path: string): void => {
    for (const dependency of Object.keys(lock.packages[path]?.dependencies ?? {})) {
      if (found.has(dependency)) continue;
      found.add(dependency);
      follow(`node_modules/${dependency}`);
    }
  };
  follow(`node_modules/${name}`);
  return found;
}

describe("the row that docs/architecture.md follows", () => {
  it("goes through files that exist", () => {
    const rows = tableUnder(readText("docs/architecture.md"), "## One row, from YAML to receipt");
    const files = rows.flatMap(([, cell = ""]) => {
      const names = codeIn(cell);
      return names.map((name, at) => {
        if (name.startsWith("src/")) return name;
        const folder = names.slice(0, at).findLast((before) => before.startsWith("src/")) ?? "";
        return folder.replace(/[^/]+$/, name);
      });
    });
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
