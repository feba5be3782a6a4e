import type { HubOptions } from "../event-hub/read-hub.ts";
import type { HubAddress } from "../events/hub-address.ts";
import { decodeClaims } from "../graph/token.ts";
import { openProxied } from "../http/proxied.ts";
import type { Clock } from "../model/clock.ts";
import type { TenantAccess } from "./tenant.ts";

/** The same in every cloud. Source: https://learn.microsoft.com/azure/event-hubs/authenticate-application */
const HUB_SCOPE = "https://eventhubs.azure.net/.default";
/** Of a token that does not say when it ends. */
const OPAQUE_LIFE_MS = 10 * 60_000;
const SIGN_OF_LIFE_MS = 10_000;
const AGAIN_AFTER_MS = 3_000;

/** What is told of a hub while it is read. */
export type HubNews = Pick<HubOptions, "sinceMs" | "take" | "noteRead" | "noteTrouble">;

/** Reads a hub until it is stopped, as the application that the session signs in as. @throws UsageError where it has no token for that */
export async function readHubOf(
  access: Pick<TenantAccess, "tokensFor">,
  { host, hub }: HubAddress,
  clock: Clock,
  news: HubNews,
  stop: AbortSignal,
): Promise<void> {
  const token = tokensOf(access, clock);
  // Loaded for those only who have a hub.
  const { readHub } = await import("../event-hub/read-hub.ts");
  const dispatcher = openProxied();
  const options = { host, hub, dispatcher, token, signOfLifeMs: SIGN_OF_LIFE_MS, againAfterMs: AGAIN_AFTER_MS };
  try {
    await readHub({ ...options, ...news }, stop);
  } finally {
    await dispatcher.destroy();
  }
}

/** How many parts a hub shows to whoever signs in. @throws UsageError, SignInError, Error for people */
export async function partsOf(
  access: Pick<TenantAccess, "tokensFor">,
  { host, hub }: HubAddress,
  clock: Clock,
): Promise<number> {
  const token = tokensOf(access, clock);
  const { countParts } = await import("../event-hub/read-hub.ts");
  const dispatcher = openProxied();
  try {
    return await countParts({ host, hub, dispatcher, token });
  } finally {
    await dispatcher.destroy();
  }
}

function tokensOf({ tokensFor }: Pick<TenantAccess, "tokensFor">, clock: Clock): HubOptions["token"] {
  const tokens = tokensFor(HUB_SCOPE);
  return async () => {
    const token = await tokens.token();
    return { token, endsAtMs: decodeClaims(token)?.expiresAt ?? clock.now() + OPAQUE_LIFE_MS };
  };
}
