import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { whyClick } from "../../src/why-click/compare.ts";
import { parseManifest } from "../../src/why-click/manifest.ts";
import { readManifest } from "../../src/why-click/read-manifest.ts";
import { manifest, type Manifest, PAIRS } from "./pairs.ts";

function facts(content: Manifest) {
  const parsed = parseManifest(JSON.stringify(content), "manifest.json");
  if (parsed.kind === "none") throw new Error(parsed.why);
  return parsed.facts;
}

describe("what makes people click", () => {
  it.each(PAIRS)("$name: $met", ({ old, new: now, met }) => {
    const answer = whyClick(facts(manifest(old)), facts(manifest({ ...now, version: "1.1.0" })));
    const applying = answer.conditions.filter((condition) => condition.met === true).map(({ id }) => id);
    if (met === "unknown") expect(answer.mustClick).toBe(null);
    else expect([answer.mustClick, applying]).toEqual([met.length > 0, met]);
  });
});

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-why-click-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Packed {
  readonly name: string;
  readonly content: Buffer;
  /** What the package says that it unpacks to; left out: the truth. */
  readonly saidSize?: number;
}

/** A package with these files: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
function zip(...files: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, saidSize = content.length } of files) {
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(saidSize, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, Buffer.from(name), packed]);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from("PK\u0001\u0002"), Buffer.from([20, 0]), common, more, Buffer.from(name)]),
    );
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from("PK\u0005\u0006"), end]);
}

const text = (content: Manifest): Buffer => Buffer.from(JSON.stringify(content));
const MANIFEST = { name: "manifest.json", content: text(manifest()) };
const at = (name: string): string => join(folder, name);

describe("a manifest", () => {
  it.each([
    { name: "a file", path: "app.json", make: () => writeFile(at("app.json"), MANIFEST.content) },
    {
      name: "a folder",
      path: "app",
      make: () => mkdir(at("app")).then(() => writeFile(at("app/manifest.json"), MANIFEST.content)),
    },
    {
      name: "a package",
      path: "app.zip",
      make: () => writeFile(at("app.zip"), zip({ name: "color.png", content: Buffer.alloc(9) }, MANIFEST)),
    },
    {
      name: "a manifest in UTF-16, as PowerShell writes it",
      path: "a.json",
      make: () => writeFile(at("a.json"), Buffer.from(`\uFEFF${MANIFEST.content.toString("utf8")}`, "utf16le")),
    },
    { name: "a package of another name", path: "app.bin", make: () => writeFile(at("app.bin"), zip(MANIFEST)) },
  ])("is read from $name", async ({ path, make }) => {
    await make();
    expect(await readManifest(at(path))).toMatchObject({ version: "1.0.0", hasBot: false });
  });

  it.each([
    { name: "nothing there", path: "nowhere", content: null, says: /no such file/ },
    { name: "a zip that is none", path: "a.zip", content: "no zip", says: /it is no zip file/ },
    {
      name: "a zip that is cut off",
      path: "a.zip",
      content: zip(MANIFEST).subarray(0, 60),
      says: /no manifest of an app/,
    },
    { name: "an empty zip", path: "a.zip", content: zip(), says: /without a manifest\.json/ },
    {
      name: "a zip without a manifest",
      path: "a.zip",
      content: zip({ name: "a/manifest.json", content: MANIFEST.content }),
      says: /without a manifest\.json at its top, where Teams looks for it: it holds a\/manifest\.json/,
    },
    {
      name: "a zip that leads out",
      path: "a.zip",
      content: zip(MANIFEST, { name: "../evil", content: Buffer.from("x") }),
      says: /relative path: \.\.\/evil/,
    },
    {
      name: "a zip with an absolute path",
      path: "a.zip",
      content: zip(MANIFEST, { name: "/etc/passwd", content: Buffer.from("x") }),
      says: /absolute path/,
    },
    {
      name: "a zip that says it unpacks to gigabytes",
      path: "a.zip",
      content: zip(MANIFEST, { name: "b", content: Buffer.from("x"), saidSize: 4_000_000_000 }),
      says: /unpacks to more than any package/,
    },
    {
      name: "a manifest that unpacks to much",
      path: "a.zip",
      content: zip({ name: "manifest.json", content: Buffer.alloc(20_000_000, " ") }),
      says: /larger than any manifest/,
    },
    {
      name: "a manifest that unpacks to more than it says",
      path: "a.zip",
      content: zip({ name: "manifest.json", content: Buffer.alloc(20_000_000, " "), saidSize: 100 }),
      says: /too many bytes/,
    },
    { name: "no JSON", path: "a.json", content: "{", says: /it is no JSON/ },
    { name: "a list", path: "a.json", content: "[]", says: /holds no object/ },
    { name: "no version, behind a byte order mark", path: "a.json", content: "\uFEFF{}", says: /has no "version"/ },
    { name: "no version", path: "a.json", content: "{}", says: /has no "version"/ },
    {
      name: "a version that is a number",
      path: "a.json",
      content: '{"version":1.1}',
      says: /is the number 1\.1, and not a text: quote it/,
    },
  ])("$name: an error that says so", async ({ path, content, says }) => {
    if (content !== null) await writeFile(at(path), content);
    await expect(readManifest(at(path))).rejects.toThrow(says);
  });

  it("of a folder without one, and of a file that is larger than any, is refused", async () => {
    await expect(readManifest(folder)).rejects.toThrow(/the folder holds no manifest\.json/);
    await writeFile(at("large.json"), Buffer.alloc(6_000_000, " "));
    await expect(readManifest(at("large.json"))).rejects.toThrow(/larger than any manifest/);
  });
});
