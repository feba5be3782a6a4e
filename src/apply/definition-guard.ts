import type { Clock } from "../model/clock.ts";
import { samePermissions } from "../model/permission.ts";
import type { OfferedDefinition } from "../model/catalog.ts";
import type { PlanApp } from "../model/plan.ts";

/** What the catalog offers for an app now; null when it cannot be told. */
export type ReadOffer = (app: PlanApp) => Promise<OfferedDefinition | null>;

/** Watches that what would be written is still what was planned. */
export interface DefinitionGuard {
  /** Null when the app's definition is the planned one; else what is different, for people. Reads it again when due. */
  readonly check: (app: PlanApp) => Promise<string | null>;
  /** Whether the last check is recent enough to write on, and found the planned definition. */
  readonly isFresh: (app: PlanApp) => boolean;
  /** Nobody can tell what a change of this app brought: no further one begins before the definition was read anew. */
  readonly doubt: (app: string) => void;
}

/** How long a check of a definition is good for. */
const DEFINITION_CHECK_MS = 60_000;

/**
 * Graph always brings the newest version and checks the consent against it, so a definition that moved after the plan
 * was made would change what is written. Each app is read again before its first write and then every minute, by one
 * request however many rows ask, and after each write that may have brought something unseen. A definition that has changed
 * stays changed for this run.
 */
export function createDefinitionGuard(readOffer: ReadOffer, clock: Clock): DefinitionGuard {
  const checks = new Map<string, Check>();
  const finished = new Map<string, Finished>();
  const doubted = new Set<string>();

  // A change that waits for its turn goes on by the check before, while it is read anew.
  const isFresh = (app: PlanApp): boolean => {
    const last = finished.get(app.name);
    return last?.difference === null && clock.elapsed() - last.atMs < DEFINITION_CHECK_MS;
  };
  const begin = (app: PlanApp): Check => {
    doubted.delete(app.name);
    const check: Check = { isUnderWay: true, result: Promise.resolve(null) };
    check.result = readOffer(app).then((offer) => {
      const difference = differenceBefore(app) ?? differenceFrom(app, offer);
      check.isUnderWay = false;
      finished.set(app.name, { atMs: clock.elapsed(), difference });
      return difference;
    });
    checks.set(app.name, check);
    return check;
  };
  const differenceBefore = (app: PlanApp): string | null => finished.get(app.name)?.difference ?? null;
  const check = async (app: PlanApp): Promise<string | null> => {
    const changed = differenceBefore(app);
    if (changed !== null) return changed;
    const current = checks.get(app.name);
    const isUsable = current !== undefined && (current.isUnderWay || isFresh(app)) && !doubted.has(app.name);
    return (isUsable ? current : begin(app)).result;
  };
  return { check, isFresh, doubt: (app) => void doubted.add(app) };
}

/** One reading of a definition. */
interface Check {
  isUnderWay: boolean;
  result: Promise<string | null>;
}

/** What the last reading came to that has ended. */
interface Finished {
  readonly atMs: number;
  readonly difference: string | null;
}

function differenceFrom(app: PlanApp, offer: OfferedDefinition | null): string | null {
  if (app.offered === null || offer === null) return "what the catalog offers now cannot be told";
  if (offer.version !== app.offered.version) return `planned ${app.offered.version}, now offered ${offer.version}`;
  if (offer.permissions === null || app.offered.permissions === null) {
    return `what ${offer.version} requires cannot be told`;
  }
  if (!samePermissions(offer.permissions, app.offered.permissions)) {
    return `${offer.version} now requires other permissions than planned`;
  }
  const [planned, now] = [app.offered.identity, offer.identity];
  if (planned.state === "unknown" || now.state === "unknown")
    return `who gets the consent of ${offer.version} cannot be told`;
  if (planned.clientAppId !== now.clientAppId) {
    return `${offer.version} now gives its consent to ${now.clientAppId ?? "nobody"}, planned ${planned.clientAppId ?? "nobody"}`;
  }
  return planned.bot === now.bot ? null : `${offer.version} ${now.bot ? "now holds a bot" : "no longer holds a bot"}`;
}
