import { Option } from "commander";
import { appendFile, readFile } from "node:fs/promises";
import process from "node:process";
import { text as readStream } from "node:stream/consumers";
import { Agent } from "undici";
import { openProxied } from "../../http/proxied.ts";
import type { ThreadStatus } from "../../comment/destination.ts";
import { ForgeError } from "../../forge/forge-error.ts";
import { type MarkedText, markText } from "../../comment/comment-text.ts";
import type { Destination } from "../../comment/destination.ts";
import { findDestination } from "../../comment/find-destination.ts";
import { postComment, type Posted } from "../../comment/post.ts";
import { type Provider, PROVIDERS } from "../../forge/variables.ts";
import { causeOf, UsageError } from "../../errors.ts";
import { printable } from "../../report/facts/printable.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import { type Declare, examples, parsePullRequestNumber } from "../options.ts";

/** The flags of `comment`. */
export interface CommentFlags {
  readonly provider: Provider;
  /** A file of Markdown; `-`: standard input. */
  readonly file: string;
  readonly marker?: string;
  readonly pullRequest?: number;
  readonly threadStatus: ThreadStatus;
  readonly required: boolean;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .addOption(new Option("--provider <service>", "where the pull request is").choices(PROVIDERS).makeOptionMandatory())
    .option("--file <file>", "the text, as --format markdown wrote it; -: standard input", "-")
    .option("--marker <name>", "which comment, where a pull request has several; without it the text says so")
    .option("--pull-request <number>", "the pull request; without it that of the run", parsePullRequestNumber)
    .addOption(
      new Option("--thread-status <status>", "on Azure DevOps: whether the thread asks to be resolved")
        .choices(["active", "closed"])
        .default("active"),
    )
    .option("--required", "end with 1 when the comment could not be written", false)
    .addHelpText(
      "after",
      examples(
        "trueup plan teams --format markdown | trueup comment --provider github",
        "trueup comment --provider gitlab --file plan.md",
      ),
    )
    .action((flags: CommentFlags) => execute((console) => runComment(flags, console)));
};

/**
 * `trueup comment`: brings the one comment of a pull request to the text of a file. A comment that could not be written
 * is said, and ends with 1 only if it is `--required`: what the plan found must not become a failure of the comment.
 */
export async function runComment(flags: CommentFlags, console: Console): Promise<number> {
  const { environment } = console;
  const marked = markText(await readText(flags.file), flags.marker ?? null);
  const destination = findDestination(flags.provider, {
    environment,
    event: await readEvent(environment["GITHUB_EVENT_PATH"]),
    pullRequest: flags.pullRequest ?? null,
    threadStatus: flags.threadStatus,
  });
  try {
    await console.result([`${sentence(await post(marked, destination))}\n`]);
    return 0;
  } catch (error) {
    if (!(error instanceof ForgeError)) throw error;
    console.notice(
      `${flags.required ? "error" : "warning"}: the comment could not be written: ${printable(error.message)}`,
    );
    if (error.hint !== null) console.notice(`  hint: ${printable(error.hint)}`);
    if (flags.provider === "github") await writeSummary(marked, environment["GITHUB_STEP_SUMMARY"], console);
    return flags.required ? 1 : 0;
  }
}

async function post(marked: MarkedText, { root, runUrl, open }: Destination): Promise<Posted> {
  // As for Graph: what is on this machine is never reached through a proxy.
  const dispatcher = root.loopback ? new Agent({ allowH2: false }) : openProxied();
  try {
    const comments = open({ dispatcher, clock: systemClock, random: Math.random });
    return await postComment(marked, comments, { clock: systemClock, runUrl });
  } finally {
    await dispatcher.destroy();
  }
}

async function readText(file: string): Promise<string> {
  try {
    const text = file === "-" ? await readStream(process.stdin) : await readFile(file, "utf8");
    if (text.trim() !== "") return text;
  } catch (error) {
    const cause = causeOf(error);
    throw new UsageError(
      `--file ${file} cannot be read: ${cause}`,
      "name the file that trueup plan --format markdown wrote",
    );
  }
  throw new UsageError(
    file === "-" ? "standard input is empty" : `--file ${file} is empty`,
    "an earlier step may have failed: look at its log",
  );
}

/** Null where there is no payload that can be read: the reference of the run may say the number as well. */
async function readEvent(path: string | undefined): Promise<unknown> {
  if (path === undefined || path === "") return null;
  try {
    const payload: unknown = JSON.parse(await readFile(path, "utf8"));
    return payload;
  } catch {
    return null;
  }
}

/** The job summary needs no right on the pull request, so that the reviewer of a fork finds the plan in the run. */
async function writeSummary({ text }: MarkedText, path: string | undefined, console: Console): Promise<void> {
  if (path === undefined || path === "") return;
  try {
    await appendFile(path, `${text}\n`);
    console.notice("  the text is in the summary of the job instead");
  } catch (error) {
    console.notice(`  nor could the summary of the job: ${causeOf(error)}`);
  }
}

function sentence({ what, url, removed, cut }: Posted): string {
  const parts = [
    `comment ${what}${url === null ? "" : `: ${printable(url)}`}`,
    ...(cut ? ["it was too long and is cut"] : []),
    ...(removed > 0 ? [`${removed} older ${removed === 1 ? "copy" : "copies"} removed`] : []),
  ];
  return parts.join("; ");
}
