import semver from "semver";
import { type Exchange, isWhole, type WholeReading, wholeReadings } from "./exchanges.ts";
import { shows } from "./judge-settling.ts";
import { DEFINITION_GOOD_FOR_MS, isOf, type Write, writesIn } from "./judge-writes.ts";
import type { CaseRecord, RunRecord } from "./run-case.ts";
import { clientIdOf, permissionText } from "./tenant-of.ts";
import { newestOf } from "./truth.ts";
import { report, type Violation } from "./violation.ts";
import type { ManagedApp } from "./world.ts";
import { isBody, itemsOf } from "./wrong-shapes.ts";

/** After so long without its effect, a write that Graph accepted is given up. */
const READ_BACK_MS = 90_000;
/** Where two rows of one user are read back, one row's look may be seen before the other's, which fails at first. */
const OTHER_LOOK_MS = READ_BACK_MS;

/** What the catalog told of an app at a moment: version, what it requires, who gets the consent, whether there is a bot. */
interface ToldOffer {
  readonly atMs: number;
  readonly version: string;
  readonly text: string;
}

/**
 * Every person who was given something else than planned is counted: the next write after it showed is one too many, as is
 * one that begins while more are under way than came back as planned, and as is one on a definition that was not read
 * within the last minute, or that was read and was another.
 */
export function judgeStrays(record: CaseRecord, run: RunRecord): readonly Violation[] {
  return byApp(record, run).flatMap(({ app, writes, lists, offers }) => {
    const [planned] = offers;
    if (planned === undefined) return [];
    const shown = writes.flatMap((write) =>
      isStray(record, planned, write) ? shownAtMs(record, write, planned, lists) : [],
    );
    const firstShownMs = Math.min(...shown);
    return writes.flatMap((write) => {
      const { exchange, user } = write;
      const what = `run ${run.run}, seq ${exchange.seq}: ${exchange.question} of ${app.name} for ${user}`;
      const found = tooMany(writes, write, planned, lists).map((why) => report("starts slowly", `${what}: ${why}`));
      if (exchange.question === "uninstall") return found;
      if (exchange.atMs > firstShownMs)
        found.push(
          report(
            "stops at the first other version",
            `${what}, ${exchange.atMs - firstShownMs} ms after one was read back`,
          ),
        );
      return [
        ...found,
        ...unchecked(offers, planned, exchange).map((why) => report("exactly what is approved", `${what}: ${why}`)),
      ];
    });
  });
}

/** The people who got a version, a consent or an identity that was not planned, by app; only apps with some. */
export function straysIn(record: CaseRecord, run: RunRecord): readonly number[] {
  return byApp(record, run).flatMap(({ writes, offers: [planned] }) => {
    if (planned === undefined) return [];
    const users = new Set(writes.filter((write) => isStray(record, planned, write)).map(({ user }) => user));
    return users.size === 0 ? [] : [users.size];
  });
}

interface AppWrites {
  readonly app: ManagedApp;
  readonly writes: readonly Write[];
  /** Readings of what users have. */
  readonly lists: readonly Exchange[];
  /** In the order in which they were told; the first is what was planned. */
  readonly offers: readonly ToldOffer[];
}

function byApp(record: CaseRecord, run: RunRecord): readonly AppWrites[] {
  const own = record.service.exchanges.filter((exchange) => exchange.run === run.run);
  const lists = own.filter(({ question, path }) => question === "installations" && /\/installedApps\?/.test(path));
  const ofApps = Map.groupBy(writesIn(record, run.run), ({ app }) => app);
  return [...ofApps].flatMap(([app, writes]) =>
    app === null ? [] : [{ app, writes, lists, offers: offersTold(app, own) }],
  );
}

function offersTold(app: ManagedApp, own: readonly Exchange[]): readonly ToldOffer[] {
  const catalog = own.filter(({ question }) => question === "catalog");
  return wholeReadings(catalog).flatMap(({ toSeq, items: [item, ...others] }) => {
    const atMs = catalog.find(({ answeredSeq }) => answeredSeq === toSeq)?.answeredMs ?? null;
    if (item?.["id"] !== app.catalogId || others.length > 0 || atMs === null) return [];
    const definitions: unknown = item["appDefinitions"];
    const told = Array.isArray(definitions) ? definitions.filter(isBody) : [];
    const newest = told.toSorted((a, b) => semver.compare(String(a["version"]), String(b["version"]))).at(-1);
    return newest === undefined ? [] : [{ atMs, version: String(newest["version"]), text: textOfTold(newest) }];
  });
}

function textOfTold({ version, authorization, bot }: Readonly<Record<string, unknown>>): string {
  const told = isBody(authorization) ? authorization : {};
  const set = isBody(told["requiredPermissionSet"])
    ? told["requiredPermissionSet"]["resourceSpecificPermissions"]
    : null;
  const requires = Array.isArray(set)
    ? set
        .filter(isBody)
        .map((one) => permissionText({ value: String(one["permissionValue"]), type: String(one["permissionType"]) }))
    : null;
  return offerText(String(version), requires, String(told["clientAppId"]), isBody(bot));
}

