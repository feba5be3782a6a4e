import { type Command, InvalidArgumentError, Option } from "commander";
import { wholeNumber } from "../forge/variables.ts";
import type { ControllerSettings } from "../controller/settings.ts";
import type { Listen } from "../controller/http.ts";
import { DEFAULT_RATE_SHARE } from "../graph/limits.ts";
import { addressProblem } from "../http/base-url.ts";
import { HUB_FORM, hubIn, isHubUrl } from "../events/hub-address.ts";
import { SIGN_IN_METHODS } from "../graph/sign-in/methods.ts";
import { isObjectId } from "../model/object-id.ts";
import type { Limit } from "../model/policy.ts";
import type { BudgetLimit } from "../session/budget.ts";
import type { Console } from "./console.ts";
import type { ProgressForm } from "./progress.ts";

/** Runs a command with the console that its flags ask for, and keeps its exit code. */
export type Execute = (command: (console: Console) => Promise<number>) => Promise<void>;

/** Gives a command its arguments, flags, examples and action. */
export type Declare = (command: Command, execute: Execute) => void;

/** What `--help` shows below the flags. */
export function examples(...lines: readonly string[]): string {
  return ["", "Examples:", ...lines.map((line) => `  ${line}`)].join("\n");
}

/** The flags that `plan`, `apply` and `drift` share, as commander gives them after the parsers below. */
export interface TenantFlags {
  readonly format: "text" | "json" | "markdown";
  /** Name people in Markdown, where they have pseudonyms otherwise. */
  readonly showUsers: boolean;
  /** A line for each app in place of the sections. */
  readonly summary: boolean;
  readonly out?: string;
  readonly consent: boolean;
  readonly maxChanges?: Limit;
  readonly app: readonly string[];
  readonly user: readonly string[];
  readonly limitsScale: number;
  /** The part of Graph's limits to use, above 0 up to 1. */
  readonly rateShare: number;
  /** Readings younger than that are used as they are, in milliseconds. */
  readonly maxAge: number;
  /** How the directory is read; left out: by its changes where there is a store. */
  readonly directory?: "full" | "delta";
  /** So long a write of an earlier run may stay invisible before it is repeated, in milliseconds. */
  readonly settle: number;
  readonly budget?: BudgetLimit;
  readonly progress: ProgressForm;
  /** A way to sign in by name. */
  readonly auth?: string;
}

/** `100` or `20%`, as `policy.maxChanges` is written. */
export function parseLimit(text: string): Limit {
  const match = /^(\d+)(%?)$/.exec(text);
  const amount = Number(match?.[1]);
  if (match === null || !Number.isSafeInteger(amount)) {
    throw new InvalidArgumentError("give a whole number such as 250, or a share such as 20%.");
  }
  if (match[2] === "") return { kind: "count", count: amount };
  if (amount > 100) throw new InvalidArgumentError("a share is at most 100%.");
  return { kind: "percent", percent: amount };
}

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `30m`, `6h`, `1d` or `0`, in milliseconds. */
export function parseDuration(text: string): number {
  if (text === "0") return 0;
  const match = /^(\d+)([smhd])$/.exec(text);
  const [amount, unit] = [Number(match?.[1]), match?.[2]];
  if (unit === undefined || !isUnit(unit) || !Number.isSafeInteger(amount) || amount * UNIT_MS[unit] > LONGEST_MS) {
    throw new InvalidArgumentError("give a whole number with a unit: 90s, 30m, 6h or 1d; at most 366d.");
  }
  return amount * UNIT_MS[unit];
}

const LONGEST_MS = 366 * UNIT_MS.d;

function isUnit(text: string): text is keyof typeof UNIT_MS {
  return Object.hasOwn(UNIT_MS, text);
}

/** `30m` or `5000`, a number of requests. */
export function parseBudget(text: string): BudgetLimit {
  if (/^[1-9]\d{0,8}$/.test(text)) return { kind: "requests", requests: Number(text) };
  if (!/^\d+[smhd]$/.test(text) || parseDuration(text) === 0) {
    throw new InvalidArgumentError(
      "give how long a run may take, such as 30m, or how many requests it may send, such as 5000.",
    );
  }
  return { kind: "duration", ms: parseDuration(text), text };
}

/** A share above 0 up to 1, such as `0.9`. */
export function parseShare(text: string): number {
  const share = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || share <= 0 || share > 1) {
    throw new InvalidArgumentError("give a share above 0 and at most 1, such as 0.9.");
  }
  return share;
}

/** A factor above 0, such as `0.5`. */
export function parseScale(text: string): number {
  const scale = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || scale <= 0 || scale > 10_000) {
    throw new InvalidArgumentError("give a factor above 0, such as 0.5.");
  }
  return scale;
}

/** An origin such as `https://graph.example`, without a slash at its end. */
export function parseOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || `${url.origin}/` !== url.href) {
    throw new InvalidArgumentError("give scheme, host and perhaps a port, such as https://graph.example.");
  }
  return url.origin;
}

/** A whole number of milliseconds. */
export function parseMilliseconds(text: string): number {
  const ms = Number(text);
  if (!/^\d+$/.test(text) || ms > 3_600_000) {
    throw new InvalidArgumentError("give a whole number of milliseconds, at most 3600000.");
  }
  return ms;
}

