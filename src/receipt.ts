import { closeSync, constants, fchmodSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { NO_JOURNAL, type WriteJournal } from "./apply/journal.ts";
import { causeOf, errorCode, UsageError } from "./errors.ts";
import type { Permission } from "./model/permission.ts";
import { type ActingRow, type Outcome, versionStep } from "./model/plan.ts";

/** What every line says of the run. */
interface ReceiptHeader {
  /** Null where the token does not tell. */
  readonly tenantId: string | null;
  /** Null where the desired state is in no git checkout. */
  readonly commit: string | null;
}

/** The version of the lines; `schemas/receipt.schema.json` says what moves it. */
const FORMAT_VERSION = "1.1";
const [NEW_LINE, SPACE] = [0x0a, 0x20];
/** A kill can cut a write at the edge of a page of memory, and nowhere else. Pages are at least so large, in bytes. */
const PAGE = 4096;

/**
 * A file with a line of JSON for each row that something was sent for, as `schemas/receipt.schema.json` describes it; lines can be written once it is known
 * which run it is of.
 */
interface ReceiptFile {
  /** `notice` is told once, when a line cannot be written: the run goes on. */
  readonly begin: (header: ReceiptHeader, notice: (line: string) => void) => WriteJournal;
  readonly close: () => void;
}

/** To read and to add. Whoever puts a link in its place must not choose the file. Windows lacks the last flag, which counts as none. */
const ADD_TO_NO_LINK = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

/**
 * Opens a receipt, to which lines are added; made, for its owner only, if need be. A link is not followed. A process that
 * is killed leaves whole lines: each is one write at the end of the file, within one page of memory. Should the machine
 * itself have died in the middle of one, or a line be larger than a page, the next run begins on a new line.
 * @throws UsageError when the file cannot be written
 */
export function openReceipt(path: string): ReceiptFile {
  let file: number | null = null;
  try {
    file = openSync(path, ADD_TO_NO_LINK, 0o600);
    return receiptIn(file, path);
  } catch (error) {
    if (file !== null) closeSync(file);
    throw new UsageError(`the receipt ${path} cannot be written: ${whyNot(error)}`, "give another file with --receipt");
  }
}

/** By its descriptor and not by its path, which may name something else by now. */
function receiptIn(file: number, path: string): ReceiptFile {
  if (!fstatSync(file).isFile()) throw new Error("it is not a plain file");
  fchmodSync(file, 0o600);
  endLastLine(file);
  return {
    begin: (header, notice) => journalOn(file, path, header, notice),
    close: () => closeSync(file),
  };
}

function whyNot(error: unknown): string {
  return errorCode(error) === "ELOOP" ? "it is a link (a link is not followed)" : causeOf(error);
}

function endLastLine(file: number): void {
  const { size } = fstatSync(file);
  if (size === 0) return;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  if (last[0] !== NEW_LINE && last[0] !== SPACE) writeSync(file, "\n");
}

/** A line that would lie on the edge of a page begins on the next one; the space before it means nothing to JSON. */
function append(file: number, line: string): void {
  const length = Buffer.byteLength(line);
  const left = PAGE - (fstatSync(file).size % PAGE);
  if (length > left && length <= PAGE) writeSync(file, " ".repeat(left));
  if (writeSync(file, line) !== length) throw new Error("the disk is full");
}

function journalOn(file: number, path: string, header: ReceiptHeader, notice: (line: string) => void): WriteJournal {
  let broken = false;
  return {
    ...NO_JOURNAL,
    async conclude(row, outcome, sends) {
      if (sends === 0 || broken) return;
      const line = `${JSON.stringify(receiptLine(header, row, outcome, sends))}\n`;
      try {
        append(file, line);
      } catch (error) {
        broken = true;
        const why = causeOf(error);
        notice(`warning: the receipt ${path} cannot be written any more: ${why}; going on without it`);
      }
    },
  };
}

function receiptLine(header: ReceiptHeader, row: ActingRow, outcome: Outcome, sends: number) {
  const { status, code, message, requestId, at } = outcome;
  const identity = row.on.app.offered?.identity;
  return {
    formatVersion: FORMAT_VERSION,
    at,
    tenantId: header.tenantId,
    commit: header.commit,
    user: { id: row.user.id, userPrincipalName: row.user.userPrincipalName },
    app: { name: row.app, id: row.on.catalogId },
    action: row.action,
    ...versionStep(row),
    consent: row.consent.map(({ value, type }: Permission) => ({ value, type })),
    consentTo: row.consent.length > 0 && identity?.state === "known" ? identity.clientAppId : null,
    sends,
    outcome: { status, code, message, requestId },
  };
}
