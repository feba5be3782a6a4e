import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { load } from "../../src/desired/load.ts";
import { filesUnder, readText } from "../architecture/repository.ts";

const manifest: { version: string } = JSON.parse(readText("package.json"));
const DESIRED_STATE = "deploy/kubernetes/overlays/cronjob-configmap/desired-state";

describe("the image", () => {
  const files = filesUnder("deploy/kubernetes").filter((path) => path.endsWith(".yaml"));
  const tags = files.flatMap((path) =>
    [...readText(path).matchAll(/(?:image: trueup:|newTag: )([^\s}]+)/g)].map(([, tag]) => `${path} ${tag}`),
  );

  it("has the version of this checkout, wherever it is named", () => {
    expect(tags.length).toBeGreaterThan(5);
    expect(tags.filter((line) => !line.endsWith(` ${manifest.version}`))).toEqual([]);
  });
});

describe("a desired state that is mounted from a ConfigMap", () => {
  let folder = "";
  const names = readdirSync(new URL(`../../${DESIRED_STATE}`, import.meta.url));

  // The layout of such a volume: files are links into `..data`, which is a link to a folder that is replaced as a whole.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "trueup-config-map-"));
    mkdirSync(join(folder, "..2026_01_05"));
    symlinkSync("..2026_01_05", join(folder, "..data"));
    for (const name of names) {
      writeFileSync(join(folder, "..data", name), readText(`${DESIRED_STATE}/${name}`));
      symlinkSync(join("..data", name), join(folder, name));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is read once, and is valid", async () => {
    const { configuration, diagnostics } = await load(folder);
    expect(diagnostics).toEqual([]);
    expect(configuration?.assignments.length).toBe(1);
  });

  it("is the whole of the folder", () => {
    const kustomization = readFileSync(
      new URL(`../../${DESIRED_STATE}/../kustomization.yaml`, import.meta.url),
      "utf8",
    );
    const listed = [...kustomization.matchAll(/- desired-state\/(\S+)/g)].map(([, name]) => name);
    expect(new Set(listed)).toEqual(new Set(names));
  });
});