/** A TCP port; 0 lets the system choose one. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("give a port from 0 to 65535.");
  return port;
}

/** Gathers a flag that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** Gathers ids of apps that may be given several times. */
export function collectId(value: string, before: readonly string[]): readonly string[] {
  if (!isObjectId(value)) throw new InvalidArgumentError("give an id such as cf1ba4c7-f94e-4d80-ba90-5594b641a8ee.");
  return [...before, value];
}

/** The flags of `run`, as commander gives them. Durations are in milliseconds. */
export interface RunFlags
  extends ControllerSettings,
    Omit<TenantFlags, "format" | "out" | "app" | "user" | "progress" | "showUsers" | "summary"> {
  readonly logFormat: "auto" | "json" | "text";
  /** A file to which a line is added for each receipt. */
  readonly receipt?: string;
}

/** `9464`, `127.0.0.1:9464`, `0.0.0.0:9464`, `[::]:9464`, or `off`. */
export function parseListen(text: string): Listen | "off" {
  if (text === "off") return text;
  const match = /^(?:(\[[0-9a-f:]+\]|[a-z0-9.-]+):)?(\d{1,5})$/i.exec(text);
  const port = Number(match?.[2]);
  if (match === null || port > 65_535) {
    throw new InvalidArgumentError("give a port, or an address and a port such as 0.0.0.0:9464, or off.");
  }
  return { host: (match[1] ?? "127.0.0.1").replace(/^\[(.*)\]$/, "$1"), port };
}

/** Where people see the status page: https, or http on this machine, without a password in it. */
export function parsePublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || addressProblem(url) !== null || url.search + url.hash !== "") {
    throw new InvalidArgumentError("give an address such as https://trueup.contoso.com/.");
  }
  // Links of the page are relative, so what is below the address has to be below its last part too.
  return url.pathname.endsWith("/") ? url.href : `${url.href}/`;
}

/** Where Graph sends notifications of changes: https, or http on this machine, without a password in it; or an event hub. */
export function parseEventsUrl(text: string): string {
  if (isHubUrl(text)) {
    if (hubIn(text) === null) throw new InvalidArgumentError(`an event hub is written as ${HUB_FORM}.`);
    return text;
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || addressProblem(url) !== null || url.search + url.hash !== "") {
    throw new InvalidArgumentError("give an address such as https://trueup.contoso.com/notifications.");
  }
  return url.href;
}

/** The name of a header, in lower case as requests have it. */
export function parseHeaderName(text: string): string {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(text)) {
    throw new InvalidArgumentError("give the name of a header such as X-Forwarded-Email.");
  }
  return text.toLowerCase();
}

/** The number of a pull request, as a flag. */
export function parsePullRequestNumber(text: string): number {
  const number = wholeNumber(text);
  if (number === null) throw new InvalidArgumentError("give the number of the pull request, such as 42.");
  return number;
}

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
    .addOption(
      new Option(
        "--directory <how>",
        "read users and groups in full, or what changed since the last run; default: delta where there is a store",
      ).choices(["full", "delta"]),
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

/** Two desired states in one repository need branches of different names. */
export function branchPrefixOption(): Option {
  return new Option("--branch-prefix <text>", "what the branches of proposals begin with; the app's name follows")
    .argParser(parseBranchPrefix)
    .default("trueup/lock/");
}

function parseBranchPrefix(text: string): string {
  if (/^[A-Za-z0-9](?:[/-]?[A-Za-z0-9_])*[/-]$/.test(text) && text.length <= 100) return text;
  throw new InvalidArgumentError("use letters, digits, _, single - and /, ending with - or /, such as trueup/lock/eu-");
}

/** How to sign in. */
export function authOption(): Option {
  return new Option("--auth <way>", "how to sign in; without it the environment decides").choices(
    SIGN_IN_METHODS.map(({ name }) => name),
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

/** `--strict` */
export function strictOption(): Option {
  return new Option("--strict", "end with 2 also for what is held as meant, and for what waits for its turn").default(
    false,
  );
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

/** `--show-users`, where people have pseudonyms otherwise. */
export function showUsersOption(): Option {
  const description =
    "name people in Markdown and pages, where they are pseudonyms with TRUEUP_PSEUDONYM_KEY, or counted only";
  return new Option("--show-users", description).default(false);
}

/** What `plan`, `apply` and `drift` have in common. */
export function addTenantOptions(command: Command): Command {
  command
    .argument(...PATH)
    .addOption(formatOption("text", "json", "markdown"))
    .addOption(showUsersOption())
    .option("--summary", "as text, only the verdict, new consent and a line for each app", false)
    .option("--out <file>", "also write the JSON to a file, whatever the format");
  return addLookOptions(command);
}

/** How a person or a pipeline looks at a tenant: what is read, how it is shown to come along, and for whom. */
export function addLookOptions(command: Command): Command {
  return addRunOptions(command, { ms: 0, text: "0" })
    .addOption(
      new Option("--progress <form>", "a line on a terminal, or lines of JSON on stderr")
        .choices(["line", "json"])
        .default("line"),
    )
    .option("--app <name>", "only this app; repeatable", collect, [])
    .option("--user <user>", "only this user, by principal name or object id; repeatable", collect, []);
}
