import type { ProtobufMetricsSerializer } from "@opentelemetry/otlp-transformer";
import type { Resource } from "@opentelemetry/resources";
import { AggregationTemporality, DataPointType } from "@opentelemetry/sdk-metrics";
import type { MetricFamily } from "../controller/metrics.ts";
import { hrTime } from "./spans.ts";

/** Metrics as the serializers take them. */
export type MetricData = Parameters<typeof ProtobufMetricsSerializer.serializeRequest>[0];
type Metric = MetricData["scopeMetrics"][number]["metrics"][number];

/** Of the OpenTelemetry API: figures are floating point. */
const DOUBLE = 1;

/**
 * The metrics of `/metrics` under the same names. Without a unit, as receivers would add it to the name.
 * @param times counted since, and seen at; milliseconds since the epoch
 */
export function metricDataOf(
  families: readonly MetricFamily[],
  resource: Resource,
  version: string,
  times: { readonly sinceMs: number; readonly atMs: number },
): MetricData {
  const [startTime, endTime] = [hrTime(times.sinceMs), hrTime(times.atMs)];
  const metricOf = ({ name, help, type, samples }: MetricFamily): Metric => {
    const known = {
      descriptor: { name, description: help, unit: "", valueType: DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
    };
    if (type === "histogram") {
      const dataPoints = histogramsOf(samples).map((point) => ({ startTime, endTime, ...point }));
      return { ...known, dataPointType: DataPointType.HISTOGRAM, dataPoints };
    }
    const dataPoints = samples.map(({ labels, value }) => ({ startTime, endTime, attributes: labels, value }));
    return type === "counter"
      ? { ...known, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
      : { ...known, dataPointType: DataPointType.GAUGE, dataPoints };
  };
  const metrics = families.filter(({ samples }) => samples.length > 0).map(metricOf);
  return { resource, scopeMetrics: [{ scope: { name: "trueup", version }, metrics }] };
}

type Samples = MetricFamily["samples"];

/** Prometheus counts what is up to each bound, OpenTelemetry what is between two. */
function histogramsOf(samples: Samples) {
  const byLabels = new Map<string, Samples[number][]>();
  for (const sample of samples) {
    const key = JSON.stringify(labelsOf(sample));
    const known = byLabels.get(key) ?? [];
    known.push(sample);
    byLabels.set(key, known);
  }
  return [...byLabels.values()].map((points) => {
    const upTo = points.flatMap(({ labels, value }) =>
      labels["le"] === undefined ? [] : ([[labels["le"], value]] as const),
    );
    const ofName = (suffix: string): number => points.find(({ name }) => name.endsWith(suffix))?.value ?? 0;
    const counts = upTo.map(([, value], index) => value - (upTo[index - 1]?.[1] ?? 0));
    const boundaries = upTo.map(([bound]) => Number(bound)).filter(Number.isFinite);
    const [first] = points;
    return {
      attributes: first === undefined ? {} : labelsOf(first),
      value: { buckets: { boundaries, counts }, sum: ofName("_sum"), count: ofName("_count") },
    };
  });
}

function labelsOf({ labels }: Samples[number]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== "le"));
}
