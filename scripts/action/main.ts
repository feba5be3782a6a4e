import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { logLine } from "./log-line.ts";
import { runAction, type Trueup } from "./run-action.ts";

/** The program of the package that the action installed; in tests, that of this checkout. */
const PROGRAM =
  process.env["TRUEUP_ACTION_PROGRAM"] ?? fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const SIGNAL_EXIT_CODES = new Map<string | null, number>([
  ["SIGINT", 130],
  ["SIGTERM", 143],
]);

/** A run that is cancelled passes the signal on, so that it ends in good order. */
const trueup: Trueup = (args, environment) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on("SIGINT", passOn).on("SIGTERM", passOn);
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
    });
    createInterface({ input: child.stderr, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
      process.stderr.write(`${logLine(line)}\n`);
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      process.off("SIGINT", passOn).off("SIGTERM", passOn);
      resolve({ exitCode: code ?? SIGNAL_EXIT_CODES.get(signal) ?? 1, stdout });
    });
  });

const say = (text: string): void => {
  for (const line of text.split(/\r\n|\r|\n/)) process.stdout.write(`${logLine(line)}\n`);
};

try {
  process.exitCode = await runAction(process.env, trueup, say);
} catch (error) {
  process.stderr.write(`${logLine(`error: ${error instanceof Error ? error.message : String(error)}`)}\n`);
  process.exitCode = 1;
}
