import { GraphError } from "../errors.ts";
import { UnexpectedShape, wireList, wireObject } from "../http/shapes.ts";
import type { JsonObject } from "../model/json-object.ts";
import { checked, unexpectedShape } from "./failures.ts";
import { LINK_ONWARDS } from "./whole-answer.ts";
import type { GraphRoot } from "./graph-url.ts";
import type { ReadAnswer, ReadRequest, Requests } from "./requests.ts";

/** With 999 users a page, enough for twenty million of them; a list that is longer has no end. */
export const MOST_PAGES = 20_000;

/**
 * Reads a list to its end, a page at a time. `parseItem` gets each item with its path in the body.
 * The next link is taken as it is, but must stay below the Graph root and must not repeat. It is followed while the page
 * is still being worked on, so a reader who leaves early may have asked for one page more than it took.
 * @throws GraphError, SignInError: what was yielded before is true but not all
 */
export async function* readPages<Item>(
  requests: Pick<Requests, "read">,
  root: GraphRoot,
  first: ReadRequest,
  parseItem: (item: unknown, path: string) => Item,
): AsyncGenerator<readonly Item[], void> {
  const visited = new Set([first.url]);
  let shown = 0;
  /** Counts that can only be those of the whole list. */
  const told = new Set<number>();
  for (let reading: Promise<ReadAnswer> | null = requests.read(first); reading !== null; ) {
    const answer: ReadAnswer = await (visited.size === 1 ? reading : laterPage(reading));
    const nextLink = checkShape(answer, (body) => parseLinkOnwards(body, root, visited));
    reading = nextLink === null ? null : requests.read({ ...first, url: nextLink });
    // What it fails with is thrown when its turn comes, if it ever does.
    reading?.catch(() => undefined);
    const { items, count } = checkShape(answer, (body) => parsePage(wireObject(body, ""), parseItem));
    shown += items.length;
    if (count !== null && count > items.length) told.add(count);
    const isTooFew = count !== null && count < items.length;
    const other = isTooFew ? count : nextLink === null ? [...told].find((number) => number !== shown) : undefined;
    if (other !== undefined) {
      const there = isTooFew ? items.length : shown;
      throw unexpectedShape(answer, `@odata.count tells of ${other} items, and ${there} are there`);
    }
    yield items;
  }
}

/** A later page that is refused says nothing about what the list is about: its status is that of a link. */
async function laterPage(reading: Promise<ReadAnswer>): Promise<ReadAnswer> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof GraphError) || error.scope === "run") throw error;
    const { code, requestId, scope, message } = error;
    throw new GraphError(`${message}, on a later page of the list`, { code, requestId, scope }, { cause: error });
  }
}

/**
 * A list that is kept in memory, read to its end.
 * @throws GraphError, SignInError; also where it has more than `most` items
 */
export async function readList<Item>(
  requests: Pick<Requests, "read">,
  root: GraphRoot,
  first: ReadRequest,
  parseItem: (item: unknown, path: string) => Item,
  most: number,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of readPages(requests, root, first, parseItem)) {
    for (const item of page) items.push(item);
    if (items.length > most) throw unexpectedShape(first.what, `it has more than ${most} items`);
  }
  return items;
}

/** `@odata.count`, in short `@count`, may be that of the page or of the whole list; null where none is told. */
function parsePage<Item>(
  body: JsonObject,
  parseItem: (item: unknown, path: string) => Item,
): { readonly items: readonly Item[]; readonly count: number | null } {
  const count = body["@odata.count"] ?? body["@count"] ?? null;
  if (count !== null && typeof count !== "number") throw new UnexpectedShape("@odata.count", "is no number");
  return { items: parseItems(body["value"], "value", parseItem), count };
}

/**
 * What `parse` makes of an answer's body.
 * @throws GraphError `unexpected-shape` where `parse` throws `UnexpectedShape`
 */
export function checkShape<Parsed>(answer: ReadAnswer, parse: (body: unknown) => Parsed): Parsed {
  return checked(answer, () => parse(answer.body));
}

/** The items of a list inside a body. */
export function parseItems<Item>(
  list: unknown,
  path: string,
  parseItem: (item: unknown, path: string) => Item,
): readonly Item[] {
  return wireList(list, path).map((item, index) => parseItem(item, `${path}[${index}]`));
}

/**
 * The link in `object[key]` to what follows, checked; null where there is none.
 * @throws UnexpectedShape
 */
export function parseNextLink(object: JsonObject, key: string, root: GraphRoot): string | null {
  const link = object[key] ?? null;
  if (link === null) return null;
  if (typeof link !== "string" || !URL.canParse(link)) throw new UnexpectedShape(key, "is no absolute URL");
  const url = new URL(link);
  const isBelowRoot = url.origin === root.origin && url.pathname.startsWith(`${root.path}/`);
  if (!isBelowRoot || url.username !== "" || url.password !== "") {
    throw new UnexpectedShape(key, `leads to ${url.origin}, away from ${root.url}, and is not followed`);
  }
  return link;
}

/** The link to the next page, noted as visited. */
function parseLinkOnwards(body: unknown, root: GraphRoot, visited: Set<string>): string | null {
  const nextLink = parseNextLink(wireObject(body, ""), LINK_ONWARDS, root);
  if (nextLink !== null) {
    if (visited.has(nextLink)) throw new UnexpectedShape(LINK_ONWARDS, "leads to a page that was read before");
    if (visited.size >= MOST_PAGES) throw new UnexpectedShape(LINK_ONWARDS, `leads past ${MOST_PAGES} pages`);
    visited.add(nextLink);
  }
  return nextLink;
}
