import { InvalidArgumentError, Option } from "commander";
import { didYouMean } from "../../desired/did-you-mean.ts";
import { UsageError } from "../../errors.ts";
import { type KnownApp, namesOf } from "../../model/catalog.ts";
import { isoTime } from "../../model/clock.ts";
import { sameName } from "../../model/name.ts";
import type { SeenDefinition } from "../../model/lock.ts";
import type { KeptReceipt, ReceiptLink } from "../../model/receipt.ts";
import { createReceiptFilter, type ReceiptFilter } from "../../receipts/filter.ts";
import { type ReadReceipt, readReceipt } from "../../receipts/read-receipt.ts";
import { anchorText, parseAnchor, type Verification, verifyChain } from "../../receipts/verify.ts";
import { printable } from "../../report/facts/printable.ts";
import { count } from "../../report/facts/wording.ts";
import { definitionJson, renderDefinitions } from "../../report/history/definitions.ts";
import { historyHeader, historyRow } from "../../report/history/csv.ts";
import { HISTORY_FORMAT, receiptJson } from "../../report/history/json.ts";
import { renderReceipt } from "../../report/history/text.ts";
import {
  readingStore,
  type ReceiptSource,
  receiptsInFile,
  receiptsOf,
  theStore,
} from "../../session/stored-history.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Store } from "../../store/store.ts";
import type { Console } from "../console.ts";
import { type Declare, examples, formatOption, parseDuration } from "../options.ts";

/** The flags of `history`. */
export interface HistoryFlags {
  readonly user?: string;
  readonly app?: string;
  readonly permission?: string;
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly until?: number;
  readonly format: "text" | "json" | "csv";
  readonly verify: boolean;
  /** True: the last receipt is to be named. */
  readonly anchor?: true | ReceiptLink;
  readonly receipt?: string;
  /** A catalog id, the name that receipts give an app, or `all`. */
  readonly definitions?: string;
}

/** The chain does not hold. */
const BROKEN = 3;

/** What chooses receipts; a chain is looked at as a whole. */
const FILTERS = ["user", "app", "permission", "since", "until"];

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .option("--user <user>", "only of this person, by principal name or object id")
    .option("--app <app>", "only of this app, by its name in the desired state or its catalog id")
    .option("--permission <name>", "only where this permission was granted")
    .addOption(
      new Option(
        "--since <time>",
        "from then on: 2026-01-05, 2026-01-05T08:00Z, or 30d for the last 30 days",
      ).argParser(parseSince),
    )
    .addOption(new Option("--until <time>", "up to then; a day is meant with its end").argParser(parseUntil))
    .addOption(formatOption("text", "json", "csv"))
    .addOption(
      new Option("--verify", "look whether anything was changed, taken out or put in since")
        .default(false)
        .conflicts(FILTERS),
    )
    .addOption(
      new Option(
        "--anchor [anchor]",
        "print the last receipt's name, to be kept elsewhere; with --verify, look for one that was kept",
      ).argParser(parseAnchorFlag),
    )
    .addOption(
      new Option(
        "--definitions <app>",
        "instead: every definition that the catalog offered of this app, by catalog id or by its name in receipts, or of `all`, and how each differs",
      ).conflicts([...FILTERS, "verify", "anchor", "receipt"]),
    )
    .option("--receipt <file>", "read a file that --receipt wrote, instead of the store")
    .addHelpText(
      "after",
      examples(
        "trueup history --user adele@contoso.com",
        "trueup history --permission Calendars.Read.User --since 30d --format csv",
        "trueup history --verify",
      ),
    )
    .action((flags: HistoryFlags) => execute((console) => runHistory(flags, console)));
};

/**
 * `trueup history`: what was done, to whom, and who approved it, from the store that `TRUEUP_STORE` names or the one of this machine.
 * @returns 0, or 3 where the chain does not hold
 * @throws UsageError where there is no store, or it cannot be read
 */
export async function runHistory(flags: HistoryFlags, console: Console): Promise<number> {
  refuseEmptySpan(flags);
  const show = (source: ReceiptSource): Promise<number> => {
    if (flags.verify) return verify(source, flags, console);
    return flags.anchor === undefined ? list(source, flags, console) : printAnchor(source, console);
  };
  if (flags.receipt !== undefined) return show(receiptsInFile(flags.receipt));
  const path = await theStore(console);
  const { definitions } = flags;
  if (definitions !== undefined)
    return readingStore(path, console, (store) => listDefinitions(store, definitions, flags, console));
  return readingStore(path, console, async (store) => show(await receiptsOf(store, path)));
}

function refuseEmptySpan({ since, until, verify: verifies, anchor }: HistoryFlags): void {
  if (since !== undefined && until !== undefined && since > until)
    throw new UsageError(
      "--since is later than --until, so no receipt can be between them",
      "give them the other way round",
    );
  if (anchor !== undefined && anchor !== true && !verifies)
    throw new UsageError("--anchor with a value is looked for", "add --verify");
}

