import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { Option } from "commander";
import { causeOf, ConfigError, UsageError } from "../../errors.ts";
import { provesAbsence } from "../../graph/permissions.ts";
import { type AppSummary, count, firstState, type NewFile } from "../../init/files.ts";
import { type Pipeline, pipelineFile, PIPELINES } from "../../init/pipelines.ts";
import type { HeldApp } from "../../init/survey.ts";
import { lockText } from "../../lock/lock-text.ts";
import { updateLock } from "../../lock/update-lock.ts";
import { LOCK_FILE } from "../../model/lock.ts";
import { planDocument } from "../../plan-file/document.ts";
import type { Check } from "../../report/doctor.ts";
import { loadState, summarizeState } from "../../session/desired-state.ts";
import { diagnoseReach, diagnoseRoles } from "../../session/doctor-checks.ts";
import { openSession, type Session } from "../../session/session.ts";
import { type Surveyed, surveyTenant } from "../../session/survey.ts";
import { systemClock } from "../../session/system-clock.ts";
import { nearAppId } from "../../session/near-app.ts";
import type { Console } from "../console.ts";
import {
  authOption,
  collect,
  type Declare,
  examples,
  HOUR_MS,
  limitsScaleOption,
  rateShareOption,
} from "../options.ts";
import { watchProgress } from "../progress.ts";
import { previewMode, runTenantCommand } from "../tenant-command.ts";

/** The flags of `init`. */
export interface InitFlags {
  readonly app: readonly string[];
  readonly pipeline?: Pipeline;
  readonly yes: boolean;
  readonly auth?: string;
  readonly rateShare: number;
  readonly limitsScale: number;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument("[dir]", "the folder that gets the desired state; it may be a new one", ".")
    .option(
      "--app <id>",
      "manage this app, by catalog or manifest id; repeatable; without it, every organization app that somebody has",
      collect,
      [],
    )
    .addOption(new Option("--pipeline <service>", "also write a file that plans each change there").choices(PIPELINES))
    .option("--yes", "write the files without a question", false)
    .addOption(authOption())
    .addOption(rateShareOption())
    .addOption(limitsScaleOption())
    .addHelpText(
      "after",
      examples(
        "trueup init teams-apps",
        "trueup init teams-apps --pipeline github",
        "trueup init teams-apps --app cf1ba4c7-f94e-4d80-ba90-5594b641a8ee --yes",
      ),
    )
    .action((folder: string, flags: InitFlags) => execute((console) => runInit(folder, flags, console)));
};

/** `trueup init`: writes the desired state that says what the tenant has now, and shows its first plan. Changes nothing in the tenant. */
export async function runInit(folder: string, flags: InitFlags, console: Console): Promise<number> {
  await refuseUsed(folder);
  if (!flags.yes && !console.isInteractive) {
    throw new UsageError("without a terminal nobody can be asked whether to write the files", "give --yes");
  }
  const watch = watchProgress("line", console, systemClock);
  const { progress, noteThrottled } = watch;
  const { auth = null, limitsScale, rateShare } = flags;
  const session = await openSession({ auth, limitsScale, rateShare, remembers: false, noteThrottled }, console);
  try {
    const { graph, access } = session.tenant;
    const tokenTenantId = (await graph.claims())?.tenantId ?? null;
    await refuseUnfit(session, console);
    const ids = flags.app.map((id) => id.toLowerCase());
    const surveyed = await surveyTenant(graph, tokenTenantId, ids, { clock: systemClock, progress });
    watch.rest();
    console.status("");
    const asker = console.isInteractive && !flags.yes ? (await import("../prompts.ts")).asker : null;
    const found = chosenApps(surveyed, ids);
    const apps = ids.length > 0 || asker === null ? found : await asker.apps(found);
    if (apps.length === 0) throw nothingFound(surveyed, ids);
    const pipeline = flags.pipeline ?? (asker === null ? "none" : await asker.pipeline());
    const state = firstState(surveyed.survey, apps);
    const files = await placed(folder, state.files, pipeline);
    await refuseExisting([...files, place({ path: LOCK_FILE, text: "" }, folder)]);
    for (const line of findings(surveyed, state.apps)) console.notice(line);
    for (const file of files) show(file, console);
    if (asker !== null && !(await asker.write(files.length))) {
      console.notice("nothing was written");
      return 0;
    }
    await write(files);
    await lockOffered(folder, session, surveyed, console);
    console.notice(`wrote ${count(files.length, "file", "files")}; the first plan:`);
    const code = await firstPlan(folder, flags, { session, memory: surveyed.memory }, console);
    console.notice("");
    console.notice(`next: commit ${folder}; trueup plan ${folder} shows this plan again`);
    if (access.root.loopback) console.notice("this tenant is a sandbox");
    return code;
  } finally {
    watch.rest();
    await session.close();
  }
}

