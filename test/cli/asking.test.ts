import { afterEach, describe, expect, it } from "vitest";
import { type ApplyFlags, runApply } from "../../src/cli/commands/apply.ts";
import type { Console } from "../../src/cli/console.ts";
import { apps, FINANCE, TENANT } from "../journeys/worlds.ts";
import { type CommandLine, startCommandLine } from "./command-line.ts";

let line: CommandLine;
afterEach(() => line.end());

const FLAGS: ApplyFlags = {
  format: "text",
  showUsers: false,
  summary: false,
  consent: false,
  app: [],
  user: [],
  limitsScale: 10,
  rateShare: 0.9,
  maxAge: 0,
  settle: 0,
  progress: "line",
  envelope: false,
  yes: false,
};

/** A person at a terminal who answers every question alike; keeps what was shown, in order. */
function person(answer: boolean, environment: Console["environment"]) {
  const seen: string[] = [];
  const console: Console = {
    result: (chunks) => {
      seen.push(`result: ${[...chunks].join("").split("\n")[0]}`);
      return Promise.resolve();
    },
    notice: (text) => void seen.push(`notice: ${text}`),
    rendered: (text) => void seen.push(`rendered: ${text}`),
    status: () => undefined,
    ask: (question) => {
      seen.push(`asked: ${question.trim()}`);
      return Promise.resolve(answer);
    },
    isInteractive: true,
    isStderrTerminal: true,
    resultColor: false,
    resultColumns: null,
    noticeColumns: null,
    noticeColor: false,
    environment,
  };
  return { console, seen };
}

async function start(answer: boolean) {
  line = await startCommandLine(TENANT);
  await line.write({ "apps.yaml": apps(), "finance.yaml": FINANCE });
  return person(answer, { TRUEUP_GRAPH_URL: line.sandbox.url, TRUEUP_ACCESS_TOKEN: "sandbox-token" });
}

const writes = () => line.sandbox.requests.filter(({ method }) => method !== "GET").length;

describe("apply at a terminal shows the plan, asks, and only then acts", () => {
  it("no: nothing is written, and it ends with 3", async () => {
    const { console, seen } = await start(false);
    expect(await runApply(line.folder, FLAGS, console)).toBe(3);
    expect(seen).toEqual([
      "notice: using the access token of TRUEUP_ACCESS_TOKEN as it is",
      "result: Plan: 3 to change (3 upgrade); 3 rows, 3 users, 1 app",
      'asked: Carry out these 3 changes? Only "yes" does it:',
      "notice: nothing was written: the question was not answered with yes",
    ]);
    expect(writes()).toBe(0);
  });

  it("yes: it is carried out; asked again with nothing to do, it asks nothing", async () => {
    const { console, seen } = await start(true);
    expect(await runApply(line.folder, FLAGS, console)).toBe(0);
    expect(writes()).toBe(3);
    seen.length = 0;
    expect(await runApply(line.folder, FLAGS, console)).toBe(0);
    expect(seen.filter((text) => text.startsWith("asked"))).toEqual([]);
  });

  it("no listener for signals is left behind", async () => {
    const { console } = await start(false);
    const before = process.listenerCount("SIGINT");
    await runApply(line.folder, FLAGS, console);
    await expect.poll(() => process.listenerCount("SIGINT")).toBe(before);
  });
});
