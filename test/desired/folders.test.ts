import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { load } from "../../src/desired/load.ts";
import { APPS, type Files, inFolder, loadFiles, places, withHeader } from "./folder.ts";

const STATE = withHeader(`${APPS}users:\n  adele@contoso.com: { expenses: latest }\n`);
const EMPTY = withHeader("");
const WITH_LIST = withHeader(
  `${APPS}assignments:\n  - { app: expenses, version: latest, to: [{ usersFrom: x.csv }] }\n`,
);

/** Loads `state` of a folder that also holds `outside`, after links and such were made in it. */
function loadAfter(files: Files, prepare: (root: string) => void): ReturnType<typeof load> {
  return inFolder(files, (root) => {
    prepare(root);
    return load(join(root, "state"));
  });
}

describe("which files of a folder are read", () => {
  it("YAML at any depth, but nothing whose name begins with a dot or an underscore", async () => {
    const { files } = await loadFiles({
      "state.yaml": STATE,
      "b.yml": EMPTY,
      "deep/er/c.yaml": EMPTY,
      "notes.md": "x",
      "data.json": "{}",
      yaml: "x",
      ".hidden.yaml": "x: 1",
      "_draft.yaml": "x: 1",
      ".git/config.yaml": "x: 1",
      "_drafts/one.yaml": "x: 1",
      "deep/_x/one.yaml": "x: 1",
    });
    expect([...files.keys()]).toEqual(["b.yml", "deep/er/c.yaml", "state.yaml"]);
  });

  it("a folder with the name of a file is a folder", async () => {
    const { files } = await loadFiles({ "state.yaml": STATE, "x.yaml/y.yaml": EMPTY });
    expect([...files.keys()]).toEqual(["state.yaml", "x.yaml/y.yaml"]);
  });

  it.each<[string, (root: string) => void, readonly string[], readonly string[]]>([
    [
      "a link to a folder inside is followed, and each folder read once",
      (root) => symlinkSync("deep", join(root, "state/again")),
      ["again/c.yaml", "state.yaml"],
      [],
    ],
    [
      "a link that leads round in a circle is read once",
      (root) => symlinkSync("..", join(root, "state/deep/up")),
      ["deep/c.yaml", "state.yaml"],
      [],
    ],
    [
      "a folder that is a link to itself is nothing",
      (root) => symlinkSync("loop", join(root, "state/loop")),
      ["deep/c.yaml", "state.yaml"],
      [],
    ],
    [
      "a link to a folder outside is an error",
      (root) => symlinkSync("../outside", join(root, "state/out")),
      ["deep/c.yaml", "state.yaml"],
      ["out:1:1 outside-folder"],
    ],
    [
      "a link to a folder whose name only begins like this one's is outside",
      (root) => {
        mkdirSync(join(root, "state-2"));
        symlinkSync("../state-2", join(root, "state/out"));
      },
      ["deep/c.yaml", "state.yaml"],
      ["out:1:1 outside-folder"],
    ],
    [
      "a link to a file outside is an error",
      (root) => symlinkSync("../outside/o.yaml", join(root, "state/o.yaml")),
      ["deep/c.yaml", "state.yaml"],
      ["o.yaml:1:1 outside-folder"],
    ],
    [
      "a link that leads nowhere is an error",
      (root) => symlinkSync("nowhere.yaml", join(root, "state/x.yaml")),
      ["deep/c.yaml", "state.yaml"],
      ["x.yaml:1:1 unreadable-file"],
    ],
    [
      "a file that is a link to itself is an error",
      (root) => symlinkSync("x.yaml", join(root, "state/x.yaml")),
      ["deep/c.yaml", "state.yaml"],
      ["x.yaml:1:1 unreadable-file"],
    ],
    [
      "a pipe is an error, and nothing waits for it",
      (root) => execFileSync("mkfifo", [join(root, "state/pipe.yaml")]),
      ["deep/c.yaml", "state.yaml"],
      ["pipe.yaml:1:1 unreadable-file"],
    ],
  ])("%s", async (_name, prepare, files, expected) => {
    const loaded = await loadAfter(
      { "state/state.yaml": STATE, "state/deep/c.yaml": EMPTY, "outside/o.yaml": EMPTY },
      prepare,
    );
    expect([...loaded.files.keys()]).toEqual(files);
    expect(places(loaded)).toEqual(expected);
  });

  it.skipIf(process.getuid?.() === 0)("files and folders without permission are errors (not as root)", async () => {
    const loaded = await loadAfter(
      { "state/state.yaml": STATE, "state/x/y.yaml": EMPTY, "state/z.yaml": "" },
      (root) => {
        chmodSync(join(root, "state/x"), 0o000);
        chmodSync(join(root, "state/z.yaml"), 0o000);
      },
    );
    expect(places(loaded)).toEqual(["x:1:1 unreadable-file", "z.yaml:1:1 unreadable-file"]);
  });
});

