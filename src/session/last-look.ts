import type { Clock } from "../model/clock.ts";
import { releaseDigest } from "../model/definition-digest.ts";
import type { Plan, PlanApp, PlanRow, Result } from "../model/plan.ts";
import { planRows } from "../model/plan-rows.ts";
import { type AppLook, readLook, type LastLook } from "../model/last-look.ts";
import { judge, type Setting } from "../plan/convergence.ts";
import { hasReachedAll } from "../rollout/tally.ts";
import type { ToldStore } from "../store/store.ts";
import { useStore } from "./open-store.ts";

/** The name under which a store keeps it. */
const LAST_LOOK = "last look";

/** So many versions of an app are kept that have come to everybody. */
const MOST_REACHED = 5;

/**
 * Keeps how a tenant stands, for whoever looks at many tenants. A look at a part of it says nothing of the whole, and is not kept.
 * Never rejects.
 */
export async function keepLook(told: ToldStore, shown: Plan | Result, setting: Setting, atMs: number): Promise<void> {
  if (shown.filters.apps.length + shown.filters.users.length > 0) return;
  const before = readLook(await told.recall(LAST_LOOK));
  await told.keep(LAST_LOOK, JSON.stringify(lookOf(shown, setting, atMs, before)));
}

/** How a tenant stands, by what is shown of it now and what was kept before. */
export function lookOf(shown: Plan | Result, setting: Setting, atMs: number, before: LastLook | null): LastLook {
  const { state, rows, toChange, targets } = judge(shown, setting);
  const apps = shown.apps.map((app): AppLook => {
    const kept = before?.apps.find(({ name }) => name === app.name)?.reached ?? [];
    const reached = targets.length > 0 ? kept : reachedNow(app, shown, kept);
    return { name: app.name, version: app.offered?.version ?? null, reached };
  });
  return { at: atMs, state, rows, toChange, apps };
}

/** A halt takes back what was reached: nobody else is to follow. */
function reachedNow({ name, offered }: PlanApp, shown: Plan | Result, kept: readonly string[]): readonly string[] {
  const digest = offered === null ? null : releaseDigest(offered);
  if (offered === null || digest === null) return kept;
  const others = kept.filter((one) => one !== digest);
  if (shown.rollouts?.some(({ app, halt }) => app === name && halt !== null) === true) return others;
  const rows = planRows<PlanRow>(shown.rows).ofKinds(({ app }) => app === name);
  const isReached = kept.includes(digest) || hasReachedAll(rows, offered.version);
  return isReached ? [...others, digest].slice(-MOST_REACHED) : others;
}

/** How the tenant stands whose store this is; null: nobody knows. Never rejects. */
export async function lookIn(store: string, clock: Clock): Promise<LastLook | null> {
  return readLook(await useStore(store, clock, ({ told }) => told.recall(LAST_LOOK)));
}

/** What a store tells of its tenant to whoever looks at many. */
export interface AsLeft {
  readonly look: LastLook | null;
  /** Null: no process changes the tenant now, or it is not known. */
  readonly worker: { readonly holder: string; readonly sinceMs: number } | null;
  /** True also where it cannot be told. */
  readonly isFrozen: boolean;
}

/** How the tenant was left whose store this is; null: the store cannot be read. Never rejects. */
export function asLeftIn(store: string, clock: Clock): Promise<AsLeft | null> {
  return useStore(store, clock, async ({ told, lease, freezes }) => {
    const holder = await lease.look().catch(() => null);
    const frozen = await freezes.inForce();
    return {
      look: readLook(await told.recall(LAST_LOOK)),
      worker: holder === null ? null : { holder: holder.holder, sinceMs: holder.takenAt },
      isFrozen: frozen.state === "unreadable" || frozen.inForce.length > 0,
    };
  });
}
