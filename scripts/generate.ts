import { readFile, writeFile } from "node:fs/promises";
import { compileFromFile } from "json-schema-to-typescript";
import { describeProgram } from "../src/cli/completion/describe.ts";
import { COMMANDS, createProgram } from "../src/cli/program.ts";
import { FLEET_METRICS } from "../src/controller/fleet-metrics.ts";
import { METRICS, type MetricRow } from "../src/controller/metrics.ts";
import { decisionTable } from "./decision-table.ts";
import {
  makeFleetValidators,
  makeLanguageValidators,
  makeLockValidators,
  makePlanValidators,
} from "./schema-validators.ts";

/** A committed file that is made from another one. A test compares each with a fresh one. */
export interface Generated {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly make: () => Promise<string>;
}

const ROOT = new URL("../", import.meta.url);

/** Everything that `npm run generate` writes. */
export const GENERATED: readonly Generated[] = [
  { path: "src/desired/schema.d.ts", make: () => typesOf("schemas/desired-state.schema.json") },
  { path: "src/sandbox/schema.d.ts", make: () => readonlyTypesOf("schemas/tenant-file.schema.json") },
  { path: "src/plan-file/schema.d.ts", make: () => readonlyTypesOf("schemas/plan.schema.json") },
  { path: "src/desired/lock-schema.d.ts", make: () => readonlyTypesOf("schemas/lock.schema.json") },
  { path: "src/fleet/schema.d.ts", make: () => readonlyTypesOf("schemas/fleet.schema.json") },
  { path: "src/fleet/validators.cjs", make: () => makeFleetValidators(ROOT) },
  { path: "src/desired/lock-validators.cjs", make: () => makeLockValidators(ROOT) },
  { path: "src/desired/validators.cjs", make: () => makeLanguageValidators(ROOT) },
  { path: "src/plan-file/validators.cjs", make: () => makePlanValidators(ROOT) },
  { path: "src/cli/completion/command-words.ts", make: commandWords },
  { path: "test/model-check/table.ts", make: () => decisionTable(ROOT) },
  { path: "docs/metrics.md", make: () => Promise.resolve(metricsPage()) },
  { path: "README.md", make: async () => withCommands(await readFile(new URL("README.md", ROOT), "utf8")) },
];

function typesOf(schema: string): Promise<string> {
  return compileFromFile(new URL(schema, ROOT).pathname, {
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    bannerComment: `// Made from ${schema} by \`npm run generate\`; do not edit.`,
    style: { printWidth: 120 },
  });
}

async function readonlyTypesOf(schema: string): Promise<string> {
  const types = await typesOf(schema);
  return types.replaceAll(/^( +)(\w+\??: |\[k: string\])/gm, "$1readonly $2").replaceAll(/\b(\w+\[\])/g, "readonly $1");
}

/** Read by the Tab key, which cannot wait until every command and all it needs is loaded. */
async function commandWords(): Promise<string> {
  const described = describeProgram(await createProgram("0", () => Promise.resolve()));
  const commands = described.map(({ flags, ...command }) => {
    const lines = flags.map((flag) => `    ${JSON.stringify(flag)},\n`).join("");
    return `  ${JSON.stringify(command).slice(0, -1)},"flags":[\n${lines}  ]},\n`;
  });
  return [
    "// Made from the declarations of the commands by `npm run generate`; do not edit.",
    'import type { CommandWords } from "./words.ts";',
    "",
    `export const COMMAND_WORDS: readonly CommandWords[] = [\n${commands.join("")}];`,
    "",
  ].join("\n");
}

function rowsOf(metrics: Readonly<Record<string, MetricRow>>): readonly string[] {
  return Object.values(metrics).map(({ name, type, labels, help }) => {
    const names = labels.length === 0 ? "–" : labels.map((label) => `\`${label}\``).join(", ");
    return `| \`${name}\` | ${type} | ${names} | ${help} |`;
  });
}

function metricsPage(): string {
  const heading = ["| Metric | Type | Labels | What it says |", "| --- | --- | --- | --- |"];
  return [
    "# Metrics",
    "",
    "Made from `src/controller/metrics.ts` by `npm run generate`; do not edit.",
    "",
    "`trueup run` shows them at `/metrics` in the text format of Prometheus. No label ever names a person.",
    "[Operations](operations.md) says what to do when one is red.",
    "",
    ...heading,
    ...rowsOf(METRICS),
    "",
    "## Of a fleet",
    "",
    "Made from `src/controller/fleet-metrics.ts`. `trueup fleet status --prometheus` writes them; see [fleets](fleet.md#the-page-of-the-fleet).",
    "",
    ...heading,
    ...rowsOf(FLEET_METRICS),
    "",
    PUSHED,
  ].join("\n");
}

