import { describe, expect, it } from "vitest";
import { telemetrySettings } from "../../src/telemetry/settings.ts";

const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
const COLLECTOR = "http://otel-collector:4318";

type Environment = Readonly<Record<string, string>>;
const read = (environment: Environment) => telemetrySettings(environment, "0.1.0");

describe("the variables of OpenTelemetry", () => {
  it.each<[string, Environment]>([
    ["without an endpoint", {}],
    ["with an empty one", { [ENDPOINT]: " " }],
    ["with other variables alone", { OTEL_SERVICE_NAME: "trueup", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }],
    ["where telemetry is disabled", { [ENDPOINT]: COLLECTOR, OTEL_SDK_DISABLED: "TRUE" }],
    [
      "where neither signal is wanted",
      { [ENDPOINT]: COLLECTOR, OTEL_TRACES_EXPORTER: "none", OTEL_METRICS_EXPORTER: "none" },
    ],
  ])("ask for nothing %s", (_, environment) => {
    expect(read(environment)).toBeNull();
  });

  it("say where both go, and what is left out", () => {
    const both = read({ [ENDPOINT]: `${COLLECTOR}/tenant/` })?.destinations;
    expect(both?.traces?.url).toBe(`${COLLECTOR}/tenant/v1/traces`);
    expect(both?.metrics?.url).toBe(`${COLLECTOR}/tenant/v1/metrics`);
    const own = read({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: "https://prometheus.contoso.com/api/v1/otlp/v1/metrics" });
    expect(own?.destinations).toEqual({
      metrics: {
        url: "https://prometheus.contoso.com/api/v1/otlp/v1/metrics",
        headers: {},
        format: "protobuf",
        timeoutMs: 10_000,
      },
    });
    expect(read({ [ENDPOINT]: COLLECTOR, OTEL_TRACES_EXPORTER: "none" })?.destinations.traces).toBeUndefined();
  });

  it("tell who it is, and what is sent along", () => {
    const settings = read({
      [ENDPOINT]: "https://otlp.contoso.com",
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Basic%20YWxh,x-scope=a",
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-scope=b",
      OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: "2500",
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/json",
      OTEL_METRIC_EXPORT_INTERVAL: "5000",
      OTEL_RESOURCE_ATTRIBUTES: "service.name=other,k8s.cronjob.name=trueup",
      OTEL_SERVICE_NAME: "trueup-contoso",
    });
    expect(settings?.problems).toEqual([]);
    expect(settings?.intervalMs).toBe(5000);
    expect(settings?.resource).toEqual({
      "service.name": "trueup-contoso",
      "service.version": "0.1.0",
      "k8s.cronjob.name": "trueup",
    });
    expect(settings?.destinations.metrics).toMatchObject({
      headers: { authorization: "Basic YWxh", "x-scope": "a" },
      format: "protobuf",
      timeoutMs: 2500,
    });
    expect(settings?.destinations.traces).toMatchObject({ headers: { "x-scope": "b" }, format: "json" });
  });

  it.each<[Environment, RegExp]>([
    [{ [ENDPOINT]: "otel-collector:4318" }, /OTEL_EXPORTER_OTLP_ENDPOINT is no address/],
    [{ [ENDPOINT]: "ftp://otel-collector" }, /is no address/],
    [{ [ENDPOINT]: "https://user:sesame@otlp.contoso.com" }, /must hold no credentials/],
    [
      { [ENDPOINT]: COLLECTOR, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" },
      /PROTOCOL is grpc; give http\/protobuf or http\/json/,
    ],
    [{ [ENDPOINT]: COLLECTOR, OTEL_EXPORTER_OTLP_HEADERS: "api-key=sesame" }, /must be https/],
    [{ [ENDPOINT]: "https://otlp.contoso.com", OTEL_EXPORTER_OTLP_HEADERS: "sesame" }, /HEADERS is no list/],
    [
      { [ENDPOINT]: "https://otlp.contoso.com", OTEL_EXPORTER_OTLP_HEADERS: "a=sesame%0d%0ab: c" },
      /HEADERS is no list/,
    ],
  ])("that cannot be used are a problem, which tells no secret: %j", (environment, problem) => {
    const settings = read(environment);
    expect(settings?.destinations).toEqual({});
    expect(settings?.problems.join("\n")).toMatch(problem);
    expect(settings?.problems.join("\n")).not.toContain("sesame");
  });

  it.each<[Environment, RegExp]>([
    [{ OTEL_METRIC_EXPORT_INTERVAL: "0" }, /OTEL_METRIC_EXPORT_INTERVAL is left out/],
    [{ OTEL_EXPORTER_OTLP_TIMEOUT: "10s" }, /OTEL_EXPORTER_OTLP_TIMEOUT is left out/],
    [{ OTEL_RESOURCE_ATTRIBUTES: "nonsense" }, /OTEL_RESOURCE_ATTRIBUTES is left out/],
  ])("that say too little leave the usual: %j", (environment, problem) => {
    const settings = read({ [ENDPOINT]: COLLECTOR, ...environment });
    expect(settings?.problems).toEqual([expect.stringMatching(problem)]);
    expect(settings?.intervalMs).toBe(60_000);
    expect(settings?.destinations.traces?.timeoutMs).toBe(10_000);
    expect(settings?.resource["service.name"]).toBe("trueup");
  });

  it("may hold headers over http on this machine", () => {
    const settings = read({ [ENDPOINT]: "http://127.0.0.1:4318", OTEL_EXPORTER_OTLP_HEADERS: "api-key=sesame" });
    expect(settings?.problems).toEqual([]);
    expect(settings?.destinations.traces?.headers).toEqual({ "api-key": "sesame" });
  });
});
