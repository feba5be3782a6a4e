import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { APPS, loadFiles, withHeader } from "./folder.ts";

const CORPUS = join(import.meta.dirname, "corpus");

const ADELE = "adele@contoso.com";
const MEGAN = "megan@contoso.com";
const ADELE_ID = "11111111-2222-4333-8444-555555555555";
const MEGAN_ID = "66666666-7777-4888-9999-aaaaaaaaaaaa";
const NAMES = `${ADELE} ${MEGAN}`;
const IDS = `${ADELE_ID} ${MEGAN_ID}`;

/** A file as a program or a person left it; the users that come of it; what is said, as `line:column code: part of message or hint`. */
const LISTS: readonly [string, string, ...string[]][] = [
  ["a-value-named-like-a-header.csv", NAMES],
  ["aduser-export.csv", NAMES],
  ["azureaduser-export.csv", NAMES],
  ["conflict.csv", "refused", "2:1 merge-conflict … git left a conflict"],
  ["csonlineuser-export.csv", NAMES],
  ["curly-apostrophe.csv", "refused", "2:2 not-a-user … U+2019 (right single quotation mark) … write ' instead"],
  ["decomposed-letter.csv", "refused", "2:4 not-a-user … U+0308 … write the letter ë as one character"],
  ["duplicates.csv", NAMES],
  ["explained-titles.csv", NAMES],
  ["en-dash.csv", "refused", "2:5 not-a-user … U+2013 (en dash) … write - instead"],
  ["entra-bulk-create-old-template.csv", NAMES],
  ["entra-bulk-create-users.csv", NAMES],
  ["entra-bulk-delete-users.csv", NAMES],
  ["entra-bulk-invite-german.csv", NAMES],
  ["entra-bulk-members-japanese.csv", NAMES],
  ["entra-bulk-members-saved-by-excel.csv", NAMES],
  ["entra-bulk-members.csv", `${ADELE_ID} ${MEGAN}`],
  ["entra-enterprise-app-users.csv", IDS],
  ["entra-group-download.csv", NAMES],
  ["entra-group-members-download.csv", NAMES],
  [
    "entra-group-with-nested-group.csv",
    "refused",
    '3:38 not-a-user … "User principal name" is empty in this row … take the row out',
  ],
  ["entra-sign-ins.csv", IDS],
  ["entra-users-download.csv", NAMES],
  ["excel-empty-rows.csv", NAMES],
  ["excel-mac-classic.csv", NAMES],
  ["excel-semicolons.csv", NAMES],
  ["excel-sep-and-other-empty-rows.csv", NAMES],
  ["excel-sep-pipe.csv", NAMES],
  ["excel-sep-without-header.csv", NAMES],
  ["excel-unicode-text.txt", NAMES],
  ["excel-windows-1252.csv", "refused", "5:67 not-text … the file is not UTF-8 … in Excel: CSV UTF-8"],
  ["excel-workbook.csv", "refused", "5:67 not-text … a workbook of Excel … save the sheet as CSV UTF-8"],
  ["exo-addresses-only.csv", NAMES, '1:1 mail-as-name … "PrimarySmtpAddress" … can differ from the principal name'],
  ["exo-distribution-members.csv", IDS],
  ["exo-mailbox-export.csv", NAMES],
  ["french-headers.csv", NAMES],
  ["full-width-at.csv", "refused", "2:12 not-a-user … U+FF20 (full-width @) … write @ instead"],
  ["full-width-letter.csv", "refused", "1:1 not-a-user … U+FF41 (full-width a) … write a instead"],
  ["german-headers.csv", NAMES],
  ["german-object-ids.csv", IDS],
  ["google-sheets.csv", NAMES],
  ["google-sheets.tsv", NAMES],
  ["header-behind-comments.csv", NAMES],
  ["header-only.csv", "", "5:54 empty-list"],
  ["invisible-space-behind-quotes.csv", "refused", "2:13 not-a-user … U+00AD (soft hyphen) … take it out"],
  ["invisible-space.csv", "refused", "2:6 not-a-user … U+200B (zero width space) … take it out"],
  ["japanese-headers.csv", NAMES],
  ["joined-files.csv", NAMES],
  ["lfs-pointer.csv", "refused", "5:67 git-lfs-pointer … Git LFS has left a pointer here … git lfs pull"],
  ["libreoffice-blanks-around.csv", NAMES],
  ["libreoffice-quoted.csv", NAMES],
  ["m365-active-users.csv", NAMES],
  ["m365-multiple-users-template.csv", NAMES],
  ["m365-usage-report-concealed.csv", "refused", "2:12 not-a-user … the report conceals names"],
  ["m365-usage-report.csv", NAMES],
  ["mail-links.csv", "refused", '2:1 not-a-user … "mailto:adele@contoso.com" is no user'],
  ["mggroupmember-export.csv", IDS],
  ["mguser-export-big-endian.csv", NAMES],
  ["mguser-export-german-culture.csv", NAMES],
  ["mguser-export-powershell-5.csv", NAMES],
  ["mguser-export-tabs.csv", NAMES],
  ["mguser-export-unicode.csv", NAMES],
  ["mguser-export.csv", NAMES],
  [
    "name-behind.csv",
    "refused",
    "1:1 not-a-user … the row holds a user further behind: write a header",
    "2:1 not-a-user … the row holds a user further behind",
  ],
  ["names-alone.csv", NAMES],
  ["names-indented.csv", NAMES],
  ["names-with-tabs.csv", NAMES],
  ["names-without-end.csv", NAMES],
  ["no-break-spaces-around.csv", NAMES],
  ["number-ids-beside-names.csv", NAMES],
  ["powershell-redirect-names.txt", NAMES],
  ["powershell-redirect-table.txt", "refused", "2:1 not-a-user", "3:1 not-a-user", "4:1 not-a-user", "5:1 not-a-user"],
  ["teams-admin-users.csv", NAMES],
  ["teamuser-export.csv", IDS],
  ["underscored-headers.csv", NAMES],
  ["two-users-in-a-row.csv", "refused", "3:1 not-a-user … names several users … each user in a row of its own"],
  ["unknown-header.csv", "refused", "1:1 not-a-user … no header that is known … write userPrincipalName or id"],
];

