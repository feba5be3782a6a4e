import { requiredId, requiredText, UnexpectedShape, wireObject } from "../http/shapes.ts";
import type { ListedSubscription } from "../events/keep-subscriptions.ts";
import { isoTime } from "../model/clock.ts";
import { type GraphRoot, segment } from "./graph-url.ts";
import { readList } from "./paging.ts";
import type { Requests, WriteRequest } from "./requests.ts";

/** Subscriptions of this application to installations. What is wrong with a write is a text for people; null: nothing is known to be. */
export interface Subscriptions {
  /** @throws GraphError, SignInError */
  readonly list: () => Promise<readonly ListedSubscription[]>;
  /** Whether it was made is told by the list: an answer that never came may hide that it was. */
  readonly create: (wish: SubscriptionWish) => Promise<string | null>;
  readonly renew: (id: string, expiresAtMs: number) => Promise<string | null>;
  readonly remove: (id: string) => Promise<string | null>;
}

/** What is subscribed to, and where Graph sends its notifications. */
export interface SubscriptionWish {
  /** Catalog id. */
  readonly appId: string;
  readonly url: string;
  readonly clientState: string;
  readonly expiresAtMs: number;
}

/** An organization has a quota of some thousands. */
const MOST_SUBSCRIPTIONS = 20_000;
const RESOURCE = /^\/?appCatalogs\/teamsApps\/([^/?]+)\/installations(?:\?|$)/;

/** Source: https://learn.microsoft.com/graph/teams-changenotifications-appinstallation */
export function createSubscriptions(options: {
  readonly requests: Pick<Requests, "read" | "write">;
  readonly root: GraphRoot;
}): Subscriptions {
  const { requests, root } = options;

  async function write(method: WriteRequest["method"], path: string, body: object | null): Promise<string | null> {
    const result = await requests.write({
      // No limit of its own is published: a few requests a day go with those of the catalog.
      class: "catalog",
      method,
      url: `${root.url}/subscriptions${path}`,
      body: body === null ? null : JSON.stringify(body),
      maySend: () => true,
      sending: () => Promise.resolve(true),
    });
    if (result.kind === "not-sent") return "it was not sent";
    if (result.kind === "broken") return result.detail;
    if (result.status >= 200 && result.status < 300) return null;
    return result.words.line === "" ? `status ${result.status} without a reason` : result.words.line;
  }

  return {
    list: () =>
      readList(
        requests,
        root,
        { what: "reading the subscriptions", class: "catalog", cost: 1, url: `${root.url}/subscriptions` },
        parseSubscription,
        MOST_SUBSCRIPTIONS,
      ),
    create: ({ appId, url, clientState, expiresAtMs }) =>
      write("POST", "", {
        changeType: "created,updated,deleted",
        notificationUrl: url,
        lifecycleNotificationUrl: url,
        resource: `/appCatalogs/teamsApps/${segment(appId)}/installations?$filter=(scopeInfo/scope eq 'personal')`,
        expirationDateTime: isoTime(expiresAtMs),
        clientState,
      }),
    renew: (id, expiresAtMs) => write("PATCH", `/${segment(id)}`, { expirationDateTime: isoTime(expiresAtMs) }),
    remove: (id) => write("DELETE", `/${segment(id)}`, null),
  };
}

function parseSubscription(item: unknown, path: string): ListedSubscription {
  const one = wireObject(item, path);
  const expiresAtMs = Date.parse(requiredText(one, "expirationDateTime", path));
  if (Number.isNaN(expiresAtMs)) throw new UnexpectedShape(`${path}.expirationDateTime`, "is no time");
  return {
    id: requiredId(one, "id", path),
    appId: RESOURCE.exec(requiredText(one, "resource", path))?.[1]?.toLowerCase() ?? null,
    // Others of the same application may lead to Event Hubs, or to nowhere that is an address.
    notificationUrl: requiredText(one, "notificationUrl", path),
    expiresAtMs,
  };
}
