import process from "node:process";
import { createInterface } from "node:readline/promises";
import { causeOf, UsageError } from "../errors.ts";
import { printable } from "../report/facts/printable.ts";
import { fitted } from "../report/text/layout.ts";
import { gathered } from "./gathered.ts";

/** The process as commands see it: where output goes, and what surrounds it. */
export interface Console {
  /** Writes to stdout, waiting where the reader is slow. Only results go there. */
  readonly result: (chunks: Iterable<string>) => Promise<void>;
  /** Writes one line to stderr: progress, warnings, questions, errors. Whatever is in it does nothing; a terminal gets it broken at blanks. */
  readonly notice: (line: string) => void;
  /** Writes what a renderer made to stderr, lines and colours and all; what it holds from outside has to be printable already. */
  readonly rendered: (text: string) => void;
  /** Replaces the last line of a terminal's stderr; does nothing elsewhere. Made printable as a notice is. */
  readonly status: (line: string) => void;
  /** Asks on the terminal; resolves to true for the word yes only, and to false and when `signal` is aborted. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<boolean>;
  /** True when a person can be asked. */
  readonly isInteractive: boolean;
  readonly isStderrTerminal: boolean;
  readonly resultColor: boolean;
  readonly noticeColor: boolean;
  /** How wide the terminal is that stdout, or stderr, goes to; null: it goes to none, or that one does not tell. */
  readonly resultColumns: number | null;
  readonly noticeColumns: number | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** @param colorWanted false when `--no-color` was given */
export function processConsole(colorWanted: boolean): Console {
  const { stdout, stderr, env } = process;
  const color = colorWanted && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  const isForced = color && !["", "0", "false"].includes(env["FORCE_COLOR"] ?? "");
  const noticeColumns = columnsOf(stderr, env["COLUMNS"]);
  let statusLength = 0;
  const clearStatus = (): void => {
    if (statusLength > 0) stderr.write(`\r${" ".repeat(statusLength)}\r`);
    statusLength = 0;
  };
  const rendered = (text: string): void => {
    clearStatus();
    stderr.write(`${fitted(text, stderr.isTTY ? noticeColumns : null)}\n`);
  };
  return {
    result: async (chunks) => {
      clearStatus();
      for (const chunk of gathered(chunks)) {
        const error = await written(stdout, chunk);
        // A reader such as `head` may have closed its end: what is left to say has nobody to say it to.
        if (error?.code === "EPIPE") return;
        if (error)
          throw new UsageError(`stdout cannot be written: ${causeOf(error)}`, "make room, or send it elsewhere");
      }
    },
    notice: (line) => rendered(printable(line)),
    rendered,
    status: (line) => {
      if (!stderr.isTTY) return;
      const shown = printable(line).slice(0, Math.max(20, stderr.columns - 1));
      clearStatus();
      stderr.write(shown);
      statusLength = shown.length;
    },
    ask: async (question, signal) => {
      clearStatus();
      const terminal = createInterface({ input: process.stdin, output: stderr });
      try {
        const answer = await terminal.question(question, { signal });
        return answer.trim().toLowerCase() === "yes";
      } catch (error) {
        if (signal.aborted) return false;
        throw error;
      } finally {
        terminal.close();
      }
    },
    // To look at stdin opens it, which takes time; few commands ask anything.
    get isInteractive() {
      return process.stdin.isTTY && stderr.isTTY;
    },
    isStderrTerminal: stderr.isTTY,
    resultColor: isForced || (color && stdout.isTTY),
    noticeColor: isForced || (color && stderr.isTTY),
    resultColumns: columnsOf(stdout, env["COLUMNS"]),
    noticeColumns,
    environment: env,
  };
}

/** What somebody set goes before what the terminal tells. Terminals that do not tell say 0. */
function columnsOf({ isTTY, columns }: NodeJS.WriteStream, wanted = ""): number | null {
  if (/^[1-9]\d{0,4}$/.test(wanted)) return Number(wanted);
  return isTTY && columns > 0 ? columns : null;
}

/** Writes a chunk, and waits until it is taken or cannot be. */
function written(stream: NodeJS.WriteStream, chunk: string): Promise<NodeJS.ErrnoException | null | undefined> {
  return new Promise((resolve) => void stream.write(chunk, resolve));
}
