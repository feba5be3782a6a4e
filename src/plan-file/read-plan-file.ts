import type { ErrorObject } from "ajv";
import { UsageError } from "../errors.ts";
import { canonicalJson } from "../model/definition-digest.ts";
import { startDigest } from "./digest.ts";
import { FORMAT_VERSION } from "./document.ts";
import { contradiction } from "./contradictions.ts";
import type { App, Bounds, Plan, Row } from "./schema.d.ts";
import { type BesideRows, splitRows } from "./split-rows.ts";
import { isPlan, isRow } from "./validators.cjs";

/** Characters; a file that is no plan may hold anything of any length. */
const LONGEST = 200;

/** A value as a message shows it: as JSON, cut short. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** The first thing that does not fit the schema, of the value that is at `place` in the file. */
function describe(error: ErrorObject | undefined, place: readonly string[]): string {
  if (error === undefined) return "it is no plan";
  const names = [...place, ...error.instancePath.split("/").slice(1)];
  return `${names.length === 0 ? "the file" : names.join(".")} ${error.message ?? error.keyword} ${shown(error.params)}`;
}

/** The text of a file in pieces, from its beginning each time it is asked for. */
export type FileText = () => Iterable<string>;

/** A plan file that was checked: whole, unchanged, for this tenant and not expired. */
export interface ApprovedPlan extends Pick<Plan, "digest" | "createdAt" | "expiresAt" | "source" | "filters"> {
  /** By name. */
  readonly apps: ReadonlyMap<string, App>;
  /**
   * The rows in the order of the file, which is read anew for them: a million are never held.
   * @throws UsageError after the last one, where the file is not what it was
   */
  readonly rows: () => Iterable<Row>;
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

/** Larger files are refused; a plan of a million rows has about 700 MB. Look at the size before reading a file. */
export const MOST_PLAN_BYTES = 2 * 1024 ** 3;

/** Characters: what is beside the rows is held as a whole, and of the rows one. */
const MOST_BESIDE_ROWS = 256 * 1024 * 1024;
const LONGEST_ROW = 16 * 1024 * 1024;

/** Plans are seven levels deep. */
const MOST_LEVELS = 16;

const MAKE_ANOTHER = "make a new one: trueup plan --out FILE";

/**
 * Reads a plan that `trueup plan --out` wrote and that somebody reviewed, from its beginning to its end two times: for what is
 * beside the rows, and for the rows.
 * @throws UsageError, with one sentence that says why, for a file that is not JSON, not a plan, of another format, not what
 * its digest says, in contradiction with itself, for another tenant, or expired
 */
export function readPlanFile(text: FileText, { name, nowMs, tenantId }: Expected): ApprovedPlan {
  const file = readBesideRows(text, name);
  const rows = (): Iterable<Row> => readRows(text, file, name);
  const wrong = contradiction(file, rows);
  if (wrong !== null) throw contradicts(name, wrong);
  checkTenant(file, name, tenantId);
  checkTime(file, name, nowMs);
  const { digest, createdAt, expiresAt, source, filters, apps, envelope } = file;
  return {
    digest,
    createdAt,
    expiresAt,
    source,
    filters,
    apps: new Map(apps.map((app) => [app.name, app])),
    rows,
    bounds: new Map(envelope.apps.map((bounds) => [bounds.app, bounds])),
  };
}

/** All of a file but its rows, of which there are none in it. */
function readBesideRows(text: FileText, name: string): Plan {
  let beside = "";
  const take = (piece: string): void => {
    beside += piece;
    if (beside.length > MOST_BESIDE_ROWS) throw tooLarge(name, "it holds more than 256 MB beside its rows");
  };
  for (const _ of splitRows(text(), { ...limitsOf(name), take })) continue;
  const file = parse(beside.replace(/^\uFEFF/, ""), name);
  checkKind(file, name);
  if (!isPlan(file)) throw otherFormat(name, describe(isPlan.errors?.[0], []));
  return file;
}

/** The rows of a file, and at their end whether the file is what its digest says. */
function* readRows(text: FileText, file: Plan, name: string): Generator<Row> {
  const members = Object.entries<unknown>({ ...file }).map(([member, value]) => ({ name: member, value }));
  const digest = startDigest(
    members.filter((member) => member.name !== "digest" && member.name !== "rows"),
    "rows",
  );
  let index = 0;
  for (const rowText of splitRows(text(), { ...limitsOf(name), take: () => {} })) {
    const row = parse(rowText, name);
    if (!isRow(row)) throw otherFormat(name, describe(isRow.errors?.[0], ["rows", String(index)]));
    digest.add(canonicalJson(row));
    yield row;
    index += 1;
  }
  if (digest.end() === file.digest) return;
  throw new UsageError(
    `${name} is not what its digest says: it was changed after it was made`,
    "give the file as trueup plan --out wrote it",
  );
}

/** What no plan goes beyond. */
function limitsOf(name: string): Omit<BesideRows, "take"> {
  let lists = 0;
  return {
    begin() {
      lists += 1;
      if (lists > 1) throw contradicts(name, "it holds its rows twice");
    },
    opened(levels) {
      if (levels <= MOST_LEVELS) return;
      throw new UsageError(`${name} is nested more than ${MOST_LEVELS} levels deep, as no plan is`, MAKE_ANOTHER);
    },
    held(characters) {
      if (characters > LONGEST_ROW) throw tooLarge(name, "one of its rows has more than 16 MB");
    },
  };
}

function parse(json: string, name: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return value;
  } catch {
    throw new UsageError(`${name} is not JSON`, "give the file that trueup plan --out wrote");
  }
}

function otherFormat(name: string, wrong: string): UsageError {
  return new UsageError(`${name} does not have the format of a plan: ${wrong}`, MAKE_ANOTHER);
}

function contradicts(name: string, wrong: string): UsageError {
  return new UsageError(`${name} contradicts itself: ${wrong}`, MAKE_ANOTHER);
}

function tooLarge(name: string, what: string): UsageError {
  return new UsageError(`${name} is larger than any plan: ${what}`, "plan less at once, for example with --app NAME");
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
