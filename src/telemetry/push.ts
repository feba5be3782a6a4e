import {
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { Agent, type Dispatcher } from "undici";
import { openProxied } from "../http/proxied.ts";
import type { Metrics } from "../controller/metrics.ts";
import { isLoopbackHost } from "../http/base-url.ts";
import { exchange } from "../http/exchange.ts";
import type { Clock } from "../model/clock.ts";
import { metricDataOf } from "./metric-data.ts";
import type { Destination, OtlpSignal, TelemetrySettings } from "./settings.ts";
import { type Span, spansOf, type TracedPass } from "./spans.ts";

/** Tells receivers of OTLP about passes. */
export interface Telemetry {
  /** Takes a pass that has ended; neither waits nor throws. */
  readonly notePass: (pass: TracedPass) => void;
  /** Sends what is left, for some seconds at most. */
  readonly close: () => Promise<void>;
}

/** What telemetry needs beside its settings. */
export interface TelemetryGround {
  readonly clock: Clock;
  /** Told what does not arrive, in one line. */
  readonly notice: (line: string) => void;
  readonly version: string;
  readonly families: Metrics["families"];
}

/** What is under way at the end of the process gets so long. */
const GRACE_MS = 3_000;
/** Spans that could not be sent yet; the oldest give way. */
const MOST_SPANS = 1_000;
const MOST_ANSWER_BYTES = 65_536;

/** Sends spans after each pass, and metrics then and in between. Telemetry that does not arrive is told once, and hinders nothing. */
export function startTelemetry(
  { destinations, resource: attributes, intervalMs }: TelemetrySettings,
  { clock, notice, version, families }: TelemetryGround,
): Telemetry {
  const resource = resourceFromAttributes({ ...attributes });
  const ways = openWays();
  const ending = new AbortController();
  const sinceMs = clock.now();
  const failing = new Map<OtlpSignal, string>();
  let spans: readonly Span[] = [];
  /** Whether the metrics know of a pass that no receiver knows of. */
  let isDue = false;
  let sending: Promise<void> = Promise.resolve();

  const post = async (
    signal: OtlpSignal,
    { url, headers, format, timeoutMs }: Destination,
    body: Uint8Array | undefined,
  ) => {
    const type = format === "json" ? "application/json" : "application/x-protobuf";
    const sent = await exchange(
      { method: "POST", url, headers: { ...headers, "content-type": type }, body: body ?? null },
      { dispatcher: ways.to(url), timeoutMs, mostBytes: MOST_ANSWER_BYTES, stop: ending.signal },
    );
    if (sent.kind === "answer" && sent.status >= 200 && sent.status < 300) {
      failing.delete(signal);
      return true;
    }
    const why =
      sent.kind === "broken" ? sent.detail : sent.kind === "answer" ? `HTTP ${sent.status}` : "the answer is too large";
    failing.set(signal, `${new URL(url).host}: ${why}`);
    return false;
  };

  const sendTraces = async (to: Destination): Promise<void> => {
    const out = spans;
    if (out.length === 0) return;
    const serializer = to.format === "json" ? JsonTraceSerializer : ProtobufTraceSerializer;
    if (await post("traces", to, serializer.serializeRequest([...out]))) {
      const gone = new Set(out);
      spans = spans.filter((span) => !gone.has(span));
    }
  };

  const sendMetrics = async (to: Destination): Promise<void> => {
    const wasDue = isDue;
    isDue = false;
    const data = metricDataOf(await families(), resource, version, { sinceMs, atMs: clock.now() });
    const serializer = to.format === "json" ? JsonMetricsSerializer : ProtobufMetricsSerializer;
    if (!(await post("metrics", to, serializer.serializeRequest(data)))) isDue ||= wasDue;
  };

  const sendAll = async (): Promise<void> => {
    const { traces, metrics } = destinations;
    const before = new Set(failing.keys());
    await Promise.all([
      traces === undefined ? null : sendTraces(traces),
      metrics === undefined ? null : sendMetrics(metrics),
    ]);
    const fresh = [...failing].filter(([signal]) => !before.has(signal));
    const reasons = new Set(fresh.map(([, why]) => why));
    if (fresh.length > 0)
      notice(`warning: ${fresh.map(([signal]) => signal).join(" and ")} did not reach ${[...reasons].join("; ")}`);
    if (before.size > 0 && failing.size === 0) notice(`${[...before].join(" and ")} arrive again`);
  };

  /** One after another, since what was sent decides what is left. */
  const push = (): Promise<void> => {
    sending = sending.then(sendAll).catch((error: unknown) => notice(`warning: telemetry failed: ${String(error)}`));
    return sending;
  };

  const keepSending = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(intervalMs, ending.signal);
      if (ending.signal.aborted) return;
      await push();
    }
  };
  if (destinations.metrics !== undefined) void keepSending();

  return {
    notePass(pass) {
      if (destinations.traces !== undefined) spans = [...spans, ...spansOf(pass, resource, version)].slice(-MOST_SPANS);
      isDue = destinations.metrics !== undefined;
      void push();
    },
    async close() {
      const done = new AbortController();
      const rest = sending.then(() => (isDue || spans.length > 0 ? push() : undefined)).then(() => done.abort());
      await Promise.race([rest, clock.sleep(GRACE_MS, done.signal)]);
      ending.abort();
      await rest;
      await ways.close();
    },
  };
}

/** Through a proxy where the environment of the process names one, but never to this machine. */
function openWays(): { readonly to: (url: string) => Dispatcher; readonly close: () => Promise<void> } {
  const direct = new Agent({ allowH2: false });
  const proxied = openProxied();
  return {
    to: (url) => (isLoopbackHost(new URL(url).hostname) ? direct : proxied),
    close: async () => {
      await Promise.all([direct.destroy(), proxied.destroy()]);
    },
  };
}
