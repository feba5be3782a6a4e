import type { Dispatcher } from "undici";
import type { InstallationWriter } from "../apply/writer.ts";
import { UsageError } from "../errors.ts";
import type { Clock } from "../model/clock.ts";
import type { KnownPaces } from "../model/known-pace.ts";
import type { CatalogReader, InstallationReader } from "../observe/readers.ts";
import type { ChangeReader } from "../resolve/directory-changes.ts";
import type { Directory } from "../resolve/directory.ts";
import { createCatalogReader, readConsentSwitch } from "./catalog.ts";
import { createChangeReader, probeChanges } from "./changes.ts";
import { createDirectory } from "./directory.ts";
import type { GraphRoot } from "./graph-url.ts";
import { createInventory } from "./inventory.ts";
import { createSubscriptions, type Subscriptions } from "./subscriptions.ts";
import type { TenantInventory } from "../init/survey.ts";
import { createInstallationReader } from "./installations.ts";
import {
  catchUpMs,
  DEFAULT_RATE_SHARE,
  LIMITS,
  type PerClass,
  perClass,
  READ_CLASSES,
  REGISTRATION_LIMITS,
  WRITE_CLASSES,
} from "./limits.ts";
import { createPacer } from "./pacer.ts";
import { createRequests } from "./requests.ts";
import { RETRY_POLICY, type RetryPolicy } from "./retry-policy.ts";
import { createSemaphore } from "./semaphore.ts";
import { createSender } from "./sender.ts";
import { createCounter, type GraphEvent, type Statistics } from "./statistics.ts";
import { createThrottling } from "./throttling.ts";
import { decodeClaims, type TokenClaims, type TokenSource, usableToken } from "./token.ts";
import { createWriter } from "./writes.ts";

/** What a client is made of. Only root, dispatcher, token source, clock and random have no default. */
export interface GraphOptions {
  readonly root: GraphRoot;
  /** Carries all requests; made, and closed, elsewhere. It must neither repeat requests nor follow redirects. */
  readonly dispatcher: Dispatcher;
  readonly tokenSource: TokenSource;
  readonly clock: Clock;
  /** Numbers from 0 up to 1, for jitter. */
  readonly random: () => number;
  /** Multiplies all limits. Above 1 on loopback only: the limits of the service are not ours to raise. */
  readonly limitsScale?: number;
  /** The part of each limit that is used, above 0 and up to 1; {@link DEFAULT_RATE_SHARE} by default. */
  readonly rateShare?: number;
  readonly userAgent?: string;
  readonly onEvent?: (event: GraphEvent) => void;
  /** Once aborted, nothing more is sent: reads fail, writes are `not-sent`. What is under way is still answered. */
  readonly stop?: AbortSignal;
  readonly retryPolicy?: RetryPolicy;
}

/** Everything the stages need of Graph, for one run. */
export interface Graph {
  readonly directory: Directory;
  readonly changes: ChangeReader;
  /**
   * Resolves where the directory can be followed by its changes.
   * @throws GraphError, SignInError
   */
  readonly probeChanges: (groups: boolean) => Promise<void>;
  readonly installations: InstallationReader;
  readonly catalog: CatalogReader;
  readonly writer: InstallationWriter;
  readonly inventory: TenantInventory;
  readonly subscriptions: Subscriptions;
  /**
   * The tenant's switch for consent in personal scope; null where the answer does not say.
   * @throws GraphError, SignInError
   */
  readonly readConsentSwitch: () => Promise<boolean | null>;
  /**
   * What the token says about itself; null when it is opaque.
   * @throws SignInError when there is no token
   */
  claims(): Promise<TokenClaims | null>;
  statistics(): Statistics;
  /** How long Graph wants nothing of some class, where that is longer than is waited for; 0 when every class is open. */
  closedForMs(): number;
  /** What was found out about pauses and limits, for a later client. */
  known(): KnownPaces;
  /** Goes on from what an earlier client found out. */
  resume(known: KnownPaces): void;
  /** For whoever divides the limits of a registration among all of its tenants: what there is of each class, and use for. */
  demands(): PerClass<Demand>;
  /** No faster than that, in units a second, until a moment of the clock's `elapsed`. */
  allow(slices: PerClass<number>, untilMs: number): void;
  /**
   * @param writes whether the run is to write: reading needs no class of writes
   * @throws GraphError of scope `run` when a class that the run needs is closed
   */
  refuseWhenClosed(writes: boolean): void;
}