/** A file of desired state; what is said about it, as above. Nothing said: it is valid. */
const STATES: readonly [string, ...string[]][] = [
  ["annex-pointer.yaml", "1:1 not-desired-state … git-annex has left a pointer here … git annex get"],
  ["ansible-vault.yaml", "1:1 not-desired-state … this file is encrypted … decrypt it"],
  ["azure-variable.yaml", "3:29 template … $(ManifestId) … only a pipeline fills this in"],
  ["conflict-base-left.yaml", "4:1 merge-conflict … git left a conflict"],
  ["conflict-long-marks.yaml", "2:1 merge-conflict … git left a conflict"],
  ["conflict-middle-left.yaml", "3:1 merge-conflict … git left a conflict"],
  ["conflict.yaml", "6:1 merge-conflict … git left a conflict … keep one of the two sides"],
  ["curly-apostrophe-in-user.yaml", "7:19 not-a-user … U+2019 (right single quotation mark) … write ' instead"],
  ["dashes-of-typography-in-id.yaml", "3:29 invalid-id … write the id alone: 5f0b2a3c-6f1e-4c57-9a55-3f0e7a1d2b10"],
  ["erb-value.yaml", "3:29 template … <%= id %>"],
  ["fenced.yaml", "1:1 not-desired-state … Markdown around YAML … take the lines with ``` out"],
  ["full-width-colon.yaml", "6:12 odd-character … U+FF1A (full-width :) … write : instead"],
  [
    "graph-permissions.yaml",
    '6:9 missing-key … "value" is missing',
    '6:11 unknown-key … unknown key "permissionValue" … did you mean "value"?',
    '6:53 unknown-key … unknown key "permissionType" … did you mean "type"?',
  ],
  ["helm-quoted-value.yaml", "3:28 template … {{ .Values.app }} … helm template"],
  ["helm-range.yaml", "3:1 template … {{- range .Values.apps }}"],
  ["helm-value.yaml", "3:27 template … {{ .Values.app }}"],
  ["id-in-address.yaml", "4:17 invalid-id … write the id alone: 5f0b2a3c-6f1e-4c57-9a55-3f0e7a1d2b10"],
  ["id-in-braces.yaml", "3:29 invalid-id … write the id alone: 5f0b2a3c-6f1e-4c57-9a55-3f0e7a1d2b10"],
  ["id-without-dashes.yaml", "3:29 invalid-id … write the id alone: 5f0b2a3c-6f1e-4c57-9a55-3f0e7a1d2b10"],
  ["jinja-loop.yaml", "3:1 template … {% for app in apps %}"],
  ["lfs-pointer.yaml", "1:1 git-lfs-pointer … git lfs pull"],
  ["manifest-authorization.yaml", "5:18 wrong-type … write one line for each: - { value: TeamsActivity.Send.User"],
  ["manifest-id.yaml", '3:65 unknown-key … did you mean "manifestId"?'],
  [
    "manifest-permissions.yaml",
    '3:79 missing-key … "value" is missing',
    '3:81 unknown-key … unknown key "name" … did you mean "value"?',
  ],
  ["no-break-space-behind-colon.yaml", "6:13 odd-character … U+00A0 (no-break space) … write a plain blank instead"],
  ["no-break-space-behind-dash.yaml", "5:4 odd-character … U+00A0 (no-break space)"],
  ["no-break-space-in-group.yaml"],
  ["no-break-space-indentation.yaml", "3:1 odd-character … U+00A0 (no-break space)", "6:2 odd-character … U+00A0"],
  ["patch.yaml", "1:1 not-desired-state … this is a patch"],
  ["permission-types.yaml"],
  ["pipeline-expression.yaml", "3:27 template … ${{ inputs.app }} … only a pipeline fills this in"],
  ["shell-variable.yaml", "3:29 template … ${MANIFEST_ID} … only a pipeline fills this in"],
  ["sign-in-page.yaml", "1:1 not-desired-state … this is a web page"],
  ["smart-quotes.yaml", '6:14 invalid-version … U+201C (left double quotation mark): write " instead'],
  ["template-in-comment.yaml"],
  ["utf-16-be.yaml"],
  ["utf-16-le.yaml"],
  ["utf-16-without-mark.yaml", "1:1 not-text … the file is binary … if it begins with a byte order mark"],
  ["utf-8-bom.yaml"],
  ["zero-width-space-in-group.yaml", "7:25 invalid-name … U+200B (zero width space) … take it out"],
  ["zero-width-space-in-key.yaml", "3:23 odd-character … U+200B (zero width space) … take it out"],
];

