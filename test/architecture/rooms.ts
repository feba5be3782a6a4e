/** What one room of `src` may know. Everything that is not listed is refused. */
export interface Room {
  /** A folder (`src/model/`) or a file (`src/errors.ts`). */
  readonly path: string;
  /** Rooms, and data folders of the repository, whose values it may import. Its own files always. */
  readonly imports: readonly string[];
  /** Rooms or files of which it may import types only. */
  readonly types: readonly string[];
  /** npm packages and Node modules; `node:crypto.createHash` allows that one export, `node:` every module of Node. */
  readonly modules: readonly string[];
  /** Guarded globals it may use; see `GUARDED_GLOBALS` in `source.ts`. */
  readonly globals: readonly string[];
}

const MODEL = "src/model/";
const ERRORS = "src/errors.ts";

/** Rooms that say how rows stand, and leave judging them to `src/plan/convergence.ts`. */
export const RENDERERS: readonly string[] = [
  "src/report/",
  "src/notify/",
  "src/comment/",
  "src/controller/",
  "src/cli/",
];

/** Comparisons that only choose words, so many in a file: neither whether all is well nor who acts follows from them. */
export const WORDINGS: readonly { readonly path: string; readonly times: number; readonly why: string }[] = [
  { path: "src/report/facts/row-state.ts", times: 3, why: "which table has the sentence: of outcomes, actions, drift" },
  { path: "src/report/text/drift.ts", times: 2, why: "what apply would do, a phrase for each verdict" },
  { path: "src/report/markdown/drift.ts", times: 3, why: "what apply would do, a phrase for each verdict" },
  { path: "src/report/markdown/details.ts", times: 1, why: "the word held before a step" },
  { path: "src/report/explain.ts", times: 1, why: "that limits are not looked at here, where a row would act" },
];

