import { isLoopbackHost } from "../http/base-url.ts";

/** What is sent by OTLP. */
export type OtlpSignal = "traces" | "metrics";

/** Where one signal goes. */
export interface Destination {
  readonly url: string;
  /** They may hold a secret. */
  readonly headers: Readonly<Record<string, string>>;
  readonly format: "protobuf" | "json";
  /** From sending to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** What the standard variables of OpenTelemetry ask for. */
export interface TelemetrySettings {
  readonly destinations: Readonly<Partial<Record<OtlpSignal, Destination>>>;
  readonly resource: Readonly<Record<string, string>>;
  /** How often metrics are sent between passes. */
  readonly intervalMs: number;
  /** What cannot be used, one line each, without what may be a secret. */
  readonly problems: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const FORMATS = { "http/protobuf": "protobuf", "http/json": "json" } as const;
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_INTERVAL_MS = 60_000;

/**
 * Reads the variables. A platform may set them for every process, so one that cannot be used is a problem to be told and
 * never an error: telemetry stops no pass.
 * @returns null where no endpoint is set, or `OTEL_SDK_DISABLED` is true
 */
export function telemetrySettings(environment: Environment, version: string): TelemetrySettings | null {
  const problems: string[] = [];
  const read = (name: string): string => (environment[name] ?? "").trim();
  if (read("OTEL_SDK_DISABLED").toLowerCase() === "true") return null;
  const signals = (["traces", "metrics"] as const).filter((signal) => isAskedFor(signal, read));
  if (signals.length === 0) return null;
  const destinations: Partial<Record<OtlpSignal, Destination>> = {};
  for (const signal of signals) {
    const found = destinationOf(signal, read, problems);
    if (typeof found === "string") problems.push(`${signal} are not sent: ${found}`);
    else destinations[signal] = found;
  }
  const given = pairsIn(read("OTEL_RESOURCE_ATTRIBUTES"));
  if (given === null)
    problems.push("OTEL_RESOURCE_ATTRIBUTES is left out: it is no list such as name=value,name=value");
  const named = read("OTEL_SERVICE_NAME");
  const service = named === "" ? (given?.["service.name"] ?? "trueup") : named;
  return {
    destinations,
    resource: { "service.version": version, ...given, "service.name": service },
    intervalMs: durationIn("OTEL_METRIC_EXPORT_INTERVAL", read, DEFAULT_INTERVAL_MS, problems),
    problems: [...new Set(problems)],
  };
}

type Read = (name: string) => string;

function isAskedFor(signal: OtlpSignal, read: Read): boolean {
  const name = signal.toUpperCase();
  if (read(`OTEL_${name}_EXPORTER`) === "none") return false;
  return read(`OTEL_EXPORTER_OTLP_${name}_ENDPOINT`) !== "" || read("OTEL_EXPORTER_OTLP_ENDPOINT") !== "";
}

/** @returns text: why nothing can be sent there */
function destinationOf(signal: OtlpSignal, read: Read, problems: string[]): Destination | string {
  const setting = (suffix: string): { readonly name: string; readonly value: string } => {
    const own = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${suffix}`;
    const name = read(own) === "" ? `OTEL_EXPORTER_OTLP_${suffix}` : own;
    return { name, value: read(name) };
  };
  const protocol = setting("PROTOCOL");
  const format = protocol.value === "" ? "protobuf" : formatOf(protocol.value);
  if (format === null)
    return `${protocol.name} is ${protocol.value}; give http/protobuf or http/json, and the port for HTTP, which is 4318 as a rule`;
  const endpoint = setting("ENDPOINT");
  if (!/^https?:\/\//i.test(endpoint.value) || !URL.canParse(endpoint.value))
    return `${endpoint.name} is no address such as http://otel-collector:4318`;
  const url = new URL(endpoint.value);
  if (url.username !== "" || url.password !== "")
    return `${endpoint.name} must hold no credentials; put them into OTEL_EXPORTER_OTLP_HEADERS`;
  const { name, value } = setting("HEADERS");
  const headers = pairsIn(value);
  if (headers === null) return `${name} is no list such as name=value,name=value`;
  if (Object.keys(headers).length > 0 && url.protocol === "http:" && !isLoopbackHost(url.hostname))
    return `${endpoint.name} must be https, as ${name} would travel in the open; plain http is for addresses without headers, and for this machine`;
  // The address of one signal is taken as it is; below the address of all, each signal has its path.
  if (endpoint.name === "OTEL_EXPORTER_OTLP_ENDPOINT")
    url.pathname = `${url.pathname.replace(/\/+$/, "")}/v1/${signal}`;
  const timeout = setting("TIMEOUT");
  return { url: url.href, headers, format, timeoutMs: durationIn(timeout.name, read, DEFAULT_TIMEOUT_MS, problems) };
}

function formatOf(protocol: string): Destination["format"] | null {
  return protocol === "http/protobuf" || protocol === "http/json" ? FORMATS[protocol] : null;
}

function durationIn(name: string, read: Read, otherwise: number, problems: string[]): number {
  const text = read(name);
  if (text === "") return otherwise;
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  problems.push(`${name} is left out: it is no number of milliseconds`);
  return otherwise;
}

/** `name=value,name=value`, with escapes as in addresses; null: it is no such list. */
function pairsIn(text: string): Readonly<Record<string, string>> | null {
  const pairs: Record<string, string> = {};
  for (const pair of text.split(",").filter((one) => one.trim() !== "")) {
    const [, name, escaped] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    const value = escaped === undefined ? null : unescaped(escaped);
    if (name === undefined || value === null) return null;
    pairs[name] = value;
  }
  return pairs;
}

function unescaped(text: string): string | null {
  try {
    const value = decodeURIComponent(text);
    return /^[\t\x20-\x7e]*$/.test(value) ? value : null;
  } catch {
    return null;
  }
}
