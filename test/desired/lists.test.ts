import { describe, expect, it } from "vitest";
import { parseUserList } from "../../src/desired/lists.ts";
import { APPS, configurationOf, loadFiles, USER_ID, withHeader } from "./folder.ts";
import { placed } from "./folder.ts";

const ADELE = "adele@contoso.com";
const MEGAN = "megan@contoso.com";

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
    ["blanks around", `  ${ADELE} , x\n`, [ADELE]],
    ["duplicates, whatever the case", `${ADELE}\n${ADELE.toUpperCase()}\n${ADELE}\n`, [ADELE]],
    ["nothing", "", []],
    ["comments only", "# nobody\n", []],
    ["a header only", "user\n", []],
    ["a header behind comments", `# staff\n\nUser,Name\n${ADELE},Adele\n`, [ADELE]],
    ["a header in quotes", `"UserPrincipalName","Name"\n"${ADELE}","Adele"\n`, [ADELE]],
  ])("%s", (_name, text, users) => {
    expect(parseUserList("x.csv", text)).toEqual({ users, diagnostics: [] });
  });

  it.each(["user", "upn", "userPrincipalName", "id", "objectId", "USER", "Upn", "OBJECTID"])(
    "%s is a header",
    (header) => {
      expect(parseUserList("x.csv", `${header},x\n${ADELE}\n`)).toEqual({ users: [ADELE], diagnostics: [] });
    },
  );
});

describe("what is wrong with a list", () => {
  it.each<[string, string, readonly string[]]>([
    ["a header of another name", `mail\n${ADELE}\n`, ["x.csv:1:1 not-a-user"]],
    ["a header that is not first", `${ADELE}\nuser\n`, ["x.csv:2:1 not-a-user"]],
    ["an empty first field", `,${ADELE}\n`, ["x.csv:1:1 not-a-user"]],
    ["a row after a field of two lines", `${ADELE},"two\nlines"\nnobody\n`, ["x.csv:3:1 not-a-user"]],
    ["a row that is itself two lines", `${ADELE}\nnobody,"two\nlines"\n`, ["x.csv:2:1 not-a-user"]],
    ["a quote without end", `${ADELE}\n\n"nobody\n${MEGAN}\n`, ["x.csv:3:1 invalid-list"]],
    ["text behind a quote", `${ADELE}\n"${MEGAN}"x,\n`, ["x.csv:2:1 invalid-list"]],
    ["an invisible character", `\u200B${ADELE}\n`, ["x.csv:1:1 not-a-user"]],
  ])("%s", (_name, text, expected) => {
    expect(parseUserList("x.csv", text).diagnostics.map(placed)).toEqual(expected);
  });

  it("stops telling after twenty rows, and says so", () => {
    const { diagnostics } = parseUserList("x.csv", "nobody\n".repeat(1000));
    expect(diagnostics).toHaveLength(21);
    expect(diagnostics.at(-1)?.message).toBe("from here on further rows are no users either");
  });
});

function assignment(path: string): string {
  return withHeader(`${APPS}assignments:\n  - { app: expenses, version: latest, to: [{ usersFrom: ${path} }] }\n`);
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
    expect([...loaded.files.keys()].sort()).toEqual(["lists/x.csv", "teams/one.yaml"]);
  });

  it("are told about once, however often they are referred to", async () => {
    const twice = `${assignment("x.csv")}  - { app: onboarding, version: latest, to: [{ usersFrom: ./x.csv }] }\n`;
    const { diagnostics } = await loadFiles({ "state.yaml": twice, "x.csv": "nobody\n" });
    expect(diagnostics.map(placed)).toEqual(["x.csv:1:1 not-a-user"]);
  });
});

describe("200,000 rows", () => {
  it.each<[string, (index: number) => string]>([
    ["without quotes", (index) => `user${index}@contoso.com,Name\n`],
    ["with quotes", (index) => `"user${index}@contoso.com","Name"\n`],
  ])("%s are read whole, within the time of any test", (_name, row) => {
    const text = Array.from({ length: 200_000 }, (_value, index) => row(index)).join("");
    const { users, diagnostics } = parseUserList("x.csv", text);
    expect([users.length, diagnostics]).toEqual([200_000, []]);
  });
});
