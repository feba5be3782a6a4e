import type { App } from "../model/desired.ts";
import { digestOf } from "../model/definition-digest.ts";
import { classify, type Definable, type Lock, type LockClass, type LockedDefinition } from "../model/lock.ts";

/** What the catalog offers of an app now, as far as a lock can hold it. */
export type LockOffer =
  /** `firstSeenMs`: by the store, in milliseconds since the epoch; null: the store never saw it, or there is none. */
  | { readonly state: "offered"; readonly definition: Definable; readonly firstSeenMs: number | null }
  /** Nothing that could be reviewed; `why` is for people. */
  | { readonly state: "none"; readonly why: string };

/** What becomes of one app in the lock file. */
export type LockChange =
  | { readonly app: string; readonly kind: "same"; readonly after: LockedDefinition }
  | { readonly app: string; readonly kind: "added"; readonly after: LockedDefinition }
  | {
      readonly app: string;
      readonly kind: "changed";
      readonly class: LockClass;
      readonly before: LockedDefinition;
      readonly after: LockedDefinition;
    }
  /** What is offered cannot be told: the entry stays, or there is still none. */
  | { readonly app: string; readonly kind: "kept"; readonly before: LockedDefinition | null; readonly why: string }
  /** The desired state has no such app. */
  | { readonly app: string; readonly kind: "removed"; readonly before: LockedDefinition };

/** A lock file as it has to be now, and what that changes. */
export interface LockUpdate {
  readonly lock: Lock;
  /** Sorted by app. */
  readonly changes: readonly LockChange[];
}

/**
 * Brings a lock file to what is offered. What did not change keeps its date; what cannot be told keeps its entry.
 * @param before null: there is no lock file yet
 */
export function updateLock(
  apps: readonly App[],
  offerOf: (name: string) => LockOffer,
  {
    before,
    tenantId,
    nowMs,
  }: { readonly before: Lock | null; readonly tenantId: string | null; readonly nowMs: number },
): LockUpdate {
  const earlier = before?.apps ?? new Map<string, LockedDefinition>();
  const known = new Set(apps.map(({ name }) => name));
  const changes = [
    ...apps.map(({ name }) => changeOf(name, earlier.get(name) ?? null, offerOf(name), nowMs)),
    ...[...earlier]
      .filter(([name]) => !known.has(name))
      .map(([app, definition]): LockChange => ({ app, kind: "removed", before: definition })),
  ].sort((a, b) => (a.app < b.app ? -1 : 1));
  const entries = changes.flatMap((change): readonly [string, LockedDefinition][] => {
    if (change.kind === "removed") return [];
    const definition = change.kind === "kept" ? change.before : change.after;
    return definition === null ? [] : [[change.app, definition]];
  });
  return { lock: { tenantId: tenantId ?? before?.tenantId ?? null, apps: new Map(entries) }, changes };
}

/** What a change of the lock file alters; empty where either side has none. */
export function compareLocks(after: Lock | null, before: Lock | null): readonly LockChange[] {
  if (after === null || before === null) return [];
  const names = [...new Set([...after.apps.keys(), ...before.apps.keys()])].sort();
  return names.flatMap((app): readonly LockChange[] => {
    const [now, then] = [after.apps.get(app), before.apps.get(app)];
    if (now === undefined) return then === undefined ? [] : [{ app, kind: "removed", before: then }];
    if (then === undefined) return [{ app, kind: "added", after: now }];
    const difference = classify(then, now);
    return difference === null ? [] : [{ app, kind: "changed", class: difference, before: then, after: now }];
  });
}

/** Whether the file has to be written anew: another date alone is no reason. */
export function isLockChanged(before: Lock | null, { lock, changes }: LockUpdate): boolean {
  if (before === null || before.tenantId !== lock.tenantId) return true;
  return changes.some(({ kind }) => kind !== "same" && kind !== "kept");
}

function changeOf(app: string, before: LockedDefinition | null, offer: LockOffer, nowMs: number): LockChange {
  if (offer.state === "none") return { app, kind: "kept", before, why: offer.why };
  const difference = before === null ? null : classify(before, offer.definition);
  if (before !== null && difference === null) return { app, kind: "same", after: before };
  // Our own first sight, and never a time that is still to come.
  const firstSeen = new Date(Math.min(offer.firstSeenMs ?? nowMs, nowMs)).toISOString();
  const after = { ...offer.definition, digest: digestOf(offer.definition), firstSeen };
  if (before === null || difference === null) return { app, kind: "added", after };
  return { app, kind: "changed", class: difference, before, after };
}