/** Units a second of one class. */
export interface Demand {
  /** What the registration may send to all of its tenants. */
  readonly limit: number;
  readonly wants: number;
}

/** 30 requests a second that take two seconds each are 60 at once. */
const MOST_AT_ONCE = 64;

/** @throws UsageError for a scale or a share that is not allowed */
export function createGraph(options: GraphOptions): Graph {
  const { root, clock, stop, tokenSource } = options;
  const { limitsScale: scale = 1, rateShare = DEFAULT_RATE_SHARE } = options;
  refuseScale(scale, root);
  refuseShare(rateShare);
  const places = createSemaphore(MOST_AT_ONCE);
  const pacers = perClass((limitClass) =>
    createPacer({
      unitsPerSecond: LIMITS[limitClass] * scale * rateShare,
      catchUpMs: catchUpMs(rateShare),
      clock,
      places,
      stop,
    }),
  );
  const counter = createCounter(pacers);
  const { dispatcher, random, retryPolicy = RETRY_POLICY, onEvent = () => undefined, userAgent = "trueup" } = options;
  const shared = { pacers, clock, random, retryPolicy, counter, onEvent };
  const throttling = createThrottling(shared);
  const send = createSender({ ...shared, dispatcher, tokenSource, throttling, userAgent });
  const requests = createRequests({ ...shared, send, throttling, root, stop });
  const claims = rememberingClaims(tokenSource);
  return {
    directory: createDirectory({ requests, root, claims }),
    changes: createChangeReader({ requests, root, claims }),
    probeChanges: (groups) => probeChanges(requests, root, groups),
    installations: createInstallationReader({ requests, root, claims }),
    catalog: createCatalogReader({ requests, root }),
    writer: createWriter({ requests, root }),
    inventory: createInventory({ requests, root, claims }),
    subscriptions: createSubscriptions({ requests, root }),
    readConsentSwitch: () => readConsentSwitch(requests, root),
    claims,
    statistics: () => counter.statistics(),
    closedForMs: () => throttling.longestClosedFor(),
    known: () => throttling.known(),
    resume: (known) => throttling.resume(known),
    demands: () =>
      perClass((limitClass) => ({
        limit: REGISTRATION_LIMITS[limitClass] * scale * rateShare,
        wants: pacers[limitClass].demand(),
      })),
    allow: (slices, untilMs) => void perClass((limitClass) => pacers[limitClass].allow(slices[limitClass], untilMs)),
    refuseWhenClosed(writes) {
      for (const limitClass of writes ? [...READ_CLASSES, ...WRITE_CLASSES] : READ_CLASSES)
        throttling.refuseWhenClosed(limitClass);
    },
  };
}

function refuseScale(scale: number, root: GraphRoot): void {
  const refused = (whose: string, hint: string): UsageError =>
    new UsageError(`the limits${whose} cannot be multiplied by ${scale}`, hint);
  if (!Number.isFinite(scale) || scale <= 0) throw refused("", "give a number above 0");
  if (scale <= 1 || root.loopback) return;
  throw refused(` of ${root.origin}`, "give a number up to 1; more is for a Graph on a loopback address");
}

function refuseShare(share: number): void {
  if (share > 0 && share <= 1) return;
  throw new UsageError(`a share of ${share} of the limits cannot be used`, "give a number above 0 and up to 1");
}

/** Decodes a token once: claims are asked for with every user. */
function rememberingClaims(tokenSource: TokenSource): () => Promise<TokenClaims | null> {
  let last: { readonly token: string; readonly claims: TokenClaims | null } | null = null;
  return async () => {
    const token = await tokenSource.token();
    if (last?.token !== token) last = { token, claims: decodeClaims(usableToken(token)) };
    return last.claims;
  };
}
