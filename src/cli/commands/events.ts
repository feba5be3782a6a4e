import { Argument } from "commander";
import type { ListedSubscription } from "../../events/keep-subscriptions.ts";
import { JUDGED_OVER_MS, missRate } from "../../events/miss-rate.ts";
import { DEFAULT_RATE_SHARE } from "../../graph/limits.ts";
import { isoTime } from "../../model/clock.ts";
import { addedUp, type AuditTally, type KeptSubscription } from "../../model/events.ts";
import { printable } from "../../report/facts/printable.ts";
import { auditWords } from "../../report/facts/knowledge.ts";
import { UsageError } from "../../errors.ts";
import { loadState } from "../../session/desired-state.ts";
import { keepSubscriptions, managedApps, removeSubscriptions } from "../../session/event-subscriptions.ts";
import { openSession, type Session, type SessionOptions, STANDALONE_OPTIONS } from "../../session/session.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import { authOption, type Declare, examples, formatOption, parseEventsUrl, PATH } from "../options.ts";
import { EVENTS_SECRET, eventsSecretIn } from "../../controller/event-settings.ts";

/** The flags of `events`. */
export interface EventsFlags {
  readonly auth?: string;
  readonly format: "text" | "json";
  readonly eventsUrl?: string;
}

/** Its arguments, flags and examples, and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .addArgument(new Argument("<what>", "what is done about the subscriptions").choices(Object.keys(ACTIONS)))
    .argument(...PATH)
    .option(
      "--events-url <url>",
      "where Graph sends notifications of changes, as for run; subscribe and unsubscribe need it",
      parseEventsUrl,
    )
    .addOption(formatOption("text", "json"))
    .addOption(authOption())
    .addHelpText(
      "after",
      examples(
        "trueup events status teams",
        "trueup events subscribe teams --events-url https://hook.contoso.com/trueup",
        "trueup events unsubscribe --events-url https://hook.contoso.com/trueup",
      ),
    )
    .action((what: keyof typeof ACTIONS, path: string, flags: EventsFlags) =>
      execute((console) => ACTIONS[what](path, flags, console)),
    );
};

const ACTIONS = { status: showStatus, subscribe, unsubscribe } as const;

async function inSession<Value>(
  { auth }: EventsFlags,
  console: Console,
  work: (session: Session) => Promise<Value>,
): Promise<Value> {
  const options: SessionOptions = {
    ...STANDALONE_OPTIONS,
    remembers: true,
    auth: auth ?? null,
    limitsScale: 1,
    rateShare: DEFAULT_RATE_SHARE,
  };
  const session = await openSession(options, console, systemClock);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** What there is of one app, or of an address that no app of the desired state has. */
interface Shown {
  readonly app: string;
  readonly appId: string | null;
  /** Null: changes of the app are not told. */
  readonly subscription: ListedSubscription | null;
  readonly kept: KeptSubscription | null;
}

/** `trueup events status`. Exit 0: changes of every app are told; 3: of some they are not. */
async function showStatus(path: string, flags: EventsFlags, console: Console): Promise<number> {
  const state = await loadState(path);
  return inSession(flags, console, async (session) => {
    const { names } = await managedApps(session, state);
    const listed = (await session.tenant.graph.subscriptions.list()).filter(({ appId }) => appId !== null);
    const [kept, audit] = await session.withEvents(
      async (store) =>
        [
          (await store?.subscriptions()) ?? [],
          addedUp((await store?.audits(systemClock.now() - JUDGED_OVER_MS)) ?? []),
        ] as const,
    );
    const shown = [...rowsOf(names, listed, kept), ...others(names, listed)];
    await console.result(flags.format === "json" ? [jsonOf(shown, audit)] : [textOf(shown, audit)]);
    return shown.some(({ subscription }) => subscription === null) ? 3 : 0;
  });
}

