import { describe, expect, it } from "vitest";
import { parseFiles } from "../../src/desired/parse-files.ts";
import { readSourceFolder } from "../../src/desired/read-files.ts";
import type { SourceFolder } from "../../src/desired/source-folder.ts";
import { readLists } from "../../src/desired/user-list-files.ts";
import { parseUserList } from "../../src/desired/user-list.ts";
import { APPS, configurationOf, inFolder, loadFiles, placed, USER_ID, withHeader } from "./folder.ts";
import { shareOf } from "../share.ts";

const ADELE = "adele@contoso.com";
const MEGAN = "megan@contoso.com";

/** The text whole, letter by letter, and in pieces of three. */
function cuts(text: string): readonly (readonly string[])[] {
  return [[text], text.split(""), text.match(/[^]{1,3}/g) ?? [], ["", text, ""]];
}

describe("the users of a list", () => {
  it.each<[string, string, readonly string[]]>([
    ["names alone", `${ADELE}\n${MEGAN}\n`, [ADELE, MEGAN]],
    ["no line break at the end", `${ADELE}\n${MEGAN}`, [ADELE, MEGAN]],
    ["CRLF", `${ADELE}\r\n${MEGAN}\r\n`, [ADELE, MEGAN]],
    ["CR", `${ADELE}\r${MEGAN}\r`, [ADELE, MEGAN]],
    ["object ids", `${USER_ID},Adele\n`, [USER_ID]],
    ["further fields after a comma", `${ADELE},Adele Vance,Finance\n`, [ADELE]],
    ["further fields after a semicolon", `${ADELE};Adele;"Finance"\n`, [ADELE]],
    ["a semicolon inside a further field", `${ADELE},"Vance; Adele"\n`, [ADELE]],
    ["quotes", `"${ADELE}","Vance, Adele"\n"${MEGAN}"\n`, [ADELE, MEGAN]],
    ["a quote inside quotes", `${ADELE},"the ""new"" one"\n${MEGAN}\n`, [ADELE, MEGAN]],
    ["a line break inside quotes", `${ADELE},"two\nlines"\n${MEGAN}\n`, [ADELE, MEGAN]],
    ["a CRLF inside quotes of an LF file", `${ADELE},"two\r\nlines"\n${MEGAN}\n`, [ADELE, MEGAN]],
    ["both kinds of line break, with quotes", `"${ADELE}"\r\n"${MEGAN}"\n${USER_ID}\n`, [ADELE, MEGAN, USER_ID]],
    ["what looks like a comment inside quotes", `${ADELE},"a\n# b"\n${MEGAN}\n`, [ADELE, MEGAN]],
    ["blank lines", `\n${ADELE}\n\n  \n${MEGAN}\n\n`, [ADELE, MEGAN]],
    ["blank lines, with quotes", `\n"${ADELE}"\n\n  \n${MEGAN}\n\n`, [ADELE, MEGAN]],
    ["comments", `# staff, "external"\n${ADELE}\n#${MEGAN}\n`, [ADELE]],
    ["comments, with quotes", `"${ADELE}"\n# staff, "external"\n#${USER_ID}\n"${MEGAN}"\n# the end`, [ADELE, MEGAN]],
    ["blanks around", `  ${ADELE} , x\n`, [ADELE]],
    ["duplicates, whatever the case", `${ADELE}\n${ADELE.toUpperCase()}\n${ADELE}\n`, [ADELE]],
    ["nothing", "", []],
    ["comments only", "# nobody\n", []],
    ["a header only", "user\n", []],
    ["a header behind comments", `# staff\n\nUser,Name\n${ADELE},Adele\n`, [ADELE]],
    ["a header in quotes", `"UserPrincipalName","Name"\n"${ADELE}","Adele"\n`, [ADELE]],
  ])("%s, however the text is cut into pieces", async (_name, text, users) => {
    for (const pieces of cuts(text)) expect(await parseUserList("x.csv", pieces)).toEqual({ users, diagnostics: [] });
  });

  it.each(["user", "upn", "userPrincipalName", "id", "objectId", "USER", "Upn", "OBJECTID"])(
    "%s is a header",
    async (header) => {
      expect(await parseUserList("x.csv", [`${header},x\n${ADELE}\n`])).toEqual({ users: [ADELE], diagnostics: [] });
    },
  );
});

