import { Buffer } from "node:buffer";
import semver from "semver";
import { grant } from "../model-check/rules.ts";
import { type Exchange, type WholeReading, wholeReadings } from "./exchanges.ts";
import type { CaseRecord, RunRecord } from "./run-case.ts";
import { permissionText } from "./tenant-of.ts";
import { isDirectoryLie, isResolved, type Told, toldUntil, uncertaintyOf } from "./told-world.ts";
import { accepts, type Claim, claimsIn, newestOf, pairKey, protectedIn } from "./truth.ts";
import { report, type Violation } from "./violation.ts";
import type { ManagedApp, World } from "./world.ts";
import { isBody, itemsOf } from "./wrong-shapes.ts";

/** The definition is read again before the first write and each minute; a turn may take a moment more. */
export const DEFINITION_GOOD_FOR_MS = 70_000;

/** A write and the pair that it is about. */
export interface Write {
  readonly exchange: Exchange;
  readonly user: string;
  readonly app: ManagedApp | null;
}

/** Judges every write of a run by what the service received and told before it. */
export function judgeWrites(record: CaseRecord, run: RunRecord): readonly Violation[] {
  const exchanges = record.service.exchanges.filter((exchange) => exchange.run === run.run);
  const writes = writesIn(record, run.run);
  return [
    ...writes.flatMap((write) => judgeWrite(record, run, exchanges, writes, write)),
    ...judgeLimits(record, run, writes),
  ];
}

/** The writes of a run, in the order in which they arrived. */
export function writesIn({ service }: CaseRecord, run: number): readonly Write[] {
  const { apps } = service.epochs[0].world;
  return service.exchanges
    .filter((exchange) => exchange.run === run && exchange.isWrite)
    .map((exchange) => ({
      exchange,
      user: exchange.userId ?? "",
      app: apps.find(({ catalogId }) => catalogId === appIdOf(exchange, apps)) ?? null,
    }));
}

function judgeWrite(
  record: CaseRecord,
  run: RunRecord,
  exchanges: readonly Exchange[],
  writes: readonly Write[],
  write: Write,
): readonly Violation[] {
  const { exchange, app } = write;
  const what = `run ${run.run}, seq ${exchange.seq}: ${exchange.question} of ${app?.name ?? "an unknown app"} for ${write.user}`;
  if (app === null) return [report("nobody outside", `${what}: no app of the desired state`)];
  const told = toldUntil(exchanges, record.service.epochs[0].world, exchange.seq);
  const claim = claimsIn(told.world).get(pairKey(write.user, app.name)) ?? null;
  return [
    ...judgeClaim(told, claim, write).map((why) => report("nobody outside", `${what}: ${why}`)),
    ...judgeTruth(record, run, exchanges, write).map((why) => report("nobody outside", `${what}: ${why}`)),
    ...judgeUnknown(told, claim, app, exchanges, write).map((why) => report("never on unknown", `${what}: ${why}`)),
    ...(claim === null ? [] : judgeDefinition(record, claim, write)).map((why) =>
      report("exactly what is approved", `${what}: ${why}`),
    ),
    ...judgeReading(record, exchanges, writes, write).map((why) => report("read before write", `${what}: ${why}`)),
  ];
}

/** Whether what the run was told gives the pair this action. */
function judgeClaim({ world }: Told, claim: Claim | null, { exchange, user }: Write): readonly string[] {
  if (claim === null) return ["no assignment reaches the pair"];
  if (claim.disagreeing) return ["the assignments disagree"];
  const problems = wrongAction(claim, exchange);
  const person = world.people.find(({ id }) => id === user);
  if (claim.winner.ensure !== "absent" && person?.kind !== "able")
    problems.push(`the account is ${person?.kind ?? "not known"}`);
  if (protectedIn(world).has(user)) problems.push("the user is protected");
  if (world.suspended || world.apps.find(({ name }) => name === claim.app)?.suspended === true)
    problems.push("suspended");
  return problems;
}

function wrongAction({ winner }: Claim, { question }: Exchange): string[] {
  const allowed = { upgraded: ["upgrade"], installed: ["install", "upgrade"], absent: ["uninstall"] }[winner.ensure];
  return allowed.includes(question) ? [] : [`the assignment says ${winner.ensure}`];
}

