import { openSession, type Session, type SessionOptions } from "../session/session.ts";
import type { ControllerSurroundings, Ground } from "./settings.ts";

/** The session of a controller, for its whole life. */
export interface KeptSession {
  /** Opens it at the first call, and at later ones for as long as that fails. */
  readonly get: () => Promise<Session>;
  readonly close: () => Promise<void>;
}

/** Keeps it open until it is closed. */
export function keepSession(
  options: SessionOptions,
  { environment, log }: ControllerSurroundings,
  { clock, dispatchers }: Ground,
): KeptSession {
  const notice = (text: string): void => log({ kind: "notice", text });
  const surroundings = { environment, notice, status: () => undefined, isInteractive: false };
  let opening: Promise<Session> | null = null;
  const get = (): Promise<Session> => {
    opening ??= openSession(options, surroundings, clock, dispatchers()).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  return { get, close: async () => (await opening)?.close() };
}
