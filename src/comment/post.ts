import type { Clock } from "../model/clock.ts";
import { ForgeError } from "../forge/forge-error.ts";
import { carriesMarker, fitText, type MarkedText } from "./comment-text.ts";
import type { Comments, OwnComment } from "./destination.ts";

/** What became of the one comment. */
export interface Posted {
  readonly what: "created" | "updated" | "unchanged";
  readonly url: string | null;
  /** Older copies of our own that were taken away. */
  readonly removed: number;
  /** Whether the text was cut to what a comment holds. */
  readonly cut: boolean;
}

const ROUNDS = 3;
const PAUSE_MS = 2_000;

/**
 * Brings the one comment with this marker to this text: creates it, or changes the oldest of our own. Copies that two
 * runs at once left behind are removed. What somebody else wrote is never touched, whatever it begins with. After an
 * answer that says nothing, the comments are read again first, so that no second one is made.
 * @throws ForgeError
 */
export async function postComment(
  { marker, text }: MarkedText,
  comments: Comments,
  options: { readonly clock: Clock; readonly runUrl: string | null },
): Promise<Posted> {
  const harmless = comments.harmless(text);
  const fitted = fitText(harmless, comments.longest, { service: comments.service, runUrl: options.runUrl });
  const cut = fitted !== harmless;
  for (let round = 1; ; round += 1) {
    const [oldest, ...copies] = (await comments.own()).filter((comment) => carriesMarker(comment.text, marker));
    try {
      const written = oldest === undefined ? await create(comments, fitted) : await update(comments, oldest, fitted);
      return { ...written, removed: await removeAll(copies, comments), cut };
    } catch (error) {
      if (round === ROUNDS || !isWorthAnotherLook(error)) throw error;
      await options.clock.sleep(PAUSE_MS);
    }
  }
}

async function create(comments: Comments, text: string): Promise<Pick<Posted, "what" | "url">> {
  const { url } = await comments.create(text);
  return { what: "created", url };
}

async function update(comments: Comments, comment: OwnComment, text: string): Promise<Pick<Posted, "what" | "url">> {
  const changed = await comments.update(comment, text);
  return { what: changed ? "updated" : "unchanged", url: comment.url };
}

/** A copy that stays is ugly, not wrong: the next run tries again. */
async function removeAll(copies: readonly OwnComment[], comments: Comments): Promise<number> {
  let removed = 0;
  for (const copy of copies) {
    try {
      await comments.remove(copy);
      removed += 1;
    } catch (error) {
      if (!(error instanceof ForgeError)) throw error;
    }
  }
  return removed;
}

function isWorthAnotherLook(error: unknown): boolean {
  return error instanceof ForgeError && (error.problem === "uncertain" || error.problem === "gone");
}
