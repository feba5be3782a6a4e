import { createHash } from "node:crypto";
import type { LatestJob, PassJob } from "./job-queue.ts";

/** A tenant, as far as it decides when a pass is due. */
export interface DueTenant {
  readonly name: string;
  /** Of its desired state now. */
  readonly digest: string;
  /** When a pass was due last, in milliseconds since the epoch; null: it has no schedule. */
  readonly dueMs: number | null;
}

/** A job to submit. */
export interface DueJob {
  readonly id: string;
  readonly job: PassJob;
}

/**
 * The job that a tenant needs now; null: none. Every worker comes to the same id from the same facts, and so to one job, whoever
 * submits it first.
 * @param latest the newest job of the tenant; null: it never had one
 */
export function dueJob({ name, digest, dueMs }: DueTenant, latest: LatestJob | null): DueJob | null {
  const size = latest?.came?.size ?? null;
  const asked = (because: PassJob["because"], ...facts: readonly unknown[]): DueJob => ({
    id: idOf([name, because, ...facts]),
    job: { tenant: name, digest, because, size },
  });
  if (latest === null || latest.digest !== digest) return asked("commit", digest, latest?.id ?? null);
  // While one waits or is worked on, the queue takes no other. One that is over and of which nobody heard was lost on the way.
  if (latest.came === null || latest.came.outcome === "standby") return asked("again", latest.id);
  return dueMs === null ? null : asked("schedule", dueMs);
}

/** The job by which somebody asks for one pass now, whatever is due. */
export function askedOnce({ name, digest }: Pick<DueTenant, "name" | "digest">, latest: LatestJob | null): DueJob {
  const job = { tenant: name, digest, because: "once", size: latest?.came?.size ?? null } as const;
  return { id: idOf([name, "once", latest?.id ?? null]), job };
}

/** The job that goes on where another one was put back. */
export function goneOn(id: string, job: PassJob): DueJob {
  return { id: idOf([job.tenant, "again", id]), job: { ...job, because: "again" } };
}

/** A UUID that says nothing but that the facts are the same: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8 */
function idOf(facts: readonly unknown[]): string {
  const hex = createHash("sha256").update(JSON.stringify(facts)).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
