import semver from "semver";
import { ConfigError, GraphError, SignInError, UsageError } from "../../src/errors.ts";
import type { ResultRow } from "../../src/model/plan.ts";
import type { SandboxInstallation } from "../../src/sandbox/state.ts";
import { isWhole } from "./exchanges.ts";
import { DEFINITION_GOOD_FOR_MS, writesIn } from "./judge-writes.ts";
import type { CaseRecord, RunRecord } from "./run-case.ts";
import type { RunEnding } from "./run-trueup.ts";
import { copyIdOf, permissionText } from "./tenant-of.ts";
import { isDirectoryLie, toldAll, uncertaintyOf } from "./told-world.ts";
import {
  namedBy,
  type Claim,
  claimsIn,
  type Having,
  hasOpenException,
  isThere,
  membersOf,
  pairKey,
  protectedIn,
  rulingOf,
} from "./truth.ts";
import { report, type Violation } from "./violation.ts";
import { BAD_IDS, type Named, type World } from "./world.ts";

/** Judges how a run ended: what it says of its rows against what is so. */
export function judgeEnding(record: CaseRecord, run: RunRecord): readonly Violation[] {
  const { ending } = run;
  if (ending === "killed") return [];
  if ("error" in ending) return judgeError(record, run, ending.error);
  return [
    ...judgeRows(record, run, ending),
    ...judgeOutcomes(record, run, ending),
    ...(run.kind === "last" ? judgeLast(record, run, ending) : []),
  ];
}

