import { permissionsLacking } from "../../model/permission.ts";
import type { PlanApp, PlanRow } from "../../model/plan.ts";
import { type Reason, REASONS } from "../../model/reasons.ts";
import { inForce } from "./consent.ts";
import { permissionText, place } from "./wording.ts";

/**
 * `assignments/finance.yaml:4: write a range that holds 2.4.0`, and whom to ask where the app's owner has to act; null where
 * nothing in the files helps. Versions are as they came.
 */
export function wayOut(row: PlanRow, app: PlanApp | null): string | null {
  const edit = editFor(row, app);
  if (app?.owner == null || row.reason === null || REASONS[row.reason].move !== "app-owner") return edit;
  return `${edit ?? place(app.source)}${edit === null ? ": " : "; "}ask the owner, ${app.owner}`;
}

/** What to write for the id of an app that the catalog does not show. */
export function idAdvice({ catalog, id, displayName }: Pick<PlanApp, "catalog" | "id" | "displayName">): string {
  if (catalog !== "wrong-field") return "correct the id, or take the app out";
  const [written, right] = id === null ? ["manifestId", "catalogId"] : ["catalogId", "manifestId"];
  return `write ${right} in place of ${written}: the id is the ${right} of ${displayName ?? "another app"}`;
}

/** What there is to say of an app that is gone everywhere, as an assignment wants it. */
export function finishedLine(app: PlanApp): string {
  return (
    `${place(app.source)}: ${app.name} (${app.id ?? app.manifestId ?? "no id"}): neither the catalog nor anybody has it; ` +
    "ensure: absent has done its work, and can be taken out"
  );
}

function editFor(row: PlanRow, app: PlanApp | null): string | null {
  const edit = row.reason === null ? undefined : EDITS[row.reason];
  const text = edit === undefined || app === null ? null : edit.write(row, app);
  if (edit === undefined || app === null || text === null) return null;
  const places = edit.at === "assignment" ? row.sources : [edit.at === "lock" ? lockPlace(app) : app.source];
  return `${places.map(place).join(", ")}: ${text}`;
}

function lockPlace({ lock, source }: PlanApp): PlanApp["source"] {
  return lock.state === "no-lock" ? source : lock.source;
}

/** Where something is to be written, and what; null where it is not known. */
interface Edit {
  readonly at: "assignment" | "app" | "lock";
  readonly write: (row: PlanRow, app: PlanApp) => string | null;
}

const HOLD_OFFERED: Edit = {
  at: "assignment",
  write: (_row, { offered }) => (offered === null ? null : `write a range that holds ${offered.version}`),
};

const EDITS: Readonly<Partial<Record<Reason, Edit>>> = {
  "conflicting-assignments": {
    at: "assignment",
    write: () => "give one of them a higher priority, or take one out",
  },
  "user-not-found": { at: "assignment", write: () => "correct the name, or take it out" },
  "user-not-eligible": { at: "assignment", write: () => "take the user out, or have the account changed" },
  "app-not-in-catalog": { at: "app", write: (_row, app) => idAdvice(app) },
  "app-ambiguous": { at: "app", write: () => "write the catalogId of the right one in place of the manifestId" },
  "cannot-downgrade": {
    at: "assignment",
    write: ({ observed }) =>
      observed.state === "present" && observed.version !== null ? `write a range that holds ${observed.version}` : null,
  },
  "version-past-range": HOLD_OFFERED,
  "version-not-offered": HOLD_OFFERED,
  "permissions-not-approved": { at: "app", write: (_row, { lacking }) => approve(lacking ?? []) },
  "definition-not-locked": { at: "lock", write: () => "run trueup lock, and have what it changes reviewed" },
  "consent-not-approved": {
    at: "app",
    write: (row, { approved }) => approve(permissionsLacking(inForce(row), approved)),
  },
  "identity-not-approved": {
    at: "app",
    write: (_row, { offered }) =>
      offered?.identity.state === "known" && offered.identity.clientAppId !== null
        ? `if it is right, write clientAppId: ${offered.identity.clientAppId}`
        : null,
  },
};

function approve(lacking: PlanApp["approved"]): string | null {
  return lacking.length === 0 ? null : `if it is right, add to permissions: ${lacking.map(permissionText).join(", ")}`;
}