function sayings(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ line, column, code, message, hint }) => `${line}:${column} ${code}: ${message}; ${hint}`);
}

/** Each expectation begins with place and code; what is behind an ellipsis stands in message or hint. */
function expectSaid(said: readonly string[], expected: readonly string[]): void {
  expect(said.map((each) => each.slice(0, each.indexOf(":", each.indexOf(" "))))).toEqual(
    expected.map((each) => each.split(" … ", 1)[0]),
  );
  for (const [index, parts] of expected.entries()) {
    for (const part of parts.split(" … ").slice(1)) expect(said[index]).toContain(part);
  }
}

async function readList(name: string) {
  const { configuration, diagnostics } = await loadFiles({
    "state.yaml": withHeader(
      `${APPS}assignments: [{ app: expenses, version: latest, to: [{ usersFrom: list.csv }] }]\n`,
    ),
    "list.csv": readFileSync(join(CORPUS, name)),
  });
  const [target] = configuration?.assignments[0]?.to ?? [];
  return {
    users: target?.kind === "usersFrom" ? target.users.join(" ") : "refused",
    said: sayings(diagnostics),
  };
}

describe("lists as people have them", () => {
  it.each(LISTS)("%s", async (name, users, ...said) => {
    const read = await readList(name);
    expect(read.users).toBe(users);
    expectSaid(read.said, said);
  });

  it("each of them has its row", () => {
    const rows = LISTS.map(([name]) => name).sort();
    expect(rows).toEqual(
      readdirSync(CORPUS)
        .filter((name) => !name.endsWith(".yaml"))
        .sort(),
    );
  });
});

describe("desired state as people have it", () => {
  it.each(STATES)("%s", async (name, ...said) => {
    const { configuration, diagnostics } = await loadFiles({ "state.yaml": readFileSync(join(CORPUS, name)) });
    expectSaid(sayings(diagnostics), said);
    expect(configuration !== null).toBe(said.length === 0);
  });

  it("each of them has its row", () => {
    const files = readdirSync(CORPUS).filter((name) => name.endsWith(".yaml"));
    expect(STATES.map(([name]) => name)).toEqual(files.sort());
  });
});
