import { afterEach, expect, describe, it } from "vitest";
import { METRICS } from "../../src/controller/metrics.ts";
import { type CommandLine, type Ended, startCommandLine } from "../cli/command-line.ts";
import { type Answers, startReceiver, wireValues } from "./receiver.ts";

const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const TENANT = `
tenantId: ${TENANT_ID}
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    displayName: Expenses
    distributionMethod: organization
    definitions: [{ version: 2.1.0 }, { version: 2.4.0 }]
population:
  - { count: 1, upn: "adele.vance{n}@contoso.com", displayName: "Adele Vance {n}", installations: [{ app: expenses, version: 2.1.0 }] }
  - { count: 3, upn: "person{n}@contoso.com", installations: [{ app: expenses, version: 2.1.0 }] }
`;
const DESIRED = `
apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 }
assignments:
  - { app: expenses, version: ">=2.4", to: [{ everyone: true }] }
`;
const SECRET = "sesame-open-now";
const FAST = ["--limits-scale", "20"];

let line: CommandLine;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
afterEach(async () => {
  await line.end();
  await receiver.stop();
});

type Environment = Readonly<Record<string, string>>;

async function start(answers: Answers = 200): Promise<void> {
  line = await startCommandLine(TENANT);
  receiver = await startReceiver(answers);
  await line.write({ "state.yaml": DESIRED });
}

const once = (env: Environment, args: readonly string[] = ["--apply"]): Promise<Ended> =>
  line.trueup(["run", ".", "--once", ...args, ...FAST], { env: { ...env } });

const json = (): Environment => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/`,
  OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
});

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Span {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code: number };
}

function spans(): readonly Span[] {
  return receiver.received
    .filter(({ path }) => path === "/v1/traces")
    .flatMap(({ body }) => JSON.parse(body.toString()).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap((scope): readonly Span[] => scope.spans);
}

interface Metric {
  readonly name: string;
  readonly sum?: { readonly isMonotonic: boolean; readonly dataPoints: readonly Point[] };
  readonly gauge?: { readonly dataPoints: readonly Point[] };
  readonly histogram?: { readonly dataPoints: readonly (Point & { readonly bucketCounts: readonly number[] })[] };
}

interface Point {
  readonly attributes: readonly Attribute[];
  readonly asDouble?: number;
  readonly count?: number;
}

function metrics(): readonly Metric[] {
  const { body } = receiver.received.filter(({ path }) => path === "/v1/metrics").at(-1) ?? { body: "{}" };
  const [resource] = JSON.parse(body.toString()).resourceMetrics ?? [];
  return resource?.scopeMetrics[0].metrics ?? [];
}

const valuesOf = (span: Span | undefined): Readonly<Record<string, unknown>> =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));

describe("one pass of run", () => {
  it("sends the stages of the pass, and what was asked of Graph in each", async () => {
    await start();

    const ended = await once(json());

    expect(ended.exitCode).toBe(0);
    const all = spans();
    const pass = all.find(({ name }) => name === "pass");
    expect(valuesOf(pass)).toMatchObject({
      "trueup.trigger": "start",
      "trueup.outcome": "converged",
      "trueup.exit_code": 0,
      "trueup.state": "as-desired",
      "trueup.rows.as-desired": 4,
    });
    const stages = all.filter(({ parentSpanId }) => parentSpanId === pass?.spanId);
    expect(stages.map(({ name }) => name)).toEqual(["load", "resolve", "observe", "plan", "report", "apply", "report"]);
    const observe = stages.find(({ name }) => name === "observe");
    const reads = all.filter(({ parentSpanId }) => parentSpanId === observe?.spanId);
    expect(reads.map((span) => valuesOf(span)["trueup.graph.class"])).toContain("installation-reads");
    const sent = all.map((span) => Number(valuesOf(span)["trueup.graph.requests"] ?? 0));
    const asked = line.sandbox.requests.length;
    expect(sent.reduce((sum, one) => sum + one, 0)).toBe(asked);
    for (const { startTimeUnixNano, endTimeUnixNano } of all)
      expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
  });

  it("sends every metric that the page of metrics has, under the same name", async () => {
    await start();

    await once(json());

    const byName = new Map(metrics().map((metric) => [metric.name, metric]));
    const NOTIFICATIONS = ["events", "subscriptions", "hub", "audited", "auditCycle", "missRate"];
    // What has no value after such a pass is not sent, as it is not on the page.
    const absent = ["rolloutPeople", "rolloutPhase", "rolloutRing", "budgetLeft", "source", ...NOTIFICATIONS];
    const expected = Object.entries(METRICS).filter(([key]) => !absent.includes(key));
    expect([...byName.keys()].sort()).toEqual(expected.map(([, { name }]) => name).sort());
    expect(byName.get("trueup_passes_total")?.sum?.isMonotonic).toBe(true);
    const installed = byName.get("trueup_installed_users")?.gauge?.dataPoints[0];
    expect(installed?.asDouble).toBe(4);
    const duration = byName.get("trueup_pass_duration_seconds")?.histogram?.dataPoints[0];
    expect(duration?.count).toBe(1);
    expect(duration?.bucketCounts.reduce((sum, one) => sum + one, 0)).toBe(1);
  });

  it("names nobody and tells no secret, whatever the pass came to", async () => {
    await start();
    const env = {
      ...json(),
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${SECRET}`,
      TRUEUP_PSEUDONYM_KEY: "0123456789abcdef0123456789abcdef",
    };
    await once(env, []);
    line.sandbox.addFault({ kind: "status", path: /installedApps/, status: 403 });

    await once({ ...env, TRUEUP_ACCESS_TOKEN: SECRET });

    const text = receiver.received.map(({ body }) => body.toString()).join("\n");
    expect(text).toContain("trueup_rows");
    for (const hidden of ["adele", "vance", "person1", "contoso.com", SECRET, "sandbox-token"])
      expect(text.toLowerCase()).not.toContain(hidden.toLowerCase());
    for (const id of Object.keys(line.sandbox.snapshot())) expect(text).not.toContain(id);
    expect(receiver.received[0]?.headers["authorization"]).toBe(`Bearer ${SECRET}`);
  });

  it("is told as protobuf unless JSON is asked for", async () => {
    await start();

    await once({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: "teams-apps" });

    expect(receiver.received.map(({ path }) => path).sort()).toEqual(["/v1/metrics", "/v1/traces"]);
    for (const { path, headers, body } of receiver.received) {
      expect(headers["content-type"]).toBe("application/x-protobuf");
      const values = wireValues(body);
      expect(values).toContain("teams-apps");
      expect(values).toContain(path === "/v1/traces" ? "observe" : "trueup_installed_users");
      if (path === "/v1/metrics") expect(values).toContain(4);
    }
  });

  it("that failed is told too", async () => {
    await start();
    await line.write({ "state.yaml": "apiVersion: trueup/v1\nnonsense: true\n" });

    const ended = await once(json());

    expect(ended.exitCode).toBe(1);
    const [pass] = spans();
    expect(valuesOf(pass)).toMatchObject({ "trueup.outcome": "failed", "trueup.exit_code": 1 });
    expect(pass?.status.code).toBe(2);
  });
});

