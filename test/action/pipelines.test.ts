import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isMap, parse, parseDocument, visit } from "yaml";
import { COMMANDS, FAIL_ON, PREFIX, readInputs } from "../../scripts/action/inputs.ts";
import { createProgram } from "../../src/cli/program.ts";
import { lintWorkflow } from "./lint-workflow.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const read = (path: string): string => readFileSync(ROOT + path, "utf8");
const workflows = readdirSync(`${ROOT}examples/github`).filter((name) => name.endsWith(".yml"));
const pipelines = [
  ...workflows.map((name) => `examples/github/${name}`),
  "examples/gitlab/.gitlab-ci.yml",
  "examples/azure-devops/azure-pipelines.yml",
  "examples/azure-devops/propose-pipeline.yml",
  "examples/azure-devops/trueup-steps.yml",
];

describe.each(["action.yml", ...pipelines])("%s", (path) => {
  it("is YAML without a key twice or a doubt", () => {
    const document = parseDocument(read(path), { customTags: [GITLAB_REFERENCE] });
    expect([...document.errors, ...document.warnings]).toEqual([]);
  });

  it("puts no expression into the text of a command", () => {
    const commands = commandsIn(path);
    if (path !== "examples/github/drift.yml" && !workflows.some((name) => path.endsWith(name))) {
      expect(commands).not.toEqual([]);
    }
    expect(commands.filter((command) => /\$\{\{|\$\([A-Z][A-Za-z]*\./.test(command))).toEqual([]);
  });

  it("has commands that are bash", () => {
    for (const command of commandsIn(path)) {
      const { status, stderr } = spawnSync("bash", ["-n"], { input: command, encoding: "utf8" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    }
  });

  it("names flags that trueup has", async () => {
    const program = await createProgram("0.0.0", () => Promise.resolve());
    const known = new Set(program.commands.flatMap(({ options }) => options.map(({ long }) => long)));
    const used = commandsIn(path).flatMap((command) =>
      command
        .split("\n")
        .filter((line) => /\btrueup (plan|apply|comment|drift|validate|lock)\b|^\s+--/.test(line))
        .flatMap((line) => [...line.matchAll(/(?<=\s)--[a-z-]+/g)].map(([flag]) => flag)),
    );
    expect(used.filter((flag) => !known.has(flag))).toEqual([]);
  });
});

describe.each(workflows)("examples/github/%s", (name) => {
  const workflow: Workflow = parse(read(`examples/github/${name}`));
  const jobs = Object.entries(workflow.jobs);

  it("has nothing that actionlint minds", async () => {
    expect(await lintWorkflow(read(`examples/github/${name}`), `.github/workflows/${name}`)).toEqual([]);
  });

  it("may read the repository, and each job only what it needs beyond that", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    const isProposing = name === "propose.yml";
    const most: Record<string, string> = isProposing
      ? { contents: "write", "id-token": "write", "pull-requests": "write", issues: "write" }
      : { contents: "read", "id-token": "write", "pull-requests": "write" };
    for (const [, { permissions = {} }] of jobs) {
      for (const [scope, access] of Object.entries(permissions)) expect(most[scope], scope).toBe(access);
    }
    const writing = jobs.filter(([, { permissions }]) => permissions?.["pull-requests"] !== undefined);
    expect(writing.map(([job]) => `${name}: ${job}`)).toEqual(
      { "plan.yml": ["plan.yml: plan"], "propose.yml": ["propose.yml: propose"] }[name] ?? [],
    );
  });

  it("signs in within an environment only", () => {
    for (const [, job] of jobs) expect(job.environment !== undefined).toBe(job.permissions?.["id-token"] === "write");
  });

  it("bounds the time of each job and keeps no credentials in the checkout", () => {
    for (const [, job] of jobs) {
      expect(job["timeout-minutes"]).toBeLessThanOrEqual(360);
      const checkouts = job.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
      expect(checkouts.map((step) => step.with?.["persist-credentials"])).toEqual([false]);
    }
  });

  it("gives the action inputs that it has, with values that it takes", () => {
    const action: { inputs: Record<string, unknown>; outputs: Record<string, unknown> } = parse(read("action.yml"));
    const steps = jobs.flatMap(([, job]) => job.steps).filter(({ uses }) => uses?.startsWith("OWNER/trueup@"));
    // The action has no command for proposals, so that workflow installs the package.
    expect(steps.length === 0).toBe(name === "propose.yml");
    for (const { with: inputs = {} } of steps) {
      expect(Object.keys(inputs).filter((input) => !Object.hasOwn(action.inputs, input))).toEqual([]);
      const environment = Object.entries(inputs).map(([input, value]) => [variableOf(input), String(value)]);
      expect(() => readInputs(Object.fromEntries(environment))).not.toThrow();
    }
    const outputs = [...read(`examples/github/${name}`).matchAll(/steps\.\w+\.outputs\.([a-z-]+)/g)];
    expect(outputs.filter(([, output = ""]) => !Object.hasOwn(action.outputs, output))).toEqual([]);
  });
});

describe("the workflows together", () => {
  const plan: Workflow = parse(read("examples/github/plan.yml"));
  const apply: Workflow = parse(read("examples/github/apply.yml"));

  it("never run what a fork wrote with rights", () => {
    for (const name of workflows) expect(read(`examples/github/${name}`)).not.toContain("pull_request_target");
    expect(plan.jobs["plan"]?.if).toBe("github.event.pull_request.head.repo.full_name == github.repository");
    expect(plan.jobs["validate"]?.permissions).toBeUndefined();
  });

  it("start a check for each pull request, so that a required one always ends", () => {
    expect(plan.on).toEqual({ pull_request: null });
    expect(plan.concurrency).toEqual({
      group: "plan-${{ github.event.pull_request.number }}",
      "cancel-in-progress": true,
    });
  });

  it("apply one at a time, never cut off, in an environment of its own, what the job before planned", () => {
    const job = apply.jobs["apply"];
    expect(job?.concurrency).toEqual({ group: "teams-apps-production", "cancel-in-progress": false });
    expect(job?.environment).not.toBe(apply.jobs["plan"]?.environment);
    expect(job?.needs).toBe("plan");
    const step = job?.steps.find(({ id }) => id === "apply");
    const upload = apply.jobs["plan"]?.steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
    expect(step?.with?.["plan"]).toBe(upload?.with?.["path"]);
    expect(upload?.with?.["retention-days"]).toBeLessThanOrEqual(7);
  });
});

describe("every pipeline that applies", () => {
  it("fetches the whole history, without which nobody can tell which commit approved a permission", () => {
    const apply: Workflow = parse(read("examples/github/apply.yml"));
    const checkout = apply.jobs["apply"]?.steps.find(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkout?.with?.["fetch-depth"]).toBe(0);
    const gitlab = parse(read("examples/gitlab/.gitlab-ci.yml"), { customTags: [GITLAB_REFERENCE] });
    expect(gitlab[".trueup"].variables.GIT_DEPTH).toBe(0);
    const azure = parse(read("examples/azure-devops/azure-pipelines.yml"));
    const [first] = azure.stages[1].jobs[0].strategy.runOnce.deploy.steps;
    expect(first).toMatchObject({ checkout: "self", fetchDepth: 0 });
  });
});

describe("action.yml", () => {
  const text = read("action.yml");
  const action: {
    inputs: Record<string, { description: string; default?: string }>;
    outputs: Record<string, { value: string }>;
    runs: { using: string; steps: Step[] };
  } = parse(text);

  it("hands every input over in a variable, and no other way", () => {
    const expected = Object.keys(action.inputs).map((input) => [variableOf(input), `\${{ inputs.${input} }}`]);
    const { TRUEUP_ACTION_PROGRAM: program, ...handed } = Object.assign({}, ...action.runs.steps.map(({ env }) => env));
    expect(handed).toEqual(Object.fromEntries(expected));
    expect(program).toBe("${{ runner.temp }}/trueup/node_modules/trueup/scripts/package/trueup.mjs");
    expect(text.match(/\$\{\{ inputs\./g)).toHaveLength(expected.length);
  });

  it("has defaults that the script takes, and says which values it takes", () => {
    const defaults = Object.entries(action.inputs).map(([input, { default: value = "" }]) => [
      variableOf(input),
      value,
    ]);
    expect(readInputs(Object.fromEntries(defaults))).toMatchObject({ command: "plan", path: ".", failOn: "error" });
    for (const command of COMMANDS) expect(action.inputs["command"]?.description).toContain(command);
    for (const level of FAIL_ON) expect(action.inputs["fail-on"]?.description).toContain(level);
  });

  it("takes its outputs from the step that runs", () => {
    expect(Object.keys(action.outputs)).toEqual(["changes", "exit-code", "plan-file", "receipt-file"]);
    for (const [output, { value }] of Object.entries(action.outputs))
      expect(value).toBe(`\${{ steps.run.outputs.${output} }}`);
  });

  it("is composite, runs in bash, and installs without scripts", () => {
    expect(action.runs.using).toBe("composite");
    const commands = action.runs.steps.filter((step) => step.run !== undefined);
    expect(commands.map(({ shell }) => shell)).toEqual(commands.map(() => "bash"));
    expect(commands.filter((step) => step.run?.includes("npm ")).map((step) => step.run)).toEqual([
      expect.stringMatching(/npm install --prefix "\$RUNNER_TEMP\/trueup" --ignore-scripts /),
    ]);
  });
});

describe("the scripts of GitLab's merge request, with a trueup of their own", () => {
  const job: { script: string[] } = parse(read("examples/gitlab/.gitlab-ci.yml"), { customTags: [GITLAB_REFERENCE] })[
    "plan-merge-request"
  ];

  it.each([
    [0, "report", 0],
    [2, "report", 0],
    [3, "report", 0],
    [1, "", 1],
    [143, "", 143],
  ])("a plan that ends with %i is commented on, and the job ends with the code %3$i", (code, report, ended) => {
    const stub = [
      'trueup() { if [ "$1" = plan ]; then printf %s "$REPORT"; return "$CODE"; fi; cat plan.md; echo; }',
      'cd "$(mktemp -d)"; trap \'rm -r "$PWD"\' EXIT',
    ];
    const { status, stdout } = spawnSync("bash", ["-eo", "pipefail", "-c", [...stub, ...job.script].join("\n")], {
      encoding: "utf8",
      env: {
        PATH: process.env["PATH"] ?? "",
        CODE: String(code),
        REPORT: report,
        CI_JOB_URL: "https://gitlab.example.com/job",
      },
    });
    expect(status).toBe(ended);
    expect(stdout.trim()).toBe(
      report === "" ? "The plan could not be made; https://gitlab.example.com/job says why." : report,
    );
  });
});

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly if?: string;
        readonly needs?: string;
        readonly environment?: string;
        readonly concurrency?: unknown;
        readonly permissions?: Readonly<Record<string, string>>;
        readonly "timeout-minutes": number;
        readonly steps: readonly Step[];
      }
    >
  >;
}

/** GitLab's `!reference [job, key]`: https://docs.gitlab.com/ci/yaml/yaml_optimization/#reference-tags */
const GITLAB_REFERENCE = { tag: "!reference", collection: "seq" as const, resolve: (value: unknown) => value };

function variableOf(input: string): string {
  return `${PREFIX}${input.toUpperCase().replaceAll("-", "_")}`;
}

/** Everything in a file that a shell runs; a job of GitLab as one text, since its lines share a shell. */
function commandsIn(path: string): readonly string[] {
  const commands: string[] = [];
  visit(parseDocument(read(path), { customTags: [GITLAB_REFERENCE] }), {
    Pair: (_key, { key, value }) => {
      const name = String(key);
      const json: unknown = isMap(value)
        ? null
        : typeof value === "object" && value !== null && "toJSON" in value
          ? value
          : null;
      if (!["run", "script", "inlineScript", "before_script"].includes(name) || json === null) return;
      const plain: unknown = JSON.parse(JSON.stringify(value));
      commands.push(Array.isArray(plain) ? plain.filter((line) => typeof line === "string").join("\n") : String(plain));
    },
  });
  return commands;
}
