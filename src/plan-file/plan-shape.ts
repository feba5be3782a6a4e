import type { Filters } from "../model/desired.ts";
import type { OfferedDefinition, PlanApp, PlanRow } from "../model/plan.ts";
import type { AppBounds } from "./envelope.ts";

/** A plan as its file holds it, as far as an approval needs it: `schemas/plan.schema.json`, kind `plan`. */
export interface PlanFile {
  readonly formatVersion: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly tenantId: string | null;
  readonly filters: Filters;
  readonly source: { readonly path: string; readonly commit: string | null; readonly digest: string };
  readonly envelope: { readonly slack: number | string; readonly apps: readonly AppBounds[] };
  readonly apps: readonly PlanFileApp[];
  readonly rows: readonly PlanFileRow[];
  readonly digest: string;
}

/** An app of a plan file. */
export interface PlanFileApp extends Omit<PlanApp, "offered" | "source"> {
  readonly offered: PlanFileDefinition | null;
}

/** An offered definition of a plan file; `bot` and `digest` are null where the definition was not known as a whole. */
export interface PlanFileDefinition extends Omit<OfferedDefinition, "identity"> {
  readonly clientAppId: string | null;
  readonly bot: boolean | null;
  readonly digest: string | null;
}

/** A row of a plan file: its sources have no column. */
export interface PlanFileRow extends Omit<PlanRow, "sources"> {
  readonly sources: readonly { readonly file: string; readonly line: number }[];
}

/** A plan file that was checked: whole, unchanged, for this tenant and not expired. */
export interface ApprovedPlan {
  readonly digest: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly source: PlanFile["source"];
  readonly filters: Filters;
  /** By name. */
  readonly apps: ReadonlyMap<string, PlanFileApp>;
  /** By {@link rowKey}, in plan order. */
  readonly rows: ReadonlyMap<string, PlanFileRow>;
  /** By app name; what is not listed must not change. */
  readonly bounds: ReadonlyMap<string, AppBounds>;
}
