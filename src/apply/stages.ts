import type { PermissionKnowledge } from "../model/permission.ts";
import { type ActingRow, isRepair, type SingleRow } from "../model/plan.ts";
import type { Version } from "../model/version.ts";

/** One write of a row, with what only a row of several writes, or one that repairs consent, needs to know. */
export type Stage = SingleRow & {
  /** The catalog id of what has to be there while this is removed. */
  readonly keeps?: string;
  /** The consent that the write is to cure; it counts as done only where the new one was read. */
  readonly cures?: PermissionKnowledge;
  /** The removal of an app that is installed again at once: in which version. */
  readonly thenInstalls?: Version;
  /** The install after such a removal, in this run or carried on in a later one. */
  readonly carriesOn?: true;
  /** The row of several writes that this is one of. */
  readonly partOf?: CompoundRow;
};

/** A row that several writes carry out. */
export type CompoundRow = Extract<ActingRow, { readonly action: "replace" | "reinstall" }>;

/** The writes of a row in their order, each of which is read back before the next one is sent. */
export function stagesOf(row: ActingRow): readonly [Stage, ...Stage[]] {
  switch (row.action) {
    case "replace":
      return replaceStages(row);
    case "reinstall":
      return reinstallStages(row);
    case "upgrade":
      return [isRepair(row) ? { ...row, cures: row.observed.consent } : row];
    case "install":
      // The desired state never installs for these; it only carries on what was cut off.
      return [row.desired?.ensure === "upgraded" ? { ...row, carriesOn: true } : row];
    case "uninstall":
      return [row];
  }
}

function replaceStages(row: Extract<CompoundRow, { readonly action: "replace" }>): readonly [Stage, ...Stage[]] {
  const { replaced, brings: _, ...common } = row;
  const { on, observed } = row;
  const removal: Stage = {
    ...common,
    action: "uninstall",
    consent: [],
    // The copy is looked for by its own id; what carries the same manifest id is the app that has to stay.
    on: { ...on, catalogId: replaced.id, app: { ...on.app, id: replaced.id, manifestId: null, replaces: null } },
    observed: {
      state: "present",
      version: replaced.version,
      installationId: replaced.installationId,
      consent: { state: "unknown" },
      at: observed.at,
    },
    keeps: on.catalogId,
    partOf: row,
  };
  const { offered } = on;
  if (row.brings === null || offered === null) return [removal];
  return observed.state === "absent"
    ? [{ ...common, replaced, action: "install", observed, on: { ...on, offered }, partOf: row }, removal]
    : [{ ...common, replaced, action: "upgrade", observed, on: { ...on, offered }, partOf: row }, removal];
}

function reinstallStages(row: Extract<CompoundRow, { readonly action: "reinstall" }>): readonly [Stage, ...Stage[]] {
  const { observed } = row;
  return [
    { ...row, action: "uninstall", consent: [], thenInstalls: row.on.offered, partOf: row },
    {
      ...row,
      action: "install",
      observed: { state: "absent", at: observed.at },
      cures: observed.consent,
      carriesOn: true,
      partOf: row,
    },
  ];
}
