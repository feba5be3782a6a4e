import { Buffer } from "node:buffer";
import { propertyOf } from "../model/json-object.ts";
import { isObjectId } from "../model/object-id.ts";
import { isClientState } from "./client-state.ts";

/** What one notification comes to. Its content is believed so far only: somebody is worth a look. */
export type Told =
  | { readonly kind: "change"; readonly userId: string; readonly appId: string }
  /** Somebody's apps changed, and it does not say whose. */
  | { readonly kind: "unknown" }
  | { readonly kind: "lifecycle"; readonly event: string }
  /** Graph tried whether a new subscription leads anywhere. */
  | { readonly kind: "validation" }
  /** It does not show what only Graph knows. */
  | { readonly kind: "forged" };

/** Graph sends far fewer in one request; whoever sends more sends nothing of Graph's. */
const MOST_AT_ONCE = 1_000;
const LONGEST_ID = 1_024;

/**
 * The notifications of one request; null where it is none.
 * Source: https://learn.microsoft.com/graph/api/resources/changenotificationcollection
 * @param clientState what each has to hold
 */
export function readNotifications(body: unknown, clientState: string): readonly Told[] | null {
  const list = propertyOf(body, "value");
  if (!Array.isArray(list) || list.length > MOST_AT_ONCE) return null;
  return list.map((one: unknown) => told(one, clientState));
}

function told(one: unknown, clientState: string): Told {
  if (propertyOf(one, "subscriptionId") === "NA" && propertyOf(one, "clientState") === "NA")
    return { kind: "validation" };
  if (!isClientState(propertyOf(one, "clientState"), clientState)) return { kind: "forged" };
  const event = propertyOf(one, "lifecycleEvent");
  if (typeof event === "string") return { kind: "lifecycle", event: /^[A-Za-z]{1,64}$/.exec(event)?.[0] ?? "other" };
  const id = propertyOf(propertyOf(one, "resourceData"), "id");
  const pair = typeof id === "string" ? pairIn(id) : null;
  return pair === null ? { kind: "unknown" } : { kind: "change", ...pair };
}

/**
 * User and app of an installation id, where it has the form of Graph's samples. No page promises it, so an id of another
 * form tells nobody's name, and the audit finds what changed.
 */
export function pairIn(installationId: string): { readonly userId: string; readonly appId: string } | null {
  if (installationId.length > LONGEST_ID) return null;
  const [userId = "", appId = "", ...more] = Buffer.from(installationId, "base64").toString("latin1").split("##");
  if (more.length > 0 || !isObjectId(userId) || !isObjectId(appId)) return null;
  return { userId: userId.toLowerCase(), appId: appId.toLowerCase() };
}
