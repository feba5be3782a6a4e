import { CronTime } from "cron";
import { UsageError } from "../errors.ts";

/** When passes are due. */
export interface Schedule {
  /** The next time that is later than `ms`; both in milliseconds since the epoch. */
  readonly nextAfter: (ms: number) => number;
}

/**
 * Reads a cron expression of five or six fields, such as `0 6 * * *`, in a time zone of the IANA database, such as
 * `Europe/Berlin`. A time that a change to summer time skips comes at the moment of the change; one that a change back
 * brings twice comes once.
 * @throws UsageError for an expression or a zone that cannot be read, and for one that never comes (31 February)
 */
export function parseSchedule(expression: string, timeZone: string): Schedule {
  const time = attempt(
    () => new CronTime(expression, timeZone),
    (cause) => ({
      message: `--schedule "${expression}" cannot be read with --time-zone ${timeZone}: ${cause}`,
      hint: 'give five fields (minute, hour, day, month, weekday) such as "0 6 * * *", and a zone such as Europe/Berlin',
    }),
  );
  const nextAfter = (ms: number): number => time.getNextDateFrom(new Date(ms), timeZone).toMillis();
  attempt(
    () => nextAfter(0),
    () => ({
      message: `--schedule "${expression}" never comes`,
      hint: "no month has that day; give another one",
    }),
  );
  return { nextAfter };
}

function attempt<Value>(work: () => Value, refusal: (cause: string) => { message: string; hint: string }): Value {
  try {
    return work();
  } catch (error) {
    const { message, hint } = refusal(error instanceof Error ? error.message : String(error));
    throw new UsageError(message, hint);
  }
}