function offerText(version: string, requires: readonly string[] | null, holder: string, bot: boolean): string {
  return [version, requires?.toSorted().join() ?? "unknown", holder, bot ? "bot" : "no bot"].join(" ");
}

/** Whether a write brought something else than planned: Graph brings what the catalog has when it is carried out. */
function isStray({ service }: CaseRecord, planned: ToldOffer, { app, exchange }: Write): boolean {
  if (exchange.effect === null || exchange.question === "uninstall") return false;
  const then = service.epochs.findLast(({ fromSeq }) => fromSeq < exchange.seq)?.world ?? service.epochs[0].world;
  const now = then.apps.find(({ name }) => name === app?.name);
  const newest = now === undefined ? null : newestOf(now);
  if (now === undefined || newest === null) return false;
  return planned.text !== offerText(newest.version, newest.requires, clientIdOf(now, newest.holder), newest.bot);
}

/** When a whole reading first showed a newer version than planned; empty: none did, as with another identity alone. */
function shownAtMs(
  record: CaseRecord,
  { user, app, exchange }: Write,
  planned: ToldOffer,
  lists: readonly Exchange[],
): readonly number[] {
  const own = lists.filter(
    ({ userId, seq }) => userId === user && seq > (exchange.answeredSeq ?? Number.POSITIVE_INFINITY),
  );
  const first = wholeReadings(own).find(({ items }) => {
    const definition = items.find(isOf("id", app?.catalogId ?? ""))?.["teamsAppDefinition"];
    return isBody(definition) && semver.gt(String(definition["version"]), planned.version);
  });
  const atMs = own.find(({ answeredSeq }) => answeredSeq === first?.toSeq)?.answeredMs ?? null;
  if (atMs === null) return [];
  const isAlone = writesIn(record, exchange.run).every((one) => one.user !== user || one.app === app);
  return [isAlone ? atMs : atMs + OTHER_LOOK_MS];
}

/** One at first, and never more than one more than came back as planned. */
function tooMany(
  writes: readonly Write[],
  write: Write,
  planned: ToldOffer,
  lists: readonly Exchange[],
): readonly string[] {
  const { seq, atMs } = write.exchange;
  const underWay = new Set<string>();
  const cameBack = new Set<string>();
  for (const { user, app, exchange } of writes) {
    if (exchange.seq >= seq || user === write.user) continue;
    const answeredSeq = exchange.answeredSeq ?? Number.POSITIVE_INFINITY;
    const own = lists.filter((one) => one.userId === user && one.seq > exchange.seq);
    const isSeen = wholeReadings(own).some(
      (reading) => reading.toSeq < seq && (shows(reading, { user, app, exchange }) || wasThere(reading, app, exchange)),
    );
    const isTold = own.some((page) => (page.answeredSeq ?? seq) < seq && tellsPlanned(page, app, exchange, planned));
    if (isSeen || isTold) cameBack.add(user);
    else if (answeredSeq > seq) underWay.add(user);
    else if (isYes(exchange) && atMs - (exchange.answeredMs ?? atMs) < READ_BACK_MS) underWay.add(user);
  }
  for (const user of cameBack) underWay.delete(user);
  return underWay.size <= cameBack.size ? [] : [`${underWay.size} were under way, ${cameBack.size} had come back`];
}

/** Graph said yes and had nothing to do, as somebody else had done it: that shows as soon as the app does. */
function wasThere({ items }: WholeReading, app: ManagedApp | null, exchange: Exchange): boolean {
  return isYes(exchange) && exchange.effect === null && items.some(isOf("id", app?.catalogId ?? ""));
}

/**
 * What an earlier run sent may show only now, and then it is as planned, whatever became of this run's own write. One page
 * is enough: which of several readings at the same time it belongs to cannot be told.
 */
function tellsPlanned(page: Exchange, app: ManagedApp | null, { question }: Exchange, planned: ToldOffer): boolean {
  if (question === "uninstall" || !isWhole(page)) return false;
  const definition = itemsOf(page.told).find(isOf("id", app?.catalogId ?? ""))?.["teamsAppDefinition"];
  return isBody(definition) && definition["version"] === planned.version;
}

function isYes({ status }: Exchange): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Whether the definition was read within the last minute, and every time as it was planned. */
function unchecked(offers: readonly ToldOffer[], planned: ToldOffer, { atMs }: Exchange): readonly string[] {
  const told = offers.filter((offer) => offer.atMs <= atMs);
  const problems = [
    ...new Set(told.filter((offer) => offer.text !== planned.text && offer.atMs < atMs).map(({ text }) => text)),
  ].map((text) => `planned ${planned.text}, told ${text}`);
  const ago = atMs - (told.at(-1)?.atMs ?? 0);
  return ago <= DEFINITION_GOOD_FOR_MS ? problems : [...problems, `the definition was read ${ago} ms ago`];
}
