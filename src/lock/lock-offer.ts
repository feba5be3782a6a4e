import type { CatalogEntry } from "../model/catalog.ts";
import type { App } from "../model/desired.ts";
import { definable } from "../model/lock.ts";
import { REASONS } from "../model/reasons.ts";
import { appFacts } from "../plan/facts.ts";
import { offeredDefinition } from "../plan/offer.ts";
import type { LockOffer } from "./update-lock.ts";

/** What a lock file can hold of what the catalog says of an app: the definition that an install would bring, or why there is none. */
export function lockOffer(app: App, entry: CatalogEntry): LockOffer {
  const { ids, offer } = appFacts(app, entry);
  if (offer.state === "none") {
    const { sentence } = REASONS[offer.reason];
    return { state: "none", why: offer.detail === null ? sentence : `${sentence} (${offer.detail})` };
  }
  const offered = offeredDefinition(offer);
  const definition = ids.catalogId === null || offered === null ? null : definable(ids.catalogId, offered);
  if (definition === null) return { state: "none", why: REASONS["permissions-unknown"].sentence };
  return { state: "offered", definition, firstSeenMs: null };
}