function rowsOf(
  names: ReadonlyMap<string, string>,
  listed: readonly ListedSubscription[],
  kept: readonly KeptSubscription[],
): readonly Shown[] {
  return [...names].flatMap(([appId, app]): readonly Shown[] => {
    const own = listed.filter((one) => one.appId === appId);
    if (own.length === 0) return [{ app, appId, subscription: null, kept: null }];
    return own.map((subscription) => {
      const known = kept.find(({ id }) => id === subscription.id) ?? null;
      return { app, appId, subscription, kept: known };
    });
  });
}

function others(names: ReadonlyMap<string, string>, listed: readonly ListedSubscription[]): readonly Shown[] {
  return listed
    .filter(({ appId }) => appId !== null && !names.has(appId))
    .map((subscription) => ({ app: "another app", appId: subscription.appId, subscription, kept: null }));
}

function textOf(shown: readonly Shown[], audit: AuditTally): string {
  const lines = shown.map(({ app, appId, subscription, kept }) => {
    const name = `${printable(app)} (${printable(appId ?? "")})`;
    if (subscription === null) return `${name}\n  not subscribed: only passes and audits see what people change\n`;
    const since = kept === null ? "not known to this store" : isoTime(kept.sinceMs);
    return `${name}\n  told to  ${printable(subscription.notificationUrl)}\n  ends     ${isoTime(subscription.expiresAtMs)}, unless it is renewed\n  unbroken since ${since}\n`;
  });
  const none = lines.length === 0 ? "no app of the desired state is in the catalog\n" : "";
  return `${none}${lines.join("")}\n${auditWords(audit, missRate(audit))}\n`;
}

function jsonOf(shown: readonly Shown[], audit: AuditTally): string {
  const apps = shown.map(({ app, appId, subscription, kept }) => ({
    app,
    catalogId: appId,
    subscriptionId: subscription?.id ?? null,
    url: subscription?.notificationUrl ?? null,
    expiresAt: subscription === null ? null : isoTime(subscription.expiresAtMs),
    unbrokenSince: kept === null ? null : isoTime(kept.sinceMs),
  }));
  const { audited, misses } = audit;
  const document = { formatVersion: "1.0", kind: "events", apps, audit: { audited, misses, rate: missRate(audit) } };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** `trueup events subscribe`. Exit 0: each app has a subscription; 3: some have none. */
async function subscribe(path: string, flags: EventsFlags, console: Console): Promise<number> {
  const secret = eventsSecretIn(console.environment);
  if (secret === null)
    throw new UsageError(`${EVENTS_SECRET} is not set`, "set it to the same secret as for trueup run --events-url");
  const state = await loadState(path);
  const url = urlIn(flags);
  return inSession(flags, console, async (session) => {
    const { ids, names } = await managedApps(session, state);
    const { subscriptions, troubles } = await keepSubscriptions(session, ids, { url, secret }, systemClock);
    for (const trouble of troubles) console.notice(printable(trouble));
    const told = subscriptions.map(
      ({ appId, expiresAtMs }) => `${printable(names.get(appId) ?? appId)}: told until ${isoTime(expiresAtMs)}\n`,
    );
    await console.result([...told, subscriptions.length === ids.length ? "" : "some apps have no subscription\n"]);
    return subscriptions.length === ids.length ? 0 : 3;
  });
}

/** `trueup events unsubscribe`. */
async function unsubscribe(_path: string, flags: EventsFlags, console: Console): Promise<number> {
  const url = urlIn(flags);
  return inSession(flags, console, async (session) => {
    const { removed, troubles } = await removeSubscriptions(session, url);
    for (const trouble of troubles) console.notice(printable(trouble));
    const count = removed.length - troubles.length;
    await console.result([
      removed.length === 0
        ? "no subscription leads to that address\n"
        : `removed ${count} of ${removed.length} subscriptions\n`,
    ]);
    return troubles.length === 0 ? 0 : 3;
  });
}

function urlIn({ eventsUrl }: EventsFlags): string {
  if (eventsUrl !== undefined) return eventsUrl;
  throw new UsageError(
    "--events-url is missing, so nobody knows which subscriptions are meant",
    "give the address of trueup run, such as --events-url https://hook.contoso.com/trueup",
  );
}
