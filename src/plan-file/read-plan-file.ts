import type { ErrorObject } from "ajv";
import { UsageError } from "../errors.ts";
import type { DefinitionIdentity } from "../model/catalog.ts";
import { rowKey } from "../model/plan.ts";
import type { Limit } from "../model/policy.ts";
import { canonicalJson, definitionDigest } from "../model/definition-digest.ts";
import { startDigest } from "./digest.ts";
import { FORMAT_VERSION } from "./document.ts";
import { envelopeOf, isReviewedToAct } from "./envelope.ts";
import type { App, Bounds, Offered, Plan, Row } from "./schema.d.ts";
import { isPlan } from "./validators.cjs";
import { envelopeJson } from "./write-json.ts";

/** Characters; a file that is no plan may hold anything of any length. */
const LONGEST = 200;

/** A value as a message shows it: as JSON, cut short. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** The first thing that does not fit the schema. */
function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return "it is no plan";
  const place = error.instancePath === "" ? "the file" : error.instancePath.slice(1).replaceAll("/", ".");
  return `${place} ${error.message ?? error.keyword} ${shown(error.params)}`;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/**
 * Whether brackets of JSON text go deeper than `levels`, found without parsing it: parsed, a file of nothing but brackets
 * takes many times its size of memory.
 */
function isDeeperThan(text: string, levels: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (OPENING.has(code)) {
      depth += 1;
      if (depth > levels) return true;
    } else if (CLOSING.has(code)) depth -= 1;
  }
  return false;
}

/**
 * What is wrong with a file that fits the schema and has the right digest, which anybody can compute: each fact that the
 * file holds twice has to agree with itself, and a row that acts has to hold all that acting needs. Null: nothing.
 */
function contradiction(file: Plan): string | null {
  return appContradiction(file) ?? rowContradiction(file) ?? envelopeContradiction(file);
}

function appContradiction({ apps }: Plan): string | null {
  const names = new Set<string>();
  for (const { name, offered } of apps) {
    if (names.has(name)) return `it holds the app "${name}" twice`;
    names.add(name);
    if (offered === null) continue;
    if (definitionDigest({ ...offered, identity: identityOf(offered) }) !== offered.digest)
      return `the digest of the definition of "${name}" is not that of its content`;
  }
  return null;
}

function identityOf({ clientAppId, bot }: Offered): DefinitionIdentity {
  return bot === null
    ? { state: "unknown", detail: "the file does not hold it" }
    : { state: "known", clientAppId, bot };
}

function rowContradiction({ apps, rows }: Plan): string | null {
  const byName = new Map(apps.map((app) => [app.name, app]));
  const keys = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const app = byName.get(row.app);
    if (app === undefined) return `row ${index + 1} is about the app "${row.app}", which it does not hold`;
    const key = rowKey(row);
    if (keys.has(key)) return `it holds two rows for the user ${row.user.asWritten} and the app "${row.app}"`;
    keys.add(key);
    if (isReviewedToAct(row) && !canAct(row, app)) {
      return `row ${index + 1} is to act, and does not hold what its action needs`;
    }
  }
  return null;
}

function canAct({ user, verdict, action, reason, observed, consent, replaced }: Row, { id, offered }: App): boolean {
  if (user.id === null || id === null || action === null) return false;
  if (verdict === "act" && reason !== null) return false;
  switch (action) {
    case "install":
      return observed.state === "absent" && offered?.digest != null;
    case "upgrade":
      return observed.state === "present" && offered?.digest != null;
    case "uninstall":
      return observed.state === "present" && consent.length === 0;
    case "replace":
      return replaced !== undefined && (observed.state === "present" || offered?.digest != null);
    case "reinstall":
      return observed.state === "present" && consent.length > 0 && offered?.digest != null;
  }
}

function envelopeContradiction({ envelope, rows }: Plan): string | null {
  const made = envelopeJson(envelopeOf(rows, limitFrom(envelope.slack)));
  return canonicalJson(made) === canonicalJson(envelope) ? null : "its envelope is not the one that its rows make";
}

function limitFrom(written: number | string): Limit {
  return typeof written === "number"
    ? { kind: "count", count: written }
    : { kind: "percent", percent: Number.parseFloat(written) };
}

/** A plan file that was checked: whole, unchanged, for this tenant and not expired. */
export interface ApprovedPlan extends Pick<Plan, "digest" | "createdAt" | "expiresAt" | "source" | "filters"> {
  /** By name. */
  readonly apps: ReadonlyMap<string, App>;
  /** By `rowKey`, in plan order. */
  readonly rows: ReadonlyMap<string, Row>;
  /** By app name; what is not listed must not change. */
  readonly bounds: ReadonlyMap<string, Bounds>;
}

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
export function readPlanFile(text: string, { name, nowMs, tenantId }: Expected): ApprovedPlan {
  const file = parse(text, name);
  checkKind(file, name);
  if (!isPlan(file)) {
    throw new UsageError(`${name} does not have the format of a plan: ${describe(isPlan.errors?.[0])}`, MAKE_ANOTHER);
  }
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

function digestOfFile(file: Plan): string {
  const members = Object.entries<unknown>({ ...file }).map(([name, value]) => ({ name, value }));
  const digest = startDigest(
    members.filter(({ name }) => name !== "digest" && name !== "rows"),
    "rows",
  );
  for (const row of file.rows) digest.add(canonicalJson(row));
  return digest.end();
}

function checkTenant(file: Plan, name: string, tenantId: string | null): void {
  if (file.tenantId?.toLowerCase() === tenantId?.toLowerCase()) return;
  throw new UsageError(
    `${name} is for the tenant ${file.tenantId ?? "(unknown)"}, and this run is for ${tenantId ?? "(unknown)"}`,
    "sign in to the tenant that was planned for, or make a plan for this one",
  );
}

/** A time that cannot be told counts as over: the schema's pattern lets a 99th of a month through. */
function checkTime({ createdAt, expiresAt }: Plan, name: string, nowMs: number): void {
  const [fromMs, untilMs] = [Date.parse(createdAt), Date.parse(expiresAt)];
  if (Number.isNaN(fromMs) || Number.isNaN(untilMs)) {
    throw new UsageError(`${name} holds a time that does not exist: ${createdAt} to ${expiresAt}`, MAKE_ANOTHER);
  }
  if (nowMs >= untilMs) {
    throw new UsageError(`${name} expired at ${expiresAt}`, `review a new plan; ${MAKE_ANOTHER}`);
  }
}

function approvedPlan(file: Plan): ApprovedPlan {
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