/** The rooms. `docs/architecture.md` shows the same table to people; a test compares the two. */
export const ROOMS: readonly Room[] = [
  { path: ERRORS, imports: [], types: [MODEL], modules: [], globals: [] },
  { path: MODEL, imports: [], types: [], modules: ["semver", "node:crypto.createHash"], globals: [] },
  {
    path: "src/desired/",
    imports: [MODEL, ERRORS, "schemas/"],
    types: [],
    modules: ["ajv", "fastest-levenshtein", "yaml", "node:crypto.createHash", "node:fs", "node:path"],
    globals: [],
  },
  {
    path: "src/resolve/",
    imports: [
      MODEL,
      ERRORS,
      "src/desired/app-named.ts",
      "src/desired/did-you-mean.ts",
      "src/desired/odd-characters.ts",
    ],
    types: ["src/desired/configuration.ts"],
    modules: ["p-map"],
    globals: [],
  },
  { path: "src/observe/", imports: [MODEL, ERRORS], types: [], modules: ["p-map"], globals: [] },
  { path: "src/plan/", imports: [MODEL, ERRORS], types: [], modules: [], globals: [] },
  { path: "src/census/", imports: [MODEL], types: ["src/observe/observation-cache.ts"], modules: [], globals: [] },
  {
    path: "src/why-click/",
    imports: ["src/model/json-object.ts", ERRORS],
    types: [],
    modules: ["yauzl", "node:buffer", "node:fs", "node:path", "node:stream"],
    globals: [],
  },
  { path: "src/rollout/", imports: [MODEL], types: [], modules: ["node:crypto.hash"], globals: [] },
  { path: "src/gate/", imports: [MODEL, ERRORS], types: [], modules: ["node:crypto.createHash"], globals: [] },
  { path: "src/apply/", imports: [MODEL, ERRORS], types: ["src/observe/readers.ts"], modules: ["p-map"], globals: [] },
  {
    path: "src/plan-file/",
    imports: [MODEL, ERRORS, "src/plan/convergence.ts", "src/plan/way-out.ts"],
    types: ["src/difference.ts", "src/proof/prove.ts"],
    modules: ["ajv", "node:crypto.createHash"],
    globals: [],
  },
  {
    path: "src/report/",
    imports: [
      MODEL,
      ERRORS,
      "src/plan/convergence.ts",
      "src/plan/way-out.ts",
      "src/plan-file/",
      "src/why-click/compare.ts",
    ],
    types: [
      "src/difference.ts",
      "src/guard-changes.ts",
      "src/lock/update-lock.ts",
      "src/propose/propose.ts",
      "src/proof/prove.ts",
      "src/receipts/read-receipt.ts",
      "src/census/census.ts",
    ],
    modules: ["fast-wrap-ansi", "node:crypto.createHash", "node:crypto.createHmac"],
    globals: [],
  },
  {
    path: "src/approval/",
    imports: [MODEL, ERRORS, "src/plan-file/"],
    types: [],
    modules: [],
    globals: [],
  },
  {
    path: "src/proof/",
    imports: [MODEL, ERRORS],
    types: ["src/desired/configuration.ts", "src/resolve/directory.ts"],
    modules: [],
    globals: [],
  },
  {
    path: "src/rolling/",
    imports: [MODEL, "src/rollout/", "src/plan-file/digest.ts"],
    types: ["src/apply/journal.ts"],
    modules: [],
    globals: [],
  },
  {
    path: "src/signals/",
    imports: [MODEL, "src/http/", "src/rollout/judge-signal.ts"],
    types: [],
    modules: ["undici"],
    globals: [],
  },
  {
    path: "src/reconcile.ts",
    imports: [
      MODEL,
      ERRORS,
      "src/observe/",
      "src/plan/",
      "src/gate/",
      "src/approval/",
      "src/proof/",
      "src/apply/",
      "src/rolling/",
    ],
    types: ["src/rollout/ports.ts"],
    modules: [],
    globals: [],
  },
  {
    path: "src/lock/",
    imports: [MODEL, "src/plan/facts.ts", "src/plan/offer.ts"],
    types: [],
    modules: ["yaml"],
    globals: [],
  },
  {
    path: "src/difference.ts",
    imports: [MODEL],
    types: ["src/guard-changes.ts", "src/lock/update-lock.ts"],
    modules: [],
    globals: [],
  },
  { path: "src/guard-changes.ts", imports: [MODEL], types: ["src/desired/configuration.ts"], modules: [], globals: [] },
  {
    path: "src/receipts/",
    imports: [MODEL, ERRORS, "src/apply/journal.ts", "src/plan-file/digest.ts"],
    types: [],
    modules: ["node:buffer", "node:crypto", "node:fs"],
    globals: [],
  },
  {
    path: "src/http/",
    imports: ["src/model/json-object.ts", ERRORS],
    types: [],
    modules: ["undici", "node:buffer"],
    globals: ["setTimeout"],
  },
  {
    path: "src/graph/",
    imports: [MODEL, ERRORS, "src/http/"],
    types: [
      "src/resolve/directory.ts",
      "src/resolve/directory-changes.ts",
      "src/observe/readers.ts",
      "src/apply/writer.ts",
      "src/init/survey.ts",
      "src/events/keep-subscriptions.ts",
    ],
    modules: ["@azure/msal-node", "undici", "node:async_hooks", "node:buffer", "node:crypto"],
    globals: ["setTimeout"],
  },
  {
    path: "src/store/",
    imports: [MODEL, ERRORS, "src/receipts/chain.ts", "src/receipts/read-receipt.ts"],
    types: [
      "src/observe/observation-cache.ts",
      "src/apply/journal.ts",
      "src/receipts/receipt-keeper.ts",
      "src/resolve/directory.ts",
      "src/resolve/directory-changes.ts",
      "src/rollout/ports.ts",
      "src/workers/job-queue.ts",
    ],
    modules: [
      "pg",
      "pg-boss",
      "node:crypto.createHash",
      "node:crypto.randomUUID",
      "node:fs",
      "node:os.homedir",
      "node:path",
      "node:sqlite",
    ],
    globals: [],
  },
  {
    path: "src/git/",
    imports: ["src/model/json-object.ts", "src/model/lock.ts", ERRORS, "src/http/base-url.ts"],
    types: [],
    modules: ["node:child_process", "node:fs", "node:os", "node:path", "node:process"],
    globals: ["process", "Date.now", "setTimeout"],
  },
  {
    path: "src/events/",
    imports: [MODEL],
    types: [],
    modules: ["node:buffer", "node:crypto"],
    globals: [],
  },
  {
    path: "src/event-hub/",
    imports: [ERRORS],
    types: [],
    modules: ["@azure/event-hubs", "undici", "node:buffer", "node:timers"],
    globals: [],
  },
  {
    path: "src/init/",
    imports: [MODEL, ERRORS, "src/desired/directory-names.ts", "src/desired/odd-characters.ts"],
    types: [],
    modules: [],
    globals: [],
  },
  {
    path: "src/session/",
    imports: [
      MODEL,
      ERRORS,
      "src/desired/",
      "src/resolve/",
      "src/observe/",
      "src/plan/",
      "src/events/",
      "src/event-hub/",
      "src/apply/journal.ts",
      "src/approval/",
      "src/plan-file/",
      "src/proof/",
      "src/receipts/",
      "src/reconcile.ts",
      "src/guard-changes.ts",
      "src/rollout/tally.ts",
      "src/lock/",
      "src/report/",
      "src/graph/",
      "src/http/proxied.ts",
      "src/store/",
      "src/signals/",
      "src/git/",
      "src/forge/",
      "src/propose/",
    ],
    types: ["src/init/survey.ts", "src/rollout/ports.ts"],
    modules: ["p-map", "undici", "node:"],
    globals: ["process", "Date.now", "Math.random", "performance", "setInterval", "setTimeout"],
  },
  {
    path: "src/telemetry/",
    imports: [MODEL, "src/http/"],
    types: ["src/controller/metrics.ts", "src/controller/pass-report.ts", "src/session/traffic.ts"],
    modules: [
      "@opentelemetry/otlp-transformer",
      "@opentelemetry/resources",
      "@opentelemetry/sdk-metrics",
      "undici",
      "node:crypto.randomBytes",
    ],
    globals: [],
  },
  {
    path: "src/controller/",
    imports: [
      MODEL,
      ERRORS,
      "src/http/base-url.ts",
      "src/http/proxied.ts",
      "src/desired/",
      "src/plan/",
      "src/apply/journal.ts",
      "src/reconcile.ts",
      "src/plan-file/",
      "src/report/",
      "src/notify/",
      "src/events/",
      "src/git/",
      "src/session/",
      "src/forge/",
      "src/propose/",
      "src/store/path.ts",
      "src/store/postgres/address.ts",
      "src/telemetry/",
    ],
    types: ["src/observe/whom-to-read.ts", "src/observe/readers.ts"],
    modules: [
      "cron",
      "fastify",
      "pino",
      "prom-client",
      "undici",
      "node:buffer",
      "node:crypto",
      "node:fs",
      "node:path",
      "node:process",
    ],
    globals: ["Math.random", "process"],
  },
  {
    path: "src/sandbox/",
    imports: [MODEL, ERRORS, "schemas/"],
    types: [],
    modules: ["ajv", "yaml", "node:buffer", "node:crypto", "node:http", "node:https", "node:stream/consumers"],
    globals: [],
  },
  {
    path: "src/forge/",
    imports: [MODEL, ERRORS, "src/http/"],
    types: [],
    modules: ["undici"],
    globals: [],
  },
  {
    path: "src/comment/",
    imports: [MODEL, ERRORS, "src/http/", "src/forge/"],
    types: [],
    modules: ["undici"],
    globals: [],
  },
  {
    path: "src/propose/",
    imports: [MODEL, ERRORS, "src/http/", "src/forge/", "src/lock/lock-text.ts", "src/report/"],
    types: ["src/lock/update-lock.ts"],
    modules: ["undici", "node:buffer", "node:crypto.createHash"],
    globals: [],
  },
  {
    path: "src/notify/",
    imports: [MODEL, ERRORS, "src/http/", "src/plan/convergence.ts", "src/plan/way-out.ts", "src/report/"],
    types: ["src/controller/controller.ts", "src/controller/pass-report.ts"],
    modules: ["undici", "node:buffer", "node:crypto.createHmac"],
    globals: [],
  },
  {
    path: "src/fleet/",
    imports: [
      MODEL,
      ERRORS,
      "src/desired/",
      "src/git/",
      "src/plan/convergence.ts",
      "src/session/",
      "src/controller/schedule.ts",
    ],
    types: [],
    modules: ["ajv", "node:fs", "node:path", "node:util"],
    globals: [],
  },
  {
    path: "src/workers/",
    imports: [
      MODEL,
      ERRORS,
      "src/controller/run.ts",
      "src/controller/schedule.ts",
      "src/fleet/",
      "src/session/heap-need.ts",
    ],
    types: ["src/controller/", "src/session/", "src/git/"],
    modules: ["node:crypto.createHash", "node:path"],
    globals: [],
  },
  {
    path: "src/cli/",
    imports: ["src/", "schemas/"],
    types: [],
    modules: ["@clack/prompts", "commander", "p-map", "undici", "node:"],
    globals: ["process", "console", "Date.now", "Math.random", "setInterval", "setTimeout"],
  },
];

/** The one file that may know the stages and Graph together; every other file of these rooms knows at most one side. */
export const WIRE = "src/session/run.ts";

/** Where that rule holds. */
export const WIRED_ROOMS: readonly string[] = ["src/session/", "src/controller/", "src/cli/"];

/** What "the stages" means in that rule. */
export const STAGES: readonly string[] = [
  "src/desired/",
  "src/resolve/",
  "src/observe/",
  "src/plan/",
  "src/gate/",
  "src/apply/",
  "src/reconcile.ts",
];

/** The other side of that rule. */
export const GRAPH = "src/graph/";
