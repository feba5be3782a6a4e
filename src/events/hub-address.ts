/** An event hub to which Graph sends notifications, in place of an address on the web. */
export interface HubAddress {
  /** Such as `contoso.servicebus.windows.net`. */
  readonly host: string;
  readonly hub: string;
}

/** How Graph wants one to be written. */
export const HUB_FORM = "EventHub:https://NAMESPACE.servicebus.windows.net/eventhubname/HUB?tenantId=DOMAIN";

const HUB_SCHEME = /^EventHub:/i;
const HOST = /^[a-z][a-z0-9-]{4,48}[a-z0-9]\.servicebus\.windows\.net$/;
const PATH = /^\/eventhubname\/([A-Za-z0-9](?:[\w.-]{0,254}[A-Za-z0-9])?)$/;
const QUERY = /^\?tenantId=[A-Za-z0-9][A-Za-z0-9.-]{0,253}$/;

/** Whether a notification URL is to lead to an event hub. */
export function isHubUrl(url: string): boolean {
  return HUB_SCHEME.test(url);
}

/**
 * The hub that a notification URL leads to; null where it does not have the form for sign-in by roles.
 * Source: https://learn.microsoft.com/graph/change-notifications-delivery-event-hubs
 */
export function hubIn(url: string): HubAddress | null {
  if (!url.startsWith("EventHub:https://")) return null;
  const text = url.slice("EventHub:".length);
  if (!URL.canParse(text)) return null;
  const { hostname, port, username, password, pathname, search, hash } = new URL(text);
  const hub = PATH.exec(pathname)?.[1];
  const isBare = port + username + password + hash === "";
  return hub !== undefined && isBare && HOST.test(hostname) && QUERY.test(search) ? { host: hostname, hub } : null;
}
