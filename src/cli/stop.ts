import process from "node:process";
import { causeOf } from "../errors.ts";

/** How a run ends early when somebody asks for it (Ctrl-C, SIGTERM). */
export interface Stop {
  /** Aborted at the first signal after `beginWriting`. */
  readonly signal: AbortSignal;
  /** From here on a signal no longer ends the process: what is under way is finished and reported. */
  readonly beginWriting: () => void;
}

/** How a controller is asked to end, and to look at once. */
interface End {
  /** Aborted at the first SIGINT or SIGTERM; the second ends the process. */
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/**
 * `wakes` is called at each SIGHUP, `ends` with the name of the first signal that asks to end, and `crashes` with what was thrown
 * beside everything: it may have been in the middle of writing.
 */
export function listenForEnd(told: {
  readonly ends: (signal: string) => void;
  readonly wakes: () => void;
  readonly crashes: (error: unknown) => void;
}): End {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(NOT_CONVERGED);
    told.ends(signal);
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.on("SIGHUP", told.wakes);
  const onCrash = (error: unknown): void => {
    told.crashes(error);
    process.exit(NOT_CONVERGED);
  };
  process.on("uncaughtException", onCrash);
  return {
    signal: controller.signal,
    release: () => {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
      process.off("SIGHUP", told.wakes);
      process.off("uncaughtException", onCrash);
    },
  };
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
/** Exit code "not converged": what a run that has begun to write ends with when it is cut off. */
export const NOT_CONVERGED = 3;

/**
 * Does work that may write. Before the first write a signal ends the process at once, with 130 or 143: nothing was written.
 * After that the first signal stops the work in good order and the second ends the process; and whatever is thrown, by the work
 * or beside it, ends with "not converged".
 * @param notice tells the person what happens
 * @returns the exit code
 * @throws what the work throws before the first write
 */
export async function stoppable(
  notice: (line: string) => void,
  work: (stop: Stop) => Promise<number>,
): Promise<number> {
  const controller = new AbortController();
  let writing = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!writing) {
      notice("stopped; nothing was written");
      process.exit(signal === "SIGTERM" ? EXIT_CODES.SIGTERM : EXIT_CODES.SIGINT);
    }
    if (controller.signal.aborted) {
      notice("ended at once; what was under way is not known: plan again to see");
      process.exit(NOT_CONVERGED);
    }
    notice("stopping: what is under way is finished and reported, nothing new is begun; once more ends at once");
    controller.abort();
  };
  const failed = (error: unknown): number => {
    notice(`error: the run wrote to the tenant, and then failed: ${causeOf(error)}`);
    notice("  hint: plan again to see where things stand");
    return NOT_CONVERGED;
  };
  const onCrash = (error: unknown): void => process.exit(failed(error));
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    return await work({
      signal: controller.signal,
      beginWriting: () => {
        writing = true;
        process.on("uncaughtException", onCrash);
      },
    });
  } catch (error) {
    if (!writing) throw error;
    return failed(error);
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
    process.off("uncaughtException", onCrash);
  }
}