/** @throws UsageError for a form that it does not have */
async function verify(source: ReceiptSource, { format, anchor }: HistoryFlags, console: Console): Promise<number> {
  if (format === "csv") throw new UsageError("--verify has no CSV", "give --format json");
  const wanted = anchor === undefined || anchor === true ? null : anchor;
  const found = await verifyChain(source.receipts(), source.before, wanted);
  await console.result(format === "json" ? [`${verificationJson(found)}\n`] : verificationLines(found, source.name));
  return found.broken === null ? 0 : BROKEN;
}

function verificationJson({ receipts, first, head, broken }: Verification): string {
  return JSON.stringify({
    formatVersion: HISTORY_FORMAT,
    kind: "verification",
    holds: broken === null,
    receipts,
    first,
    head,
    broken,
  });
}

function verificationLines({ receipts, first, head, broken }: Verification, name: string): readonly string[] {
  const where = printable(name);
  if (broken !== null)
    return [
      `the chain in ${where} is broken at receipt ${broken.number}:\n`,
      `  ${printable(broken.why)}\n`,
      ...(receipts === 0
        ? []
        : [`  the ${receipts === 1 ? "receipt" : count(receipts, "receipt")} before it: as written\n`]),
    ];
  if (first === null || head === null) return [`the chain in ${where} holds: there is no receipt in it\n`];
  return [
    `the chain in ${where} holds: ${count(receipts, "receipt")}, ${first.number} to ${head.number}\n`,
    `  anchor ${anchorText(head)}\n`,
  ];
}

async function printAnchor(source: ReceiptSource, console: Console): Promise<number> {
  let head: ReceiptLink | null = source.before === "unknown" ? null : source.before;
  for await (const one of source.receipts()) head = one;
  if (head === null) console.notice("there is no receipt yet, so there is nothing to keep");
  else await console.result([`${anchorText(head)}\n`]);
  return 0;
}

async function list(source: ReceiptSource, flags: HistoryFlags, console: Console): Promise<number> {
  const filter = createReceiptFilter({ ...flags, sinceMs: flags.since ?? null, untilMs: flags.until ?? null });
  const form = formOf(flags, console);
  let [shown, all] = [0, 0];
  let waiting: string[] = [form.begin];
  for await (const kept of source.receipts()) {
    all += 1;
    const receipt = readReceipt(kept);
    if (!filter.holds(receipt)) continue;
    waiting.push(...form.one(receipt, shown === 0));
    shown += 1;
    if (waiting.length < AT_ONCE) continue;
    await console.result(waiting);
    waiting = [];
  }
  const unknown = all === 0 ? [] : namesInNone(flags, filter);
  for (const { what, written, near } of unknown)
    console.notice(`warning: no receipt ${what} ${written}${near === null ? "" : `; ${near}`}`);
  await console.result([...waiting, form.end(unknown.map(({ flag }) => flag))]);
  console.notice(`${shown} of ${count(all, "receipt")} in ${source.name}; times are UTC`);
  return 0;
}

/** @throws UsageError for an app of which nothing was ever offered */
async function listDefinitions(
  { definitions, receipts, apps }: Pick<Store, "definitions" | "receipts" | "apps">,
  app: string,
  { format }: HistoryFlags,
  console: Console,
): Promise<number> {
  if (format === "csv")
    throw new UsageError("--definitions has no CSV", "give --format json: a line for each definition");
  const all = await definitions.all();
  const known = await apps.all();
  const ids = app === "all" ? [] : [...idsOf(app, known), ...(await idsInReceipts(app, receipts.after(0)))];
  const seen = app === "all" ? all : all.filter(({ catalogId }) => ids.includes(catalogId));
  if (seen.length === 0 && app !== "all") {
    const ofSeen = known.filter(({ catalogId }) => all.some((one) => one.catalogId === catalogId));
    const names = new Set(ofSeen.flatMap((one) => namesOf(one).slice(0, 1)));
    throw new UsageError(
      `no definition of an app ${app} was seen`,
      hint(app, new Set([...known.flatMap(namesOf), ...all.map(({ catalogId }) => catalogId)])) ??
        listed("definitions were seen of", names) ??
        "give its catalog id, which trueup catalog shows, or all",
    );
  }
  if (format === "text") await console.result(renderDefinitions(seen, console.resultColumns));
  else await console.result(seen.map((one, at) => `${definitionJson(one, sameApp(one, seen[at - 1]))}\n`));
  return 0;
}

/** The catalog ids that a written name or id means, as far as the store knows names. */
function idsOf(written: string, known: readonly KnownApp[]): readonly string[] {
  const named = known.filter((app) => namesOf(app).some((name) => sameName(name, written)));
  return [written.toLowerCase(), ...named.map(({ catalogId }) => catalogId)];
}

