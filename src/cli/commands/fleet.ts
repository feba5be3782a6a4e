import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { didYouMean } from "../../desired/did-you-mean.ts";
import { UsageError } from "../../errors.ts";
import type { Console } from "../console.ts";
import type { FleetFlags } from "../fleet/flags.ts";
import {
  addRunOptions,
  collect,
  collectId,
  type Declare,
  durationOption,
  examples,
  formatOption,
  parseHeaderName,
  parseListen,
  parsePublicUrl,
  strictOption,
} from "../options.ts";
import { DAY_BETWEEN_READINGS_MS } from "../../observe/whom-to-read.ts";
import { parseUntil } from "./freeze.ts";
import { parseSince } from "./history.ts";

type Action = (path: string, flags: FleetFlags, console: Console) => Promise<number>;

/** What every action takes. */
const ALWAYS = ["tenant", "concurrency"];
/** How a tenant is looked at. */
const LOOKS = ["consent", "maxChanges", "maxAge", "directory", "budget", "settle", "auth", "rateShare", "limitsScale"];

/** Where the folder comes from. */
const GIT = ["gitUrl", "gitRef", "gitPath", "gitInterval", "verifySignatures", "workspace"];

/** Where pages are served, and to whom. */
const SERVES = ["listen", "publicUrl", "pageUserHeader"];

/** Something that is done for each tenant. */
interface FleetAction {
  readonly does: string;
  /** The flags beside {@link ALWAYS} that it takes. */
  readonly takes: readonly string[];
  readonly load: () => Promise<{ readonly run: Action }>;
}

const ACTIONS: Readonly<Record<string, FleetAction>> = {
  validate: {
    does: "check the files of all tenants; needs no credentials",
    takes: ["format"],
    load: () => import("../fleet/validate.ts"),
  },
  plan: {
    does: "show what would be done in each tenant",
    takes: ["format", ...LOOKS, "app", "strict", "detailedExitcode"],
    load: () => import("../fleet/plan.ts"),
  },
  drift: {
    does: "report the rows that differ",
    takes: ["format", ...LOOKS, "app", "strict"],
    load: () => import("../fleet/drift.ts"),
  },
  census: {
    does: "count who has which version of an app",
    takes: [
      "format",
      ...LOOKS.filter((flag) => !["maxChanges", "directory", "settle"].includes(flag)),
      "app",
      "manifestId",
      "catalogId",
      "fromStore",
    ],
    load: () => import("../fleet/census.ts"),
  },
  report: {
    does: "look at each tenant, and write its page and that of the fleet",
    takes: ["format", ...LOOKS, "html", "showUsers"],
    load: () => import("../fleet/report.ts"),
  },
  status: {
    does: "tell how the fleet stands, from the store; asks no tenant",
    takes: ["format", "html", "prometheus", ...SERVES, ...GIT, "logFormat"],
    load: () => import("../fleet/status.ts"),
  },
  freeze: {
    does: "stop the changes of every tenant, until thaw",
    takes: ["format", "app", "reason", "until"],
    load: () => import("../fleet/freeze.ts"),
  },
  thaw: { does: "end a freeze", takes: ["format", "app"], load: () => import("../fleet/thaw.ts") },
  history: {
    does: "show what was done, and which commit approved it",
    takes: ["format", "app", "permission", "since"],
    load: () => import("../fleet/history.ts"),
  },
  work: {
    does: "make the passes of the tenants, together with other workers",
    takes: [...LOOKS, ...GIT, "apply", "once", "suspendFile", "logFormat", "showUsers"],
    load: () => import("../fleet/work.ts"),
  },
};
const NAMES = Object.keys(ACTIONS);

/** For whoever does not say what. */
const UNSAID = "error: say what is to be done for each tenant: trueup fleet WHAT [PATH]";
const ACTION_LINES = Object.entries(ACTIONS).map(([name, { does }]) => `  ${name.padEnd(8)}  ${does}`);
const EXAMPLE = "  hint: for example trueup fleet validate tenants-repo, a folder with fleet.yaml";
/** As for every other command line that cannot be carried out. */
const COULD_NOT_START = 1;