/** Where nothing untrue was told about the directory, the pair must be one that really is assigned, at some time of the run. */
function judgeTruth(
  { service }: CaseRecord,
  run: RunRecord,
  exchanges: readonly Exchange[],
  { exchange, user, app }: Write,
): readonly string[] {
  if (exchanges.some(isDirectoryLie)) return [];
  const worlds = worldsBetween(service.epochs, run.fromSeq, exchange.seq);
  // Who leaves while a group is read page by page moves the others, so that one of them may be on no page.
  const moved = new Set(worlds.flatMap(({ groups, people }) => [groups, people])).size > 2;
  if (worlds.length > 2 || moved) return [];
  const isTrue = worlds.some((world) => {
    const claim = claimsIn(world).get(pairKey(user, app?.name ?? ""));
    return (
      claim !== undefined &&
      !claim.disagreeing &&
      wrongAction(claim, exchange).length === 0 &&
      !protectedIn(world).has(user)
    );
  });
  return isTrue ? [] : ["the pair was never assigned so"];
}

function worldsBetween(epochs: CaseRecord["service"]["epochs"], fromSeq: number, toSeq: number): readonly World[] {
  return epochs
    .filter(
      (epoch, index) => epoch.fromSeq <= toSeq && (epochs[index + 1]?.fromSeq ?? Number.POSITIVE_INFINITY) >= fromSeq,
    )
    .map(({ world }) => world);
}

function judgeUnknown(
  told: Told,
  claim: Claim | null,
  app: ManagedApp,
  exchanges: readonly Exchange[],
  { exchange }: Write,
): readonly string[] {
  const problems: string[] = [];
  const open = told.world.protectedOnes.find((named) => !isResolved(told, named));
  if (open !== undefined) problems.push(`protected entry ${JSON.stringify(open)} was not read to its end`);
  const uncertainty = claim === null ? null : uncertaintyOf(told, claim);
  if (uncertainty !== null) problems.push(uncertainty);
  const catalog = exchanges.filter(
    ({ question, path }) => question === "catalog" && (path.includes(app.manifestId) || path.includes(app.catalogId)),
  );
  const isTold = catalog.some(
    (one) =>
      (one.answeredSeq ?? Number.POSITIVE_INFINITY) < exchange.seq && itemsOf(one.told)[0]?.["id"] === app.catalogId,
  );
  // What is removed needs to be recognized, and nothing else of the catalog.
  const isRead =
    exchange.question === "uninstall"
      ? isTold
      : wholeReadings(catalog).some(({ toSeq, items }) => toSeq < exchange.seq && items.length === 1);
  if (!isRead) problems.push("the catalog was not read");
  return problems;
}

/** Whether, within the last minute, the catalog offered something accepted and approved whose permissions are those that were sent. */
function judgeDefinition({ service, setting }: CaseRecord, claim: Claim, { exchange, app }: Write): readonly string[] {
  const sent = sentBy(exchange);
  if (exchange.question === "uninstall") return sent.length === 0 ? [] : ["a removal grants"];
  const problems = new Set<string>();
  for (const offered of offersBefore(service, app?.name ?? "", exchange.atMs)) {
    const found = offeredProblems(offered, claim, sent, setting.token !== "may-not-consent");
    if (found === null) return [];
    problems.add(found);
  }
  return [[...problems].join("; or ")];
}

function offeredProblems(app: ManagedApp, claim: Claim, sent: readonly string[], mayConsent: boolean): string | null {
  const newest = newestOf(app);
  if (newest === null) return "nothing was offered";
  if (newest.requires === null) return "what it requires is unknown";
  if (!newest.requires.every((permission) => app.approved.includes(permission)))
    return "it requires what is not approved";
  if (!accepts(claim.winner.version, newest.version)) return `${newest.version} is not in ${claim.winner.version}`;
  const right = grant(newest.requires, mayConsent);
  return sameSet(sent, right) ? null : `sent ${sent.join() || "nothing"}, required is ${right.join() || "nothing"}`;
}

