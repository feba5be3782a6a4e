import { pMapIterable } from "p-map";
import { ConfigError, messageOf, UsageError } from "../../errors.ts";
import { chooseTenants } from "../../fleet/choose.ts";
import { asOfTenant, environmentFor } from "../../fleet/credentials.ts";
import type { Fleet, ListedTenant, TenantEntry } from "../../fleet/fleet.ts";
import { loadTenant } from "../../fleet/load-tenant.ts";
import { readFleet } from "../../fleet/read-fleet.ts";
import { worstExitCode, worstFirst } from "../../fleet/worst-first.ts";
import { isoTime } from "../../model/clock.ts";
import type { State } from "../../model/reasons.ts";
import { validationDocument } from "../../plan-file/document.ts";
import { renderJson } from "../../plan-file/write-json.ts";
import { renderDiagnostics } from "../../report/diagnostics.ts";
import { printable } from "../../report/facts/printable.ts";
import { ROW_STATES } from "../../report/facts/row-state.ts";
import { count } from "../../report/facts/wording.ts";
import type { LoadedState } from "../../session/desired-state.ts";
import { askedStore } from "../../session/open-store.ts";
import { systemClock } from "../../session/system-clock.ts";
import { isDatabaseAddress } from "../../store/postgres/address.ts";
import type { Console } from "../console.ts";
import { describeFailure } from "../failure.ts";
import type { FleetFlags } from "./flags.ts";
import { labelled, tenantConsole } from "./tenant-console.ts";

/** One tenant of a fleet, while something is done for it. */
export interface TenantAtWork {
  readonly fleet: Fleet;
  readonly tenant: ListedTenant;
  /** Each line says whose it is; the environment holds the credentials of this tenant and of no other. */
  readonly console: Console;
  /** Whether this tenant was asked for by name, and no other one: then everything is told of it. */
  readonly isAlone: boolean;
  /** @throws ConfigError with the places as the fleet has them */
  readonly load: () => Promise<LoadedState>;
}

/** What an action came to for one tenant. */
export interface Came {
  readonly exitCode: number;
  /** Null: the action does not tell how the tenant stands. */
  readonly state: State | null;
  /** One line for people: how it stands. Null: what was written to stdout says it. */
  readonly headline: string | null;
}

/** The same, and what was written. `problem`: why nothing came of it, in one line; null: something did. */
export interface TenantCame extends Came {
  readonly name: string;
  readonly tenantId: string | null;
  readonly problem: string | null;
  readonly written: string;
}

/** What is done for each tenant. */
interface FleetCommand {
  readonly command: string;
  /** Left out: the tenant, with its credentials. */
  readonly needs?: Needs;
  /** Told what came of each tenant. */
  readonly ended?: (came: TenantCame) => void;
}

/** `store`: what earlier runs saw and did. */
type Needs = "files" | "store" | "tenant";

/** What is said of a tenant that is not judged. */
type Words = Readonly<Record<"done" | "not", string>>;
const DONE: Words = { done: "done", not: "not done" };
const VALID: Words = { done: "valid", not: "refused" };

/** The version of the JSON of fleets; within it stands each tenant's own, which has its version. */
const FLEET_FORMAT = "1.0";

/**
 * Does something for each tenant that is asked for, some at a time. What is wrong with one tenant is its own line and exit code,
 * and hinders no other.
 * @returns the worst exit code
 * @throws ConfigError for a fleet.yaml that cannot be used, UsageError
 */
export async function forEachTenant(
  path: string,
  flags: FleetFlags,
  console: Console,
  { command, needs = "tenant", ended: noteEnd = () => undefined }: FleetCommand,
  work: (at: TenantAtWork) => Promise<Came>,
): Promise<number> {
  const fleet = await readFleet(path);
  const chosen = chooseTenants(fleet, flags.tenant);
  if (needs !== "files") refuseFileForAll(fleet, console);
  if (fleet.warnings.length > 0) {
    const text = [...renderDiagnostics(fleet.warnings, fleet.files, { color: console.noticeColor })].join("");
    console.rendered(text.trimEnd());
  }
  const width = Math.max(...chosen.map(({ name }) => name.length));
  const isAlone = chosen.length === 1 && flags.tenant.length > 0;
  let ended = 0;
  const came = pMapIterable(
    chosen,
    async (tenant) => {
      const label = labelOf(tenant, width);
      const one = await doFor(fleet, tenant, { label, isAlone, needs, format: flags.format }, console, work);
      noteEnd(one);
      ended += 1;
      console.status(`${ended} of ${count(chosen.length, "tenant")}`);
      return one;
    },
    // As JSON, results wait for those before them; work waits for results, so that of many large ones only a few are in memory.
    { concurrency: flags.concurrency, backpressure: flags.concurrency * 2, preserveOrder: flags.format === "json" },
  );
  return flags.format === "json"
    ? showJson(command, path, came, console)
    : showText(came, { width, isAlone, words: needs === "files" ? VALID : DONE }, console);
}

/** What each line about a tenant begins with. */
function labelOf({ name }: { readonly name: string }, width: number): string {
  return `${printable(name).padEnd(width)} | `;
}

interface Setting {
  readonly label: string;
  readonly isAlone: boolean;
  readonly needs: Needs;
  readonly format: FleetFlags["format"];
}

