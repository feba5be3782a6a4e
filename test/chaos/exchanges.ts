import type { SandboxInstallation } from "../../src/sandbox/state.ts";
import type { Fault, Question } from "./faults.ts";
import { isBody, itemsOf } from "./wrong-shapes.ts";

/** One request that the service received, and what its sender was told. */
export interface Exchange {
  /** Places in the one order of all that was received and told. */
  readonly seq: number;
  readonly run: number;
  readonly atMs: number;
  readonly method: string;
  /** As it was answered: with the page size of the service. */
  readonly url: string;
  /** As it was sent. */
  readonly sentTo: string;
  /** Below the root, decoded, with its query. */
  readonly path: string;
  readonly token: string | null;
  readonly isWrite: boolean;
  /** Whose installations it is about. */
  readonly userId: string | null;
  readonly question: Question;
  readonly body: unknown;
  fault: Fault | null;
  answeredSeq: number | null;
  answeredMs: number | null;
  /** The JSON that arrived; null when none did. */
  told: unknown;
  /** The status that arrived; null when none did. */
  status: number | null;
  /** The status of what really became of it; null when it was not carried out. */
  truly: number | null;
  /** What a write changed. */
  effect: { readonly before: readonly SandboxInstallation[]; readonly after: readonly SandboxInstallation[] } | null;
}

export function questionOf(method: string, path: string): Question {
  if (/^\/users\/[^/]+\/teamwork\/installedApps/.test(path)) {
    if (method === "DELETE") return "uninstall";
    if (method === "POST") return path.endsWith("/upgrade") ? "upgrade" : "install";
    return "installations";
  }
  if (/^\/users\/[^/?]+/.test(path)) return "user";
  // What may have been meant by a name that nobody has: it says nothing of anybody's account, nor of who is there.
  if (path.includes("startswith(")) return "near names";
  if (path.startsWith("/users")) return "users";
  if (path.includes("/transitiveMembers")) return "members";
  if (path.startsWith("/groups")) return "group";
  return path.startsWith("/appCatalogs") ? "catalog" : "other";
}

/** A list that was read to its end: every page arrived whole, in its shape, with a link that leads on. */
export interface WholeReading {
  /** When its first page was asked for, and its last had arrived. */
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** Whether what is not among the items is not there, as far as was told. */
  readonly isComplete: boolean;
}

/** The faults with which an answer still is what was asked for, true or not. */
const UNTRUE = new Set(["emptied", "stale"]);

/** Whether the answer arrived as it should look; in a list of what somebody has, one odd entry says nothing of the others. */
export function isWhole({ question, fault, status, told }: Exchange): boolean {
  if (status !== 200 || !isBody(told)) return false;
  if (fault === null || UNTRUE.has(fault.kind)) return true;
  const hasOddEntries = fault.kind === "null-app" || (fault.kind === "wrong-shape" && Array.isArray(told["value"]));
  return question === "installations" && hasOddEntries;
}

/** The faults of a page that lead astray, or tell that more should have come, and say nothing against its entries. */
const ASTRAY = new Set(["dead-link", "foreign-link", "loop", "count-too-large"]);

/** Whether the entries of a page arrived as they are, whatever became of the list. */
export function tellsEntries(exchange: Exchange): boolean {
  const { fault, status, told, question } = exchange;
  if (isWhole(exchange)) return true;
  if (status !== 200 || !isBody(told) || fault === null) return false;
  // One account that cannot be used says nothing of the others on its page.
  const isOddList = question === "users" && fault.kind === "wrong-shape" && Array.isArray(told["value"]);
  return isOddList || ASTRAY.has(fault.kind);
}

/** Whether every entry of a list of what somebody has names its app, so that what is not among them is not there. */
function isComplete({ question, told }: Exchange): boolean {
  const value: unknown = isBody(told) ? told["value"] : null;
  if (question !== "installations") return true;
  return Array.isArray(value) && value.every((item) => isBody(item) && isBody(item["teamsApp"]));
}

/** Every complete reading among these exchanges (of one run and one list), in the order in which they began. */
export function wholeReadings(exchanges: readonly Exchange[]): readonly WholeReading[] {
  return exchanges.flatMap((first) => {
    if (first.url.includes("skiptoken") || !isWhole(first)) return [];
    const reading = readOn(first, exchanges);
    return reading === null ? [] : [reading];
  });
}

function readOn(first: Exchange, exchanges: readonly Exchange[]): WholeReading | null {
  const pages = [first];
  for (let page = first; ; ) {
    const link: unknown = isBody(page.told) ? (page.told["@odata.nextLink"] ?? null) : null;
    if (link === null) break;
    if (typeof link !== "string") return null;
    const after = page.answeredSeq ?? 0;
    const next = exchanges.find((one) => one.url === canonical(link) && one.seq > after && isWhole(one));
    if (next === undefined) return null;
    pages.push(next);
    page = next;
  }
  return {
    fromSeq: first.seq,
    toSeq: Math.max(...pages.map(({ answeredSeq }) => answeredSeq ?? Number.POSITIVE_INFINITY)),
    items: pages.flatMap(({ told }) => itemsOf(told)),
    isComplete: pages.every(isComplete),
  };
}

function canonical(url: string): string {
  const parsed = new URL(url);
  if (parsed.searchParams.has("$top")) parsed.searchParams.set("$top", parsed.searchParams.get("$top") ?? "");
  return parsed.href;
}
