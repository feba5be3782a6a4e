import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apps, FINANCE, TENANT } from "../journeys/worlds.ts";
import { type CommandLine, SIGNED_IN, startCommandLine } from "./command-line.ts";
import { firstOf } from "../share.ts";

// The other tests of the command line carry it out without a process. Here is what only a process shows.

let line: CommandLine;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  await line.write({
    "good/apps.yaml": apps(),
    "good/finance.yaml": FINANCE,
    "blocked/apps.yaml": apps([]),
    "blocked/finance.yaml": FINANCE,
  });
});
afterEach(() => line.end());

const applied = () => line.sandbox.installationsOf("adele@contoso.com").map(({ version }) => version);

describe("a process of trueup ends with the exit code of its command, and writes the same to stdout and stderr", () => {
  const commands = [
    { exitCode: 0, why: "the plan was made", args: ["plan", "good"] },
    { exitCode: 3, why: "somebody is blocked", args: ["apply", "blocked", "--yes"] },
    { exitCode: 1, why: "there is no desired state", args: ["plan", "nowhere"] },
    { exitCode: 0, why: "help was asked for", args: ["plan", "--help"] },
    { exitCode: 1, why: "the command line is wrong", args: ["paln"] },
    { exitCode: 2, why: "the tenant differs", args: ["drift", "good"] },
  ];
  it.each(firstOf(commands, 2))("$exitCode: $why", async ({ exitCode, args }) => {
    const ended = await line.spawned(args);
    expect(ended.exitCode).toBe(exitCode);
    expect(undated(ended)).toEqual(undated(await line.trueup(args)));
  });
});

it("an address that no proxy can have is named and not repeated", async () => {
  const ended = await line.spawned(["plan", "good"], { env: { HTTPS_PROXY: "http//user:secret@proxy" } });
  expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ended.stderr).toContain("error: the address of the proxy in HTTPS_PROXY or HTTP_PROXY cannot be used");
  expect(ended.stderr).not.toContain("secret");
});

describe("a run that writes to the tenant goes on where nobody reads what it says", () => {
  it.each([
    { closed: "stdout", pipes: ["stdout"] },
    { closed: "stdout and stderr", pipes: ["stdout", "stderr"] },
  ] as const)("a reader such as head closes $closed", async ({ pipes }) => {
    const started = (child: ChildProcess) => pipes.forEach((pipe) => void child[pipe]?.destroy());
    const ended = await line.spawned(["apply", "good", "--yes"], { started });
    expect(ended).toEqual({ exitCode: 0, stdout: "", stderr: pipes.length === 1 ? SIGNED_IN : "" });
    expect(applied()).toEqual(["2.4.0"]);
  });

  it.runIf(existsSync("/dev/full"))("a disk that is full is an error before the first write and after it", async () => {
    await using full = await open("/dev/full", "w");
    const before = await line.spawned(["apply", "good", "--yes"], { stdout: full.fd });
    expect(before).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("error: stdout cannot be written: the disk is full"),
    });
    expect(applied()).toEqual(["2.1.0"]);
    // In JSON the result is all that is written to stdout, when everything is done.
    const after = await line.spawned(["apply", "good", "--yes", "--format", "json"], { stdout: full.fd });
    expect(after.stderr).toContain(
      "error: the run wrote to the tenant, and then failed: stdout cannot be written: the disk is full",
    );
    expect(after.exitCode).toBe(3);
    expect(applied()).toEqual(["2.4.0"]);
  });
});

/** Two runs differ in when and how fast they were. */
function undated({ exitCode, stdout, stderr }: Awaited<ReturnType<CommandLine["trueup"]>>) {
  const times = /\d{4}-\d\d-\d\dT[\d:.]+Z|\d+(\.\d+)? m?s\b/g;
  return { exitCode, stdout: stdout.replaceAll(times, "TIME"), stderr: stderr.replaceAll(times, "TIME") };
}
