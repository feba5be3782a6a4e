import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { openReceipt as openFile } from "../../src/receipts/receipt-file.ts";
import { receiptJournal } from "../../src/receipts/receipt-journal.ts";
import schema from "../../schemas/receipt.schema.json" with { type: "json" };
import { install, outcome, uninstall, upgrade } from "../report/builders.ts";
import { firstOf } from "../share.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-receipt-"));
  path = join(folder, "receipt.jsonl");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const HEADER = { tenantId: "3f6c1f0e-0000-4000-8000-000000000001", commit: "0a1b2c3d" };
const openReceipt = (at: string, notice: (line: string) => void = () => undefined) => {
  const file = openFile(at, notice);
  const run = { ...HEADER, plan: () => "sha256:plan", approvals: () => Promise.resolve([]) };
  return { begin: () => receiptJournal(run, null, file), close: file.close };
};
const fits = new Ajv2020({ allowUnionTypes: true }).compile(schema);

async function lines(): Promise<readonly unknown[]> {
  return (await readFile(path, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

describe("a receipt", () => {
  it("has a line for each write, with all that an auditor asks", async () => {
    const file = openReceipt(path);
    const journal = file.begin();
    await journal.concludeWrite(upgrade(), outcome("applied", null, { requestId: "request-1" }), 1);
    await journal.concludeWrite(install(), outcome("failed", "blocked-by-policy", { message: "Forbidden" }), 2);
    await journal.concludeWrite(uninstall(), outcome("unverified", "not-visible"), 1);
    file.close();
    const written = await lines();
    expect(written).toHaveLength(3);
    expect(written[0]).toEqual({
      formatVersion: "1.4",
      number: 1,
      previous: null,
      kind: "write",
      person: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      salt: expect.stringMatching(/^[0-9a-f]{32}$/),
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      partOf: null,
      replaced: null,
      approvals: [],
      plan: "sha256:plan",
      definition: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      recovered: false,
      at: "2026-01-05T08:00:00.000Z",
      ...HEADER,
      user: { id: "id-of-adele", userPrincipalName: "adele@contoso.com" },
      app: { name: "expenses", id: "0d820ecd-0000-4000-8000-000000000002" },
      action: "upgrade",
      from: "2.1.0",
      to: "2.4.0",
      consent: [{ value: "TeamsActivity.Send.User", type: "application" }],
      consentTo: "fdebf36e-0000-4000-8000-000000000001",
      sends: 1,
      outcome: { status: "applied", code: null, message: null, requestId: "request-1" },
    });
    expect(written[1]).toMatchObject({ action: "install", from: null, sends: 2 });
    expect(written[2]).toMatchObject({ action: "uninstall", to: null, consentTo: null });
    for (const line of written) expect({ line, fits: fits(line), errors: fits.errors }).toMatchObject({ fits: true });
  });

  it("is for its owner only before a line is in it, also where others could read it", async () => {
    openReceipt(path).close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await chmod(path, 0o644);
    openReceipt(path).close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("adds to what is there, and begins on a new line after half a one", async () => {
    await writeFile(path, '{"whole":1}\n{"ha');
    const file = openReceipt(path);
    await file.begin().concludeWrite(upgrade(), outcome("applied", null), 1);
    file.close();
    const [first, second, third] = (await readFile(path, "utf8")).split("\n");
    expect([first, second]).toEqual(['{"whole":1}', '{"ha']);
    expect(JSON.parse(third ?? "")).toMatchObject({ action: "upgrade" });
  });

  it.each([
    { name: "a folder", prepare: () => mkdir(path) },
    { name: "below a file", prepare: () => writeFile(folder + "-file", "") },
  ])("$name cannot be one: refused before anything is read", async ({ name, prepare }) => {
    await prepare();
    const where = name === "a folder" ? path : join(`${folder}-file`, "receipt.jsonl");
    expect(() => openReceipt(where)).toThrow(/the receipt .* cannot be written/);
    await rm(`${folder}-file`, { force: true });
  });

  it.each([
    { name: "a link to a file", prepare: () => symlink(join(folder, "precious"), path), why: "it is a link" },
    { name: "a link to nothing", prepare: () => symlink(join(folder, "not-yet"), path), why: "it is a link" },
    { name: "a pipe", prepare: () => execFileSync("mkfifo", [path]), why: "it is not a plain file" },
  ])("$name in its place is refused, and nothing is made or changed", async ({ prepare, why }) => {
    await writeFile(join(folder, "precious"), "half a line", { mode: 0o644 });
    await prepare();
    const before = await readdir(folder);
    expect(() => openReceipt(path)).toThrow(UsageError);
    expect(() => openReceipt(path)).toThrow(`the receipt ${path} cannot be written: ${why}`);
    expect(await readFile(join(folder, "precious"), "utf8")).toBe("half a line");
    expect((await stat(join(folder, "precious"))).mode & 0o777).toBe(0o644);
    expect(await readdir(folder)).toEqual(before);
  });

  it("may be below a link: whoever names the folder knows where it is", async () => {
    await mkdir(join(folder, "real"));
    await symlink(join(folder, "real"), join(folder, "receipts"));
    openReceipt(join(folder, "receipts", "receipt.jsonl")).close();
    expect(await readdir(join(folder, "real"))).toEqual(["receipt.jsonl"]);
  });

  it("goes on in the file that was opened when another one is put in its place", async () => {
    const file = openReceipt(path);
    await rename(path, `${path}.moved`);
    await writeFile(path, "", { mode: 0o644 });
    await file.begin().concludeWrite(upgrade(), outcome("applied", null), 1);
    file.close();
    expect((await stat(path)).size).toBe(0);
    expect((await stat(`${path}.moved`)).size).toBeGreaterThan(0);
  });

  it("a file that fails in the middle is said once, and nothing is thrown", async () => {
    const notices: string[] = [];
    const file = openReceipt(path, (line) => notices.push(line));
    const journal = file.begin();
    file.close();
    await journal.concludeWrite(upgrade(), outcome("applied", null), 1);
    await journal.concludeWrite(upgrade(), outcome("applied", null), 1);
    expect(notices).toEqual([expect.stringMatching(/cannot be written any more: .*; going on without it/)]);
  });
});

describe("a process that is killed", () => {
  it("leaves whole lines", async () => {
    const script = `
      import { openReceipt } from ${JSON.stringify(new URL("../../src/receipts/receipt-file.ts", import.meta.url).pathname)};
      import { receiptJournal } from ${JSON.stringify(new URL("../../src/receipts/receipt-journal.ts", import.meta.url).pathname)};
      const run = { tenantId: null, commit: null, plan: () => null, approvals: async () => [] };
      const journal = receiptJournal(run, null, openReceipt(${JSON.stringify(path)}, () => {}));
      const row = { user: { id: "a", userPrincipalName: "x".repeat(1500) }, app: "expenses", action: "install", observed: { state: "absent" }, consent: [], on: { catalogId: "b", offered: { text: "2.4.0" }, app: { offered: null } } };
      for (;;) await journal.concludeWrite(row, { status: "applied", code: null, message: null, requestId: null, at: "2026-01-05T08:00:00.000Z" }, 1);`;
    for (const afterMs of firstOf([10, 90, 20, 30, 40, 55, 70, 170], 2)) {
      const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], { stdio: "ignore" });
      while (((await stat(path).catch(() => null))?.size ?? 0) === 0) await sleep(2);
      await sleep(afterMs);
      child.kill("SIGKILL");
      await once(child, "close");
      const text = await readFile(path, "utf8");
      expect(text.trimEnd().length).toBeGreaterThan(0);
      expect(text).toMatch(/\n *$/);
      expect(() =>
        text
          .trimEnd()
          .split("\n")
          .map((line): unknown => JSON.parse(line)),
      ).not.toThrow();
      await rm(path);
      await appendFile(path, "");
    }
  });
});