describe("lists", () => {
  it.each<[string, (root: string) => void, readonly string[]]>([
    ["through a link inside", (root) => symlinkSync("lists/x.csv", join(root, "state/x.csv")), []],
    [
      "through a link that leads out",
      (root) => symlinkSync("../outside/x.csv", join(root, "state/x.csv")),
      ["state.yaml:6:57 outside-folder"],
    ],
    [
      "that are a pipe",
      (root) => execFileSync("mkfifo", [join(root, "state/x.csv")]),
      ["state.yaml:6:57 unreadable-file"],
    ],
    ["that are a folder", (root) => mkdirSync(join(root, "state/x.csv")), ["state.yaml:6:57 unreadable-file"]],
    [
      "that are binary",
      (root) => writeFileSync(join(root, "state/x.csv"), new Uint8Array([0, 1])),
      ["state.yaml:6:57 not-text"],
    ],
  ])("%s", async (_name, prepare, expected) => {
    const files = {
      "state/state.yaml": WITH_LIST,
      "state/lists/x.csv": "a@contoso.com\n",
      "outside/x.csv": "b@contoso.com\n",
    };
    expect(places(await loadAfter(files, prepare))).toEqual(expected);
  });

  it("cannot leave through a folder that is a link", async () => {
    const files = { "state/state.yaml": WITH_LIST.replace("x.csv", "out/x.csv"), "outside/x.csv": "b@contoso.com\n" };
    const loaded = await loadAfter(files, (root) => symlinkSync("../outside", join(root, "state/out")));
    expect(places(loaded)).toEqual(["out:1:1 outside-folder", "state.yaml:6:57 outside-folder"]);
    expect([...loaded.files.values()]).not.toContain("b@contoso.com\n");
  });

  it.each([
    ["that nobody could write", "a/".repeat(20_000)],
    ["with a null character", '"a\\0b"'],
  ])("with a name %s are not there", async (_name, reference) => {
    expect(places(await loadFiles({ "state.yaml": WITH_LIST.replace("x.csv", reference) }))).toEqual([
      "state.yaml:6:57 unreadable-file",
    ]);
  });
});

describe("PATH", () => {
  it("names one file: others are not read, and policy may stand in it", async () => {
    await inFolder({ "one.yaml": `${STATE}policy: { maxChanges: 7 }\n`, "broken.yaml": "[" }, async (folder) => {
      const loaded = await load(join(folder, "one.yaml"));
      expect([...loaded.files.keys()]).toEqual(["one.yaml"]);
      expect(loaded.configuration?.policy.maxChanges).toEqual({ kind: "count", count: 7 });
    });
  });

  it("names one file: a list has to be inside the working directory", async () => {
    await inFolder({ "one.yaml": WITH_LIST, "x.csv": "a@contoso.com\n" }, async (folder) => {
      expect(places(await load(join(folder, "one.yaml")))).toEqual(["one.yaml:6:57 outside-folder"]);
    });
  });

  it("may be a link", async () => {
    await inFolder({ "state/state.yaml": WITH_LIST, "state/x.csv": "a@contoso.com\n" }, async (folder) => {
      symlinkSync("state", join(folder, "link"));
      expect(places(await load(join(folder, "link")))).toEqual([]);
    });
  });

  it.each(["missing", "missing.yaml"])("%s does not exist", async (name) => {
    await inFolder({}, async (folder) => {
      const { diagnostics, configuration } = await load(join(folder, name));
      expect([configuration, diagnostics.length, diagnostics[0]?.code]).toEqual([null, 1, "no-desired-state"]);
    });
  });

  it("is a pipe", async () => {
    await inFolder({}, async (folder) => {
      execFileSync("mkfifo", [join(folder, "pipe.yaml")]);
      expect(places(await load(join(folder, "pipe.yaml")))).toEqual(["pipe.yaml:1:1 unreadable-file"]);
    });
  });
});

describe("sections, where links stand", () => {
  const policy = withHeader('policy:\n  sections: { apps: ["apps/**"] }\n');
  const files = {
    "state/policy.yaml": policy,
    "state/users.yaml": withHeader("users: {}\n"),
    "state/anyone/_x.yaml": STATE,
  };

  it("a link in a section's folder to a file that others may change is out of place", async () => {
    const { diagnostics } = await loadAfter(files, (root) => {
      mkdirSync(join(root, "state/apps"));
      symlinkSync("../anyone/_x.yaml", join(root, "state/apps/x.yaml"));
    });
    expect(diagnostics.map(({ code, file }) => `${code} ${file}`)).toEqual(["section-misplaced apps/x.yaml"]);
  });

  it("a hidden folder such as a volume has does not undo that", async () => {
    const { diagnostics } = await loadAfter({ ...files, "state/..data/x.yaml": STATE }, (root) => {
      mkdirSync(join(root, "state/apps"));
      symlinkSync("../..data/x.yaml", join(root, "state/apps/x.yaml"));
    });
    expect(diagnostics.map(({ code, file }) => `${code} ${file}`)).toEqual(["section-misplaced apps/x.yaml"]);
  });

  it("a Kubernetes volume, whose files are links to its hidden data folder, is read as it looks", async () => {
    const { configuration, diagnostics } = await loadAfter({ "state/..data/apps.yaml": STATE }, (root) => {
      symlinkSync("..data/apps.yaml", join(root, "state/apps.yaml"));
      writeFileSync(join(root, "state/policy.yaml"), withHeader('policy:\n  sections: { apps: ["apps.yaml"] }\n'));
    });
    expect(diagnostics).toEqual([]);
    expect(configuration?.apps.map(({ name }) => name)).toContain("expenses");
  });
});

describe("the digest", () => {
  it("is over the bytes: a byte order mark changes it", async () => {
    const plain = await loadFiles({ "state.yaml": STATE });
    const marked = await loadFiles({ "state.yaml": `\uFEFF${STATE}` });
    expect(marked.digest).not.toBe(plain.digest);
    expect(marked.configuration).toEqual(plain.configuration);
  });
});
