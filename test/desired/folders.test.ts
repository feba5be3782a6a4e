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

  it("sorted by the code units of their names, so that the first of two is the same on every system", async () => {
    const { files } = await loadFiles({ "\uFF5E.yaml": STATE, "\u{1F600}.yaml": EMPTY });
    expect([...files.keys()]).toEqual(["\u{1F600}.yaml", "\uFF5E.yaml"]);
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
      "a lock file that is a link to a file outside is an error",
      (root) => symlinkSync("../outside/o.yaml", join(root, "state/trueup.lock")),
      ["deep/c.yaml", "state.yaml"],
      ["trueup.lock:1:1 outside-folder"],
    ],
    [
      "a lock file that is a link to a hidden file is an error",
      (root) => {
        writeFileSync(join(root, "state/.hidden"), "lockVersion: 1\n");
        symlinkSync(".hidden", join(root, "state/trueup.lock"));
      },
      ["deep/c.yaml", "state.yaml"],
      ["trueup.lock:1:1 outside-folder"],
    ],
    [
      "a lock file that is a folder is an error",
      (root) => mkdirSync(join(root, "state/trueup.lock")),
      ["deep/c.yaml", "state.yaml"],
      ["trueup.lock:1:1 unreadable-file"],
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
      "a link to what is hidden is an error, since programs keep secrets there",
      (root) => {
        mkdirSync(join(root, "state/.git"));
        writeFileSync(join(root, "state/.git/config"), "extraheader = secret");
        symlinkSync(".git/config", join(root, "state/x.yaml"));
        symlinkSync(".git", join(root, "state/y"));
      },
      ["deep/c.yaml", "state.yaml"],
      ["x.yaml:1:1 outside-folder", "y:1:1 outside-folder"],
    ],
    [
      "a folder that Kubernetes mounts is read through its links",
      (root) => {
        mkdirSync(join(root, "state/..2026_01_05"));
        writeFileSync(join(root, "state/..2026_01_05/b.yaml"), EMPTY);
        symlinkSync("..2026_01_05", join(root, "state/..data"));
        symlinkSync("..data/b.yaml", join(root, "state/b.yaml"));
      },
      ["b.yaml", "deep/c.yaml", "state.yaml"],
      [],
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

describe("a folder that the system does not let us read", () => {
  it("is an error: what stands in it might be anything", async () => {
    const names = Array.from({ length: 20 }, () => "d".repeat(250));
    await inFolder({ "state.yaml": STATE }, async (folder) => {
      // No path is as long as all of these names are together, so each has to be made from within the one before.
      execFileSync(
        "sh",
        ["-c", 'for name in "$@"; do mkdir "$name" && cd -P "$name" || exit 1; done', "sh", ...names],
        {
          cwd: folder,
        },
      );
      try {
        const { configuration, diagnostics } = await load(folder);
        expect(configuration).toBeNull();
        expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
          "unreadable-file: the folder cannot be read: the name is too long",
        ]);
      } finally {
        execFileSync("rm", ["-rf", "d".repeat(250)], { cwd: folder });
      }
    });
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
      "through a link to what is hidden",
      (root) => {
        writeFileSync(join(root, "state/.npmrc"), "_authToken=secret");
        symlinkSync(".npmrc", join(root, "state/x.csv"));
      },
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

  it("that cannot be read for a rare reason are told with the system's name of it", async () => {
    const { diagnostics } = await loadFiles({ "state.yaml": WITH_LIST.replace("x.csv", "state.yaml/x.csv") });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'the list "state.yaml/x.csv": the file cannot be read: ENOTDIR',
    ]);
  });

  it.each([".npmrc", "./.config/list.csv", "lists/.git/config"])("cannot be hidden, as %s is", async (reference) => {
    const { diagnostics } = await loadFiles({
      "state.yaml": WITH_LIST.replace("x.csv", reference),
      [reference.replace("./", "")]: "_authToken=secret\n",
    });
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      `outside-folder: the list "${reference}": it leads to a name that begins with a dot, where programs keep what is theirs`,
    ]);
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

  it("names one file: where the working directory is the root, a list may be anywhere", async () => {
    await inFolder({ "one.yaml": WITH_LIST, "x.csv": "a@contoso.com\n" }, async (folder) => {
      const before = process.cwd();
      process.chdir("/");
      try {
        expect(places(await load(join(folder, "one.yaml")))).toEqual([]);
      } finally {
        process.chdir(before);
      }
    });
  });

  it.each([
    ["a file that is a link to one outside", "here/one.yaml", "the path leads out of the working directory, by a link"],
    ["a folder that is a link to one outside", "here/teams", "the path leads out of the working directory, by a link"],
    ["a file below such a folder", "here/teams/one.yaml", "the path leads out of the working directory, by a link"],
    [
      "a file that is a link to what is hidden",
      "here/config.yaml",
      "it leads to a name that begins with a dot, where programs keep what is theirs",
    ],
  ])("within the working directory cannot name %s", async (_name, path, message) => {
    const files = { "outside/one.yaml": STATE, "here/.git/config": "extraheader: secret\n" };
    await inFolder(files, async (root) => {
      symlinkSync("../outside/one.yaml", join(root, "here/one.yaml"));
      symlinkSync("../outside", join(root, "here/teams"));
      symlinkSync(".git/config", join(root, "here/config.yaml"));
      const before = process.cwd();
      process.chdir(join(root, "here"));
      try {
        const { configuration, diagnostics, files: read } = await load(path.replace("here/", ""));
        expect([configuration, diagnostics.map((one) => one.message), [...read]]).toEqual([null, [message], []]);
      } finally {
        process.chdir(before);
      }
    });
  });

  it("outside of the working directory is where a link leads", async () => {
    await inFolder({ "state/one.yaml": STATE }, async (root) => {
      symlinkSync("state", join(root, "link"));
      expect(places(await load(join(root, "link")))).toEqual([]);
    });
  });

  it("holds more than any desired state, in many files: the rest is not read", async () => {
    const files = Object.fromEntries(
      ["a", "b", "c", "d", "e", "f"].map((name) => [`${name}.yaml`, `# ${"x".repeat(7_000_000)}\n${EMPTY}`]),
    );
    expect(places(await loadFiles(files))).toEqual(["f.yaml:1:1 file-too-large"]);
  });

  it.each<[string, (folder: string) => string, string]>([
    ["is a link to itself", (folder) => join(folder, "loop"), "its links lead round in a circle"],
    ["is longer than any name", (folder) => join(folder, "a".repeat(300)), "the name is too long"],
  ])("%s", async (_name, path, reason) => {
    await inFolder({}, async (folder) => {
      symlinkSync("loop", join(folder, "loop"));
      const { configuration, diagnostics } = await load(path(folder));
      expect(configuration).toBeNull();
      expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
        `unreadable-file: the path cannot be read: ${reason}`,
      ]);
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
