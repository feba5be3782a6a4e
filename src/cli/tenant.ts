import { Agent, EnvHttpProxyAgent } from "undici";
import { createGraph, type Graph } from "../graph/client.ts";
import type { Clock } from "../model/clock.ts";
import type { Console } from "./console.ts";
import { accessTenant, type TenantAccess } from "./sign-in.ts";

/** What the commands that talk to a tenant share of the process. */
export type TenantConsole = Pick<Console, "environment" | "status" | "notice" | "isInteractive">;

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
 * Signs in and makes the Graph client. Proxies are those of `HTTPS_PROXY` and `NO_PROXY`; what is on this machine is
 * never reached through one, since plain http would show the token to it. HTTP/1.1 everywhere, so that the number of
 * requests under way is ours to bound.
 * @throws UsageError, SignInError
 */
export async function openTenant(options: TenantOptions, console: TenantConsole, clock: Clock): Promise<Tenant> {
  const dispatchers = { outside: new EnvHttpProxyAgent({ allowH2: false }), direct: new Agent({ allowH2: false }) };
  const closing = new AbortController();
  // Requests that still wait when a run ends early must neither be sent nor be repeated against a closed connection.
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all([dispatchers.outside.destroy(), dispatchers.direct.destroy()]);
  };
  try {
    const access = await accessTenant(console, dispatchers, clock, options.auth);
    const graph = createGraph({
      stop: closing.signal,
      root: access.root,
      dispatcher: access.root.loopback ? dispatchers.direct : dispatchers.outside,
      tokenSource: access.source,
      clock,
      random: Math.random,
      limitsScale: options.limitsScale,
      rateShare: options.rateShare,
      onEvent: (event) => {
        const seconds = Math.ceil(event.waitMs / 1000);
        if (event.kind === "throttled") options.noteThrottled?.(event.waitMs);
        else if (event.attempt > 2) console.status(`no answer from Graph (${event.because}); next try in ${seconds} s`);
      },
    });
    return { access, graph, close };
  } catch (error) {
    await close();
    throw error;
  }
}
