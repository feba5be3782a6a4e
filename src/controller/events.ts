import { hasChanged } from "../events/audit.ts";
import { clientStateOf } from "../events/client-state.ts";
import { createHints } from "../events/hints.ts";
import { HEARD_AGAIN_WITHIN_MS } from "../events/keep-subscriptions.ts";
import { readNotifications } from "../events/notification.ts";
import type { WriteJournal } from "../apply/journal.ts";
import type { Clock } from "../model/clock.ts";
import type { Hint, KeptSubscription, Knowledge } from "../model/events.ts";
import { type PlanRow, rowKey } from "../model/plan.ts";
import { keepSubscriptions, type ManagedApps } from "../session/event-subscriptions.ts";
import type { Session } from "../session/session.ts";
import { createAuditing } from "./auditing.ts";
import type { EventSettings } from "./event-settings.ts";
import type { Glance, LookedAt } from "./glance.ts";
import { createHubDoor, type ReadHub } from "./hub-door.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Taking } from "./notification-door.ts";

/** Whom a glance reads, and why. */
export interface Chosen {
  /** When the reading begins. */
  readonly atMs: number;
  readonly hinted: readonly Hint[];
  readonly audited: ReadonlyMap<string, number>;
}

/** Hears of changes, keeps the subscriptions that tell them, and reads some people again to learn what was not told. */
export interface Events {
  readonly take: (body: unknown) => Taking;
  /** Until it is stopped: reads the hub, where there is one, keeps the subscriptions, and asks for glances. */
  readonly run: (stop: AbortSignal) => Promise<void>;
  /** Whom to read now; null: nobody. */
  readonly choose: () => Chosen | null;
  /**
   * Told what a glance showed. False: a pass has ended meanwhile, which may rest on another desired state or on older
   * readings, so that those people are read once more.
   */
  readonly noteGlance: (chosen: Chosen, before: LookedAt, glance: Glance) => Promise<boolean>;
  /**
   * Told what the last whole pass looked at. True: of some people it shows an older reading than a glance that was made
   * meanwhile, and they are read once more.
   */
  readonly notePass: (looked: LookedAt) => boolean;
  /** The same, with what glances showed since; null before the first pass. */
  readonly looked: () => LookedAt | null;
  /** Tells own changes from those of others. */
  readonly journal: WriteJournal;
  /** How much can be relied on now what was read; null before anything was looked at. */
  readonly knowledge: () => Knowledge | null;
  /** Why some changes are not told, for people; null: all are, as far as can be told. */
  readonly trouble: () => string | null;
  /** How old a reading may be that a pass uses, where without notifications it would be `asked`; in milliseconds. */
  readonly maxAgeMs: (asked: number) => number;
}

/** A hint waits so long at the most before somebody looks, where the pace allows it. */
const TICK_MS = 2_000;
/** So long a look may take of the whole time: one part in so many. */
const PAUSE_PER_LOOK = 4;
const LEAST_PAUSE_MS = 5_000;
const SUBSCRIPTIONS_EVERY_MS = 15 * 60_000;
const AGAIN_AFTER_TROUBLE_MS = 60_000;
const LISTENING_NOTED_EVERY_MS = 60_000;
/** Hints may use so much of the pace of readings; the rest waits. */
const SHARE_OF_PACE = 0.25;
/** A pass that corrects what hints showed is made at most so often: it asks the directory anew. */
const CORRECTED_EVERY_MS = 5 * 60_000;

/** What the events of a controller need. */
export interface EventsOptions {
  readonly settings: EventSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly session: () => Promise<Session>;
  /** Null: Graph sends to an address on the web. */
  readonly readHub: ReadHub | null;
  /** Asked of the catalog. */
  readonly managedApps: () => Promise<ManagedApps>;
  /** `hint`: some people are to be read; `event`: a whole pass is worth it. */
  readonly request: (trigger: "hint" | "event") => void;
  readonly corrects: boolean;
  /** Readings a second that the pace allows. */
  readonly readsPerSecond: number;
  readonly describeError: (error: unknown) => string;
}

