import { Agent, type Dispatcher } from "undici";
import { openProxied } from "../http/proxied.ts";
import { addressProblem, type BaseUrl, isLoopbackHost, parseBaseUrl } from "../http/base-url.ts";
import { exchange, type Outgoing } from "../http/exchange.ts";
import { parseJsonObject, type JsonObject } from "../model/json-object.ts";
import type { Clock } from "../model/clock.ts";
import type { Signal, SignalReading } from "../model/rollout.ts";
import { judgeSignal, type SignalAnswer } from "../rollout/judge-signal.ts";

/** From sending to the last byte of an answer. */
const TIMEOUT_MS = 10_000;
const MOST_BYTES = 1024 * 1024;

/** Where figures come from, and the secrets that are sent there: the environment, and nothing of Graph's. */
type Environment = Readonly<Record<string, string | undefined>>;

/** How to get to an address. */
type Ways = (url: URL) => Dispatcher;

/** Reads signals. */
export interface SignalReader {
  /** Never rejects: what cannot be read is a reading too. */
  readonly read: (signal: Signal) => Promise<SignalReading>;
  readonly close: () => Promise<void>;
}

/**
 * Reads each signal at most once in its life, by what it asks for; through a proxy where the environment of the process names
 * one, but never to this machine.
 */
export function createSignalReader(environment: Environment, clock: Clock): SignalReader {
  const direct = new Agent({ allowH2: false });
  const proxied = openProxied();
  const ways: Ways = ({ hostname }) => (isLoopbackHost(hostname) ? direct : proxied);
  const asked = new Map<string, Promise<SignalReading>>();
  const ask = async (signal: Signal): Promise<SignalReading> => {
    const at = clock.now();
    const { source } = signal;
    const answer =
      source.kind === "prometheus"
        ? await askPrometheus(source.query, environment, ways)
        : await askAddress(source, environment, ways);
    return { at, ...judgeSignal(signal, answer) };
  };
  return {
    read(signal) {
      const key = JSON.stringify(signal);
      const known = asked.get(key) ?? ask(signal);
      asked.set(key, known);
      return known;
    },
    close: async () => {
      await Promise.all([direct.close(), proxied.close()]);
    },
  };
}

async function askPrometheus(query: string, environment: Environment, ways: Ways): Promise<SignalAnswer> {
  const text = environment["TRUEUP_PROMETHEUS_URL"] ?? "";
  if (text === "") return unreadable("TRUEUP_PROMETHEUS_URL does not say where Prometheus is");
  const base = baseOf(text);
  if (base === null) return unreadable("TRUEUP_PROMETHEUS_URL is no https address, nor http of this machine");
  const url = `${base.url}/api/v1/query?query=${encodeURIComponent(query)}`;
  const answer = await get(url, environment["TRUEUP_PROMETHEUS_TOKEN"] ?? null, ways);
  return answer.state === "read" ? vectorOf(parseJsonObject(answer.text)) : answer;
}

function baseOf(text: string): BaseUrl | null {
  try {
    return parseBaseUrl(text, "TRUEUP_PROMETHEUS_URL", "https://prometheus.contoso.com");
  } catch {
    return null;
  }
}

/** The one number of an instant query: https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries */
function vectorOf(body: JsonObject | null): SignalAnswer {
  const data = body?.["status"] === "success" ? body["data"] : null;
  if (typeof data !== "object" || data === null) return unreadable("Prometheus gave no result");
  const [type, result]: unknown[] = [Reflect.get(data, "resultType"), Reflect.get(data, "result")];
  if (!Array.isArray(result)) return unreadable("Prometheus gave no result");
  if (type === "scalar") return numberOf(result);
  if (type !== "vector") return unreadable(`the query gives a ${String(type)}, and one number is needed`);
  if (result.length === 0) return unreadable("the query gives no series");
  if (result.length > 1) return unreadable(`the query gives ${result.length} series, and one number is needed`);
  const [series]: unknown[] = result;
  const sample: unknown = typeof series === "object" && series !== null ? Reflect.get(series, "value") : null;
  return Array.isArray(sample) ? numberOf(sample) : unreadable("Prometheus gave no result");
}

/** A sample is a time and a number as text. */
function numberOf([, text]: readonly unknown[]): SignalAnswer {
  const value = typeof text === "string" && text !== "" ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? { state: "read", value } : unreadable(`the query gives ${String(text)}`);
}

async function askAddress(
  { url, pointer, tokenFrom }: Extract<Signal["source"], { kind: "get" }>,
  environment: Environment,
  ways: Ways,
): Promise<SignalAnswer> {
  const address = URL.parse(url);
  if (address === null || addressProblem(address) !== null) return unreadable("the address is not safe to ask");
  const token = tokenFrom === null ? null : (environment[tokenFrom] ?? "");
  if (token === "") return unreadable(`${tokenFrom} is not set`);
  const answer = await get(url, token, ways);
  if (answer.state === "unreadable") return answer;
  const parsed = jsonOf(answer.text);
  if (parsed === undefined) return unreadable("the answer is no JSON");
  const value = pointedAt(parsed, pointer);
  return value === undefined ? unreadable(`the answer has nothing at ${pointer}`) : { state: "read", value };
}

type Got = { readonly state: "read"; readonly text: string } | Extract<SignalAnswer, { readonly state: "unreadable" }>;

/** Follows no redirect: the address and the token are for one place. */
async function get(url: string, token: string | null, ways: Ways): Promise<Got> {
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  const outgoing: Outgoing = {
    method: "GET",
    url,
    headers: { accept: "application/json", ...authorization },
    body: null,
  };
  const dispatcher = ways(new URL(url));
  const answer = await exchange(outgoing, { dispatcher, timeoutMs: TIMEOUT_MS, mostBytes: MOST_BYTES });
  if (answer.kind === "broken") return unreadable(answer.detail);
  if (answer.kind === "too-large") return unreadable("the answer is too large");
  if (answer.status !== 200) return unreadable(`the answer has status ${answer.status}`);
  return { state: "read", text: answer.text };
}

function unreadable(detail: string): Extract<SignalAnswer, { readonly state: "unreadable" }> {
  return { state: "unreadable", detail };
}

/** Undefined: it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a JSON Pointer (https://www.rfc-editor.org/rfc/rfc6901) leads to; undefined: nothing. */
function pointedAt(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointer === "" ? [] : pointer.slice(1).split("/")) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}
