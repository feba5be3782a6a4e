import { closeSync, constants, fchmodSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { causeOf, errorCode, UsageError } from "../errors.ts";
import type { KeptReceipt, ReceiptLink } from "../model/receipt.ts";
import { receiptLine, receiptOfLine } from "./chain.ts";

const [NEW_LINE, SPACE] = [0x0a, 0x20];
/** A kill can cut a write at the edge of a page of memory, and nowhere else. Pages are at least so large, in bytes. */
const PAGE = 4096;

/** A file with a line of JSON for each receipt, as `schemas/receipt.schema.json` describes it. */
export interface ReceiptFile {
  /** Adds a line; where that cannot be done the `notice` of {@link openReceipt} is told once, and the run goes on. */
  readonly add: (receipt: KeptReceipt) => void;
  /** The last receipt that the file holds; null: none. */
  readonly head: () => ReceiptLink | null;
  /** All that it holds, line by line. */
  readonly lines: () => readonly string[];
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
export function openReceipt(path: string, notice: (line: string) => void): ReceiptFile {
  let file: number | null = null;
  try {
    file = openSync(path, ADD_TO_NO_LINK, 0o600);
    return receiptIn(file, path, notice);
  } catch (error) {
    if (file !== null) closeSync(file);
    throw new UsageError(`the receipt ${path} cannot be written: ${whyNot(error)}`, "give another file with --receipt");
  }
}

/** By its descriptor and not by its path, which may name something else by now. */
function receiptIn(file: number, path: string, notice: (line: string) => void): ReceiptFile {
  if (!fstatSync(file).isFile()) throw new Error("it is not a plain file");
  fchmodSync(file, 0o600);
  endLastLine(file);
  let head = lastReceipt(file);
  let broken = false;
  return {
    add(receipt) {
      if (broken) return;
      try {
        append(file, `${receiptLine(receipt)}\n`);
        head = receipt;
      } catch (error) {
        broken = true;
        const why = causeOf(error);
        notice(`warning: the receipt ${path} cannot be written any more: ${why}; going on without it`);
      }
    },
    head: () => head,
    lines: () => wholeText(file).split("\n"),
    close: () => closeSync(file),
  };
}

function wholeText(file: number): string {
  const text = Buffer.alloc(fstatSync(file).size);
  const length = readSync(file, text, 0, text.length, 0);
  return text.toString("utf8", 0, length);
}

/** The last receipt stands so near to the end of the file, in bytes, or there is none. */
const LOOK_BACK = 262_144;

function lastReceipt(file: number): ReceiptLink | null {
  const { size } = fstatSync(file);
  const end = Buffer.alloc(Math.min(size, LOOK_BACK));
  readSync(file, end, 0, end.length, size - end.length);
  const lines = end.toString("utf8").split("\n").toReversed();
  for (const line of lines) {
    const found = receiptOfLine(line);
    if (found !== null) return found;
  }
  return null;
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
