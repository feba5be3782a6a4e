import { existsSync } from "node:fs";
import { InvalidArgumentError, Option } from "commander";
import { appNamed } from "../../desired/app-named.ts";
import { reconcile } from "../../reconcile.ts";
import { renderRollouts, type RolloutReport, rolloutsJson } from "../../report/rollout.ts";
import { runOnce } from "../../session/session.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import {
  addLookOptions,
  type Declare,
  durationOption,
  examples,
  formatOption,
  parseDuration,
  PATH,
  type TenantFlags,
} from "../options.ts";
import { calendarsOf, USUAL_EVERY_MS } from "../calendars.ts";
import { watchProgress } from "../progress.ts";
import { optionsOf, previewMode } from "../tenant-command.ts";

/** The flags of `rollout`. */
export interface RolloutFlags extends Omit<TenantFlags, "out" | "format" | "showUsers"> {
  readonly format: "text" | "json";
  readonly simulate: boolean;
  /** A pass of the simulation comes so often, in milliseconds. */
  readonly every: number;
  /** From 0 to 1. */
  readonly refusals: number;
  readonly removals: number;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument("[app]", "only the rollout of this app, by its name in the desired state")
    .argument(...PATH)
    .addOption(formatOption("text", "json"))
    .option("--simulate", "play the rollout forward in virtual time and show its calendar; nothing is changed", false)
    .addOption(
      durationOption("--every <duration>", "with --simulate: a run comes so often", USUAL_EVERY_MS, "24h").argParser(
        parseEvery,
      ),
    )
    .addOption(shareOption("--refusals <share>", "with --simulate: so many changes are refused"))
    .addOption(shareOption("--removals <share>", "with --simulate: so many upgraded people remove the app"));
  addLookOptions(command)
    .addHelpText(
      "after",
      examples(
        "trueup rollout",
        "trueup rollout expenses teams",
        "trueup rollout expenses teams --simulate --refusals 1%",
      ),
    )
    .action((app: string | undefined, path: string, flags: RolloutFlags) =>
      execute((console) => runRollout(...appAndPath(app, path), flags, console)),
    );
};

function shareOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parsePercent).default(0, "0%");
}

/** Time would stand still without, and each of many passes looks at everybody. */
const SHORTEST_EVERY_MS = 60_000;

function parseEvery(text: string): number {
  const ms = parseDuration(text);
  if (ms < SHORTEST_EVERY_MS) throw new InvalidArgumentError("give at least 1m, such as 15m or 24h.");
  return ms;
}

function parsePercent(text: string): number {
  const match = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text);
  const share = Number(match?.[1]) / 100;
  if (match === null || share > 1) throw new InvalidArgumentError("give a share such as 2%.");
  return share;
}

/** One argument alone that is a file or a folder is the desired state, as with every other command. */
function appAndPath(app: string | undefined, path: string): readonly [app: string | null, path: string] {
  if (app === undefined) return [null, path];
  return path === "." && existsSync(app) ? [null, app] : [app, path];
}

/** `trueup rollout [APP]`: where each rollout stands, what it waits for, what comes next. Writes nothing to the tenant. */
export async function runRollout(
  app: string | null,
  path: string,
  flags: RolloutFlags,
  console: Console,
): Promise<number> {
  const watch = watchProgress(flags.progress, console, systemClock);
  const options = { ...optionsOf(flags, {}), writes: false, announce: () => undefined, ...watch };
  return runOnce(path, options, console, async (run) => {
    const asked = app === null ? null : appNamed(app, run.desired.apps).name;
    const { plan } = await reconcile(
      run.desired,
      run.policy,
      run.ports,
      previewMode(() => Promise.resolve()),
    );
    watch.rest();
    const isAsked = (one: { readonly app: string }): boolean => asked === null || one.app === asked;
    const report: RolloutReport = {
      rollouts: (plan.rollouts ?? []).filter(isAsked),
      calendars: flags.simulate
        ? (await calendarsOf(plan, run, { ...flags, everyMs: flags.every })).filter(isAsked)
        : null,
      telling: { nowMs: run.clock.now(), timeZone: run.policy.timeZone },
    };
    if (flags.format === "json") await console.result([rolloutsJson(report)]);
    else
      await console.result(
        renderRollouts(report, { color: console.resultColor, columns: console.resultColumns ?? null }),
      );
    return 0;
  }).finally(watch.rest);
}
