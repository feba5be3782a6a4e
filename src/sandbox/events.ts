import type { Changed } from "./answers.ts";
import { createTurns } from "./faults.ts";
import type { RequestRecord } from "./request-log.ts";
import type { Event as WrittenEvent } from "./schema.d.ts";

/** What somebody else does in the middle: a control that is carried out behind some requests. */
export interface SandboxEvent extends Omit<WrittenEvent, "do" | "path"> {
  /** Method of the control. */
  readonly controlMethod: string;
  /** Its path, cut at its slashes; `{user}` and `{app}` stand for those of the write that it follows. */
  readonly controlPath: readonly string[];
  /** Compared with the path below the root, with its query, decoded. */
  readonly path: RegExp;
}

/** An event as JSON and YAML write it. */
export function readEvent({ do: control, path, ...others }: WrittenEvent): SandboxEvent {
  const [controlMethod = "", controlPath = ""] = control.split(" ", 2);
  return { ...others, controlMethod, controlPath: controlPath.split("/"), path: new RegExp(path ?? "", "u") };
}

/** The events that are to come. */
export interface Events {
  readonly add: (event: SandboxEvent) => void;
  readonly clear: () => void;
  /** To be called when a request was carried out; `changed` says what it changed, null: nothing. */
  readonly passed: (request: Pick<RequestRecord, "method" | "path">, changed: Changed | null) => void;
}

/** No events at first. `run` carries out a control. */
export function createEvents(run: (method: string, segments: readonly string[], body: unknown) => void): Events {
  const coming = createTurns<SandboxEvent>();
  return {
    add: (event) => coming.add(event, (event.after ?? 1) - 1, event.times),
    clear: coming.clear,
    passed: ({ method, path }, changed) => {
      const names = new Map([
        ["{user}", changed?.userId],
        ["{app}", changed?.appId],
      ]);
      const meets = (event: SandboxEvent): boolean =>
        (event.method === undefined ? changed !== null : event.method === method) && event.path.test(path);
      for (const { controlMethod, controlPath, body = null } of coming.due(meets)) {
        run(
          controlMethod,
          controlPath.map((segment) => names.get(segment) ?? segment),
          body,
        );
      }
    },
  };
}