async function refuseUsed(folder: string): Promise<void> {
  const there = await stat(folder).catch(() => null);
  if (there === null) return;
  if (!there.isDirectory()) throw new UsageError(`${folder} is a file`, "name a folder, which may be a new one");
  if (await isWithoutState(folder)) return;
  throw new UsageError(
    `${folder} holds a desired state, or YAML files that would count as one, and nothing is written over it`,
    "name another folder, such as teams-apps",
  );
}

async function isWithoutState(folder: string): Promise<boolean> {
  try {
    return (await summarizeState(folder)) === null;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

/** What doctor would find, before everybody is read. */
async function refuseUnfit({ tenant: { graph, access } }: Session, console: Console): Promise<void> {
  const claims = await graph.claims();
  const uses = { groups: true, everyone: false, consent: true };
  const reach = await diagnoseReach(graph, [], claims);
  const checks: readonly Check[] = [...diagnoseRoles(claims, uses, access.cloud).checks, ...reach];
  for (const { state, title, detail, hint } of checks) {
    if (state !== "failed" && state !== "warning") continue;
    console.notice(`${state}: ${title}: ${detail}`);
    if (hint !== null) console.notice(`  hint: ${hint}`);
  }
  const failed = checks.filter(({ state }) => state === "failed");
  if (failed.length > 0) {
    throw new UsageError(`this sign-in cannot do it: ${failed[0]?.title ?? ""}`, "trueup doctor says more");
  }
  if (!provesAbsence(claims)) {
    throw new UsageError(
      "the token shows some apps only, so that nobody can tell who has which",
      "TeamsAppInstallation.ReadForUser.All shows every app; trueup doctor --print-roles shows how to grant it",
    );
  }
}

function chosenApps({ survey }: Surveyed, ids: readonly string[]): readonly HeldApp[] {
  if (ids.length === 0) return survey.apps.filter(({ distributionMethod }) => distributionMethod === "organization");
  const isMeant = ({ catalogId, externalId }: HeldApp): boolean =>
    ids.includes(catalogId) || (externalId !== null && ids.includes(externalId.toLowerCase()));
  const meant = survey.apps.filter(isMeant);
  for (const id of ids) {
    if (meant.some(({ catalogId, externalId }) => catalogId === id || externalId?.toLowerCase() === id)) continue;
    throw new UsageError(
      `nobody is known to have an app with the id ${id}`,
      nearAppId(id, survey.catalog) ??
        "trueup catalog lists the apps with both of their ids; an app that nobody has yet is written by hand",
    );
  }
  return meant;
}

function nothingFound({ survey }: Surveyed, ids: readonly string[]): UsageError {
  return new UsageError(
    ids.length > 0
      ? "none of the apps is known to be had by anybody"
      : `of ${count(survey.people.length, "person", "people")} nobody is known to have an app of the organization`,
    "name apps of the Store with --app; trueup catalog lists all apps with both of their ids",
  );
}

interface PlacedFile extends NewFile {
  /** As people see it, relative to where they are. */
  readonly shown: string;
  readonly target: string;
}

async function placed(folder: string, files: readonly NewFile[], pipeline: Pipeline): Promise<readonly PlacedFile[]> {
  const root = await repositoryOf(folder);
  const made = pipelineFile(pipeline, relative(root, resolve(folder)).replaceAll("\\", "/") || ".");
  return [...files.map((file) => place(file, folder)), ...(made === null ? [] : [place(made, root)])];
}

function place(file: NewFile, base: string): PlacedFile {
  const target = resolve(base, file.path);
  return { ...file, target, shown: relative(".", target) };
}

/** The nearest folder above that is a git repository; else the folder that commands are given in, if it is above, or the folder itself. */
async function repositoryOf(folder: string): Promise<string> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if ((await stat(join(at, ".git")).catch(() => null)) !== null) return at;
    if (dirname(at) === at) break;
  }
  const here = resolve(".");
  return resolve(folder).startsWith(here) ? here : resolve(folder);
}