describe("what is wrong with a list", () => {
  it.each<[string, string, readonly string[]]>([
    ["a header of another name", `department\n${ADELE}\n`, ["x.csv:1:1 not-a-user"]],
    ["a header that is not first", `${ADELE}\nuser\n`, ["x.csv:2:1 not-a-user"]],
    ["an empty first field", `,${ADELE}\n`, ["x.csv:1:1 not-a-user"]],
    ["a row that ends before the column", `team,upn\nx,${ADELE}\nFinance\n`, ["x.csv:3:8 not-a-user"]],
    ["an odd character on the second line of a row", `team,upn\n"a\nb",\u200B${ADELE}\n`, ["x.csv:3:4 not-a-user"]],
    ["a row after a field of two lines", `${ADELE},"two\nlines"\nnobody\n`, ["x.csv:3:1 not-a-user"]],
    ["a row that is itself two lines", `${ADELE}\nnobody,"two\nlines"\n`, ["x.csv:2:1 not-a-user"]],
    ["a quote without end", `${ADELE}\n\n"nobody\n${MEGAN}\n`, ["x.csv:3:1 invalid-list"]],
    ["text behind a quote", `${ADELE}\n"${MEGAN}"x,\n`, ["x.csv:2:1 invalid-list"]],
    ["an invisible character", `\u200B${ADELE}\n`, ["x.csv:1:1 not-a-user"]],
    ["a comment behind a blank, which is none", ` # staff\n`, ["x.csv:1:1 not-a-user"]],
    ["a comment behind a blank, with quotes", `"${ADELE}"\n # staff\n`, ["x.csv:2:1 not-a-user"]],
    ["a comment behind quotes, which is none", `""# "staff\n"${ADELE}"\n`, ["x.csv:1:1 invalid-list"]],
    [
      "a quote inside a text, below a comment between two kinds of line break",
      `"${ADELE}"\r# staff\nno"body\n`,
      ["x.csv:3:1 invalid-list"],
    ],
    [
      "a quote without end behind comments with quotes",
      `"${ADELE}","a\nb"\n# the "new" one"\n"${MEGAN}"\n"nobody\n# x\n`,
      ["x.csv:5:1 invalid-list"],
    ],
  ])("%s, however the text is cut into pieces", async (_name, text, expected) => {
    for (const pieces of cuts(text)) {
      expect((await parseUserList("x.csv", pieces)).diagnostics.map(placed)).toEqual(expected);
    }
  });

  const mebibyte = 1024 * 1024;
  it.each([
    ["without a line break", `${ADELE}\n${"x".repeat(mebibyte + 2)}`, 2],
    ["of commas", `${ADELE}\n${",".repeat(mebibyte + 2)}`, 2],
    ["that is a comment", `${ADELE}\n#${"x".repeat(mebibyte + 2)}`, 2],
    ["of one quoted field", `${ADELE}\n\n"${"x".repeat(mebibyte + 2)}"`, 3],
    ["of quoted lines", `${ADELE}\n"x"\n"${"x\n".repeat(mebibyte)}"`, 3],
    ["behind a quoted field", `"${ADELE}"\n"x",${",".repeat(mebibyte + 2)}`, 2],
    ["that is a comment behind a quoted field", `"${ADELE}"\n\n#${"x".repeat(mebibyte + 2)}`, 3],
  ])("refuses a row of more than a million characters %s", async (_name, text, line) => {
    const pieces = text.match(/[^]{1,262144}/g) ?? [];
    const { users, diagnostics } = await parseUserList("x.csv", pieces);
    expect(users).toEqual([]);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ["invalid-list", "a row of more than a million characters begins here"],
    ]);
    expect(diagnostics[0]?.line).toBe(line);
  });

  it("takes nobody from behind the place where it turns out to be no list, however the text is cut", async () => {
    const text = `${ADELE}\n${"nobody\n".repeat(21)}${MEGAN}\n`;
    for (const pieces of cuts(text)) expect((await parseUserList("x.csv", pieces)).users).toEqual([ADELE]);
  });

  it("does not wait for the end of what is no list", async () => {
    let taken = 0;
    function* forever(): Generator<string> {
      for (;;) {
        taken += 1;
        yield "nobody\n".repeat(10);
      }
    }
    expect((await parseUserList("x.csv", forever())).diagnostics).toHaveLength(21);
    expect(taken).toBeLessThan(5);
  });

  it("stops telling after twenty rows, and says so", async () => {
    const { diagnostics } = await parseUserList("x.csv", ["nobody\n".repeat(1000)]);
    expect(diagnostics).toHaveLength(21);
    expect(diagnostics.at(-1)?.message).toBe("from here on further rows are no users either");
  });
});

