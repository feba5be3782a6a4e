import type { Api } from "../forge/api.ts";
import { ForgeError } from "../forge/forge-error.ts";
import type { HttpAnswer } from "../http/exchange.ts";
import type { OwnComment } from "./destination.ts";

/**
 * All of our own comments, read page by page, oldest first.
 * @param query of page 1, 2, …
 * @param read the own comments of a page, and whether another one follows
 */
export async function readOwn(
  api: Api,
  most: number,
  query: (page: number) => string,
  read: (
    json: unknown,
    header: HttpAnswer["header"],
  ) => { readonly own: readonly OwnComment[]; readonly more: boolean },
): Promise<readonly OwnComment[]> {
  const all: OwnComment[] = [];
  for (let page = 1; page <= most; page += 1) {
    const { own, more } = await api({ method: "GET", path: query(page) }, read);
    all.push(...own);
    if (!more) return all.sort((a, b) => Number(a.id) - Number(b.id));
  }
  throw new ForgeError("unexpected-shape", `there are more than ${most} pages of comments`);
}