async function refuseExisting(files: readonly PlacedFile[]): Promise<void> {
  for (const { target, shown } of files) {
    if ((await stat(target).catch(() => null)) === null) continue;
    throw new UsageError(
      `${shown} is there already, and nothing is written over it`,
      "move it, or name another folder",
    );
  }
}

/** Writes all files or none. */
async function write(files: readonly PlacedFile[]): Promise<void> {
  const written: string[] = [];
  try {
    for (const { target, text } of files) {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text, { flag: "wx" });
      written.push(target);
    }
  } catch (error) {
    for (const target of written) await rm(target, { force: true });
    throw new UsageError(
      `the files cannot be written: ${causeOf(error)}`,
      "see whether the folder can be written to; what was written was taken back",
    );
  }
}

/** Notes which definitions are offered now, so that no newer one reaches anybody before the file says so. */
async function lockOffered(folder: string, session: Session, { survey }: Surveyed, console: Console): Promise<void> {
  const state = await loadState(folder);
  const { tenantId, offerOf } = await session.readOffers(state);
  const { lock } = updateLock(state.configuration.apps, offerOf, {
    before: null,
    tenantId: tenantId ?? survey.tenantId,
    nowMs: systemClock.now(),
  });
  const file = { path: LOCK_FILE, text: lockText(lock) };
  await write([place(file, folder)]);
  show(place(file, folder), console);
}

function* findings({ survey }: Surveyed, apps: readonly AppSummary[]): Generator<string> {
  const unread = survey.people.filter(({ read }) => !read).length;
  yield `read ${count(survey.people.length, "person", "people")} and ${count(survey.groups.length, "group", "groups")}`;
  if (unread > 0)
    yield `  of ${count(unread, "person", "people")} it is not known what they have: each is a row of every app`;
  if (survey.groupsNotRead > 0)
    yield `  ${count(survey.groupsNotRead, "group", "groups")} did not show all members, and are not used`;
  for (const { name, app, description } of apps) {
    const { crowds, listed, excepted, strangers } = description;
    const groups = crowds.map((crowd) =>
      crowd.kind === "everyone" ? "everyone" : (crowd.group.displayName ?? crowd.group.id),
    );
    const rest = [
      ...(listed.length === 0 ? [] : [`${count(listed.length, "person", "people")} by name`]),
      ...(excepted.length + strangers.length === 0
        ? []
        : [`without ${(excepted.length + strangers.length).toLocaleString("en-US")} who do not have it`]),
    ];
    yield `${name}: ${count(app.holders.size, "person has", "people have")} it: ${[...groups, ...rest].join(", ")}`;
  }
}

const LINES_SHOWN = 40;

function show({ shown, text }: PlacedFile, console: Console): void {
  const lines = text.trimEnd().split("\n");
  console.notice("");
  console.notice(`--- ${shown}`);
  for (const line of lines.slice(0, LINES_SHOWN)) console.notice(line);
  if (lines.length > LINES_SHOWN) console.notice(`… ${count(lines.length - LINES_SHOWN, "more line", "more lines")}`);
}

function firstPlan(
  folder: string,
  { limitsScale, rateShare, auth }: InitFlags,
  within: { readonly session: Session; readonly memory: Surveyed["memory"] },
  console: Console,
): Promise<number> {
  const flags = {
    format: "text",
    showUsers: false,
    consent: false,
    app: [],
    user: [],
    limitsScale,
    rateShare,
    maxAge: 24 * HOUR_MS,
    settle: 0,
    summary: false,
    progress: "line",
    ...(auth === undefined ? {} : { auth }),
  } as const;
  return runTenantCommand(folder, flags, { writes: false, within }, console, async (run, reconcileWith, showPlan) => {
    await reconcileWith(
      previewMode(async (plan, { proof }) => {
        const review = { goodForMs: 24 * HOUR_MS, slack: { kind: "count", count: 0 }, proof, base: null } as const;
        await showPlan(planDocument(plan, run.header, run.diagnostics, review));
      }),
    );
    return 0;
  });
}
