import type { LookedFor, Recalled, Tried } from "../../observe/observation-cache.ts";
import { readInstallations } from "../stored-installations.ts";
import { type Row, timeOrNull } from "./row.ts";

/** Texts that many rows share. */
interface SharedTexts {
  /** The lines of a text, by its number; null: it has none. */
  readonly listOf: (id: number) => readonly string[] | null;
  /** The one copy of a text in this process. */
  readonly intern: (text: string) => string;
}

/** A reading that is not written yet. */
export interface Waiting {
  readonly observation: Tried;
  readonly lookedFor: LookedFor;
}

/** What is known of a user, with a reading that is not written yet in place of the written one. */
export function withWaiting(before: Recalled, waiting: Waiting | undefined): Recalled {
  if (waiting === undefined) return before;
  const { observation, lookedFor } = waiting;
  const reading = observation.state === "read" ? { observation, lookedFor } : null;
  return { wantedSince: before.wantedSince, triedAt: observation.at, reading };
}

/** What is known of a user; what this program did not write counts as nothing. */
export function recalledOf(row: Row, texts: SharedTexts): Recalled {
  const [wantedSince, triedAt] = [timeOrNull(row["wanted_since"]), timeOrNull(row["tried_at"])];
  return { wantedSince, triedAt, reading: triedAt === null ? null : readingOf(row, triedAt, texts) };
}

function readingOf(row: Row, at: number, texts: SharedTexts): Recalled["reading"] {
  const { installations: text, looked_for: lookedFor } = row;
  if (typeof text !== "string" || typeof lookedFor !== "number") return null;
  const installations = readInstallations(text, texts.intern);
  const appIds = texts.listOf(lookedFor);
  if (installations === null || appIds === null) return null;
  const absenceProven = row["absence_proven"] === 1;
  return {
    observation: { state: "read", installations, absenceProven, at },
    lookedFor: { appIds, consents: row["consents"] === 1 },
  };
}
