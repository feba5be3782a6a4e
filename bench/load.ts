import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { load } from "../src/desired/load.ts";
import type { Bench } from "./bench.ts";
import { alternately, timed } from "./timing.ts";

const ASSIGNMENTS = 2_000;
const LISTED = 200_000;
const ROUNDS = 5;

/** Reading and checking a large desired state, against a parser that knows nothing of it. */
export const bench: Bench = {
  name: "load",
  measures: `a desired state of ${ASSIGNMENTS} YAML assignments and a list of ${LISTED} users, over a bare yaml parse and a split into lines of the same bytes`,
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
    try {
      const [yaml, csv] = [yamlText(), csvText()];
      await writeFile(join(folder, "state.yaml"), yaml);
      await writeFile(join(folder, "everybody.csv"), csv);
      const bare = () =>
        timed(() => {
          parse(yaml);
          csv.split("\n");
        });
      const ours = () => timed(() => loadValid(folder));
      await bare();
      await ours();
      const [oursMs, bareMs] = await alternately(ROUNDS, ours, bare);
      return [
        {
          name: "load over parse and split",
          value: oursMs / bareMs,
          unit: "ratio",
          mark: { atMost: 2 },
          note: `${oursMs.toFixed(0)} ms over ${bareMs.toFixed(0)} ms, middle of ${ROUNDS}`,
        },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function loadValid(folder: string): Promise<void> {
  const { configuration, diagnostics } = await load(folder);
  if (configuration === null) throw new Error(`the state is not valid: ${diagnostics[0]?.message ?? ""}`);
}

function yamlText(): string {
  const assignments = Array.from(
    { length: ASSIGNMENTS },
    (_, index) =>
      `  - app: expenses\n    version: ">=2.3 <3"\n    to: [{ group: "Department ${index}" }, { user: "lead${index}@contoso.com" }]\n    priority: ${index}\n`,
  );
  return [
    "apiVersion: trueup/v1\n",
    "tenant: 3f6c1f0e-0000-4000-8000-000000000001\n",
    "apps:\n  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 }\n",
    "assignments:\n  - { app: expenses, version: latest, to: [{ usersFrom: everybody.csv }] }\n",
    ...assignments,
  ].join("");
}

function csvText(): string {
  const lines = Array.from(
    { length: LISTED },
    (_, index) => `user${String(index).padStart(6, "0")}@contoso.com,Sales,Berlin`,
  );
  return `userPrincipalName,department,city\n${lines.join("\n")}\n`;
}
