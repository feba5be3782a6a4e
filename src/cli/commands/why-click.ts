import { UsageError } from "../../errors.ts";
import type { CatalogEntry, Definition } from "../../model/catalog.ts";
import type { App } from "../../model/desired.ts";
import { compareVersions, parseVersion } from "../../model/version.ts";
import { renderWhyClick, whyClickJson } from "../../report/why-click.ts";
import { askedApps } from "../../session/census-state.ts";
import { whatWasMeant } from "../../session/near-app.ts";
import { openSession, type Session, STANDALONE_OPTIONS } from "../../session/session.ts";
import { type Answer, whyClick } from "../../why-click/compare.ts";
import type { AppVersionFacts } from "../../why-click/manifest.ts";
import { readManifest } from "../../why-click/read-manifest.ts";
import type { Console } from "../console.ts";
import {
  authOption,
  collectId,
  type Declare,
  examples,
  formatOption,
  limitsScaleOption,
  PATH,
  rateShareOption,
  type TenantFlags,
} from "../options.ts";

/** The flags of `why-click`. */
export interface WhyClickFlags extends Pick<TenantFlags, "limitsScale" | "rateShare" | "auth"> {
  /** An app of the desired state; then OLD and NEW are versions of the catalog. */
  readonly app?: string;
  readonly manifestId: readonly string[];
  readonly catalogId: readonly string[];
  readonly format: "text" | "json";
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument("<old>", "a manifest: a folder, a package (zip) or the JSON; with an app, a version of the catalog")
    .argument("<new>", "the same of the version that comes")
    .argument(...PATH)
    .option("--app <name>", "compare two versions that the catalog has of this app of the desired state")
    .option("--manifest-id <id>", "the same, by manifest id", collectId, [])
    .option("--catalog-id <id>", "the same, by catalog id", collectId, [])
    .addOption(formatOption("text", "json"))
    .addOption(authOption())
    .addOption(rateShareOption())
    .addOption(limitsScaleOption())
    .addHelpText(
      "after",
      examples(
        "trueup why-click expenses-2.1.0.zip expenses-2.4.0.zip",
        "trueup why-click appPackage/ build/appPackage.zip --format json",
        "trueup why-click 2.1.0 2.4.0 teams --app expenses",
      ),
    )
    .action((old: string, now: string, path: string, flags: WhyClickFlags) =>
      execute((console) => runWhyClick(old, now, path, flags, console)),
    );
};

/** What a pipeline goes by. */
const EXIT = { nobody: 0, people: 2, unknown: 3 } as const;

/**
 * `trueup why-click OLD NEW`: which documented condition makes people accept the update by hand.
 * @returns 0 nobody has to, 2 people have to, 3 that cannot be told
 * @throws UsageError where one of the two is no manifest, or no version of the catalog
 */
export async function runWhyClick(
  old: string,
  now: string,
  path: string,
  flags: WhyClickFlags,
  console: Console,
): Promise<number> {
  const asked = {
    names: flags.app === undefined ? [] : [flags.app],
    manifestIds: flags.manifestId,
    catalogIds: flags.catalogId,
  };
  const isOfCatalog = [...asked.names, ...asked.manifestIds, ...asked.catalogIds].length > 0;
  const answer = isOfCatalog
    ? await compareInCatalog(old, now, await askedApps(path, asked), flags, console)
    : whyClick(await readManifest(old), await readManifest(now));
  await console.result(
    flags.format === "json"
      ? [whyClickJson(answer)]
      : renderWhyClick(answer, { color: console.resultColor, columns: console.resultColumns }),
  );
  if (!isOfCatalog) noteOrder(answer, console);
  return answer.mustClick === null ? EXIT.unknown : answer.mustClick ? EXIT.people : EXIT.nobody;
}

/** Teams tells by the version whether there is an update at all. */
function noteOrder({ old, new: now }: Answer, console: Console): void {
  const [before, after] = [parseVersion(old.version), parseVersion(now.version)];
  if (before === null || after === null || compareVersions(after, before) > 0) return;
  console.notice(`warning: ${now.version} is not newer than ${old.version}, so Teams takes it for no update`);
}

async function compareInCatalog(
  old: string,
  now: string,
  apps: readonly App[],
  { limitsScale, rateShare, auth }: WhyClickFlags,
  console: Console,
): Promise<Answer> {
  const [app, ...others] = apps;
  if (app === undefined || others.length > 0)
    throw new UsageError(
      "two versions of one app are compared",
      "name one app, by --app, --manifest-id or --catalog-id",
    );
  const session = await openSession({ ...STANDALONE_OPTIONS, limitsScale, rateShare, auth: auth ?? null }, console);
  try {
    const [[, entry] = ["", null]] = await session.readCatalog([app]);
    if (entry === null || entry.state !== "found") throw await notShown(app, entry, session);
    return whyClick(versionIn(entry, old, app.name), versionIn(entry, now, app.name));
  } finally {
    await session.close();
  }
}

async function notShown(app: App, entry: CatalogEntry | null, { tenant }: Session): Promise<UsageError> {
  const meant = entry === null ? null : await whatWasMeant(app, entry, tenant.graph.inventory);
  return new UsageError(
    `the catalog shows no one app for ${app.name}`,
    meant ?? "trueup catalog lists the apps with both of their ids",
  );
}

function versionIn(entry: CatalogEntry & { readonly state: "found" }, version: string, app: string): AppVersionFacts {
  const wanted = parseVersion(version);
  const is = ({ version: text }: Definition): boolean => {
    const found = text === null ? null : parseVersion(text);
    return text === version || (wanted !== null && found !== null && compareVersions(found, wanted) === 0);
  };
  const definition = entry.definitions.find(is);
  if (definition !== undefined) return factsOf(definition, version);
  const known = entry.definitions.flatMap(({ version: text }) => (text === null ? [] : [text]));
  throw new UsageError(`the catalog has no version ${version} of ${app}`, `it has ${known.join(", ")}`);
}

/** Graph tells the Entra application, the permissions and whether there is a bot, and nothing of what a bot or an extension may do. */
function factsOf({ permissions, identity }: Definition, version: string): AppVersionFacts {
  const isKnown = identity.state === "known";
  return {
    name: version,
    id: null,
    version,
    hasBot: isKnown ? identity.bot : null,
    bots: isKnown && !identity.bot ? new Map() : null,
    messagingExtensions: null,
    webApplicationInfo: isKnown ? (identity.clientAppId ?? "") : null,
    isInfoWhole: false,
    permissions:
      permissions.state === "known"
        ? permissions.permissions.map(({ value, type }) => `${value} (${type})`).sort()
        : null,
  };
}
