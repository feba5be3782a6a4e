import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { request as plain } from "node:http";
import { request as encrypted } from "node:https";
import { text } from "node:stream/consumers";
import type { Clock } from "../model/clock.ts";
import type { Dials } from "./dials.ts";
import type { InstallationChange, Subscription, TenantState } from "./state.ts";
import { liveSubscriptions } from "./subscriptions.ts";

/** What the sandbox told, or meant to tell, somebody who has subscribed. */
export interface NotificationRecord {
  readonly atMs: number;
  readonly subscriptionId: string;
  /** What it is about: a kind of change, or an event in the life of the subscription. */
  readonly about: string;
  /** Whose installation; null: it is about the subscription. */
  readonly userId: string | null;
  /** `lost`: the dial said so. `dropped`: the address was slow too often. */
  status: "under-way" | "delivered" | "lost" | "dropped" | "given-up";
}

/** Tells subscribers what changes, as Graph does: late, perhaps twice, and not always. */
export interface Notifier {
  /** What is wrong with the answer of an address to the validation request; null: nothing. */
  readonly validate: (urls: readonly string[]) => Promise<string | null>;
  readonly noteChange: (change: InstallationChange) => void;
  readonly noteLifecycle: (subscription: Subscription, event: string) => void;
  /** Everything so far, in order. The list grows. */
  readonly records: readonly NotificationRecord[];
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
  readonly stop: () => void;
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/;
/** Source: https://learn.microsoft.com/graph/change-notifications-delivery-webhooks */
const SLOW_MS = 10_000;
const JUDGED_OVER_MS = 10 * 60_000;
/** Above it notifications come late; above the other one they are dropped. */
const DELAYED_ABOVE = 0.1;
const DROPPED_ABOVE = 0.15;
const DELAY_MS = 10_000;
/** Fewer than that say nothing about an address. */
const LEAST_JUDGED = 10;
const TRIED_FOR_MS = 4 * 60 * 60_000;
const FIRST_RETRY_MS = 10_000;
/** So long before its end a subscription's owner is asked to renew it. */
const WARNED_BEFORE_MS = 12 * 60 * 60_000;

interface Answered {
  readonly atMs: number;
  readonly isSlow: boolean;
}

/**
 * @param seed the same seed and changes lose the same notifications
 * @param eventHub takes what is sent to a hub; null: there is none
 */
export function createNotifier(
  state: TenantState,
  clock: Clock,
  dials: () => Dials,
  seed: string,
  eventHub: ((body: string) => void) | null,
): Notifier {
  const records: NotificationRecord[] = [];
  const underWay = new Set<Promise<void>>();
  const answers = new Map<string, Answered[]>();
  const stopping = new AbortController();
  const stop = stopping.signal;

  function slowShare(url: string): number {
    const recent = (answers.get(url) ?? []).filter(({ atMs }) => atMs > clock.now() - JUDGED_OVER_MS);
    answers.set(url, recent);
    return recent.length < LEAST_JUDGED ? 0 : recent.filter(({ isSlow }) => isSlow).length / recent.length;
  }

  async function attempt(url: string, body: object): Promise<boolean> {
    if (eventHub !== null && isHub(url)) {
      eventHub(JSON.stringify(body));
      return true;
    }
    const startMs = clock.now();
    const status = await post(url, JSON.stringify(body), stop);
    const isSlow = clock.now() - startMs > SLOW_MS;
    answers.set(url, [...(answers.get(url) ?? []), { atMs: clock.now(), isSlow }]);
    return status !== null && status >= 200 && status < 300 && !isSlow;
  }

  async function deliver(record: NotificationRecord, url: string, body: object): Promise<void> {
    const { notificationDelayMs } = dials();
    if (notificationDelayMs > 0) await clock.sleep(notificationDelayMs, stop);
    const share = slowShare(url);
    if (share > DROPPED_ABOVE) {
      record.status = "dropped";
      return;
    }
    if (share > DELAYED_ABOVE) await clock.sleep(DELAY_MS, stop);
    const untilMs = clock.now() + TRIED_FOR_MS;
    for (let waitMs = FIRST_RETRY_MS; !stop.aborted; waitMs *= 2) {
      if (await attempt(url, body)) {
        record.status = "delivered";
        return;
      }
      if (clock.now() + waitMs > untilMs) break;
      await clock.sleep(waitMs, stop);
    }
    record.status = "given-up";
  }

  function send(subscription: Subscription, about: string, userId: string | null, url: string, body: object): void {
    const record: NotificationRecord = {
      atMs: clock.now(),
      subscriptionId: subscription.id,
      about,
      userId,
      status: "under-way",
    };
    records.push(record);
    if (userId !== null && fraction(`${seed} ${records.length}`) < dials().notificationLoss) {
      record.status = "lost";
      if (dials().lifecycleEvents === "all") noteLifecycle(subscription, "missed");
      return;
    }
    const sending = deliver(record, url, body).finally(() => underWay.delete(sending));
    underWay.add(sending);
  }

  function noteLifecycle(subscription: Subscription, lifecycleEvent: string): void {
    const { lifecycleNotificationUrl } = subscription;
    if (lifecycleNotificationUrl === null) return;
    const body = { value: [{ ...headOf(subscription, state.tenantId), lifecycleEvent }] };
    send(subscription, lifecycleEvent, null, lifecycleNotificationUrl, body);
  }

  return {
    records,
    async validate(urls) {
      for (const url of urls) {
        if (eventHub !== null && isHub(url)) {
          eventHub(JSON.stringify(HUB_VALIDATION));
          continue;
        }
        const problem = await validate(url, stop);
        if (problem !== null) return problem;
      }
      return null;
    },
    noteChange({ kind, userId, appId, installationId }) {
      for (const subscription of liveSubscriptions(state, clock.now())) {
        if (subscription.appId !== appId || !subscription.changeTypes.includes(kind)) continue;
        const resource = `appCatalogs/teamsApps('${appId}')/installations('${installationId}')`;
        const notification = {
          ...headOf(subscription, state.tenantId),
          changeType: kind,
          resource,
          resourceData: {
            id: installationId,
            "@odata.type": "#Microsoft.Graph.teamsAppInstallation",
            "@odata.id": resource,
          },
        };
        send(subscription, kind, userId, subscription.notificationUrl, { value: [notification] });
        if (!subscription.warned && subscription.expiresAtMs - clock.now() < WARNED_BEFORE_MS) {
          state.subscriptions.set(subscription.id, { ...subscription, warned: true });
          noteLifecycle(subscription, "reauthorizationRequired");
        }
      }
    },
    noteLifecycle,
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop: () => stopping.abort(),
  };
}

/** What change and lifecycle notifications have in common. Source: https://learn.microsoft.com/graph/api/resources/changenotification */
function headOf({ id, clientState, expiresAtMs }: Subscription, tenantId: string): object {
  return {
    subscriptionId: id,
    clientState,
    subscriptionExpirationDateTime: new Date(expiresAtMs).toISOString(),
    tenantId,
  };
}

function isHub(url: string): boolean {
  return url.startsWith("EventHub:https://");
}

/** What a hub gets where an address on the web is asked. Source: https://learn.microsoft.com/graph/change-notifications-delivery-event-hubs */
const HUB_VALIDATION = {
  value: [
    {
      subscriptionId: "NA",
      subscriptionExpirationDateTime: "NA",
      clientState: "NA",
      changeType: "Validation: Testing client application reachability for subscription Request-Id: sandbox",
      resource: "NA",
      resourceData: { "@odata.type": "NA", "@odata.id": "NA", id: "NA" },
    },
  ],
};

/** Source: https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation */
async function validate(url: string, stop: AbortSignal): Promise<string | null> {
  const address = addressOf(url);
  if (address === null) return "A sandbox notifies addresses on this machine only.";
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${url.length} <&>`;
  address.searchParams.set("validationToken", token);
  const answer = await exchange(address, "", "text/plain; charset=utf-8", stop);
  if (answer === null) return "The remote name could not be reached.";
  if (answer.status !== 200) return `Notification endpoint must respond with 200 OK, and answered ${answer.status}.`;
  if (!answer.contentType.startsWith("text/plain")) return "The response has to be text/plain.";
  return answer.body === token ? null : "Response must exactly match validationToken query parameter.";
}

async function post(url: string, body: string, stop: AbortSignal): Promise<number | null> {
  const address = addressOf(url);
  return address === null ? null : ((await exchange(address, body, "application/json", stop))?.status ?? null);
}

/** Null for an address that is elsewhere: a sandbox sends nothing to others. */
function addressOf(url: string): URL | null {
  if (!URL.canParse(url)) return null;
  const address = new URL(url);
  return /^https?:$/.test(address.protocol) && LOOPBACK.test(address.hostname) ? address : null;
}

interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

function exchange(url: URL, body: string, contentType: string, stop: AbortSignal): Promise<Reply | null> {
  return new Promise((resolve) => {
    const send = url.protocol === "https:" ? encrypted : plain;
    const headers = { "content-type": contentType, "content-length": Buffer.byteLength(body) };
    const sent = send(url, { method: "POST", headers, signal: stop, agent: false }, (response) => {
      text(response).then(
        (answer) =>
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers["content-type"] ?? "",
            body: answer,
          }),
        () => resolve(null),
      );
    });
    sent.once("error", () => resolve(null));
    sent.end(body);
  });
}

/** The same from 0 up to 1 for the same text. */
function fraction(seed: string): number {
  return createHash("sha256").update(seed).digest().readUInt32BE(0) / 2 ** 32;
}
