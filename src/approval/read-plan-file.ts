import { UsageError } from "../errors.ts";
import { FORMAT_VERSION } from "../report/document.ts";
import { digestOfMembers, type Member } from "../report/digest.ts";
import { contradiction } from "./consistency.ts";
import { isDeeperThan } from "./nesting.ts";
import { type ApprovedPlan, type PlanFile, rowKey } from "./plan-file.ts";
import { createShapeCheck, type ShapeCheck } from "./plan-shape.ts";
import { shown } from "./shown.ts";

/** What a plan file has to fit to be an approval of this run. */
export interface Expected {
  /** The file's name, for messages. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** The token's tenant; null when the token does not tell. */
  readonly tenantId: string | null;
}

/** Larger files are refused; a plan of 100,000 rows has about 60 MB. Look at the size before reading a file. */
export const MOST_PLAN_BYTES = 256 * 1024 * 1024;

/** Plans are seven levels deep. */
const MOST_LEVELS = 16;

const MAKE_ANOTHER = "make a new one: trueup plan --out FILE";

/**
 * Reads a plan that `trueup plan --out` wrote and that somebody reviewed.
 * @throws UsageError, with one sentence that says why, for a file that is not JSON, not a plan, of another format, not what
 * its digest says, in contradiction with itself, for another tenant, or expired
 */
export function readPlanFile(
  text: string,
  expected: Expected,
  checkShape: ShapeCheck = createShapeCheck(),
): ApprovedPlan {
  const { name, nowMs, tenantId } = expected;
  const value = parse(text, name);
  checkKind(value, name);
  const shape = checkShape(value);
  if (!shape.ok) throw new UsageError(`${name} does not have the format of a plan: ${shape.problem}`, MAKE_ANOTHER);
  const { file } = shape;
  if (digestOfFile(file) !== file.digest) {
    throw new UsageError(
      `${name} is not what its digest says: it was changed after it was made`,
      "give the file as trueup plan --out wrote it",
    );
  }
  const wrong = contradiction(file);
  if (wrong !== null) throw new UsageError(`${name} contradicts itself: ${wrong}`, MAKE_ANOTHER);
  checkTenant(file, name, tenantId);
  checkTime(file, name, nowMs);
  return approvedPlan(file);
}

function parse(text: string, name: string): unknown {
  if (text.length > MOST_PLAN_BYTES) {
    throw new UsageError(
      `${name} is larger than ${MOST_PLAN_BYTES / 1024 / 1024} MB`,
      "plan less at once, for example with --app NAME",
    );
  }
  if (isDeeperThan(text, MOST_LEVELS)) {
    throw new UsageError(`${name} is nested more than ${MOST_LEVELS} levels deep, as no plan is`, MAKE_ANOTHER);
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return value;
  } catch {
    throw new UsageError(`${name} is not JSON`, "give the file that trueup plan --out wrote");
  }
}

/** Before the schema, which would say the same in a way that nobody understands. */
function checkKind(value: unknown, name: string): void {
  if (typeof value !== "object" || value === null || !("formatVersion" in value) || !("kind" in value)) {
    throw new UsageError(`${name} is not a plan: it has no formatVersion and kind`, MAKE_ANOTHER);
  }
  const { formatVersion, kind } = value;
  if (formatVersion !== FORMAT_VERSION) {
    const isNewer = isNewerFormat(formatVersion);
    throw new UsageError(
      `${name} has the ${isNewer ? "newer " : ""}format ${shown(formatVersion)}; this version of trueup reads ${FORMAT_VERSION}`,
      isNewer ? "apply with the version of trueup that made the plan" : MAKE_ANOTHER,
    );
  }
  if (kind !== "plan") throw new UsageError(`${name} is not a plan: its kind is ${shown(kind)}`, MAKE_ANOTHER);
}

function isNewerFormat(written: unknown): boolean {
  const [major, minor] = formatParts(typeof written === "string" ? written : "");
  const [ownMajor, ownMinor] = formatParts(FORMAT_VERSION);
  return major > ownMajor || (major === ownMajor && minor > ownMinor);
}

function formatParts(version: string): readonly [number, number] {
  const [, major = "", minor = ""] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return [Number(major), Number(minor)];
}

function digestOfFile(file: PlanFile): string {
  const members = Object.entries<unknown>({ ...file }).filter(([name]) => name !== "digest");
  return digestOfMembers(
    members.map(([name, value]): Member => (Array.isArray(value) ? { name, items: () => value } : { name, value })),
  );
}

function checkTenant(file: PlanFile, name: string, tenantId: string | null): void {
  if (file.tenantId?.toLowerCase() === tenantId?.toLowerCase()) return;
  throw new UsageError(
    `${name} is for the tenant ${file.tenantId ?? "(unknown)"}, and this run is for ${tenantId ?? "(unknown)"}`,
    "sign in to the tenant that was planned for, or make a plan for this one",
  );
}

/** A time that cannot be told counts as over: the schema's pattern lets a 99th of a month through. */
function checkTime({ createdAt, expiresAt }: PlanFile, name: string, nowMs: number): void {
  const [fromMs, untilMs] = [Date.parse(createdAt), Date.parse(expiresAt)];
  if (Number.isNaN(fromMs) || Number.isNaN(untilMs)) {
    throw new UsageError(`${name} holds a time that does not exist: ${createdAt} to ${expiresAt}`, MAKE_ANOTHER);
  }
  if (nowMs >= untilMs) {
    throw new UsageError(`${name} expired at ${expiresAt}`, `review a new plan; ${MAKE_ANOTHER}`);
  }
}

function approvedPlan(file: PlanFile): ApprovedPlan {
  const { digest, createdAt, expiresAt, source, filters, apps, rows, envelope } = file;
  return {
    digest,
    createdAt,
    expiresAt,
    source,
    filters,
    apps: new Map(apps.map((app) => [app.name, app])),
    rows: new Map(rows.map((row) => [rowKey(row), row])),
    bounds: new Map(envelope.apps.map((bounds) => [bounds.app, bounds])),
  };
}
