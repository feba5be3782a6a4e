import { UsageError } from "../errors.ts";
import { type HubAddress, hubIn } from "../events/hub-address.ts";
import type { Surroundings } from "../session/tenant.ts";
import { secretIn } from "./notifications.ts";

/** What only Graph and this program know. */
export const EVENTS_SECRET = "TRUEUP_EVENTS_SECRET";
const LEAST_SECRET = 16;
const SECRET_HINT = "set it to a random text of 32 characters, as openssl rand -hex 16 gives";

/** How the events of a controller are set. */
export interface EventSettings {
  /** Where Graph reaches `POST /notifications`, or the event hub to which it sends. */
  readonly url: string;
  /** Null: the address is one on the web. */
  readonly hub: HubAddress | null;
  readonly secret: string;
}

/** Null where none is set. @throws UsageError for one that can be guessed */
export function eventsSecretIn(environment: Surroundings["environment"]): string | null {
  const secret = secretIn(environment, EVENTS_SECRET);
  if (secret === "") return null;
  if (secret.length >= LEAST_SECRET) return secret;
  throw new UsageError(`${EVENTS_SECRET} has ${secret.length} characters, which can be guessed`, SECRET_HINT);
}

/** Null: nobody tells of changes. @throws UsageError where only half of what notifications need is there */
export function eventSettingsIn(
  url: string | undefined,
  { listens, environment }: { readonly listens: boolean; readonly environment: Surroundings["environment"] },
): EventSettings | null {
  const secret = eventsSecretIn(environment);
  if (url === undefined && secret === null) return null;
  if (url === undefined)
    throw new UsageError(
      `${EVENTS_SECRET} is set, and without --events-url nobody tells of changes`,
      "give the address by which Graph reaches this controller, such as --events-url https://trueup.contoso.com/notifications",
    );
  if (secret === null) throw new UsageError(`--events-url needs ${EVENTS_SECRET}`, SECRET_HINT);
  const hub = hubIn(url);
  if (hub === null && !listens)
    throw new UsageError("--events-url needs an address to listen on", "give --listen, or leave --events-url out");
  return { url, hub, secret };
}
