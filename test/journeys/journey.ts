import { DEFAULT_RULES } from "../../src/model/policy.ts";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { Filters } from "../../src/model/desired.ts";
import type { Plan, PlanRow, Result } from "../../src/model/plan.ts";
import { planDocument, resultDocument } from "../../src/plan-file/document.ts";
import { type Mode, reconcile } from "../../src/reconcile.ts";
import { renderText } from "../../src/report/text.ts";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import type { Run } from "../../src/session/run.ts";
import { runOnce, STANDALONE_OPTIONS } from "../../src/session/session.ts";
import { type AcceleratedClock, createAcceleratedClock } from "../fakes/clock.ts";
import { EXPENSES, REUPLOADED } from "./worlds.ts";

/** Files of a desired state by path, `policy.yaml` included. */
export type DesiredFiles = Readonly<Record<string, string>>;

/** A tenant, a desired state, and a person who plans and applies, through the real client and real sockets. */
export interface Journey {
  readonly sandbox: Sandbox;
  readonly clock: AcceleratedClock;
  /** Puts the time forward. */
  readonly wait: (hours: number) => void;
  /** Where the store is, for whoever shares it. */
  readonly storePath: string;
  /** Takes the store away, as where a disk is replaced. */
  readonly loseStore: () => Promise<void>;
  /** Replaces files of the desired state; the others stay. */
  readonly write: (files: DesiredFiles) => Promise<void>;
  readonly plan: () => Promise<Plan>;
  /** Plans, applies and plans again: the second plan must act on nothing. */
  readonly converge: () => Promise<Result>;
  /** Plans and applies; `mode` may stop it, and change the world once the plan has been shown. */
  readonly apply: (mode?: Partial<Pick<Mode, "stop" | "confirm">>, filters?: Filters) => Promise<Result>;
  /** Requests that asked for a change, as `METHOD path`. */
  readonly writes: () => readonly string[];
  readonly end: () => Promise<void>;
}

/** Twenty times real time: a read-back after a second takes 50 ms. `speed` is for journeys that wait for minutes. */
const SPEED = 20;
const START_MS = Date.parse("2026-01-01T00:00:00Z");

export async function startJourney(
  tenantYaml: string,
  desired: DesiredFiles,
  options: Partial<Omit<SandboxOptions, "tenant" | "clock">> & {
    readonly token?: string;
    readonly remembers?: boolean;
    readonly speed?: number;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<Journey> {
  const {
    token = "sandbox-token",
    speed = SPEED,
    remembers = false,
    environment: more = {},
    ...sandboxOptions
  } = options;
  const clock = createAcceleratedClock(speed, START_MS);
  const tenant = parseTenant(tenantYaml, "tenant.yaml");
  const sandbox = await startSandbox({ tenant, clock, throttle: "off", ...sandboxOptions });
  const folder = await mkdtemp(join(tmpdir(), "trueup-journey-"));
  const storeFolder = `${folder}-store`;
  const stored = remembers ? { TRUEUP_STORE: join(storeFolder, "store.db") } : {};
  const environment = { TRUEUP_GRAPH_URL: sandbox.url, TRUEUP_ACCESS_TOKEN: token, ...stored, ...more };

  const write = async (files: DesiredFiles): Promise<void> => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  };
  const withRun = async <Value>(filters: Filters, work: (run: Run) => Promise<Value>): Promise<Value> => {
    const asked = {
      filters,
      maxChanges: null,
      readConsents: false,
      ...STANDALONE_OPTIONS,
      remembers,
      limitsScale: 20,
      auth: null,
      writes: true,
      progress: () => undefined,
    };
    const surroundings = { environment, status: () => undefined, notice: () => undefined, isInteractive: false };
    return runOnce(folder, asked, surroundings, work, clock);
  };
  const go = (mode: Partial<Mode>, filters: Filters = { apps: [], users: [] }) =>
    withRun(filters, async (run) => {
      const made = await reconcile(run.desired, run.policy, run.ports, {
        preview: false,
        show: () => Promise.resolve(),
        confirm: () => Promise.resolve(true),
        stop: new AbortController().signal,
        ...mode,
      });
      await run.notePlan(made.plan);
      return made;
    });
  const plan = async (): Promise<Plan> => (await go({ preview: true })).plan;
  const apply: Journey["apply"] = async (mode = {}, filters = { apps: [], users: [] }) => {
    const { result } = await go(mode, filters);
    if (result === null) throw new Error("nothing was carried out");
    return result;
  };
  await write(desired);
  return {
    sandbox,
    clock,
    wait: (hours) => clock.skip(hours * 3_600_000),
    storePath: join(storeFolder, "store.db"),
    loseStore: () => rm(storeFolder, { recursive: true, force: true }),
    write,
    plan,
    apply,
    converge: async () => {
      const result = await apply();
      const again = await plan();
      expect(acting(again), "a second plan acts on nothing").toEqual([]);
      return result;
    },
    writes: () => sandbox.requests.filter(isWrite).map(({ method, path }) => `${method} ${path}`),
    end: async () => {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
      await rm(storeFolder, { recursive: true, force: true });
    },
  };
}

/** `adele@contoso.com expenses` for each row that acts. */
export function acting(plan: Pick<Plan, "rows">): readonly string[] {
  return plan.rows.filter(({ verdict }) => verdict === "act").map(nameOf);
}

/** What became of each row: `adele@contoso.com expenses: act upgrade -> applied`. */
export function summaryOf(plan: Plan | Result): readonly string[] {
  return plan.rows.map((row) => {
    const action = row.action === null ? "" : ` ${row.action}`;
    const reason = row.reason === null ? "" : ` (${row.reason})`;
    const outcome = "outcome" in row ? row.outcome : null;
    const code = outcome?.code == null ? "" : ` (${outcome.code})`;
    return `${nameOf(row)}: ${row.verdict}${action}${reason}${outcome === null ? "" : ` -> ${outcome.status}${code}`}`;
  });
}

/** The text of a plan or result as a person reads it, for golden files: without what differs from run to run. */
export function textOf(plan: Plan | Result): string {
  const header = {
    createdAt: "2026-01-01T00:00:00.000Z",
    tenantId: null,
    source: { path: "desired", commit: null, digest: "sha256:-" },
    limits: { ...DEFAULT_RULES, maxChanges: ANY, maxRemovals: ANY },
  };
  const document = isResult(plan) ? resultDocument(plan, header, []) : planDocument(plan, header, []);
  const text = [...renderText(document, { color: false, rates: null })].join("");
  return text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => (KNOWN_IDS.has(id) ? id : "SOME-ID"));
}

/** Ids that the worlds of the journeys give; others, such as `request-id`, differ from run to run. */
const KNOWN_IDS: ReadonlySet<string> = new Set([EXPENSES, REUPLOADED]);

const ANY = { kind: "count", count: 100 } as const;

function isResult(plan: Plan | Result): plan is Result {
  return plan.rows.some((row) => "outcome" in row);
}

function nameOf(row: PlanRow): string {
  return `${row.user.userPrincipalName ?? row.user.asWritten} ${row.app}`;
}
