import { sameName } from "../model/name.ts";
import { isObjectId } from "../model/object-id.ts";
import type { ReadReceipt } from "./read-receipt.ts";

/** Which receipts are wanted; what is left out is not asked about. Names compare without case. */
interface Wanted {
  /** Principal name or object id. */
  readonly user?: string;
  /** Name in the desired state, or catalog id. */
  readonly app?: string;
  readonly permission?: string;
  /** Milliseconds since the epoch; null: from the beginning, or to the end. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
}

/** Chooses receipts, and notes what there is, so that a name that nothing bears can be told. */
export interface ReceiptFilter {
  readonly holds: (receipt: ReadReceipt) => boolean;
  /** What all receipts that it was asked about bear. */
  readonly seen: {
    readonly apps: ReadonlySet<string>;
    readonly users: ReadonlySet<string>;
    readonly permissions: ReadonlySet<string>;
    readonly hasApp: boolean;
    readonly hasUser: boolean;
    readonly hasPermission: boolean;
  };
}

/** More names than this are not remembered: nobody mistypes one of so many in a way that could be guessed. */
const MOST_NAMES = 10_000;

/** Begins with nothing seen. */
export function createReceiptFilter(wanted: Wanted): ReceiptFilter {
  const seen = { apps: set(), users: set(), permissions: set(), hasApp: false, hasUser: false, hasPermission: false };
  const { user, app, permission } = wanted;
  return {
    seen,
    holds({ kept, facts }) {
      const { person } = kept;
      if (person !== null)
        note(seen.users, isObjectId(user ?? "") ? person.id : (person.userPrincipalName ?? person.id));
      const ofUser =
        user === undefined ||
        (person !== null && (sameName(person.id, user) || sameName(person.userPrincipalName, user)));
      seen.hasUser ||= ofUser;
      // What cannot be read is shown rather than hidden.
      if (facts === null) return true;
      if (facts.app !== null) note(seen.apps, facts.app.name);
      if (isObjectId(app ?? "") && facts.app?.id != null) note(seen.apps, facts.app.id);
      const replaced = facts.kind === "write" ? facts.replaced?.id : null;
      const ofApp = app === undefined || [facts.app?.name, facts.app?.id, replaced].some((one) => sameName(one, app));
      seen.hasApp ||= ofApp;
      const consent = facts.kind === "write" ? facts.consent : [];
      for (const { value } of consent) note(seen.permissions, value);
      const grants = permission === undefined || consent.some(({ value }) => sameName(value, permission));
      seen.hasPermission ||= grants;
      const ms = Date.parse(facts.at);
      const inSpan =
        (wanted.sinceMs === null || ms >= wanted.sinceMs) && (wanted.untilMs === null || ms <= wanted.untilMs);
      return ofUser && ofApp && grants && inSpan;
    },
  };
}

function set(): Set<string> {
  return new Set();
}

function note(names: Set<string>, name: string): void {
  if (names.size < MOST_NAMES) names.add(name);
}
