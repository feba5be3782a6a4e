import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeInOneLine } from "../../src/cli/failure.ts";
import { load } from "../../src/desired/load.ts";
import { GraphError, UsageError } from "../../src/errors.ts";
import { readPlanFile } from "../../src/plan-file/read-plan-file.ts";
import { renderDiagnostics } from "../../src/report/diagnostics.ts";
import { AN_HOUR_LATER, TENANT } from "../approval/plan-text.ts";
import { openGraph, type StandIn } from "./graph-server.ts";
import { rawIn, type Target } from "./target.ts";

const MB = 1_000_000;
const USER = "4f1c0f3a-0000-4000-8000-000000000001";
const STATE = `apiVersion: trueup/v1
apps: { x: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 } }
assignments: [{ app: x, version: latest, to: [{ usersFrom: list.csv }] }]
`;

/** What an input is made of: `piece` so many times between `begin` and `end`. */
interface Heap {
  readonly begin?: string;
  readonly piece: string;
  readonly times: number;
  readonly end?: string;
}

/** As YAML: deep, long, wide, and what makes much of little. */
const STATES: readonly Heap[] = [
  { begin: "apps: ", piece: "[", times: MB },
  { begin: "apps: ", piece: "{a: ", times: MB },
  { begin: "apps:\n  ", piece: "- ", times: MB },
  { begin: "apps: ", piece: "? ", times: MB },
  { begin: "tenant: ", piece: "x", times: 7 * MB },
  { begin: 'tenant: "', piece: "\\u0041", times: MB, end: '"' },
  { begin: "tenant: |\n", piece: "  line\n", times: MB },
  { begin: "tenant: >\n", piece: "  \n", times: 2 * MB },
  { begin: "# ", piece: "x", times: 7 * MB, end: "\nx: 1" },
  { begin: "? ", piece: "x", times: 7 * MB, end: "\n: 1" },
  { begin: "users:\n", piece: "  a@b.c: {}\n", times: MB / 2 },
  { piece: "k: 1\n", times: MB },
  { piece: "- &a\n", times: MB },
  { begin: "apps: [", piece: "*a,", times: MB },
  { piece: "!!t ", times: MB },
  { piece: "--- 1\n", times: MB },
  { piece: "%TAG ! x\n", times: MB / 2 },
  { piece: "x", times: 100 * MB },
];

const LISTS: readonly Heap[] = [
  { piece: "x", times: 100 * MB },
  { piece: ",", times: 100 * MB },
  { begin: '"', piece: "x", times: 100 * MB },
  { begin: '"a",', piece: ",", times: 100 * MB },
  { begin: '"a"\n', piece: '"', times: 100 * MB },
  { piece: "x\n", times: 50 * MB },
  { piece: '"x"\n', times: 25 * MB },
  { begin: "#", piece: "x", times: 100 * MB },
];

const PLANS: readonly Heap[] = [
  { piece: "[", times: 100 * MB },
  { piece: '{"a":', times: 20 * MB },
  { begin: '{"formatVersion":"1.1","kind":"plan","rows":[', piece: "{},", times: 5 * MB, end: "{}]}" },
  { begin: '{"formatVersion":"', piece: "x", times: 100 * MB, end: '","kind":"plan"}' },
];

const ANSWERS: readonly Heap[] = [
  { begin: '{"value":', piece: "[", times: 50 * MB },
  { begin: '{"value":[', piece: "{},", times: 5 * MB, end: "{}]}" },
  { begin: '{"value":[{"id":"', piece: "x", times: 50 * MB, end: '"}]}' },
  { piece: "x", times: 100 * MB },
];

/** Inputs that are as large as somebody likes, each case one of them in turn: files of 100 MB in one line, a million keys, a million levels. */
export async function hugeTarget(): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), "trueup-huge-"));
  const graph = await openGraph();
  const cases: readonly (() => Promise<string | null>)[] = [
    ...LISTS.map((heap) => () => loaded(folder, STATE, heap)),
    ...STATES.map((heap) => () => loaded(folder, heap, { piece: "a@contoso.com\n", times: 1 })),
    ...PLANS.map((heap) => () => Promise.resolve(planned(textOf(heap)))),
    ...ANSWERS.map((heap) => () => answered(graph, textOf(heap))),
  ];
  let next = 0;
  return {
    tryOne() {
      const index = next % cases.length;
      next += 1;
      return (cases[index] ?? (() => Promise.resolve(null)))();
    },
    async close() {
      await graph.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function loaded(folder: string, state: string | Heap, list: Heap): Promise<string | null> {
  const text = typeof state === "string" ? state : `apiVersion: trueup/v1\n${textOf(state)}`;
  await writeFile(join(folder, "state.yaml"), text);
  await writeHeap(join(folder, "list.csv"), list);
  const { configuration, diagnostics, files } = await load(folder);
  if (configuration !== null) return "what nobody could mean is accepted";
  if (diagnostics.length > 100) return `${diagnostics.length} problems are told`;
  const told = [...renderDiagnostics(diagnostics, files, { color: false })].join("");
  return told.length > 100_000 ? `the problems take ${told.length} characters` : rawIn(told);
}

function planned(text: string): string | null {
  try {
    readPlanFile(() => [text], { name: "plan.json", nowMs: AN_HOUR_LATER, tenantId: TENANT });
    return "what is no plan is accepted";
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return short(describeInOneLine(error));
  }
}

async function answered(graph: StandIn, text: string): Promise<string | null> {
  let doubt: string | undefined;
  try {
    await graph.ask(
      async ({ installations }) => {
        const read = await installations.readInstallations(USER);
        ({ doubt } = read);
      },
      (response) => response.end(text),
    );
    return doubt === undefined ? "what is no list of installations is accepted" : short(doubt);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return short(describeInOneLine(error));
  }
}

function short(told: string): string | null {
  return told.length > 10_000 ? `a message of ${told.length} characters` : rawIn(told);
}

function textOf({ begin = "", piece, times, end = "" }: Heap): string {
  return begin + piece.repeat(times) + end;
}

/** In parts, since one text holds half a gigabyte at most. */
async function writeHeap(path: string, { begin = "", piece, times, end = "" }: Heap): Promise<void> {
  const file = await open(path, "w");
  const part = piece.repeat(Math.min(times, MB));
  await file.write(begin);
  for (let left = times; left > 0; left -= MB) await file.write(left >= MB ? part : piece.repeat(left));
  await file.write(end);
  await file.close();
}
