import { readFile } from "node:fs/promises";
import { Agent, type Dispatcher } from "undici";
import { openProxied } from "../http/proxied.ts";
import { SignInError, UsageError } from "../errors.ts";
import { createGraph, type Graph } from "../graph/client.ts";
import type { GraphRoot } from "../graph/graph-url.ts";
import { checkRootForSignIn, type Cloud, readCloud, unsupportedIn } from "../graph/sign-in/clouds.ts";
import { chooseSignInMethod } from "../graph/sign-in/methods.ts";
import { type SignedIn, signIn } from "../graph/sign-in/sign-in.ts";
import { decodeClaims, type TokenClaims, type TokenSource } from "../graph/token.ts";
import type { Clock } from "../model/clock.ts";
import { renderRetryLine } from "../report/progress.ts";

/** The tenant to talk to, and who talks. */
export interface TenantAccess {
  readonly root: GraphRoot;
  readonly cloud: Cloud;
  readonly source: SignedIn;
  /** The tokens of `source`, and of whatever takes its place. */
  readonly tokens: TokenSource;
  /**
   * Tokens of the same application for another service than Graph.
   * @throws UsageError where the way to sign in gives none
   */
  readonly tokensFor: (scope: string) => TokenSource;
  /** Of the first token. Null for an opaque token. */
  readonly claims: TokenClaims | null;
}

/** The way to other machines, which may lead through a proxy, and the way to this one. */
export interface Dispatchers {
  readonly outside: Dispatcher;
  readonly direct: Dispatcher;
}

/**
 * Proxies are those of `HTTPS_PROXY` and `NO_PROXY`; what is on this machine is never reached through one, since plain http
 * would show the token to it. HTTP/1.1 everywhere, so that the number of requests under way is ours to bound.
 */
export function openDispatchers(): Dispatchers {
  return { outside: openProxied(), direct: new Agent({ allowH2: false }) };
}

/**
 * Chooses how to sign in, says so on stderr, and gets the first token.
 * @param requested the value of `--auth`; null without it
 * @throws UsageError for an environment that cannot be used
 * @throws SignInError when there is no token, or the cloud does not offer what a run needs
 */
async function accessTenant(
  { environment, notice, isInteractive }: Surroundings,
  dispatchers: Dispatchers,
  clock: Clock,
  requested: string | null,
): Promise<TenantAccess> {
  const { cloud, root } = readCloud(environment);
  const choice = chooseSignInMethod(environment, { requested, isTerminal: isInteractive });
  if (choice.way !== "token") checkRootForSignIn(root, cloud);
  const again = (scope: string = cloud.scope): SignedIn =>
    signIn({
      way: choice.way,
      environment,
      cloud,
      scope,
      clock,
      dispatcher: dispatchers.outside,
      directDispatcher: dispatchers.direct,
      readFile: (path) => readFile(path, "utf8"),
      say: notice,
    });
  const source = again();
  notice(source.describe.line);
  for (const note of choice.notes) notice(`  ${note}`);
  refuseUnsupported(cloud, source.describe.permissions, root);
  const tokens = lastingTokens(source, again);
  const claims = decodeClaims(await tokens.token());
  if (claims === null && !root.loopback) {
    notice("warning: the token is no JWT, so its tenant and its roles are not known before Graph answers");
  }
  const tokensFor = (scope: string): TokenSource => {
    if (choice.way !== "token" && choice.way !== "device-code") return again(scope);
    throw new UsageError(
      `signing in with ${choice.way} gives tokens for Graph alone`,
      "sign in as an application: with a managed identity, a workload identity, GitHub, a certificate or a secret",
    );
  };
  return { root, cloud, source, tokens, tokensFor, claims };
}

/** Whoever could not get a token signs in anew at the next try: a certificate may have been renewed meanwhile, a variable's file changed. */
function lastingTokens(first: SignedIn, again: () => SignedIn): TokenSource {
  let source = first;
  const orAnew = async (ask: () => Promise<string>): Promise<string> => {
    const asked = source;
    try {
      return await ask();
    } catch (error) {
      if (source === asked) source = again();
      throw error;
    }
  };
  return {
    token: () => orAnew(() => source.token()),
    renew: (refused) => orAnew(() => source.renew?.(refused) ?? source.token()),
  };
}

/** What a cloud does not offer is said before anything is read there. */
function refuseUnsupported(cloud: Cloud, permissions: SignedIn["describe"]["permissions"], root: GraphRoot): void {
  if (root.loopback) return;
  const unsupported = unsupportedIn(cloud, permissions);
  if (unsupported === null) return;
  throw new SignInError(
    unsupported.code,
    `in ${cloud.title} this cannot work: ${unsupported.reason}`,
    `see ${unsupported.source}`,
  );
}

/** What a session needs of the process that it is in. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Replaces the last line of a terminal's stderr; does nothing elsewhere. */
  readonly status: (line: string) => void;
  /** Writes one line to stderr. */
  readonly notice: (line: string) => void;
  /** True when a person can be asked. */
  readonly isInteractive: boolean;
}

/** How a tenant is talked to. */
export interface TenantOptions {
  /** The value of `--auth`; null: chosen from the environment. */
  readonly auth: string | null;
  /** Multiplies Graph's documented limits; above 1 for a Graph on a loopback address only. */
  readonly limitsScale: number;
  /** The part of the limits to use. */
  readonly rateShare: number;
  /** Told when Graph asks to wait, in milliseconds. */
  readonly noteThrottled?: (waitMs: number) => void;
}

/** A tenant that is signed in to. */
export interface Tenant {
  readonly access: TenantAccess;
  readonly graph: Graph;
  /** Ends all requests and connections. */
  readonly close: () => Promise<void>;
}

/**
 * Signs in and makes the Graph client.
 * @param dispatchers end with the tenant, also when this throws
 * @throws UsageError, SignInError
 */
export async function openTenant(
  options: TenantOptions,
  surroundings: Surroundings,
  clock: Clock,
  dispatchers: Dispatchers = openDispatchers(),
): Promise<Tenant> {
  const closing = new AbortController();
  // Requests that still wait when a run ends early must neither be sent nor be repeated against a closed connection.
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all([dispatchers.outside.destroy(), dispatchers.direct.destroy()]);
  };
  try {
    const access = await accessTenant(surroundings, dispatchers, clock, options.auth);
    const graph = createGraph({
      stop: closing.signal,
      root: access.root,
      dispatcher: access.root.loopback ? dispatchers.direct : dispatchers.outside,
      tokenSource: access.tokens,
      clock,
      random: Math.random,
      limitsScale: options.limitsScale,
      rateShare: options.rateShare,
      onEvent: (event) => {
        if (event.kind === "throttled") options.noteThrottled?.(event.waitMs);
        else if (event.attempt > 2) surroundings.status(renderRetryLine(event.because, event.waitMs));
      },
    });
    return { access, graph, close };
  } catch (error) {
    await close();
    throw error;
  }
}
