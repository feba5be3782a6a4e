import process from "node:process";
import { hostname, userInfo } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "../../errors.ts";
import { isoTime } from "../../model/clock.ts";
import { describeFreeze, type Freeze } from "../../model/freeze.ts";
import type { EventFacts } from "../../model/receipt.ts";
import { UTC } from "../../model/time-zone.ts";
import { printable } from "../../report/facts/printable.ts";
import { checkFreezable } from "../../session/freezable-app.ts";
import { isDatabaseAddress } from "../../store/postgres/address.ts";
import { askedStore, noStoreHint, noStoreText, storeFiles, withStore } from "../../session/open-store.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Store } from "../../store/store.ts";
import type { Console } from "../console.ts";
import { type Declare, examples, parseDuration } from "../options.ts";

/** The flags of `freeze`. */
export interface FreezeFlags {
  readonly app?: string;
  readonly reason?: string;
  /** Milliseconds since the epoch, or from now on. */
  readonly until?: Until;
}

type Until = { readonly kind: "at"; readonly ms: number } | { readonly kind: "after"; readonly ms: number };

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command.argument("[path]", "the desired state, to compare the name of the app with", ".");
  appOption(command, "freeze only this app: its name in the desired state, or its id")
    .option("--reason <text>", "why; reports show it")
    .addOption(
      new Option("--until <time>", "when it ends by itself, such as 2026-12-01T08:00Z or 4h").argParser(parseUntil),
    )
    .addHelpText(
      "after",
      examples("trueup freeze --reason 'the audit runs' --until 4h", "trueup freeze --app expenses"),
    )
    .action((path: string, flags: FreezeFlags) => execute((console) => runFreeze(path, flags, console)));
};

/** Gives a command the flag that names one app. */
export function appOption(command: Command, description: string): Command {
  return command.option("--app <name>", description);
}

/**
 * `trueup freeze`: nothing is changed any more by whoever shares the store that `TRUEUP_STORE` names, or a store of this
 * machine, until `trueup thaw`. What is under way is finished.
 * @throws UsageError where there is no store, for a time that has passed, and for a name that no app is known to have
 */
export async function runFreeze(path: string, flags: FreezeFlags, console: Console): Promise<number> {
  const { app } = flags;
  const freeze = freezeOf(flags);
  const files = await sharedStores(console);
  const doubt = app === undefined ? null : await checkFreezable(app, files, path, console);
  for (const file of files) {
    await withStore(file, console, (store) => keepFreeze(store, freeze));
    await console.result([`${printable(`${file}: ${describeFreeze(freeze, UTC)}`)}\n`]);
  }
  const which = app === undefined ? "" : ` of an app whose name or id is ${printable(app)}`;
  if (doubt !== null) console.notice(`warning: ${doubt}`);
  console.notice(`runs that share the store change nothing${which} from now on; trueup thaw ends that`);
  return 0;
}

/** @throws UsageError for a time that has passed */
export function freezeOf({ app, reason, until }: FreezeFlags): Freeze {
  const sinceMs = systemClock.now();
  const untilMs = until === undefined ? null : until.kind === "at" ? until.ms : sinceMs + until.ms;
  if (untilMs !== null && untilMs <= sinceMs)
    throw new UsageError(`--until ${new Date(untilMs).toISOString()} has passed`, "give a time that is still to come");
  return { app: app ?? null, who: whoAsks(), reason: reason ?? null, sinceMs, untilMs };
}

/** Keeps it where every run of the tenant asks before it writes, and in the history. Rejects where the store does not answer. */
export async function keepFreeze(
  { freezes, receipts }: Pick<Store, "freezes" | "receipts">,
  freeze: Freeze,
): Promise<void> {
  await freezes.freeze(freeze);
  await receipts.keep(freezeReceipt("frozen", freeze, freeze.who, freeze.sinceMs), null);
}

/**
 * The stores that a freeze is kept in: one that is named is made where there is none yet.
 * @throws UsageError where there is none
 */
async function sharedStores(console: Console): Promise<readonly string[]> {
  const asked = askedStore(console.environment);
  const files = asked === "" || isDatabaseAddress(asked) ? await storeFiles(console) : [asked];
  if (files.length > 0) return files;
  throw new UsageError(`${noStoreText(console)}, so nobody would hear of it`, noStoreHint(console));
}

/** What a history says of a freeze, or of its end. */
export function freezeReceipt(event: "frozen" | "thawed", freeze: Freeze, by: string, atMs: number): EventFacts {
  return {
    kind: "event",
    at: isoTime(atMs),
    tenantId: null,
    commit: null,
    event,
    app: freeze.app === null ? null : { name: freeze.app, id: null },
    definition: null,
    by,
    detail: describeFreeze(freeze, UTC),
  };
}

/**
 * The person and the machine that a command runs for. Not as mail addresses look, which reports show as pseudonyms: whoever
 * meets a freeze has to know whom to ask.
 */
export function whoAsks(): string {
  try {
    return `${userInfo().username} on ${hostname()}`;
  } catch {
    // A container may run under a number that no name belongs to.
    return `user ${process.getuid?.() ?? "unknown"} on ${hostname()}`;
  }
}

/** `2026-12-01T08:00Z`, `2026-12-01` (UTC) or `4h`. */
export function parseUntil(text: string): Until {
  if (/^\d+[smhd]$/.test(text)) return { kind: "after", ms: parseDuration(text) };
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  const [, day = "", time = "00:00", zone = "Z"] = match ?? [];
  const ms = Date.parse(`${day}T${time}${zone}`);
  if (match === null || Number.isNaN(ms))
    throw new InvalidArgumentError("give a time such as 2026-12-01T08:00Z, or how long from now, such as 4h.");
  return { kind: "at", ms };
}
