import type { Console } from "../console.ts";

/** The console of one tenant of a fleet: each line says whose it is, and results are kept until it is their turn. */
export interface TenantConsole {
  readonly console: Console;
  /** What was written to stdout, as it came. */
  readonly written: () => string;
}

/** Below this much room a line is broken too often to be read. */
const FEWEST_COLUMNS = 40;

/**
 * @param label what each line begins with
 * @param environment with the credentials of the tenant
 */
export function tenantConsole(label: string, console: Console, environment: Console["environment"]): TenantConsole {
  const chunks: string[] = [];
  const narrowed = (columns: number | null): number | null =>
    columns === null ? null : Math.max(FEWEST_COLUMNS, columns - label.length);
  return {
    written: () => chunks.join(""),
    console: {
      ...console,
      environment,
      result: (pieces) => {
        chunks.push(...pieces);
        return Promise.resolve();
      },
      notice: (line) => console.notice(label + line),
      rendered: (text) => console.rendered(labelled(label, text)),
      status: () => undefined,
      ask: () => Promise.resolve(false),
      isInteractive: false,
      isStderrTerminal: false,
      resultColumns: narrowed(console.resultColumns),
      noticeColumns: narrowed(console.noticeColumns),
    },
  };
}

/** The text with the label before each of its lines. */
export function labelled(label: string, text: string): string {
  return text.replaceAll(/^/gm, label).replaceAll(/ +$/gm, "");
}
