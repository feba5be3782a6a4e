import { type DestinationStream, pino } from "pino";

/** What happens in a controller. Only these facts are ever logged, so no secret can slip in with an object that holds one. */
export type LogEvent =
  | { readonly kind: "started"; readonly version: string; readonly source: string; readonly schedule: string | null }
  | { readonly kind: "listening"; readonly address: string }
  | { readonly kind: "pass-started"; readonly pass: number; readonly trigger: string; readonly commit: string | null }
  | {
      readonly kind: "pass-ended";
      readonly pass: number;
      readonly outcome: string;
      readonly commit: string | null;
      readonly seconds: number;
      /** `3 applied, 2 held`; null when no plan could be made. */
      readonly summary: string | null;
      readonly problem: string | null;
    }
  | {
      readonly kind: "row";
      readonly pass: number;
      readonly commit: string | null;
      readonly app: string;
      /** A pseudonym, or the principal name where names are shown; null where people are not told apart. */
      readonly user: string | null;
      readonly action: string;
      readonly status: string;
      readonly code: string | null;
      readonly requestId: string | null;
    }
  | { readonly kind: "commit"; readonly commit: string; readonly ref: string | null }
  | { readonly kind: "source-refused"; readonly commit: string | null; readonly problem: string }
  | { readonly kind: "source-recovered"; readonly commit: string | null }
  | { readonly kind: "store-unusable"; readonly problem: string }
  | { readonly kind: "store-recovered" }
  | { readonly kind: "proposals-failed"; readonly problem: string }
  | { readonly kind: "proposals-recovered" }
  | { readonly kind: "suspended"; readonly because: string }
  | { readonly kind: "resumed" }
  | { readonly kind: "waiting"; readonly until: string }
  | { readonly kind: "notice"; readonly text: string }
  | { readonly kind: "stopping"; readonly signal: string };

/** Takes an event; never throws and never waits. */
export type Log = (event: LogEvent) => void;

const WARNINGS: ReadonlySet<LogEvent["kind"]> = new Set([
  "source-refused",
  "store-unusable",
  "proposals-failed",
  "suspended",
  "notice",
]);

/** The same text, made so that it does nothing where it is read; what a log is read in obeys more than letters. */
type Inert = (text: string) => string;

/**
 * One JSON object a line, with `level`, `time` (ISO) and `event`, for containers.
 * @param inert leaves the data as they are
 * @param tenant of which all of it is, in a process that has several
 */
export function createJsonLog(destination: DestinationStream, inert: Inert, tenant: string | null = null): Log {
  const logger = pino(
    { base: tenant === null ? null : { tenant }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level } },
    { write: (line) => destination.write(inert(line)) },
  );
  return (event) => {
    const { kind, ...facts } = event;
    const isError = event.kind === "pass-ended" && event.outcome === "failed";
    const line = { event: kind, ...facts };
    if (isError) logger.error(line);
    else if (WARNINGS.has(kind)) logger.warn(line);
    else logger.info(line);
  };
}

function level(label: string): { readonly level: string } {
  return { level: label };
}

/**
 * One line of text for people at a terminal.
 * @param inert leaves no line break, so that nobody's text is taken for an event
 */
export function createTextLog(write: (line: string) => void, inert: Inert): Log {
  return (event) => write(inert(describe(event)));
}

function describe(event: LogEvent): string {
  switch (event.kind) {
    case "started":
      return `trueup ${event.version} follows ${event.source}${event.schedule === null ? "" : `, on the schedule ${event.schedule}`}`;
    case "listening":
      return `listening on ${event.address}`;
    case "pass-started":
      return `pass ${event.pass} (${event.trigger})${at(event.commit)} begins`;
    case "pass-ended": {
      const facts = [event.summary, event.problem].filter((fact) => fact !== null);
      return `pass ${event.pass}${at(event.commit)} ended after ${event.seconds} s: ${[event.outcome, ...facts].join("; ")}`;
    }
    case "row": {
      const whose = event.user === null ? "" : ` for ${event.user}`;
      const code = event.code === null ? "" : ` (${event.code})`;
      return `  ${event.action} ${event.app}${whose}: ${event.status}${code}`;
    }
    case "commit":
      return `new commit ${event.commit.slice(0, 12)}${event.ref === null ? "" : ` of ${event.ref}`}`;
    case "source-refused":
      return `the desired state${at(event.commit)} is not used: ${event.problem}`;
    case "source-recovered":
      return `the newest desired state${at(event.commit)} is in use again`;
    case "store-unusable":
      return event.problem;
    case "store-recovered":
      return "the store can be used again";
    case "proposals-failed":
      return `changes of the lock file cannot be proposed: ${event.problem}`;
    case "proposals-recovered":
      return "changes of the lock file can be proposed again";
    case "suspended":
      return `suspended: ${event.because}; nothing is changed`;
    case "resumed":
      return "no longer suspended";
    case "waiting":
      return `next pass at ${event.until}`;
    case "notice":
      return event.text;
    case "stopping":
      return `${event.signal}: what is under way is finished, nothing new is begun`;
  }
}

function at(commit: string | null): string {
  return commit === null ? "" : ` at commit ${commit.slice(0, 12)}`;
}
