import { Option } from "commander";
import type { Census, CountedApp } from "../../census/census.ts";
import { createCounter } from "../../census/count.ts";
import { censusOfStore, UNNAMED } from "../../census/from-store.ts";
import { UsageError } from "../../errors.ts";
import type { CatalogApp } from "../../init/survey.ts";
import type { CatalogEntry, KnownApp } from "../../model/catalog.ts";
import { isoTime } from "../../model/clock.ts";
import { type App, identityKey } from "../../model/desired.ts";
import { appIds, NOT_READ_YET, type Observations, type UserObservation } from "../../model/observation.ts";
import { REASONS } from "../../model/reasons.ts";
import { observe } from "../../observe/observe.ts";
import { DAY_BETWEEN_READINGS_MS } from "../../observe/whom-to-read.ts";
import { offeredDefinition, offerOf } from "../../plan/offer.ts";
import { usersToObserve } from "../../plan/plan.ts";
import { renderCensusCsv } from "../../report/census/csv.ts";
import { renderCensusJson } from "../../report/census/json.ts";
import { renderCensusPage } from "../../report/census/page.ts";
import { renderCensusText } from "../../report/census/text.ts";
import { count, number } from "../../report/facts/wording.ts";
import type { CatalogReader } from "../../observe/readers.ts";
import { load } from "../../desired/load.ts";
import { type AskedApps, askedApps, censusState, gently, unnamed } from "../../session/census-state.ts";
import { checkTenant } from "../../session/preflight.ts";
import { nearKnownId, whatWasMeant } from "../../session/near-app.ts";
import type { Run, RunOptions } from "../../session/run.ts";
import { openSession, type Session, type SessionOptions, STANDALONE_OPTIONS } from "../../session/session.ts";
import { readingStore, theStore } from "../../session/stored-history.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import {
  authOption,
  collect,
  collectId,
  type Declare,
  examples,
  formatOption,
  limitsScaleOption,
  parseBudget,
  parseDuration,
  PATH,
  rateShareOption,
  type TenantFlags,
} from "../options.ts";
import { prepareOutFile, refuseSources } from "../out-file.ts";
import { showProgress } from "../progress.ts";
import { packageVersion } from "../version.ts";

/** The flags of `census`. */
export interface CensusFlags
  extends Pick<TenantFlags, "app" | "consent" | "maxAge" | "budget" | "limitsScale" | "rateShare" | "auth"> {
  readonly manifestId: readonly string[];
  readonly catalogId: readonly string[];
  readonly fromStore: boolean;
  readonly format: "text" | "json" | "csv";
  /** The tenant that is meant; left out: the one that is signed in to. */
  readonly tenantId?: string;
  /** A file for the page. */
  readonly html?: string;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument(...PATH)
    .option("--app <name>", "count this app of the desired state; repeatable", collect, [])
    .option("--manifest-id <id>", "count the app with this manifest id; repeatable", collectId, [])
    .option("--catalog-id <id>", "count the app with this catalog id; repeatable", collectId, [])
    .option("--from-store", "read nothing: count what earlier runs saw", false)
    .addOption(formatOption("text", "json", "csv"))
    .option("--html <file>", "also write a page to look at")
    .option(
      "--consent",
      "read the consent of each installation by a read of its own where the list does not show it",
      false,
    )
    .addOption(
      new Option("--max-age <duration>", "use what earlier runs saw of a user if it is younger; 0: read now")
        .argParser(parseDuration)
        .default(DAY_BETWEEN_READINGS_MS, "23h"),
    )
    .option(
      "--budget <limit>",
      "end in good order after so long, or so many requests, such as 30m or 5000",
      parseBudget,
    )
    .addOption(authOption())
    .addOption(rateShareOption())
    .addOption(limitsScaleOption())
    .addHelpText(
      "after",
      examples(
        "trueup census --manifest-id cf1ba4c7-f94e-4d80-ba90-5594b641a8ee",
        "trueup census teams --app expenses --html census.html",
        "trueup census",
        "trueup census --from-store",
      ),
    )
    .action((path: string, flags: CensusFlags) => execute((console) => runCensus(path, flags, console)));
};