/** An error is the end of a run that wrote nothing, in words for people; in calm weather there has to be a reason. */
function judgeError(record: CaseRecord, run: RunRecord, error: unknown): readonly Violation[] {
  const found: Violation[] = [];
  const isKnown = [GraphError, SignInError, UsageError, ConfigError].some((kind) => error instanceof kind);
  if (!isKnown) found.push(report("before the first write", `run ${run.run} crashed: ${textOf(error)}`));
  const writes = writesIn(record, run.run).length;
  if (writes > 0)
    found.push(report("before the first write", `run ${run.run} wrote ${writes} times, then threw ${textOf(error)}`));
  const isMeant =
    isEmptyException(record.world()) || (error instanceof SignInError && record.setting.token === "may-not-consent");
  if (run.kind !== "in-weather" && !isMeant) found.push(report("convergence", `run ${run.run}: ${textOf(error)}`));
  return found;
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** A group in `except` without members is refused before anything is done. */
function isEmptyException(world: World): boolean {
  return world.assigned.some(({ except }) =>
    except.some((named) => named.kind === "group" && isThere(world, named) && membersOf(world, named.id).size === 0),
  );
}

/** One row for each pair; exactly the pairs of the desired state, where the directory was told truly and to the end. */
function judgeRows(record: CaseRecord, run: RunRecord, { result }: RunEnding): readonly Violation[] {
  const { epochs, exchanges } = record.service;
  const keys = result.rows.map((row) => keyOf(record, row));
  // Two names of somebody whom the directory does not have cannot be told to be one person.
  const named = result.rows.map(({ user, app }) => pairKey(user.id ?? user.asWritten, app));
  if (new Set(named).size < named.length) return [report("every row once", `run ${run.run}: a pair has two rows`)];
  const own = exchanges.filter((exchange) => exchange.run === run.run);
  const isChanged = epochs.some(({ fromSeq }) => fromSeq > run.fromSeq && fromSeq <= run.toSeq);
  // Somebody who could not be asked about may be among everybody.
  const isAsked = own.every((one) => one.question !== "user" || one.status === 404 || isWhole(one));
  const isClear =
    isAsked && !isChanged && !own.some(isDirectoryLie) && result.targets.every(({ state }) => state === "read");
  if (!isClear) return [];
  const world = worldAt(record, run.fromSeq);
  const expected = [...claimsIn(world).keys()].sort().join("; ");
  const found = [...keys].sort().join("; ");
  return expected === found ? [] : [report("every row once", `run ${run.run}: rows ${found}, pairs ${expected}`)];
}

function worldAt({ service }: CaseRecord, seq: number): World {
  return service.epochs.findLast(({ fromSeq }) => fromSeq <= seq)?.world ?? service.epochs[0].world;
}

function keyOf({ service }: CaseRecord, { user, app }: ResultRow): string {
  const written = user.asWritten.toLowerCase();
  const person = service.epochs[0].world.people.find(
    ({ id, upn }) => id === user.id || id === written || upn === written,
  );
  return pairKey(person?.id ?? user.asWritten, app);
}

/** Only rows that act are written, and what is said to be applied is so. */
function judgeOutcomes(record: CaseRecord, run: RunRecord, { result }: RunEnding): readonly Violation[] {
  // With a token that is over, Graph did not even look at what was sent.
  const tried = writesIn(record, run.run).filter(({ exchange }) => exchange.truly !== 401);
  const written = new Set(tried.map(({ user, app }) => pairKey(user, app?.name ?? "")));
  return result.rows.flatMap((row): readonly Violation[] => {
    const what = `run ${run.run}: ${row.action ?? row.reason} of ${row.app} for ${row.user.id}`;
    if ((row.verdict === "act") !== (row.outcome !== null))
      return [report("every row once", `${what} has no outcome, or one too many`)];
    const isWritten = written.has(keyOf(record, row));
    const { outcome } = row;
    if (outcome === null)
      return isWritten ? [report("nobody outside", `${what} was written and is ${row.verdict}`)] : [];
    if (outcome.status === "not-tried" && isWritten)
      return [report("applied is true", `${what} was written and is not-tried`)];
    if (outcome.status === "applied" && !isWritten)
      return [report("applied is true", `${what} is applied and was not written`)];
    if (outcome.status !== "applied" && outcome.status !== "already-done") return [];
    const untrue = whyNotSo(record, run, row, result.apps.find(({ name }) => name === row.app)?.offered?.version ?? "");
    return untrue === null ? [] : [report("applied is true", `${what} is ${outcome.status}, but ${untrue}`)];
  });
}

function whyNotSo(record: CaseRecord, run: RunRecord, row: ResultRow, planned: string): string | null {
  const own = havingOf(record, run, row.user.id ?? "", row.app).own;
  if (row.action === "uninstall") {
    return own === null || wasEmptied(record, run, row.user.id ?? "") ? null : "it is installed";
  }
  if (own === null) return "it is not installed";
  if (semver.gt(own.version, planned) && hasMovedMeanwhile(record, run, row)) return null;
  if (semver.neq(own.version, planned)) return `${own.version} is installed, planned was ${planned}`;
  const isGranted = row.consent.every((permission) => own.consent.includes(permissionText(permission)));
  return isGranted && (row.consent.length === 0 || own.consent.length === row.consent.length)
    ? null
    : `its consent is ${own.consent.join()}`;
}

/**
 * A write brings what the catalog offers when it is carried out. The definition that was checked can be a minute old, and
 * of two writes for one row, the second since the first showed late, the read-back may show the first.
 */
function hasMovedMeanwhile(record: CaseRecord, run: RunRecord, row: ResultRow): boolean {
  const writes = writesIn(record, run.run).filter(({ user, app }) => user === row.user.id && app?.name === row.app);
  const moments = writes.map(({ exchange }) => exchange.atMs);
  return record.service.epochs.some(
    ({ fromMs }) => fromMs >= Math.min(...moments) - DEFINITION_GOOD_FOR_MS && fromMs <= Math.max(...moments),
  );
}

/** An answer that hides what is there cannot be told from the truth. */
function wasEmptied({ service }: CaseRecord, { run }: RunRecord, user: string): boolean {
  return service.exchanges.some((one) => one.run === run && one.userId === user && one.fault?.kind === "emptied");
}

/** What somebody had of an app when a run ended. */
function havingOf(record: CaseRecord, run: RunRecord, user: string, appName: string): Having {
  const app = record.service.epochs[0].world.apps.find(({ name }) => name === appName);
  if (app === undefined) throw new Error(`no app ${appName}`);
  const installations = run.holdings.get(user) ?? [];
  const readable = installations.filter(({ id }) => !BAD_IDS.includes(id));
  const isReadable = readable.length === installations.length;
  const own = (run.kind === "last" ? readable : installations).find((one) => one.app.id === app.catalogId);
  const copy = installations.find((one) => one.app.id === copyIdOf(app));
  const isRecognized = record.world().apps.find(({ name }) => name === appName)?.definitions !== null;
  return { own: heldOf(own ?? (isRecognized ? undefined : copy)), copy: copy !== undefined, isReadable };
}

function heldOf(installation: SandboxInstallation | undefined): Having["own"] {
  return installation === undefined
    ? null
    : { version: installation.version, consent: installation.consent.map(permissionText) };
}

/** In calm weather, after a run that did all it could: nothing is left to do, and every row says what is so. */
function judgeLast(record: CaseRecord, run: RunRecord, { result, exitCode }: RunEnding): readonly Violation[] {
  const world = record.world();
  const found: Violation[] = [];
  const claims = claimsIn(world);
  const isForbidden = (row: ResultRow): boolean =>
    world.forbidden.some(({ user, app }) => user === row.user.id && app === row.app);
  for (const { user, app } of writesIn(record, run.run)) {
    if (!world.forbidden.some((one) => one.user === user && one.app === app?.name))
      found.push(report("convergence", `the last run wrote ${app?.name} for ${user}`));
  }
  // Somebody who is named and not found is known to be nobody else.
  let isOpen = result.targets.some(({ state, kind, role }) => state !== "read" && !(kind === "user" && role === "to"));
  let isCertain = true;
  for (const row of result.rows) {
    const claim = claims.get(keyOf(record, row));
    // Two names of somebody who is gone may be two rows; one of them is the claim's.
    if (
      claim === undefined ||
      isOneOfSeveral(record, result, row) ||
      isForbidden(row) ||
      hasOpenException(world, row.app)
    ) {
      isCertain = false;
      continue;
    }
    const wrong = whyWrong(record, run, world, row, claim);
    if (wrong !== null) found.push(report("convergence", `last run: ${row.app} for ${row.user.asWritten}: ${wrong}`));
    const isMeant = row.reason === "protected" || (row.reason === "suspended" && !world.suspended);
    // An app that is to be there and is not in the catalog is open, though nobody has it.
    isOpen ||=
      claim.winner.ensure !== "absent" && world.apps.some((app) => app.name === row.app && app.definitions === null);
    isOpen ||= row.verdict === "blocked" || row.verdict === "act" || (row.verdict === "held" && !isMeant);
  }
  if (isCertain && (exitCode === 0) === isOpen)
    found.push(report("exit code", `last run: ${exitCode} and ${isOpen ? "something" : "nothing"} open`));
  return found;
}

function isOneOfSeveral(record: CaseRecord, { rows }: RunEnding["result"], row: ResultRow): boolean {
  return rows.filter((one) => keyOf(record, one) === keyOf(record, row)).length > 1;
}

/**
 * By the letter, a target that is not there blocks every row of its app that is not won by a strictly higher rank or
 * priority; rows that it could not change may be spared.
 */
function mayBeBlocked(world: World, claim: Claim): boolean {
  return world.assigned.some(
    ({ app, to, priority }) =>
      app === claim.app &&
      to.some((named) => named.kind === "group" && !isThere(world, named)) &&
      !(claim.rank < 1 || (claim.rank === 1 && claim.winner.priority > priority)),
  );
}

/** A store that could not note a write still holds what was read before it; it is read anew before anything is written. */
function isFromBefore({ mishaps, service }: CaseRecord, { observed }: ResultRow, { user }: Claim): boolean {
  if (!mishaps.includes("disk-full") && !mishaps.includes("store-locked")) return false;
  if (observed.state !== "present" && observed.state !== "absent") return false;
  const readMs = Date.parse(observed.at);
  return service.exchanges.some(
    ({ isWrite, userId, effect, atMs }) => isWrite && userId === user && effect !== null && atMs > readMs,
  );
}

/** A reading that was not the truth is kept like any other until it is too old, where nothing acts on it. */
function isFromLie({ service }: CaseRecord, { observed }: ResultRow, { user }: Claim): boolean {
  if (observed.state !== "present" && observed.state !== "absent") return false;
  const readMs = Date.parse(observed.at);
  return service.exchanges.some(
    ({ question, userId, fault, answeredMs }) =>
      question === "installations" &&
      userId === user &&
      (fault?.kind === "stale" || fault?.kind === "emptied") &&
      answeredMs !== null &&
      Math.abs(answeredMs - readMs) < SAME_READING_MS,
  );
}

/** The pages of one reading arrive within so long. */
const SAME_READING_MS = 60_000;

function whyWrong(record: CaseRecord, run: RunRecord, world: World, row: ResultRow, claim: Claim): string | null {
  const isOpen = uncertaintyOf(toldAll(world), claim) !== null;
  const ruling = rulingOf(
    world,
    claim,
    havingOf(record, run, claim.user, claim.app),
    record.setting.consentShown,
    isOpen,
  );
  // A group in `except` without members may be one that was not told, so it blocks too.
  if (row.reason === "targets-unreadable" && (mayBeBlocked(world, claim) || isEmptyException(world))) return null;
  if (isFromBefore(record, row, claim) || isFromLie(record, row, claim)) return null;
  const said = `${row.verdict} ${row.reason ?? row.action}`;
  const due = `${ruling.verdict} ${ruling.why}`;
  if (ruling.verdict !== "act") return said === due ? null : `${said}, due is ${due}`;
  if (row.verdict !== "held" || row.action !== ruling.why) return `${said}, due is that it was done or is held: ${due}`;
  const isSuspended = world.suspended || world.apps.find(({ name }) => name === claim.app)?.suspended === true;
  if (isSuspended) return row.reason === "suspended" ? null : `${said}, due is suspended`;
  if (protectedIn(world).has(claim.user)) return row.reason === "protected" ? null : `${said}, due is protected`;
  const isUnresolved = world.protectedOnes.some((named) => !isThere(world, named) || isEmptyGroup(world, named));
  if (isUnresolved) return row.reason === "protected-unresolved" ? null : `${said}, due is protected-unresolved`;
  const isLimited = row.reason === "removal-limit" || row.reason === "change-limit" || row.reason === "next-run";
  const hasLimit = world.maxChanges < 100 || world.maxRemovals < 100 || world.forbidden.length > 0;
  return isLimited && hasLimit ? null : `${said}, due is ${due}`;
}

/** An empty group protects nobody that could be named, so it holds everything. */
function isEmptyGroup(world: World, named: Named): boolean {
  return named.kind === "group" && namedBy(world, named).size === 0;
}
