import type { Clock } from "../model/clock.ts";
import type { HubNews } from "../session/hub.ts";
import type { Taking } from "./notification-door.ts";

/** The event hub as a way in, beside the address on the web. */
export interface HubDoor {
  /** Reads until it is stopped. */
  readonly run: (stop: AbortSignal) => Promise<void>;
  /** Whether it is being read, so that nothing goes by unheard. */
  readonly isRead: () => boolean;
  /** Why it is not, for people; null: it is, or has only just begun. */
  readonly trouble: () => string | null;
}

const AGAIN_AFTER_MS = 30_000;
const ROOM_AFTER_MS = 2_000;
/** A hub of which nothing was heard for so long is not read, whatever else is known. */
const SILENT_MS = 2 * 60_000;
/** The hub's clock may be behind: what is read twice costs a look. */
const CLOCKS_DIFFER_MS = 60_000;

/** Reads a hub until it is stopped. */
export type ReadHub = (news: HubNews, stop: AbortSignal) => Promise<void>;

/** @param options.read throws what keeps the hub from being read at all */
export function createHubDoor(options: {
  readonly clock: Clock;
  readonly read: ReadHub;
  /** What came since then is read as well; null: what comes from now on. */
  readonly since: () => Promise<number | null>;
  readonly take: (body: unknown) => Taking;
  /** Told of a message that is no notification. */
  readonly noteUnreadable: () => void;
  readonly describeError: (error: unknown) => string;
}): HubDoor {
  const { clock, describeError } = options;
  const beganAtMs = clock.elapsed();
  let readAtMs: number | null = null;
  let lastTrouble: string | null = null;

  async function take(text: string | null, over: AbortSignal): Promise<void> {
    const body = text === null ? null : parsed(text);
    for (;;) {
      const taking = options.take(body);
      if (taking === "none") options.noteUnreadable();
      if (taking !== "full" || over.aborted) return;
      // Nothing more is read meanwhile: the hub keeps it.
      await clock.sleep(ROOM_AFTER_MS, over);
    }
  }

  function trouble(): string | null {
    if (lastTrouble !== null) return `the event hub cannot be read: ${lastTrouble}`;
    return clock.elapsed() - (readAtMs ?? beganAtMs) > SILENT_MS ? "the event hub does not answer" : null;
  }

  return {
    trouble,
    isRead: () => readAtMs !== null && trouble() === null,
    async run(stop) {
      while (!stop.aborted) {
        try {
          const sinceMs = await options.since();
          const news = {
            sinceMs: sinceMs === null ? null : sinceMs - CLOCKS_DIFFER_MS,
            take,
            noteRead() {
              readAtMs = clock.elapsed();
              lastTrouble = null;
            },
            noteTrouble(words: string) {
              lastTrouble = words;
            },
          };
          await options.read(news, stop);
        } catch (error) {
          lastTrouble = describeError(error);
          await clock.sleep(AGAIN_AFTER_MS, stop);
        }
      }
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