async function doFor(
  fleet: Fleet,
  tenant: TenantEntry,
  setting: Setting,
  console: Console,
  work: (at: TenantAtWork) => Promise<Came>,
): Promise<TenantCame> {
  const { label, isAlone, needs } = setting;
  const about = { name: tenant.name, tenantId: tenant.state === "listed" ? tenant.tenantId : null };
  try {
    if (tenant.state === "refused") throw new ConfigError(tenant.diagnostics, tenant.files);
    const own = tenantConsole(label, console, await environmentOf(tenant, needs, console));
    const load = async (): Promise<LoadedState> => {
      const loaded = await loadTenant(fleet, tenant, { environment: console.environment, clock: systemClock });
      if (loaded.state === "refused") throw new ConfigError(loaded.diagnostics, loaded.files);
      return loaded.loaded;
    };
    const came = await work({ fleet, tenant, console: own.console, isAlone, load });
    return { ...about, ...came, problem: null, written: own.written() };
  } catch (thrown) {
    const error = tenant.state === "listed" ? asOfTenant(thrown, tenant) : thrown;
    const failed = { ...about, exitCode: 1, state: null, headline: null };
    // Where only files are looked at, what is wrong with the files is the result.
    if (error instanceof ConfigError && needs === "files") return { ...failed, ...asResult(error, setting, console) };
    console.rendered(labelled(label, describeFailure(error, { color: console.noticeColor, debug: false })));
    return { ...failed, problem: problemOf(error), written: "" };
  }
}

/** @throws SignInError */
async function environmentOf(tenant: ListedTenant, needs: Needs, { environment }: Console) {
  if (needs === "tenant") return environmentFor(tenant, environment);
  return needs === "store" ? { ...environment, AZURE_TENANT_ID: tenant.tenantId } : environment;
}

function asResult({ diagnostics, files }: ConfigError, { format }: Setting, console: Console) {
  const written =
    format === "json"
      ? renderJson(validationDocument(isoTime(systemClock.now()), diagnostics))
      : renderDiagnostics(diagnostics, files, { color: console.resultColor });
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return { problem: count(errors, "error"), written: [...written].join("") };
}

function problemOf(error: unknown): string {
  if (!(error instanceof ConfigError)) return messageOf(error);
  const errors = error.diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  const place = first?.file == null ? "" : `${first.file}${first.line === null ? "" : `:${first.line}`}: `;
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : "";
  return `${place}${first?.message ?? "the desired state has errors"}${more}`;
}

/** @throws UsageError where a file is to hold the readings of several tenants, of which it would keep those of one */
export function refuseFileForAll({ tenants }: Fleet, console: Console): void {
  const asked = askedStore(console.environment);
  if (asked === "" || isDatabaseAddress(asked) || tenants.length === 1) return;
  throw new UsageError(
    `TRUEUP_STORE names ${asked}, a file, which holds one tenant, and the fleet has ${tenants.length}`,
    "name a database (postgres://…), or leave it out: then each tenant has a file of its own",
  );
}

async function showJson(
  command: string,
  path: string,
  all: AsyncIterable<TenantCame>,
  console: Console,
): Promise<number> {
  const head = JSON.stringify({ formatVersion: FLEET_FORMAT, kind: "fleet", command, fleet: path });
  await console.result([`${head.slice(0, -1)},"tenants":[`]);
  const codes: number[] = [];
  for await (const { name, tenantId, exitCode, state, problem, written } of all) {
    const facts = JSON.stringify({ tenant: name, tenantId, exitCode, state, problem }).slice(0, -1);
    await console.result([codes.length === 0 ? "\n" : ",\n", facts, ',"result":', written.trim() || "null", "}"]);
    codes.push(exitCode);
  }
  const exitCode = worstExitCode(codes);
  await console.result([`\n],"exitCode":${exitCode}}\n`]);
  return exitCode;
}

async function showText(
  came: AsyncIterable<TenantCame>,
  { width, isAlone, words }: { readonly width: number; readonly isAlone: boolean; readonly words: Words },
  console: Console,
): Promise<number> {
  const all: TenantCame[] = [];
  for await (const one of came) all.push(one);
  if (!isAlone) await console.result([`${totals(all, words)}\n`]);
  for (const one of all.toSorted(standing)) {
    const said = one.problem === null ? one.headline : `${words.not}: ${one.problem}`;
    const lines = [...(said === null ? [] : [printable(said)]), ...(one.written === "" ? [] : [one.written.trimEnd()])];
    await console.result([`${labelled(labelOf(one, width), lines.join("\n"))}\n`]);
  }
  return worstExitCode(all.map(({ exitCode }) => exitCode));
}

/** What failed first; else the worst; where nobody is judged, by name. */
function standing(a: TenantCame, b: TenantCame): number {
  const [left, right] = [a, b].map(({ name, state, problem }) => ({
    name,
    state: state ?? (problem === null ? "as-desired" : null),
  }));
  return left === undefined || right === undefined ? 0 : worstFirst(left, right);
}

/** `3 tenants: 1 not done, 1 differs, 1 as desired` */
function totals(all: readonly TenantCame[], words: Words): string {
  const groups = Map.groupBy(all.toSorted(standing), ({ state, problem }) =>
    problem !== null ? words.not : state === null ? words.done : ROW_STATES[state].name,
  );
  const parts = [...groups].map(([name, members]) => `${members.length} ${name}`);
  return `${count(all.length, "tenant")}: ${parts.join(", ")}`;
}
