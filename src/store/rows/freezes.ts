import type { Freeze } from "../../model/freeze.ts";
import { isTime, type Row } from "./row.ts";

/** Stands for every app. */
export const EVERY_APP = "";

/** A row that somebody else wrote may hold anything: what is no time is taken for none, so that it stays in force. */
export function freezeOf({ app, who, reason, since, until }: Row): Freeze {
  return {
    app: app === EVERY_APP ? null : String(app),
    who: String(who),
    reason: typeof reason === "string" ? reason : null,
    sinceMs: isTime(since) ? since : 0,
    untilMs: isTime(until) ? until : null,
  };
}
