import { SignInError } from "../../errors.ts";
import type { Clock } from "../../model/clock.ts";
import { type TokenSource, usableToken } from "../token.ts";
import type { Attempt } from "./attempt.ts";

/** A source that can be asked for another token than one that was refused. */
type RenewingSource = Required<TokenSource>;

const RENEW_BEFORE_END_MS = 5 * 60_000;
/** Waits before the second and the third try. */
const WAITS_MS: readonly number[] = [1000, 4000];
const LONGEST_WAIT_MS = 30_000;
/** Whoever asks within this time after a failure hears of the same failure, so that a crowd of callers is no storm. */
const FAILURE_HOLDS_MS = 10_000;
const FAILURE_HOLDS_AT_MOST_MS = 10 * 60_000;

interface Held {
  readonly token: string;
  readonly renewAt: number;
  readonly endsAt: number;
}

/**
 * Keeps a token while it is good. However many callers there are, one request is under way. A token is renewed five
 * minutes before its end, or at half of a short life; when that fails, it is used on until its end.
 */
export function createRenewingSource(options: {
  readonly attempt: () => Promise<Attempt>;
  readonly clock: Clock;
  readonly say: (line: string) => void;
}): RenewingSource {
  const { clock } = options;
  let held: Held | null = null;
  let underWay: Promise<Held> | null = null;
  let failure: { readonly error: SignInError; readonly until: number } | null = null;
  let replacement: { readonly refused: string; readonly token: Promise<string> } | null = null;

  function acquire(): Promise<Held> {
    if (underWay !== null) return underWay;
    if (failure !== null && clock.elapsed() < failure.until) return Promise.reject(failure.error);
    underWay = persist().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  async function persist(): Promise<Held> {
    for (let tried = 0; ; tried += 1) {
      const askedAt = clock.elapsed();
      const came = await options.attempt();
      if (came.kind === "token") {
        failure = null;
        held = hold(usableToken(came.token), askedAt, came.lifeMs);
        return held;
      }
      const wait = came.waitMs ?? WAITS_MS[tried] ?? 0;
      if (!came.passing || tried >= WAITS_MS.length || wait > LONGEST_WAIT_MS) {
        const holds = Math.min(Math.max(FAILURE_HOLDS_MS, came.waitMs ?? 0), FAILURE_HOLDS_AT_MOST_MS);
        failure = { error: came.error, until: clock.elapsed() + holds };
        throw came.error;
      }
      await clock.sleep(wait);
    }
  }

  async function token(): Promise<string> {
    const current = held;
    if (current === null || clock.elapsed() >= current.endsAt) return (await acquire()).token;
    if (clock.elapsed() < current.renewAt || isQuiet()) return current.token;
    try {
      return (await acquire()).token;
    } catch (error) {
      if (!(error instanceof SignInError) || clock.elapsed() >= current.endsAt) throw error;
      const minutes = Math.max(1, Math.round((current.endsAt - clock.elapsed()) / 60_000));
      options.say(`the token could not be renewed yet and is good for ${minutes} more min: ${error.message}`);
      return current.token;
    }
  }

  function isQuiet(): boolean {
    return failure !== null && clock.elapsed() < failure.until;
  }

  async function replace(refused: string): Promise<string> {
    if (held?.token === refused) held = null;
    return (await acquire()).token;
  }

  async function renew(refused: string): Promise<string> {
    if (replacement?.refused === refused) return replacement.token;
    if (held !== null && held.token !== refused && clock.elapsed() < held.endsAt) return held.token;
    const renewal = { refused, token: replace(refused) };
    replacement = renewal;
    try {
      return await renewal.token;
    } catch (error) {
      if (replacement === renewal) replacement = null;
      throw error;
    }
  }

  return { token, renew };
}

function hold(token: string, askedAt: number, lifeMs: number): Held {
  const endsAt = askedAt + lifeMs;
  return { token, endsAt, renewAt: endsAt - Math.min(RENEW_BEFORE_END_MS, lifeMs / 2) };
}
