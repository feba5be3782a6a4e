import { type Command, Option } from "commander";
import { DEFAULT_RATE_SHARE } from "../graph/limits.ts";
import { WAYS } from "../graph/sign-in/ways.ts";
import { parseBudget, parseDuration, parseLimit, parseScale, parseShare } from "./flags.ts";

/** PATH, as every command that reads a desired state takes it. */
export const PATH = ["[path]", "the desired state: a YAML file, or a folder read recursively", "."] as const;

/** What decides how a run looks and changes, for `plan`, `apply`, `drift` and `run`. */
export function addRunOptions(command: Command, maxAge: { readonly ms: number; readonly text: string }): Command {
  return command
    .option(
      "--consent",
      "read the consent of each installation by a read of its own where the list does not show it",
      false,
    )
    .option("--max-changes <n>", "replace policy.maxChanges for this run: a number, or a share such as 20%", parseLimit)
    .addOption(
      new Option(
        "--max-age <duration>",
        "use what earlier runs saw of a user if it is younger, such as 23h; 0: read now",
      )
        .argParser(parseDuration)
        .default(maxAge.ms, maxAge.text),
    )
    .option(
      "--budget <limit>",
      "end in good order after so long, or so many requests, such as 30m or 5000; the next run goes on",
      parseBudget,
    )
    .addOption(
      new Option("--settle <duration>", "hold a change that was sent so recently and cannot be seen yet")
        .argParser(parseDuration)
        .default(10 * 60_000, "10m"),
    )
    .addOption(authOption())
    .addOption(rateShareOption())
    .addOption(limitsScaleOption());
}

/** How much of what Graph allows is used. */
export function rateShareOption(): Option {
  return new Option("--rate-share <share>", "the part of Graph's documented limits to use, at most 1")
    .argParser(parseShare)
    .default(DEFAULT_RATE_SHARE);
}

/** How to sign in. */
export function authOption(): Option {
  return new Option("--auth <way>", "how to sign in; without it the environment decides").choices(
    WAYS.map(({ name }) => name),
  );
}

/** For rehearsals, and for tests. */
export function limitsScaleOption(): Option {
  return new Option(
    "--limits-scale <factor>",
    "multiply Graph's documented limits; above 1 for a Graph on a loopback address only",
  )
    .argParser(parseScale)
    .default(1);
}

/** How a result is written. */
export function formatOption(...formats: readonly string[]): Option {
  return new Option("--format <format>", "how the result is written to stdout").choices(formats).default("text");
}

/** `--annotations` */
export function annotationsOption(): Option {
  return new Option("--annotations <service>", "also remark on the lines that are meant, on stderr").choices([
    "github",
  ]);
}

/** An hour, as the defaults of durations are written. */
export const HOUR_MS = 3_600_000;

/**
 * A flag that takes a duration.
 * @param ms its default
 * @param text the default, as `--help` shows it
 */
export function durationOption(flags: string, description: string, ms: number, text: string): Option {
  return new Option(flags, description).argParser(parseDuration).default(ms, text);
}
