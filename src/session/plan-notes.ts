import type { KnownApp } from "../model/catalog.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { definable, type SeenDefinition } from "../model/lock.ts";
import type { Permission } from "../model/permission.ts";
import type { Clock } from "../model/clock.ts";
import type { Plan, Result } from "../model/plan.ts";
import { planRows } from "../model/plan-rows.ts";
import { JUDGED_OVER_MS, missRate } from "../events/miss-rate.ts";
import { addedUp, type Knowledge } from "../model/events.ts";
import type { TrendPoint } from "../model/trend.ts";
import { rowState } from "../report/facts/row-state.ts";
import { identityMoved } from "../plan/identity-moved.ts";
import { planDocument, type ReportHeader } from "../plan-file/document.ts";
import { planDigest } from "../plan-file/write-json.ts";
import type { approvalsOf } from "./approvals.ts";
import { nearIdWarnings } from "./near-app.ts";
import type { RunStore } from "./open-store.ts";
import { keepLook } from "./last-look.ts";
import type { Tenant } from "./tenant.ts";

/** What a run notes of its plan, and what comes of it. */
export interface PlanNotes {
  readonly noteApps: (apps: readonly KnownApp[]) => Promise<void>;
  readonly notePlan: (plan: Plan) => Promise<readonly Diagnostic[]>;
  /** Keeps how the tenant stands after what was done. */
  readonly noteResult: (result: Result) => Promise<void>;
  /** The digest of the plan that is carried out; null: there is none yet. */
  readonly planDigest: () => string | null;
  readonly definitions: () => readonly SeenDefinition[];
  /** What this pass and earlier ones found. */
  readonly trend: () => readonly TrendPoint[];
  /** Left out where nobody tells of changes. */
  readonly knowledge: () => Knowledge | undefined;
  readonly diagnostics: () => readonly Diagnostic[];
}

/** What becomes known of a plan once there is one: its digest, the definitions that were offered, and warnings of both. */
export function createNotes(
  store: RunStore["store"],
  inventory: Tenant["graph"]["inventory"],
  known: {
    readonly header: ReportHeader;
    readonly clock: Clock;
    readonly diagnostics: readonly Diagnostic[];
    /** The digest of the plan that was reviewed; null: none was. */
    readonly reviewed: string | null;
    /** Whom to ask who approved a consent; null: nothing is written. */
    readonly approvals: ReturnType<typeof approvalsOf> | null;
  },
): PlanNotes {
  const { header, clock, reviewed, approvals } = known;
  let { diagnostics } = known;
  let definitions: readonly SeenDefinition[] = [];
  let trend: readonly TrendPoint[] = [];
  let knowledge: Knowledge | undefined;
  let planDigestNow: () => string | null = () => reviewed;
  const noteApps: PlanNotes["noteApps"] = async (apps) => store?.apps.note(apps);
  const noteLook = async (shown: Plan | Result): Promise<void> => {
    const setting = { policySuspended: header.limits.suspended, applies: true };
    if (store !== null) await keepLook(store.told, shown, setting, clock.now());
  };
  const notePlan: PlanNotes["notePlan"] = async (plan) => {
    const { apps } = plan;
    const moved = identityMoved(apps, (await store?.definitions.all()) ?? []);
    const noted = [...moved, ...(await nearIdWarnings(apps, inventory))];
    diagnostics = [...diagnostics, ...noted];
    if (reviewed === null) planDigestNow = once(() => planDigest(planDocument(plan, header, diagnostics)));
    await noteApps(apps.flatMap(({ id: catalogId, ...app }) => (catalogId === null ? [] : [{ ...app, catalogId }])));
    for (const { id, offered } of apps) {
      const seen = id === null || offered === null ? null : definable(id, offered);
      if (seen !== null) await store?.definitions.note(seen);
    }
    definitions = (await store?.definitions.all()) ?? [];
    if (plan.filters.apps.length + plan.filters.users.length === 0) await store?.trend.note(pointOf(plan, header));
    await noteLook(plan);
    trend = (await store?.trend.all()) ?? [];
    knowledge = await knowledgeOf(store, Date.parse(header.createdAt));
    if (approvals !== null) for (const [app, consent] of consentsOf(plan)) await approvals(app, consent);
    return noted;
  };
  return {
    noteApps,
    notePlan,
    noteResult: noteLook,
    planDigest: () => planDigestNow(),
    definitions: () => definitions,
    trend: () => trend,
    knowledge: () => knowledge,
    diagnostics: () => diagnostics,
  };
}

/** What the store knows of notifications, once there were any. */
async function knowledgeOf(store: RunStore["store"], nowMs: number): Promise<Knowledge | undefined> {
  const subscriptions = (await store?.events.subscriptions()) ?? [];
  const audit = addedUp((await store?.events.audits(nowMs - JUDGED_OVER_MS)) ?? []);
  if (subscriptions.length + audit.audited === 0) return undefined;
  return { subscriptions, audit, rate: missRate(audit) };
}

/** How many rows are as desired, before anything is done about the others. */
function pointOf({ rows }: Plan, { createdAt, limits }: ReportHeader): TrendPoint {
  const setting = { policySuspended: limits.suspended, applies: true };
  let [asDesired, of] = [0, 0];
  for (const [row, count] of planRows(rows).kinds()) {
    const state = rowState(row, setting);
    if (state !== "not-concerned") of += count;
    if (state === "as-desired") asDesired += count;
  }
  return { at: Date.parse(createdAt), asDesired, of };
}

/** Computed at the first call, and not before. */
function once<Value>(compute: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: compute() }).value;
}

/** What the plan would send for each app, which has one offered definition. */
function consentsOf({ rows }: Plan): ReadonlyMap<string, readonly Permission[]> {
  const acting = rows.filter(({ verdict, consent }) => verdict === "act" && consent.length > 0);
  return new Map(acting.map(({ app, consent }) => [app, consent]));
}