/** Its actions, flags and examples. */
export const declare: Declare = (command, execute) => {
  command
    .addArgument(
      // The choices are what a shell offers; what is none of them is told below.
      new Argument("[what]", "what is done for each tenant").choices(NAMES).argParser((text: string) => text),
    )
    .argument("[path]", "the folder with fleet.yaml", ".")
    .option("--tenant <name>", "only this tenant, by its name in fleet.yaml; repeatable", collect, [])
    .addOption(formatOption("text", "json"))
    .option("--html <dir>", "status and report: a folder for the page of the fleet; report: also one for each tenant")
    .option("--prometheus", "status: metrics, in the text format of Prometheus", false)
    .addOption(
      new Option(
        "--listen <address>",
        "status: serve the page of the fleet, a page for each tenant and metrics there, such as 127.0.0.1:9464",
      ).argParser(parseListen),
    )
    .addOption(
      new Option("--public-url <url>", "status --listen: where people see the page, behind a proxy").argParser(
        parsePublicUrl,
      ),
    )
    .addOption(
      new Option(
        "--page-user-header <name>",
        "status --listen: show pages only to whom a proxy names in this header, such as X-Forwarded-Email",
      ).argParser(parseHeaderName),
    )
    .addOption(
      new Option("--concurrency <n>", "so many tenants at the same time").argParser(parseConcurrency).default(4),
    );
  addRunOptions(command, { ms: 0, text: "0; work: 23h" })
    .option("--app <name>", "only this app; repeatable", collect, [])
    .option("--detailed-exitcode", "plan: end with 2 when rows differ, 3 when something is open or not known", false)
    .addOption(strictOption())
    .option("--manifest-id <id>", "census: count the app with this manifest id; repeatable", collectId, [])
    .option("--catalog-id <id>", "census: count the app with this catalog id; repeatable", collectId, [])
    .option("--from-store", "census: read nothing, count what earlier runs saw", false)
    .option("--permission <name>", "history: only where this permission was granted")
    .option(
      "--git-url <url>",
      "work, status --listen: the repository of the fleet, instead of PATH; a token goes into TRUEUP_GIT_TOKEN",
    )
    .option("--git-ref <ref>", "with --git-url: a branch, a tag or a whole commit id", "main")
    .option("--git-path <path>", "with --git-url: the folder with fleet.yaml in the repository", ".")
    .addOption(
      durationOption(
        "--git-interval <duration>",
        "with --git-url: how often the repository is looked at",
        60_000,
        "1m",
      ),
    )
    .option("--verify-signatures", "with --git-url: use only commits with a signature that git finds good", false)
    .option("--workspace <folder>", "with --git-url: where what git fetches is kept")
    .option("--apply", "work: correct drift; without it, only report", false)
    .option("--once", "work: make one pass of each tenant, and end", false)
    .option("--suspend-file <file>", "work: change nothing while this file is there; asked before every write")
    .addOption(
      new Option("--log-format <format>", "work, status --listen: auto is text on a terminal, JSON lines elsewhere")
        .choices(["auto", "json", "text"])
        .default("auto"),
    )
    .option("--show-users", "report: name people in the pages of tenants; work: in logs", false)
    .addOption(new Option("--since <time>", "history: from then on, such as 2026-01-05 or 30d").argParser(parseSince))
    .option("--reason <text>", "freeze: why; reports show it")
    .addOption(
      new Option("--until <time>", "freeze: when it ends by itself, such as 2026-12-01T08:00Z or 4h").argParser(
        parseUntil,
      ),
    )
    .addHelpText(
      "after",
      examples(
        "trueup fleet validate tenants-repo",
        "trueup fleet plan tenants-repo",
        "trueup fleet drift tenants-repo --tenant contoso --format json",
        "trueup fleet report tenants-repo --html site",
        "trueup fleet freeze tenants-repo --reason 'an incident' --until 4h",
        "trueup fleet status tenants-repo --listen 127.0.0.1:9464",
        "trueup fleet work tenants-repo --apply",
      ),
    )
    .action((what: string | undefined, path: string, flags: FleetFlags) =>
      execute(async (console) => {
        if (what === undefined) {
          console.rendered([UNSAID, ...ACTION_LINES, EXAMPLE].join("\n"));
          return COULD_NOT_START;
        }
        refuseOthers(command, what);
        const { run } = await actionNamed(what).load();
        // Whoever works on a schedule reads people once a day, as `trueup run` does.
        const isDaily = what === "work" && command.getOptionValueSource("maxAge") === "default";
        return run(path, isDaily ? { ...flags, maxAge: DAY_BETWEEN_READINGS_MS } : flags, console);
      }),
    );
};

function actionNamed(what: string) {
  const action = ACTIONS[what];
  if (action === undefined)
    throw new UsageError(
      `fleet has no ${JSON.stringify(what)}`,
      didYouMean(what, NAMES) ?? `it has ${NAMES.join(", ")}`,
    );
  return action;
}

/** @throws UsageError for a flag that would change nothing, so that nobody relies on it */
function refuseOthers(command: Command, what: string): void {
  const known = [...ALWAYS, ...actionNamed(what).takes];
  for (const option of command.options) {
    const name = option.attributeName();
    if (known.includes(name) || command.getOptionValueSource(name) !== "cli") continue;
    const flags = command.options.filter((one) => known.includes(one.attributeName())).map(({ long }) => long);
    throw new UsageError(`fleet ${what} takes no ${option.long ?? name}`, `it takes ${flags.join(", ")}`);
  }
}

/** One registration may send 600 reads a second over all tenants, and 30 in each: more at once would only wait. */
const MOST_AT_ONCE = 20;

function parseConcurrency(text: string): number {
  const tenants = Number(text);
  if (/^[1-9]\d?$/.test(text) && tenants <= MOST_AT_ONCE) return tenants;
  throw new InvalidArgumentError(`give how many, from 1 to ${MOST_AT_ONCE}.`);
}
