import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Signal } from "../../src/model/rollout.ts";
import { createSignalReader } from "../../src/signals/read-signal.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import { until } from "../until.ts";

const PROGRAM = ["/usr/bin/prometheus", "/usr/local/bin/prometheus"].find((path) => existsSync(path));

/** A real Prometheus, where one is installed (Debian: apt-get install prometheus); it scrapes nothing. */
describe.skipIf(PROGRAM === undefined)("a real Prometheus", () => {
  let folder: string;
  let server: ChildProcess;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "trueup-prometheus-"));
    await writeFile(join(folder, "prometheus.yml"), "global: { scrape_interval: 1h }\n");
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const flags = [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    server = spawn(PROGRAM ?? "", flags, { stdio: "ignore" });
    await until("it is ready", () => isReady(url));
  });

  afterAll(async () => {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it.each<[string, string]>([
    ["vector(2)", "pass"],
    ["scalar(vector(2))", "pass"],
    ["vector(5)", "pending"],
    ["vector(12)", "fail"],
    ["vector(0) / vector(0)", "unknown"],
    ["up", "unknown"],
    ['label_replace(vector(1), "a", "b", "", "") or label_replace(vector(1), "a", "c", "", "")', "unknown"],
    ["vector(1)[5m:1m]", "unknown"],
    ["sum(", "unknown"],
  ])("answers %s: %s", async (query, expected) => {
    const signal: Signal = {
      name: "tickets",
      source: { kind: "prometheus", query },
      ok: { kind: "number", operator: "<", than: 3 },
      fail: { kind: "number", operator: ">=", than: 10 },
      everyMs: 0,
    };
    const reader = createSignalReader({ TRUEUP_PROMETHEUS_URL: url }, createVirtualClock());
    expect((await reader.read(signal)).verdict).toBe(expected);
    await reader.close();
  });

  it("is one that says its version", () => {
    expect(execFileSync(PROGRAM ?? "", ["--version"], { encoding: "utf8" })).toContain("prometheus, version");
  });
});

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/-/ready`)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
