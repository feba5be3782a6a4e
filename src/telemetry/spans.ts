import { randomBytes } from "node:crypto";
import type { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { Resource } from "@opentelemetry/resources";
import type { PassReport } from "../controller/pass-report.ts";
import type { StageTime } from "./stage-times.ts";

/** A span as the serializers take it. */
export type Span = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number];

/** A pass that has ended, and its stages. */
export interface TracedPass {
  readonly report: PassReport;
  readonly stages: readonly StageTime[];
}

interface Interval {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** Of the OpenTelemetry API: the span is no remote call's, and its status. */
const INTERNAL = 0;
const UNSET = 0;
const ERROR = 2;

/**
 * A span for the pass, one for each stage, and below it one for each class of requests that were sent to Graph. Their number
 * does not grow with the tenant, and nothing in them names a person or quotes a message.
 */
export function spansOf({ report, stages }: TracedPass, resource: Resource, version: string): readonly Span[] {
  const traceId = randomBytes(16).toString("hex");
  const spans: Span[] = [];
  const add = (name: string, times: Interval, attributes: Span["attributes"], parent: Context | null): Context => {
    const context = { traceId, spanId: randomBytes(8).toString("hex"), traceFlags: 1 };
    spans.push({
      name,
      kind: INTERNAL,
      spanContext: () => context,
      ...(parent === null ? {} : { parentSpanContext: parent }),
      startTime: hrTime(times.startedAtMs),
      endTime: hrTime(times.endedAtMs),
      duration: hrTime(Math.max(0, times.endedAtMs - times.startedAtMs)),
      status: { code: attributes["trueup.outcome"] === "failed" ? ERROR : UNSET },
      attributes,
      links: [],
      events: [],
      ended: true,
      resource,
      instrumentationScope: { name: "trueup", version },
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    });
    return context;
  };
  const startedAtMs = Math.min(report.pass.startedAtMs, ...stages.map((one) => one.startedAtMs));
  const pass = add("pass", { startedAtMs, endedAtMs: report.endedAtMs }, attributesOf(report), null);
  for (const stage of stages) {
    const context = add(stage.stage, stage, {}, pass);
    for (const [limitClass, { requests, throttled, pausedMs }] of Object.entries(stage.traffic)) {
      const counts = {
        "trueup.graph.class": limitClass,
        "trueup.graph.requests": requests,
        "trueup.graph.throttled": throttled,
        "trueup.graph.paused_seconds": pausedMs / 1000,
      };
      add(`graph ${limitClass}`, stage, counts, context);
    }
  }
  return spans;
}

interface Context {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

function attributesOf({ pass, outcome, exitCode, commit, judgement }: PassReport): Span["attributes"] {
  const rows = Object.entries(judgement?.rows ?? {}).map(([state, count]) => [`trueup.rows.${state}`, count]);
  return {
    "trueup.trigger": pass.trigger,
    "trueup.outcome": outcome,
    "trueup.exit_code": exitCode,
    ...(commit === null ? {} : { "trueup.commit": commit }),
    ...(judgement === null ? {} : { "trueup.state": judgement.state }),
    ...Object.fromEntries(rows),
  };
}

/** Seconds and nanoseconds, as OpenTelemetry has times. */
export function hrTime(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1_000_000)];
}
