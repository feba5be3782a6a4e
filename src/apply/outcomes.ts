import { isoTime } from "../model/clock.ts";
import type { Installation, Installed } from "../model/observation.ts";
import { samePermissions } from "../model/permission.ts";
import { type ActingRow, type Outcome, type OutcomeStatus, versionStep } from "../model/plan.ts";
import type { OutcomeCode } from "../model/reasons.ts";
import { compareVersions, parseVersion } from "../model/version.ts";
import type { Stage } from "./stages.ts";

/** What one read of a user shows, as far as it concerns one row. */
export interface Sight {
  readonly installed: Installed;
  /** Whether what has to stay is there. */
  readonly isKept: boolean;
  /** Whether an app that is not listed is certainly absent. */
  readonly absenceProven: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What a read says about the effect that a row's action was to have. `detail` is for people. */
export type Effect =
  | { readonly kind: "visible" }
  | { readonly kind: "not-visible"; readonly detail: string }
  /** `isFinal` false: the version is older than the planned one, which may still come. */
  | { readonly kind: "other-version"; readonly detail: string; readonly isFinal: boolean }
  /** `isUnchanged`: it is still what the write was to cure. */
  | { readonly kind: "consent-differs"; readonly detail: string; readonly isUnchanged: boolean };

/**
 * Whether the row's action is visible in what was read. The version that was there before may be what the service still
 * shows; any other than the planned one is another version.
 */
export function effectOf(acting: Stage, sight: Sight): Effect {
  const { own } = sight.installed;
  if (acting.action === "uninstall") {
    if (own !== null) return { kind: "not-visible", detail: "still installed" };
    return sight.absenceProven
      ? { kind: "visible" }
      : { kind: "not-visible", detail: "not listed, which proves nothing under this token's roles" };
  }
  return own === null ? { kind: "not-visible", detail: "not installed" } : compareToPlan(acting, own);
}

/** Whether the row's app is still exactly as it was when the row was decided. */
export function isAsPlanned({ observed, replaced }: Pick<Stage, "observed" | "replaced">, sight: Sight): boolean {
  const { own, otherCopies } = sight.installed;
  if (otherCopies.length > 0 || !sight.isKept) return false;
  if (replaced !== undefined && sight.installed.replaced?.id !== replaced.installationId) return false;
  if (observed.state === "present") {
    return own !== null && own.id === observed.installationId && own.version === observed.version;
  }
  return own === null && sight.absenceProven;
}

function compareToPlan(acting: Exclude<Stage, { action: "uninstall" }>, own: Installation): Effect {
  const seen = own.version === null ? null : parseVersion(own.version);
  const versions = `installed ${own.version ?? "unknown"}, planned ${acting.on.offered.text}`;
  if (seen === null) return { kind: "not-visible", detail: versions };
  const order = compareVersions(seen, acting.on.offered);
  if (order < 0 && own.version === versionStep(acting).from) return { kind: "not-visible", detail: versions };
  if (order !== 0) return { kind: "other-version", detail: versions, isFinal: order > 0 };
  const { consent } = own;
  const { cures } = acting;
  if (cures !== undefined && consent.state === "unknown") {
    return { kind: "not-visible", detail: "the consent in force could not be read" };
  }
  if (acting.consent.length > 0 && consent.state === "known" && !samePermissions(consent.permissions, acting.consent)) {
    const inForce = consent.permissions.map((permission) => permission.value).join(", ");
    const isUnchanged = cures?.state === "known" && samePermissions(consent.permissions, cures.permissions);
    return { kind: "consent-differs", detail: `consent in force: ${inForce === "" ? "none" : inForce}`, isUnchanged };
  }
  return { kind: "visible" };
}

/** Everything of an outcome but its time, which is when it is recorded. */
export type Finding = Omit<Outcome, "at">;

/** The outcome for the report: the finding with the time at which it was known, given in milliseconds. */
export function recorded(finding: Finding, nowMs: number): Outcome {
  return { ...finding, at: isoTime(nowMs) };
}

/** Written, and seen in a read afterwards. */
export function applied(requestId: string | null): Finding {
  return { status: "applied", code: null, message: null, requestId };
}

/** Seen as planned without a write of this run. */
export function alreadyDone(requestId: string | null = null): Finding {
  return { status: "already-done", code: null, message: null, requestId };
}

/** Nothing was sent for this row. */
export function notTried(code: OutcomeCode, message: string | null): Finding {
  return { status: "not-tried", code, message, requestId: null };
}

/** Sent, and known not to be as planned. */
export function failed(code: OutcomeCode, message: string, requestId: string | null): Finding {
  return { status: "failed", code, message, requestId };
}

/** A write that may have happened, or did, without its effect being seen. */
export function unverified(message: string, requestId: string | null): Finding {
  return { status: "unverified", code: "not-visible", message, requestId };
}

/** What the last look at a row that was written says, where it shows something. `seenAs` is the status of success. */
export function fromEffect(
  effect: Exclude<Effect, { readonly kind: "not-visible" }>,
  seenAs: Extract<OutcomeStatus, "applied" | "already-done">,
  requestId: string | null,
): Finding {
  switch (effect.kind) {
    case "visible":
      return seenAs === "applied" ? applied(requestId) : alreadyDone(requestId);
    case "other-version":
      return failed("other-version", effect.detail, requestId);
    case "consent-differs":
      return failed(effect.isUnchanged ? "consent-not-repaired" : "consent-mismatch", effect.detail, requestId);
  }
}

/** What was seen of an app that came back, though not as planned. */
const BACK: ReadonlySet<OutcomeCode | null> = new Set<OutcomeCode>([
  "other-version",
  "consent-mismatch",
  "consent-not-repaired",
]);

/** How far the row came whose app was removed. A write that nobody has seen yet may have brought it back. */
function reinstalled({ status, code }: Finding): string {
  if (BACK.has(code)) return "removed and installed again, not as planned";
  return status === "unverified" ? "removed, and not seen again yet" : "removed, and not installed again";
}

/** How far the row came whose app was brought. */
function moved({ status }: Finding): string {
  return status === "unverified"
    ? "the app is there, and the earlier upload may still be"
    : "the app is there, and the earlier upload still is";
}

/** What the writes of a row came to together. `before`: how the earlier ones ended; null: there were none. */
export function together({ action }: Pick<ActingRow, "action">, before: Finding | null, last: Finding): Finding {
  if (before === null || last.status === "applied") return last;
  if (last.status === "already-done") return { ...before, requestId: last.requestId ?? before.requestId };
  const done = action === "reinstall" ? reinstalled(last) : moved(last);
  const message = last.message === null ? done : `${done}: ${last.message}`;
  if (last.status !== "not-tried" || last.code === null) return { ...last, message };
  return failed(last.code, message, before.requestId);
}
