import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Prism between a client and a service, with what it found. */
export interface ValidatingProxy {
  /** Where the client is to send its requests, without a path. */
  readonly origin: string;
  /** `POST /users/{id}/teamwork/installedApps: response.body: …` of everything that did not fit, each kind once. */
  readonly violations: () => readonly string[];
  /** How many requests went through. */
  readonly count: () => number;
  readonly stop: () => Promise<void>;
}

const PRISM = new URL("node_modules/@stoplight/prism-cli/dist/index.js", import.meta.url).pathname;
const ROOT = "/v1.0";

/**
 * @param description file of a published OpenAPI description
 * @param servicePort where the service listens on this machine; it may begin to do so later
 */
export async function startValidatingProxy(description: string, servicePort: number): Promise<ValidatingProxy> {
  const folder = mkdtempSync(join(tmpdir(), "trueup-proxy-"));
  const found = new Set<string>();
  let count = 0;
  const prismPort = await freePort();
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    count += 1;
    try {
      const answer = await forward(incoming, prismPort);
      for (const violation of violationsOf(answer)) found.add(`${nameOf(incoming)}: ${violation}`);
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    } catch {
      outgoing.destroy();
    }
  };
  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing));
  const origin = `http://127.0.0.1:${await listen(server)}`;
  const service = `http://127.0.0.1:${servicePort}`;
  const file = join(folder, "description.json");
  writeFileSync(file, JSON.stringify(asServed(JSON.parse(readFileSync(description, "utf8")))));
  const prism = spawn(process.execPath, [PRISM, "proxy", file, `${service}${ROOT}`, "--port", String(prismPort)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await isListening(prism);
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    prism.kill();
    await new Promise((resolve) => prism.once("exit", resolve));
    rmSync(folder, { recursive: true });
  };
  return { origin, violations: () => [...found].sort(), count: () => count, stop };
}

/**
 * The description with what it says and Graph does not do taken out: `@odata.type` is required everywhere, and no answer that
 * the reference shows has it everywhere. Prism compares paths with those of the servers, so the root stands for them.
 */
function asServed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asServed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, part]): [string, unknown] => {
    if (key === "servers") return [key, [{ url: "/" }]];
    if (key === "required" && Array.isArray(part)) return [key, part.filter((name) => name !== "@odata.type")];
    return [key, asServed(part)];
  });
  return Object.fromEntries(
    entries.filter(([key, part]) => key !== "required" || !Array.isArray(part) || part.length > 0),
  );
}

function forward(incoming: IncomingMessage, port: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const path = (incoming.url ?? "/").replace(ROOT, "");
    const headers = { ...incoming.headers, host: `127.0.0.1:${port}` };
    const outgoing = request({ host: "127.0.0.1", port, method: incoming.method, path, headers }, resolve);
    outgoing.once("error", reject);
    incoming.pipe(outgoing);
  });
}

/** Prism writes what does not fit into a header of the answer, and lets everything pass. */
function violationsOf({ headers }: IncomingMessage): readonly string[] {
  const written = headers["sl-violations"];
  if (typeof written !== "string") return [];
  const violations: readonly { readonly location?: readonly string[]; readonly message: string }[] =
    JSON.parse(written);
  return violations.map(({ location = [], message }) => `${location.join(".")}: ${message}`);
}

/** The endpoint of a request, with `{id}` for what names one thing. */
function nameOf({ method = "", url = "" }: IncomingMessage): string {
  const [path = ""] = url.replace(ROOT, "").split("?");
  return `${method} ${path.replaceAll(/\/[^/]*(?:[0-9a-f]{8}-|@|%40|[A-Za-z0-9+=%]{40})[^/]*/g, "/{id}")}`;
}

function isListening(prism: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    prism.stdout?.on("data", (text) => {
      if (String(text).includes("Prism is listening")) resolve();
    });
    prism.once("exit", (code) => reject(new Error(`Prism ended with ${code ?? "a signal"} before it listened`)));
  });
}

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