/** The catalog ids of the apps to which receipts give a name. */
async function idsInReceipts(name: string, receipts: AsyncIterable<KeptReceipt>): Promise<readonly string[]> {
  const { holds } = createReceiptFilter({ app: name, sinceMs: null, untilMs: null });
  const ids = new Set<string>();
  for await (const kept of receipts) {
    const receipt = readReceipt(kept);
    const id = holds(receipt) ? receipt.facts?.app?.id : null;
    if (typeof id === "string") ids.add(id.toLowerCase());
  }
  return [...ids];
}

function sameApp(one: SeenDefinition, before: SeenDefinition | undefined): SeenDefinition | null {
  return before?.catalogId === one.catalogId ? before : null;
}

/** So many lines are written at once: one apiece would be a system call apiece. */
const AT_ONCE = 1000;

interface Form {
  readonly begin: string;
  readonly one: (receipt: ReadReceipt, isFirst: boolean) => Iterable<string>;
  /** Given the filters whose value is in no receipt. */
  readonly end: (unknown: readonly string[]) => string;
}

function formOf({ format, user, app, permission, since, until }: HistoryFlags, console: Console): Form {
  if (format === "csv") return { begin: historyHeader(), one: (receipt) => [historyRow(receipt)], end: () => "" };
  if (format === "text") {
    const options = { color: console.resultColor, columns: console.resultColumns };
    return { begin: "", one: (receipt) => renderReceipt(receipt, options), end: () => "" };
  }
  const filters = {
    user: user ?? null,
    app: app ?? null,
    permission: permission ?? null,
    since: since === undefined ? null : isoTime(since),
    until: until === undefined ? null : isoTime(until),
  };
  const head = JSON.stringify({ formatVersion: HISTORY_FORMAT, kind: "history", filters }).slice(0, -1);
  return {
    begin: `${head},"receipts":[`,
    one: (receipt, isFirst) => [isFirst ? "\n  " : ",\n  ", receiptJson(receipt)],
    end: (unknown) => `\n],"inNoReceipt":${JSON.stringify(unknown)}}\n`,
  };
}

function hint(written: string, known: ReadonlySet<string>): string | null {
  return didYouMean(written, [...known]);
}

/** A filter whose value is in no receipt at all, and what was meant. */
interface NotFound {
  readonly flag: "user" | "app" | "permission";
  readonly what: string;
  readonly written: string;
  readonly near: string | null;
}

/** A name that was mistyped must not look like a clean record; one that nothing was done to has one, and that is no error. */
function namesInNone({ user, app, permission }: HistoryFlags, { seen }: ReceiptFilter): readonly NotFound[] {
  const found: NotFound[] = [];
  if (app !== undefined && !seen.hasApp)
    found.push({
      flag: "app",
      what: "is of an app",
      written: app,
      near: hint(app, seen.apps) ?? listed("receipts are of", seen.apps),
    });
  if (permission !== undefined && !seen.hasPermission)
    found.push({ flag: "permission", what: "grants", written: permission, near: hint(permission, seen.permissions) });
  if (user !== undefined && !seen.hasUser)
    found.push({
      flag: "user",
      what: "is known to be of",
      written: user,
      near: hint(user, seen.users),
    });
  return found;
}

const MOST_LISTED = 10;

function listed(what: string, apps: ReadonlySet<string>): string | null {
  return apps.size === 0 || apps.size > MOST_LISTED ? null : `${what} ${[...apps].join(", ")}`;
}

/** The beginning of a day, a moment, or so long ago. */
export function parseSince(text: string): number {
  return parseMoment(text, 0);
}

/** The end of a day, a moment, or so long ago. */
export function parseUntil(text: string): number {
  return parseMoment(text, 86_399_999);
}

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?)?$/;

function parseMoment(text: string, addedToDay: number): number {
  if (/^\d+[smhd]$/.test(text)) return systemClock.now() - parseDuration(text);
  const [, day, time, zone = "Z"] = MOMENT.exec(text) ?? [];
  const midnight = day === undefined ? Number.NaN : Date.parse(`${day}T00:00Z`);
  // What reads on into the next month is no day: 2026-02-30.
  const isDay = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day ?? "-");
  const ms = time === undefined ? midnight + addedToDay : Date.parse(`${day}T${time}${zone}`);
  if (isDay && !Number.isNaN(ms)) return ms;
  throw new InvalidArgumentError(
    "give a day such as 2026-01-05, a time such as 2026-01-05T08:00Z (UTC without a zone), or how long ago, such as 30d.",
  );
}

function parseAnchorFlag(text: string): ReceiptLink {
  const anchor = parseAnchor(text);
  if (anchor === null) throw new InvalidArgumentError("give what --anchor printed: sha256:…/41.");
  return anchor;
}
