import { type Dispatcher, request } from "undici";
import { onTestFinished } from "vitest";
import type { Clock } from "../../src/model/clock.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { createVirtualClock, type VirtualClock } from "../fakes/clock.ts";

/** An answer, read to its end. */
export interface Reply {
  readonly status: number;
  /** Parsed JSON; null without a body. */
  readonly body: unknown;
  /** Graph's `error.code`, `error.message` and `error.innerError.code`; empty where there is none. */
  readonly error: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** How one request differs from a plain one with a token that may do everything. */
export interface RequestOptions {
  /** Null: none is sent. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A sandbox and somebody who sends it requests over HTTP, paths below its root. */
export interface TenantClient {
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly get: (path: string, options?: RequestOptions) => Promise<Reply>;
  readonly post: (path: string, body?: object | string, options?: RequestOptions) => Promise<Reply>;
  readonly remove: (path: string, options?: RequestOptions) => Promise<Reply>;
}

/** The virtual time at which every sandbox of these tests starts. */
export const START_MS = Date.parse("2026-01-01T00:00:00Z");

/** Starts a sandbox with a tenant file; it has no limits and stops after the test. */
export async function startTenant(
  yaml: string,
  options: Partial<Omit<SandboxOptions, "tenant" | "clock">> & { readonly clock?: Clock } = {},
): Promise<TenantClient> {
  const clock = createVirtualClock(START_MS);
  const sandbox = await startSandbox({
    tenant: parseTenant(yaml, "tenant.yaml"),
    clock,
    throttle: "off",
    ...options,
  });
  onTestFinished(() => sandbox.stop());
  const send = async (
    method: Dispatcher.HttpMethod,
    path: string,
    body: object | string | undefined,
    { token = "any-token", headers = {} }: RequestOptions = {},
  ): Promise<Reply> => {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const text = typeof body === "object" ? JSON.stringify(body) : (body ?? null);
    const url = path.startsWith("http") ? path : sandbox.url + path;
    const answer = await request(url, { method, body: text, headers: { ...authorization, ...headers } });
    return replyOf(answer.statusCode, await answer.body.text(), answer.headers);
  };
  return {
    sandbox,
    clock,
    get: (path, requestOptions) => send("GET", path, undefined, requestOptions),
    post: (path, body, requestOptions) => send("POST", path, body, requestOptions),
    remove: (path, requestOptions) => send("DELETE", path, undefined, requestOptions),
  };
}

function replyOf(status: number, text: string, headers: Reply["headers"]): Reply {
  const body: unknown = text === "" || headers["content-type"] === "text/html" ? null : JSON.parse(text);
  const error = part(body, "error");
  const words = [part(error, "code"), part(error, "message"), part(part(error, "innerError"), "code")];
  return { status, body, headers, error: words.filter((word) => typeof word === "string") };
}

/** What a value holds under a name; undefined where it holds nothing. */
export function part(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** The items of a page. */
export function items(reply: Reply): readonly unknown[] {
  const value = part(reply.body, "value");
  if (!Array.isArray(value)) throw new Error(`the answer is no collection: ${JSON.stringify(reply.body)}`);
  return value;
}

/** One property of each item of a page. */
export function each(reply: Reply, name: string): readonly unknown[] {
  return items(reply).map((item) => part(item, name));
}

/** Every page from a path on. */
export async function allPages(client: Pick<TenantClient, "get">, path: string): Promise<readonly Reply[]> {
  const pages: Reply[] = [];
  for (let next: unknown = path; typeof next === "string"; next = part(pages.at(-1)?.body, "@odata.nextLink")) {
    pages.push(await client.get(next));
  }
  return pages;
}