describe("apply", () => {
  it("tells of itself as of a pass", async () => {
    await start();

    const ended = await line.trueup(["apply", ".", "--yes", ...FAST], { env: { ...json() } });

    expect(ended.exitCode).toBe(0);
    expect(spans().map(({ name }) => name)).toEqual(expect.arrayContaining(["pass", "resolve", "observe", "apply"]));
    expect(metrics().map(({ name }) => name)).toContain("trueup_passes_total");
    const sent = spans().map((span) => Number(valuesOf(span)["trueup.graph.requests"] ?? 0));
    expect(sent.reduce((sum, one) => sum + one, 0)).toBe(line.sandbox.requests.length);
  });

  it("tells of a failure, and fails as it does without telemetry", async () => {
    await start();
    const flags = ["apply", ".", "--yes", "--user", "nobody@contoso.com", ...FAST];
    const without = await line.trueup(flags, { env: {} });

    const ended = await line.trueup(flags, { env: { ...json() } });

    expect(ended).toEqual(without);
    expect(ended.exitCode).toBe(1);
    expect(valuesOf(spans()[0])).toMatchObject({ "trueup.outcome": "failed" });
  });
});

describe("a receiver", () => {
  it.each([
    ["refuses", 500],
    ["sends elsewhere", 307],
  ] as const)("that %s changes no exit code, and is told once", async (_, status) => {
    await start(status);

    const ended = await once(json());

    expect(ended.exitCode).toBe(0);
    expect(ended.stderr.match(/did not reach/g)).toHaveLength(1);
    expect(ended.stderr).toContain(`HTTP ${status}`);
  });

  it("that never answers delays the end by some seconds at most", async () => {
    await start("never");

    // Whoever waited for that long would not come to the end of this test.
    const ended = await once({ ...json(), OTEL_EXPORTER_OTLP_TIMEOUT: "3600000" });

    expect(ended.exitCode).toBe(0);
    expect(ended.stderr.match(/did not reach/g)).toHaveLength(1);
  });

  it("that is back is sent what it missed", async () => {
    await start((nth) => (nth <= 2 ? 503 : 200));

    const ended = await once(json());

    expect(ended.exitCode).toBe(0);
    expect(spans().filter(({ name }) => name === "pass")).toHaveLength(2);
  });
});