function offersBefore({ epochs }: CaseRecord["service"], name: string, atMs: number): readonly ManagedApp[] {
  return epochs
    .filter(
      (epoch, index) =>
        epoch.fromMs <= atMs &&
        (epochs[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY) >= atMs - DEFINITION_GOOD_FOR_MS,
    )
    .flatMap(({ world }) => world.apps.filter((app) => app.name === name));
}

/** Whether the user was read in this run, after the last write of the row, and what that showed calls for the write. */
function judgeReading(
  record: CaseRecord,
  exchanges: readonly Exchange[],
  writes: readonly Write[],
  write: Write,
): readonly string[] {
  const { exchange, user, app } = write;
  if (app === null) return [];
  // A 401 says that nothing was carried out, whatever was sent.
  const earlier = writes.findLast(
    (one) => one.user === user && one.app === app && one.exchange.seq < exchange.seq && one.exchange.truly !== 401,
  );
  const since = earlier === undefined ? 0 : (earlier.exchange.answeredSeq ?? earlier.exchange.seq);
  const lists = exchanges.filter(
    ({ question, userId, path }) => question === "installations" && userId === user && /\/installedApps\?/.test(path),
  );
  const readings = wholeReadings(lists).filter(({ fromSeq, toSeq }) => fromSeq > since && toSeq < exchange.seq);
  if (readings.length === 0)
    return [earlier === undefined ? "the user was not read" : "sent again without a read between"];
  const offered = offersBefore(record.service, app.name, exchange.atMs).map((one) => newestOf(one)?.version ?? "0.0.0");
  const isCalledFor = readings.some((reading) => callsFor(exchange, app, reading, offered));
  return isCalledFor ? [] : ["no read called for it"];
}

function callsFor(
  { question, path }: Exchange,
  app: ManagedApp,
  { items, isComplete }: WholeReading,
  offered: readonly string[],
): boolean {
  const own = items.find(isOf("id", app.catalogId));
  const isCopied = items.some((item) => item !== own && isOf("externalId", app.manifestId)(item));
  if (isCopied) return false;
  if (question === "install") return own === undefined && isComplete;
  if (own === undefined || !path.includes(String(own["id"]))) return false;
  if (question === "uninstall") return true;
  const version = isBody(own["teamsAppDefinition"]) ? String(own["teamsAppDefinition"]["version"]) : "";
  return offered.some((one) => semver.valid(version) !== null && semver.lt(version, one));
}

/** Whether an installation, as Graph tells it, is of the app with this catalog or manifest id. */
export function isOf(key: "id" | "externalId", id: string): (item: Readonly<Record<string, unknown>>) => boolean {
  return (item) => isBody(item["teamsApp"]) && item["teamsApp"][key] === id;
}

function judgeLimits(record: CaseRecord, run: RunRecord, writes: readonly Write[]): readonly Violation[] {
  const { maxChanges, maxRemovals, perRun } = record.service.epochs[0].world;
  const rows = new Set(writes.map(({ user, app }) => pairKey(user, app?.name ?? "")));
  const removed = new Set(
    writes
      .filter(({ exchange }) => exchange.question === "uninstall")
      .map(({ user, app }) => pairKey(user, app?.name ?? "")),
  );
  const over = [
    rows.size > maxChanges ? `${rows.size} rows, maxChanges ${maxChanges}` : null,
    removed.size > maxRemovals ? `${removed.size} removals, maxRemovals ${maxRemovals}` : null,
    perRun !== null && rows.size > perRun ? `${rows.size} rows, perRun ${perRun}` : null,
  ];
  return over.filter((one) => one !== null).map((one) => report("limits", `run ${run.run}: ${one}`));
}

/** Which app a write is about, by its body or by what an installation id of the sandbox holds. */
function appIdOf({ question, path, body }: Exchange, apps: readonly ManagedApp[]): string {
  if (question === "install") {
    const bind: unknown = isBody(body) ? body["teamsApp@odata.bind"] : null;
    return String(bind).split("/").at(-1) ?? "";
  }
  const id = /\/installedApps\/([^/?]+)/.exec(path)?.[1] ?? "";
  const named = apps.find(({ name }) => id.endsWith(`-${name}`));
  if (named !== undefined) return named.catalogId;
  return Buffer.from(id, "base64").toString("utf8").split("##")[1] ?? "";
}

function sentBy({ body }: Exchange): readonly string[] {
  const set: unknown = isBody(body) ? body["consentedPermissionSet"] : null;
  const list: unknown = isBody(set) ? set["resourceSpecificPermissions"] : null;
  if (!Array.isArray(list)) return [];
  return list
    .filter(isBody)
    .map((one) => permissionText({ value: String(one["permissionValue"]), type: String(one["permissionType"]) }));
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}