const [MANY, SOME] = [shareOf(150_000), shareOf(50_000)];

function manyUsers(count: number): string {
  return Array.from({ length: count }, (_value, index) => `user${index}@contoso.com\n`).join("");
}

function assignment(path: string): string {
  return withHeader(`${APPS}assignments:\n  - { app: expenses, version: latest, to: [{ usersFrom: ${path} }] }\n`);
}

async function folderAt(path: string): Promise<SourceFolder> {
  const folder = await readSourceFolder(path);
  if (folder === null) throw new Error(`there is no ${path}`);
  return folder;
}

function failing(fault: Error): () => AsyncIterable<string> {
  return () =>
    (async function* () {
      yield await Promise.reject<string>(fault);
    })();
}

describe("lists of a folder", () => {
  it("are found relative to the file, with a byte order mark or without", async () => {
    const loaded = await loadFiles({
      "teams/one.yaml": assignment("../lists/x.csv"),
      "lists/x.csv": `\uFEFFuser\n${ADELE}\n`,
    });
    expect(configurationOf(loaded).assignments.map(({ to }) => to)).toEqual([
      [
        {
          kind: "usersFrom",
          name: "../lists/x.csv",
          users: [ADELE],
          source: { file: "teams/one.yaml", line: 6, column: 44 },
        },
      ],
    ]);
    expect([...loaded.files.keys()]).toEqual(["teams/one.yaml"]);
  });

  it.each<[string, string, readonly string[], boolean]>([
    ["of many users is not kept as a text", `user\n${manyUsers(MANY)}`, [], false],
    [
      "that is as long and has a problem is, so that its line can be shown",
      `${manyUsers(MANY)}nobody\n`,
      [`x.csv:${MANY + 1}:1 not-a-user`],
      true,
    ],
    ["whose quote never ends is as well", `${manyUsers(MANY)}"nobody\n`, [`x.csv:${MANY + 1}:1 invalid-list`], true],
  ])("one %s", async (_name, text, problems, isKept) => {
    const loaded = await loadFiles({ "state.yaml": assignment("x.csv"), "x.csv": text });
    expect(loaded.diagnostics.map(placed)).toEqual(problems);
    expect(loaded.files.has("x.csv")).toBe(isKept);
    if (problems.length === 0)
      expect(configurationOf(loaded).assignments[0]?.to[0]).toMatchObject({ users: { length: MANY } });
  });

  it("that has a problem is kept as far as its line, however long it is", async () => {
    const text = `nobody\n${manyUsers(MANY)}`;
    const { files, diagnostics } = await loadFiles({ "state.yaml": assignment("x.csv"), "x.csv": text });
    expect(diagnostics.map(placed)).toEqual(["x.csv:1:1 not-a-user"]);
    expect(files.get("x.csv")).toMatch(/^nobody\n/);
    expect(files.get("x.csv")?.length).toBeLessThan(text.length / 2);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ["binary at its end", `${manyUsers(SOME)}\u0000`, /the file is binary/],
    ["binary at its end, with quotes", `"${ADELE}"\n${manyUsers(SOME)}\u0000`, /the file is binary/],
    ["binary in UTF-16", Buffer.from(`\uFEFF${ADELE}\n\u0000\n`, "utf16le"), /the file is binary/],
    [
      "not UTF-8 at its end",
      Buffer.concat([Buffer.from(manyUsers(SOME)), Buffer.from([0xff, 0xfe])]),
      /the file is not UTF-8/,
    ],
    [
      "cut off within a letter",
      Buffer.concat([Buffer.from(manyUsers(SOME)), Buffer.from([0xc3])]),
      /the file is not UTF-8/,
    ],
  ])("one that is %s is refused", async (_name, text, expected) => {
    const { configuration, diagnostics } = await loadFiles({ "state.yaml": assignment("x.csv"), "x.csv": text });
    expect(configuration).toBe(null);
    expect(diagnostics[0]?.message).toMatch(expected);
  });

  it("changes the digest with its last letter, whatever the length", async () => {
    const [one, other] = await Promise.all(
      ["a", "b"].map((end) =>
        loadFiles({ "state.yaml": assignment("x.csv"), "x.csv": `${manyUsers(SOME)}z${end}@contoso.com\n` }),
      ),
    );
    expect(one?.digest).not.toBe(other?.digest);
  });

  it("are opened once for each way in which a file refers to them", async () => {
    const twice = `${assignment("x.csv")}  - { app: onboarding, version: latest, to: [{ usersFrom: x.csv }] }\n`;
    await inFolder({ "state.yaml": twice, "x.csv": `${ADELE}\n` }, async (path) => {
      const folder = await folderAt(path);
      const opened: string[] = [];
      const { listFor } = await readLists(parseFiles(folder.files).files, {
        ...folder,
        openReferenced(fromFile, reference, maxBytes) {
          opened.push(reference);
          return folder.openReferenced(fromFile, reference, maxBytes);
        },
      });
      expect(opened).toEqual(["x.csv"]);
      expect(listFor("state.yaml", "x.csv")?.users).toEqual([ADELE]);
    });
  });

  it("are kept from their beginning on, and no further than messages show them, where they are wrong", async () => {
    const many = "nobody,,\n".repeat(120_000);
    let taken = 0;
    async function* pieces(): AsyncGenerator<string> {
      for (taken = 0; taken < 200; taken += 1) yield await Promise.resolve(many);
    }
    await inFolder({ "state.yaml": assignment("x.csv") }, async (path) => {
      const folder = await folderAt(path);
      const { texts, diagnostics } = await readLists(parseFiles(folder.files).files, {
        ...folder,
        openReferenced: () => Promise.resolve({ state: "open", path: "x.csv", pieces, sha256: () => "" }),
      });
      expect(diagnostics[0]).toMatchObject({ code: "not-a-user", file: "x.csv", line: 1 });
      expect(texts.get("x.csv")?.slice(0, 9)).toBe("nobody,,\n");
      expect(taken).toBeLessThan(100);
    });
  });

  it("are not to blame for a fault of this program", async () => {
    const fault = new RangeError("a mistake in here");
    await inFolder({ "state.yaml": assignment("x.csv"), "x.csv": `${ADELE}\n` }, async (path) => {
      const folder = await folderAt(path);
      const reading = readLists(parseFiles(folder.files).files, {
        ...folder,
        openReferenced: () =>
          Promise.resolve({ state: "open", path: "x.csv", pieces: failing(fault), sha256: () => "" }),
      });
      await expect(reading).rejects.toBe(fault);
    });
  });

  it("are told about once, however often they are referred to", async () => {
    const twice = `${assignment("x.csv")}  - { app: onboarding, version: latest, to: [{ usersFrom: ./x.csv }] }\n`;
    const { diagnostics } = await loadFiles({ "state.yaml": twice, "x.csv": "nobody\n" });
    expect(diagnostics.map(placed)).toEqual(["x.csv:1:1 not-a-user"]);
  });
});

describe("a list of many rows", () => {
  const amount = shareOf(200_000);

  it.each<[string, (index: number) => string]>([
    ["without quotes", (index) => `user${index}@contoso.com,Name\n`],
    ["with quotes", (index) => `"user${index}@contoso.com","Name"\n`],
  ])("%s are read whole, within the time of any test", async (_name, row) => {
    const text = Array.from({ length: amount }, (_value, index) => row(index)).join("");
    const { users, diagnostics } = await parseUserList("x.csv", [text]);
    expect([users.length, diagnostics]).toEqual([amount, []]);
  });
});