/**
 * `trueup census`: how many people have which version of an app, with which consent, and how old that is known. Writes nothing.
 * Without an app, a path and a desired state in this folder: of every app of the organization that somebody has.
 * @returns 0, also where something is not known, which is said
 * @throws UsageError where the path has no desired state, or there is no app to count
 */
export async function runCensus(path: string, flags: CensusFlags, console: Console): Promise<number> {
  const asked = { names: flags.app, manifestIds: flags.manifestId, catalogIds: flags.catalogId };
  const isNamed = [...flags.app, ...flags.manifestId, ...flags.catalogId].length > 0;
  const apps = flags.fromStore ? [] : await askedApps(path, asked);
  if (apps.length === 0 && !flags.fromStore && path !== ".") {
    throw new UsageError(
      `no app is named, and there is no desired state at ${path} that names one`,
      "give --manifest-id or --catalog-id, or no path at all for every app of the organization",
    );
  }
  await refuseSources([["--html", flags.html]], path, async () => (await load(path)).sources);
  const page = flags.html === undefined ? null : await prepareOutFile(flags.html, "--html");
  try {
    const census = flags.fromStore
      ? await storedCensus(path, isNamed ? asked : null, console)
      : await liveCensus(apps, flags, console);
    await console.result(rendered(census, flags, console));
    if (page !== null) {
      await page.write(renderCensusPage(census, packageVersion()));
      console.notice(`the page is in ${flags.html ?? ""}`);
    }
    return 0;
  } finally {
    await page?.discard();
  }
}

function rendered(census: Census, { format }: CensusFlags, console: Console): Iterable<string> {
  if (format === "json") return renderCensusJson(census);
  if (format === "csv") return renderCensusCsv(census);
  return renderCensusText(census, { color: console.resultColor, columns: console.resultColumns });
}

/** What a store holds is counted as it is, whatever lies in this folder, unless apps are asked for. */
async function storedCensus(path: string, asked: AskedApps | null, console: Console): Promise<Census> {
  const nowMs = systemClock.now();
  return readingStore(await theStore(console), console, async ({ everybody, apps }) => {
    const known = await apps.all();
    const counted =
      asked === null
        ? null
        : (await askedApps(path, asked, known)).map((app) => withHint(countedApp(app, null), nearKnownId(app, known)));
    return {
      createdAt: isoTime(nowMs),
      tenantId: null,
      fromStore: true,
      ...(await censusOfStore(everybody, counted, known, nowMs)),
    };
  });
}

type CensusOptions = SessionOptions & RunOptions;

async function liveCensus(apps: readonly App[], flags: CensusFlags, console: Console): Promise<Census> {
  const { maxAge, consent, budget, limitsScale, rateShare, auth } = flags;
  const options: CensusOptions = {
    ...STANDALONE_OPTIONS,
    filters: { apps: [], users: [] },
    maxChanges: null,
    maxAgeMs: maxAge,
    readConsents: consent,
    budget: budget ?? null,
    remembers: true,
    limitsScale,
    rateShare,
    auth: auth ?? null,
    writes: false,
    progress: showProgress(console, systemClock),
  };
  const session = await openSession(options, console);
  try {
    const claims = await session.tenant.graph.claims();
    checkTenant(flags.tenantId ?? null, { root: session.tenant.access.root, claims }, false);
    if (apps.length > 0) return await session.run(censusState(apps), options, (run) => censusOf(apps, run, session));
    return await organizationCensus(session, options, console);
  } finally {
    await session.close();
  }
}

