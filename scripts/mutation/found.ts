import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";

/** What became of a change. One that is only ever reached while modules load cannot be switched on in a running test. */
export type Status = "tried" | "noticed" | "endless" | "survived" | "unreached" | "at-load";

interface Line {
  readonly id: string;
  readonly status: Status;
}

/**
 * What is found, one line a change and written at once, so that a test that never ends or takes the process with it loses
 * nothing: the last line names the change that did it.
 */
export class Found {
  readonly #file: number;
  readonly #status: Map<string, Status>;

  constructor(path: string) {
    this.#status = read(path);
    this.#file = openSync(path, "a");
  }

  of(id: string): Status | undefined {
    return this.#status.get(id);
  }

  write(id: string, status: Status): void {
    // What was written last is what is on trial.
    this.#status.delete(id);
    this.#status.set(id, status);
    writeSync(this.#file, `${JSON.stringify({ id, status } satisfies Line)}\n`);
  }

  /** How many changes need no further trial. */
  get settled(): number {
    return [...this.#status.values()].filter((status) => status === "noticed" || status === "endless").length;
  }

  /** The change that is on trial. */
  get onTrial(): string | undefined {
    const last = [...this.#status].at(-1);
    return last?.[1] === "tried" ? last[0] : undefined;
  }

  close(): void {
    closeSync(this.#file);
  }
}

function read(path: string): Map<string, Status> {
  const status = new Map<string, Status>();
  if (!existsSync(path)) return status;
  for (const text of readFileSync(path, "utf8").split("\n")) {
    if (text === "") continue;
    const line: Line = JSON.parse(text);
    status.delete(line.id);
    status.set(line.id, line.status);
  }
  return status;
}