/** What no list of metrics says. */
const PUSHED = `## Pushed by OTLP

A job ends before anything scrapes it. \`trueup run\`, also with \`--once\`, and \`trueup apply\` therefore push the same metrics under the same names, and a trace of each pass, to an OpenTelemetry collector or to any other receiver of OTLP over HTTP. They do so only when one of the standard variables names an endpoint:

| Variable | What TrueUp does with it |
| --- | --- |
| \`OTEL_EXPORTER_OTLP_ENDPOINT\` | metrics go to \`…/v1/metrics\` below it, traces to \`…/v1/traces\` |
| \`OTEL_EXPORTER_OTLP_METRICS_ENDPOINT\`, \`…_TRACES_ENDPOINT\` | the whole address for one of the two; alone, only that one is sent |
| \`OTEL_EXPORTER_OTLP_HEADERS\`, \`…_METRICS_HEADERS\`, \`…_TRACES_HEADERS\` | sent with each request: \`authorization=Bearer%20…\` |
| \`OTEL_EXPORTER_OTLP_PROTOCOL\`, \`…_METRICS_PROTOCOL\`, \`…_TRACES_PROTOCOL\` | \`http/protobuf\` (the default) or \`http/json\`; with \`grpc\`, TrueUp warns and sends nothing |
| \`OTEL_EXPORTER_OTLP_TIMEOUT\`, \`…_METRICS_TIMEOUT\`, \`…_TRACES_TIMEOUT\` | milliseconds for one request, 10000 by default |
| \`OTEL_METRIC_EXPORT_INTERVAL\` | milliseconds between two pushes of metrics, 60000 by default; each end of a pass pushes as well |
| \`OTEL_SERVICE_NAME\`, \`OTEL_RESOURCE_ATTRIBUTES\` | who it is, such as \`trueup-contoso\`; \`trueup\` by default |
| \`OTEL_METRICS_EXPORTER\`, \`OTEL_TRACES_EXPORTER\` | \`none\` leaves that one out |
| \`OTEL_SDK_DISABLED\` | \`true\`: nothing is sent |

TrueUp reads no other \`OTEL_…\` variable. A private certificate authority goes into \`NODE_EXTRA_CA_CERTS\`, a proxy into \`HTTPS_PROXY\`, \`HTTP_PROXY\` and \`NO_PROXY\`.

- **Plain http is allowed**, since collectors in a cluster rarely have a certificate, and what is sent names no person and holds no secret: figures, names of apps and rings, versions, a commit. With headers, which often hold a token, the endpoint must be https or on this machine.
- **Telemetry never decides anything.** A setting that cannot be used, or a receiver that refuses or does not answer, is told once as a warning, and changes no exit code. The end of the process waits 3 seconds at most for it.
- **A trace has at most some sixty spans**, however large the tenant: \`pass\`, below it the stages \`load\`, \`resolve\`, \`observe\`, \`plan\`, \`apply\` and \`report\`, and below each stage one span for each class of requests to Graph, with how many were sent, how many met a 429, and how long Graph asked for nothing to be sent.
- **Series of a job end with it.** Ask for the last value of a day: \`last_over_time(trueup_state{state="open"}[26h]) == 1\`. To notice jobs that never start, keep [the alerts about jobs](operations.md#alerts). \`OTEL_RESOURCE_ATTRIBUTES\` may tell tenants apart; an id that is new for each pod would make new series each day.

For a CronJob, add [the component otlp](kubernetes.md#telemetry) to the overlay.
`;

/** The text with a fresh table of commands between its two marks. */
async function withCommands(text: string): Promise<string> {
  const { commands } = await createProgram("0", () => Promise.resolve());
  const rows = COMMANDS.map(({ name, does, writes = "no" }) => {
    const args = commands.find((command) => command.name() === name)?.registeredArguments ?? [];
    const names = args.map((arg) => (arg.required ? arg.name() : `[${arg.name()}]`).toUpperCase());
    return `| \`${[name, ...names].join(" ")}\` | ${does.replaceAll(/--[a-z]+/g, "`$&`")} | ${writes} |`;
  });
  const table = ["| Command | What it does | Changes the tenant |", "| --- | --- | --- |", ...rows].join("\n");
  return text.replace(
    /(<!-- commands:start -->\n).*(<!-- commands:end -->)/s,
    (_whole, start: string, end: string) => `${start}\n${table}\n\n${end}`,
  );
}

if (import.meta.main) {
  for (const { path, make } of GENERATED) {
    const file = new URL(path, ROOT);
    const before = await readFile(file, "utf8").catch(() => null);
    const after = await make();
    if (before !== after) await writeFile(file, after);
    process.stdout.write(`${before === after ? "fresh" : "written"} ${path}\n`);
  }
}
