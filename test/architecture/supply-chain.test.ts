import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { filesUnder, readText, ROOT } from "./repository.ts";
import { lintWorkflow } from "../action/lint-workflow.ts";

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(readText("package-lock.json"));
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
const manifest: {
  readonly license: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
} = JSON.parse(readText("package.json"));

/** Licences of what is shipped: it may be passed on with a notice, whatever it is used in. */
const SHIPPED = ["(MIT OR CC0-1.0)", "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];
/** Of what only builds and tests it, some that ask more of whoever passes them on. */
const BUILDING = [...SHIPPED, "CC0-1.0", "MIT OR Apache-2.0", "MPL-2.0", "PSF-2.0", "Python-2.0"];

describe("the lock file", () => {
  it("has a hash for every package", () => {
    expect(
      packages.filter(([, { integrity }]) => integrity?.startsWith("sha512-") !== true).map(([path]) => path),
    ).toEqual([]);
  });

  it("lets nothing run at installation but what package.json allows", () => {
    const running = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const names = running.map(([path]) => path.replace(/^.*node_modules\//, ""));
    expect(names).toEqual(Object.keys(manifest.allowScripts));
  });

  it("is asked for exact versions", () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

describe("the package", () => {
  it("runs nothing when it is installed", () => {
    const running = ["preinstall", "install", "postinstall", "prepare"].filter((name) => name in manifest.scripts);
    expect(running).toEqual([]);
  });

  it("holds what is built and what people need beside it, and nothing else", () => {
    expect(manifest.files).toEqual(["dist", "examples", "schemas", "completions", "scripts/package/trueup.mjs"]);
  });
});

describe("licences", () => {
  it.each([
    { of: "what is shipped", dev: false, allowed: SHIPPED },
    { of: "what builds and tests it", dev: true, allowed: BUILDING },
  ])("of $of are among those that are known to fit", ({ dev, allowed }) => {
    const others = packages
      .filter(([, locked]) => (locked.dev === true) === dev)
      .filter(([, { license }]) => !allowed.includes(license ?? "none"))
      .map(([path, { license }]) => `${path}: ${license ?? "none"}`);
    expect(others).toEqual([]);
  });
});

describe("the bill of materials", () => {
  it("names what is shipped, with versions, and nothing else", () => {
    const [name, ...args] = sbomCommand();
    const { stdout, status } = spawnSync(name ?? "", args, { cwd: ROOT, encoding: "utf8" });
    expect(status).toBe(0);
    const bill: { bomFormat: string; components: readonly { name: string; version: string }[] } = JSON.parse(stdout);
    expect(bill.bomFormat).toBe("CycloneDX");
    const listed = bill.components.map((part) => `${part.name} ${part.version}`);
    const shipped = packages
      .filter(([, locked]) => locked.dev !== true)
      .map(([path, { version }]) => `${path.replace(/^.*node_modules\//, "")} ${version ?? ""}`);
    expect(new Set(listed)).toEqual(new Set(shipped));
  });
});

describe("workflows", () => {
  it.each(filesUnder(".github/workflows"))("%s gives no step more rights than it says", (path) => {
    expect(readText(path)).toMatch(/^permissions:/m);
    expect(readText(path)).not.toMatch(/^permissions: write-all/m);
  });

  it.each([
    ...filesUnder(".github/workflows"),
    "action.yml",
    ...filesUnder("examples/github").filter((path) => path.endsWith(".yml")),
  ])("%s names each action by a commit, and says which version that is", (path) => {
    const uses = [...readText(path).matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action = ""]) => action);
    const others = uses.filter(
      (action) => action !== "OWNER/trueup@COMMIT" && !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action),
    );
    expect(others).toEqual([]);
  });

  it("are checked by something that finds an injection and an unknown input", async () => {
    const steps =
      "[{ run: 'echo ${{ github.event.issue.title }}' }, { uses: actions/checkout@v4, with: { nonsense: 1 } }]";
    const text = `on: issues\njobs:\n  build: { runs-on: ubuntu-latest, steps: ${steps} }\n`;
    const kinds = (await lintWorkflow(text, ".github/workflows/x.yml")).map(({ kind }) => kind);
    expect(kinds).toEqual(["expression", "action"]);
  });

  it("are what GitHub understands", async () => {
    const findings = await Promise.all(
      filesUnder(".github/workflows").map((path) => lintWorkflow(readText(path), path)),
    );
    expect(findings.flat()).toEqual([]);
  });
});

function sbomCommand(): readonly string[] {
  const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(readText("package.json"));
  return (scripts["sbom"] ?? "").split(" ");
}