/** Listens from now on. */
export function createEvents(options: EventsOptions): Events {
  const { settings, clock, log, metrics } = options;
  const clientState = clientStateOf(settings.secret);
  const hints = createHints(() => metrics.noteEvent("own"));
  let unsaved: Hint[] = [];
  let looked: LookedAt | null = null;
  let subscriptions: readonly KeptSubscription[] = [];
  let managed: ManagedApps = { ids: [], names: new Map(), isWhole: false };
  let keepAtMs = 0;
  let listeningNotedAtMs = 0;
  let restored = false;
  /** Whether this process knows since when nothing went by unheard. */
  let isGapJudged = false;
  let readAgainSinceMs: number | null = null;
  let glanceAtMs = 0;
  let glanceBeganAtMs = 0;
  let correctedAtMs = Number.NEGATIVE_INFINITY;
  let toldTrouble: string | null = null;
  let toldHubTrouble: string | null = null;
  const auditing = createAuditing({ clock, metrics, readsPerSecond: options.readsPerSecond });
  /** Who was read by a glance since the last pass ended, and when. */
  const glanced = new Map<string, number>();

  function take(body: unknown): Taking {
    const told = readNotifications(body, clientState);
    if (told === null) return "none";
    let isFull = false;
    for (const one of told) {
      if (one.kind === "lifecycle") keepAtMs = 0;
      if (one.kind !== "change") {
        metrics.noteEvent(one.kind);
        continue;
      }
      if (looked !== null && !looked.people.has(one.userId)) {
        metrics.noteEvent("unmanaged");
        continue;
      }
      const hint = { userId: one.userId, appId: one.appId, atMs: clock.now() };
      if (hints.add(hint)) {
        metrics.noteEvent("hint");
        unsaved.push(hint);
      } else isFull = true;
    }
    metrics.noteWaitingHints(hints.waiting());
    return isFull ? "full" : "taken";
  }

  const door =
    options.readHub === null
      ? null
      : createHubDoor({
          clock,
          read: options.readHub,
          since: heardUntil,
          take,
          noteUnreadable: () => metrics.noteEvent("unreadable"),
          describeError: options.describeError,
        });

  /** Until when this program listened, in a process before this one; null: not lately. */
  async function heardUntil(): Promise<number | null> {
    const heardAtMs = await (await options.session()).withEvents(async (store) => (await store?.listenedAt()) ?? null);
    return heardAtMs !== null && clock.now() - heardAtMs <= HEARD_AGAIN_WITHIN_MS ? heardAtMs : null;
  }

  function noteHub(): void {
    if (door === null) return;
    const trouble = door.trouble();
    metrics.noteHub(door.isRead());
    if (trouble !== null && toldHubTrouble === null) log({ kind: "notice", text: `warning: ${trouble}` });
    if (trouble === null && toldHubTrouble !== null) log({ kind: "notice", text: "the event hub is read again" });
    toldHubTrouble = trouble;
  }

  /** Hints outlive the process, since what was heard is told by nobody again. */
  async function save(): Promise<void> {
    if (unsaved.length === 0) return;
    const saved = unsaved;
    unsaved = [];
    await (await options.session()).withEvents(async (store) => store?.hint(saved));
  }

  async function restore(): Promise<void> {
    if (restored) return;
    const session = await options.session();
    await session.withEvents(async (store) => {
      for (const hint of (await store?.hints()) ?? []) hints.add(hint);
      subscriptions = (await store?.subscriptions()) ?? [];
    });
    await auditing.restore(session);
    restored = true;
  }

  async function keep(): Promise<void> {
    const beganAtMs = clock.now();
    managed = await options.managedApps();
    if (managed.ids.length === 0) return;
    const heardAtMs = listeningNotedAtMs === 0 ? null : listeningNotedAtMs;
    const kept = await keepSubscriptions(
      await options.session(),
      managed.ids,
      settings,
      clock,
      subscriptions,
      heardAtMs,
    );
    subscriptions = kept.subscriptions;
    isGapJudged = true;
    const isWhole = subscriptions.length === managed.ids.length;
    metrics.noteSubscriptions(subscriptions.length, managed.ids.length);
    noteTrouble(isWhole ? null : (kept.troubles[0] ?? "a subscription is not there"));
    // From its beginning: what stood still meanwhile, such as a machine asleep, is looked at soon.
    keepAtMs = beganAtMs + (isWhole ? SUBSCRIPTIONS_EVERY_MS : AGAIN_AFTER_TROUBLE_MS);
    if (kept.isGap) noteGap();
    await noteListening();
  }

  /** What changed while nobody told it: everybody is read again, as far as the pace allows. */
  function noteGap(): void {
    readAgainSinceMs = clock.now();
    log({ kind: "notice", text: "changes may have gone by unheard; everybody is read again" });
    options.request("event");
  }

  function noteTrouble(text: string | null): void {
    if (text !== null && toldTrouble === null)
      log({ kind: "notice", text: `warning: changes of some apps are not told: ${text}` });
    if (text === null && toldTrouble !== null) log({ kind: "notice", text: "changes of all apps are told again" });
    toldTrouble = text;
  }

  async function noteListening(): Promise<void> {
    // Noted before, it would hide that nobody had listened for days.
    if (!isGapJudged || door?.isRead() === false) return;
    if (clock.now() - listeningNotedAtMs < LISTENING_NOTED_EVERY_MS || subscriptions.length === 0) return;
    listeningNotedAtMs = clock.now();
    await (await options.session()).withEvents(async (store) => store?.noteListening(clock.now()));
  }

  async function tick(): Promise<void> {
    noteHub();
    await restore();
    await save();
    if (clock.now() >= keepAtMs) {
      keepAtMs = clock.now() + AGAIN_AFTER_TROUBLE_MS;
      await keep();
    }
    await noteListening();
    if (clock.now() >= glanceAtMs && looked !== null && (hints.waiting() > 0 || auditing.due(looked) > 0))
      options.request("hint");
  }

  function isReadBeforeGlance({ user, observed }: PlanRow): boolean {
    const readAt = observed.state === "not-observed" ? null : observed.at;
    const glancedAtMs = user.id === null ? undefined : glanced.get(user.id);
    return glancedAtMs !== undefined && readAt !== null && Date.parse(readAt) < glancedAtMs;
  }

  function readAgain({ user, app }: PlanRow): void {
    const appId = looked?.shown.apps.find(({ name }) => name === app)?.id?.toLowerCase() ?? null;
    if (user.id !== null && appId !== null) hints.add({ userId: user.id.toLowerCase(), appId, atMs: clock.now() });
  }

  return {
    take,
    async run(stop) {
      const reading = door?.run(stop);
      while (!stop.aborted) {
        await clock.sleep(TICK_MS, stop);
        if (stop.aborted) break;
        try {
          await tick();
        } catch (error) {
          noteTrouble(options.describeError(error));
        }
      }
      await reading;
    },
    knowledge: () => (looked === null ? null : { subscriptions, audit: auditing.tally(), rate: auditing.rate() }),
    trouble: () => door?.trouble() ?? toldTrouble,
    choose() {
      if (looked === null) return null;
      glanceBeganAtMs = clock.now();
      const pauseMs = Math.max(LEAST_PAUSE_MS, glanceBeganAtMs - glanceAtMs);
      const most = Math.max(1, Math.floor((options.readsPerSecond * SHARE_OF_PACE * pauseMs) / 1000));
      const hinted = hints.take(most);
      metrics.noteWaitingHints(hints.waiting());
      const people = new Set(hinted.map(({ userId }) => userId));
      const audited = new Map([...auditing.choose(looked, hints.has)].filter(([userId]) => !people.has(userId)));
      return hinted.length + audited.size === 0 ? null : { atMs: glanceBeganAtMs, hinted, audited };
    },
    async noteGlance({ atMs, hinted, audited }, before, { looked: after, rows, toChange }) {
      const nowMs = clock.now();
      if (looked !== before) {
        for (const hint of hinted) hints.add(hint);
        return false;
      }
      looked = after;
      for (const { user } of rows.values()) if (user.id !== null) glanced.set(user.id, atMs);
      const moved = new Set<string>();
      const seen = new Set<string>();
      const people = new Set([...rows.values()].map(({ user }) => user.id));
      for (const row of before.shown.rows) {
        // Of everybody, few were read, and a key is made for those alone.
        const now = people.has(row.user.id) ? rows.get(rowKey(row)) : undefined;
        if (now === undefined || row.user.id === null || now.observed.state === "unreadable") continue;
        // What this program changed itself is known otherwise, and no miss.
        if ("outcome" in row && row.outcome !== null) continue;
        seen.add(row.user.id);
        if (hasChanged(row.observed, now.observed)) moved.add(row.user.id);
      }
      for (const id of moved) auditing.noteChanged(id);
      const tally = [...audited].filter(([id]) => seen.has(id));
      const added = {
        audited: tally.length,
        misses: tally.filter(([id]) => moved.has(id)).length,
        exposureMs: tally.reduce((sum, [, readAtMs]) => sum + Math.max(0, nowMs - readAtMs), 0),
      };
      for (const id of new Set(hinted.map(({ userId }) => userId)))
        metrics.noteEvent(moved.has(id) ? "useful" : "useless");
      glanceAtMs = nowMs + Math.max(LEAST_PAUSE_MS, PAUSE_PER_LOOK * (nowMs - glanceBeganAtMs));
      if (added.audited > 0) {
        await auditing.note(added, await options.session());
      }
      if (options.corrects && toChange > 0 && nowMs - correctedAtMs >= CORRECTED_EVERY_MS) {
        correctedAtMs = nowMs;
        options.request("event");
      }
      return true;
    },
    notePass(now) {
      looked = now;
      auditing.begin();
      const behind = now.shown.rows.filter(isReadBeforeGlance);
      for (const row of behind) readAgain(row);
      glanced.clear();
      return behind.length > 0;
    },
    looked: () => looked,
    journal: {
      intend: async ({ userId, appId, at }) => hints.noteOwn(userId, appId, at),
      conclude: async () => undefined,
      withdraw: async ({ userId, appId }) => hints.forgetOwn(userId, appId),
    },
    maxAgeMs(asked) {
      const nowMs = clock.now();
      if (readAgainSinceMs !== null) return Math.min(auditing.cycleMs(), nowMs - readAgainSinceMs);
      const isHeard = managed.ids.every((appId) => subscriptions.some((one) => one.appId === appId));
      if (door?.isRead() === false || !managed.isWhole || !isHeard || subscriptions.length === 0) return asked;
      const heardForMs = nowMs - Math.max(...subscriptions.map((one) => one.sinceMs));
      return Math.max(asked, Math.min(auditing.cycleMs(), heardForMs));
    },
  };
}