/** Every app of the organization that somebody has; the catalog is read once for all of them. */
async function organizationCensus(session: Session, options: CensusOptions, console: Console): Promise<Census> {
  const catalog = await session.tenant.graph.inventory.readApps("organization");
  const apps = catalog.map(({ id }) => unnamed({ kind: "catalog", catalogId: id.toLowerCase() }));
  if (apps.length === 0)
    throw new UsageError(
      "the catalog shows this sign-in no app of the organization, so there is nothing to count",
      "give --manifest-id or --catalog-id for apps of the Store; trueup catalog lists all apps",
    );
  const found = new Map(
    catalog.map((app): [string, CatalogEntry] => [app.id.toLowerCase(), { state: "found", ...app }]),
  );
  const readApp: CatalogReader["readApp"] = async (identity) =>
    (identity.kind === "catalog" ? found.get(identity.catalogId) : undefined) ?? { state: "not-in-catalog" };
  const census = await session.run(censusState(apps), options, (run) =>
    censusOf(apps, { ...run, ports: { ...run.ports, catalog: { readApp } } }, session),
  );
  const had = census.apps.filter(({ versions, otherCopy }) => versions.length > 0 || otherCopy > 0);
  const left = apps.length - had.length;
  console.notice(
    `${count(apps.length, "app")} of the organization: ${number(had.length)} that somebody is seen to have, ${number(left)} that nobody is; ` +
      "apps of the Store are counted by --catalog-id",
  );
  return { ...census, apps: had };
}

function knownApp({ id, externalId, displayName }: Pick<CatalogApp, "id" | "externalId" | "displayName">): KnownApp {
  return { catalogId: id, manifestId: externalId, name: null, displayName };
}

async function censusOf(apps: readonly App[], run: Run, { tenant }: Session): Promise<Census> {
  const unread = run.desired.targets.find(({ state }) => state !== "read");
  if (unread !== undefined)
    throw new UsageError(`not everybody could be read, so nobody can be counted: ${unread.detail ?? unread.state}`);
  const ports = { ...run.ports, memory: gently(run.ports.memory) };
  const observed = await observe(apps, usersToObserve(run.desired), ports);
  await run.noteApps(
    [...observed.apps.values()].flatMap((entry) => (entry.state === "found" ? [knownApp(entry)] : [])),
  );
  const counted: CountedApp[] = [];
  for (const app of apps) {
    const entry = observed.apps.get(identityKey(app.identity)) ?? null;
    const meant = entry === null ? null : await whatWasMeant(app, entry, tenant.graph.inventory);
    counted.push(withHint(countedApp(app, entry), meant));
  }
  const counter = createCounter(counted, run.clock.now());
  for (const user of new Set(run.desired.rows.map((row) => row.user)))
    counter.add(observationOf(user.id, observed.users), () => true);
  const { createdAt, tenantId } = run.header;
  return { createdAt, tenantId, fromStore: false, ...counter.result() };
}

/** Whoever was not looked at has an account that could not be read far enough. */
function observationOf(id: string | null, users: Observations): UserObservation {
  return (id === null ? undefined : users.get(id)) ?? NOT_READ_YET;
}

function withHint(app: CountedApp, hint: string | null): CountedApp {
  return hint === null ? app : { ...app, trouble: [app.trouble, hint].filter((text) => text !== null).join("; ") };
}

function countedApp(app: App, entry: CatalogEntry | null): CountedApp {
  const ids = appIds(app, entry ?? { state: "not-in-catalog" });
  const name = app.source.file === "" ? null : app.name;
  const { catalogId, manifestId } = ids;
  if (entry === null) return { ...UNNAMED, name, catalogId, manifestId };
  const offer = offerOf(entry);
  return {
    name,
    catalogId,
    manifestId,
    displayName: entry.state === "found" ? entry.displayName : null,
    offered: offeredDefinition(offer)?.version ?? null,
    trouble: offer.state === "none" ? (offer.detail ?? REASONS[offer.reason].sentence) : null,
  };
}
