import { GraphError } from "../errors.ts";
import type { Clock } from "../model/clock.ts";
import { findInstalled, type Installation } from "../model/observation.ts";
import type { InstallationList, InstallationReader } from "../observe/readers.ts";
import { type Effect, effectOf, type Finding, fromEffect, type Sight, unverified } from "./outcomes.ts";
import type { Stage } from "./stages.ts";

/**
 * The writes of a run, by user. Graph tells what a user has page by page, so a list that is read while another row's
 * write is carried out may show neither what was there before nor what is there after it.
 */
interface UserWrites {
  /** How many were sent for this user so far. */
  readonly sent: (userId: string) => number;
  /** Resolves when none is under way for this user. */
  readonly answered: (userId: string) => Promise<void>;
  /** Does a write; it counts as sent, and as under way, from the moment at which `send` calls what it is given. */
  readonly during: <Answer>(userId: string, send: (sending: () => void) => Promise<Answer>) => Promise<Answer>;
}

/** None was sent yet. */
export function createUserWrites(): UserWrites {
  const counts = new Map<string, number>();
  const underWay = new Map<string, Set<Promise<void>>>();

  const sent = (userId: string): number => counts.get(userId) ?? 0;
  const begin = (userId: string): (() => void) => {
    counts.set(userId, sent(userId) + 1);
    const { promise, resolve } = Promise.withResolvers<void>();
    const others = underWay.get(userId) ?? new Set();
    underWay.set(userId, others.add(promise));
    return () => {
      others.delete(promise);
      if (others.size === 0) underWay.delete(userId);
      resolve();
    };
  };
  return {
    sent,
    async answered(userId) {
      for (let [first] = underWay.get(userId) ?? []; first !== undefined; [first] = underWay.get(userId) ?? []) {
        await first;
      }
    },
    async during(userId, send) {
      const ends: (() => void)[] = [];
      try {
        return await send(() => ends.push(begin(userId)));
      } finally {
        for (const end of ends) end();
      }
    },
  };
}

/** What reading a row's user needs. */
export interface LookPorts {
  readonly installations: InstallationReader;
  readonly clock: Clock;
  /** True: consent that the list does not show is read on its own, as it was for the plan. */
  readonly readConsents: boolean;
  readonly writes: UserWrites;
  /** Told what a user has, as soon as what was written there is seen: who reads next need not read them again. Never rejects. */
  readonly keepSeen: (userId: string, list: InstallationList, atMs: number) => Promise<void>;
}

/** A read for one row, or why there is none. A failed read says nothing about the effect. */
type Look =
  | { readonly state: "seen"; readonly sight: Sight; readonly effect: Effect }
  | { readonly state: "failed"; readonly detail: string };

/**
 * Reads the row's user now.
 * @throws GraphError or SignInError where nothing else would work either
 */
export async function look(acting: Stage, ports: LookPorts): Promise<Look> {
  const { user, on, keeps } = acting;
  const atMs = ports.clock.now();
  try {
    const { list, isUndisturbed } = await readUndisturbed(user.id, ports);
    const { installations, absenceProven } = list;
    const replacedId = on.app.replaces?.id ?? null;
    const found = findInstalled({ catalogId: on.catalogId, manifestId: on.app.manifestId, replacedId }, installations);
    const own = found.own === null ? null : await withConsent(acting, found.own, ports);
    const isKept =
      keeps === undefined || installations.some(({ appId }) => appId.toLowerCase() === keeps.toLowerCase());
    const sight = { installed: { ...found, own }, isKept, absenceProven, at: ports.clock.now() };
    const effect = effectOf(acting, sight);
    // A write that is on its way by now has told already that what was seen before it counts for nothing.
    if (effect.kind === "visible" && isUndisturbed()) await ports.keepSeen(user.id, withOwn(list, own), atMs);
    return { state: "seen", sight, effect };
  } catch (error) {
    if (error instanceof GraphError && error.scope === "target") return { state: "failed", detail: error.message };
    throw error;
  }
}

/** What the user has, read while no row of this run changes it. Ends, as a run sends so many writes and no more. */
async function readUndisturbed(userId: string, { installations, writes }: LookPorts) {
  for (;;) {
    await writes.answered(userId);
    const before = writes.sent(userId);
    const list = await installations.readInstallations(userId);
    const isUndisturbed = (): boolean => writes.sent(userId) === before;
    if (isUndisturbed()) return { list, isUndisturbed };
  }
}

/** The list with what was read of one installation on its own. */
function withOwn(list: InstallationList, own: Installation | null): InstallationList {
  return { ...list, installations: list.installations.map((one) => (one.id === own?.id ? own : one)) };
}

async function withConsent(
  { user, consent, cures }: Stage,
  own: Installation,
  ports: LookPorts,
): Promise<Installation> {
  const isAsked = ports.readConsents || cures !== undefined;
  if (!isAsked || consent.length === 0 || own.consent.state === "known") return own;
  return { ...own, consent: await ports.installations.readConsent(user.id, own.id) };
}

/** When a write that Graph accepted is looked for, in milliseconds after the answer. */
const READ_BACK_AFTER_MS: readonly number[] = [0, 300, 1_000, 3_000, 10_000, 30_000, 90_000];

/**
 * Looks for the effect of a write at the given times, until it is seen or the last time has passed. `stop` ends the
 * waiting, not the looking: one last look is taken at once.
 * @throws GraphError or SignInError where nothing else would work either
 */
export async function lookUntilVisible(
  acting: Stage,
  ports: LookPorts,
  afterMs: readonly number[],
  stop: AbortSignal,
): Promise<Look> {
  const startMs = ports.clock.elapsed();
  let last: Look = { state: "failed", detail: "not read back" };
  for (const dueMs of afterMs) {
    await ports.clock.sleep(Math.max(0, startMs + dueMs - ports.clock.elapsed()), stop);
    last = await look(acting, ports);
    if (stop.aborted || isConclusive(last)) return last;
  }
  return last;
}

/** A write whose effect is still to be seen. */
export interface SentWrite {
  readonly requestId: string | null;
  /** Why it is not certain that Graph carried it out, for people; null: Graph accepted it. */
  readonly doubt: string | null;
}

/** What became of a write that Graph accepted, or may have carried out. */
export async function readBack(
  acting: Stage,
  ports: LookPorts,
  { requestId, doubt }: SentWrite,
  stop: AbortSignal,
): Promise<Finding> {
  const last = await lookUntilVisible(acting, ports, READ_BACK_AFTER_MS, stop);
  const doubtful = (detail: string): Finding => unverified(doubt === null ? detail : `${doubt}; ${detail}`, requestId);
  if (last.state === "failed") return doubtful(last.detail);
  return last.effect.kind === "not-visible"
    ? doubtful(last.effect.detail)
    : fromEffect(last.effect, "applied", requestId);
}

/** A consent that differs, or a version that is too old, may be on its way still, so it is looked at again. */
function isConclusive(seen: Look): boolean {
  if (seen.state === "failed") return false;
  return seen.effect.kind === "visible" || (seen.effect.kind === "other-version" && seen.effect.isFinal);
}
