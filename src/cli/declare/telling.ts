import { type Command, Option } from "commander";
import { PROVIDERS } from "../../comment/provider.ts";
import type { CommentFlags } from "../commands/comment.ts";
import type { Execute } from "../execute.ts";
import { parsePullRequestNumber } from "../pull-request-number.ts";

/** `trueup comment` */
export function addComment(program: Command, execute: Execute): void {
  program
    .command("comment")
    .description("bring the one comment of a pull request to the text of a file, from a pipeline")
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
    .action((flags: CommentFlags) =>
      execute(async (console) => (await import("../commands/comment.ts")).runComment(flags, console)),
    );
}

/** `trueup notify` */
export function addNotify(program: Command, execute: Execute): void {
  program
    .command("notify")
    .description("send a test message to every receiver that the environment sets, and say what came back")
    .requiredOption("--test", "the only thing there is to send by hand; `run` sends the others")
    .action(() => execute(async (console) => (await import("../commands/notify.ts")).runNotify(console)));
}
