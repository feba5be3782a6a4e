import { isJsonObject } from "./json-object.ts";
import { type State, STATES } from "./reasons.ts";

/** How a tenant stood when it was looked at as a whole last: what the store keeps of that for whoever looks at many tenants. */
export interface LastLook {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly state: State;
  /** How many rows are in each state. */
  readonly rows: Readonly<Record<State, number>>;
  /** Rows that are to be changed and are not known to be. */
  readonly toChange: number;
  /** By name, in the order of the plan. */
  readonly apps: readonly AppLook[];
}

/** How far versions of an app have come in a tenant. */
export interface AppLook {
  readonly name: string;
  /** What was offered; null: not known. */
  readonly version: string | null;
  /** Digests of what reached nearly everybody who is to have the app, the latest last. What has come so far once stays here. */
  readonly reached: readonly string[];
}

/** What was kept, read back; null: nothing was, or it is none of this. */
export function readLook(text: string | null): LastLook | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return isLook(value) ? value : null;
  } catch {
    return null;
  }
}

function isLook(value: unknown): value is LastLook {
  if (!isJsonObject(value) || !isJsonObject(value["rows"]) || !Array.isArray(value["apps"])) return false;
  const { at, state, rows, toChange, apps } = value;
  const counts = STATES.map((one) => rows[one]);
  return (
    [at, toChange, ...counts].every(Number.isSafeInteger) && STATES.some((one) => one === state) && apps.every(isApp)
  );
}

function isApp(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { name, version, reached } = value;
  const isVersion = version === null || typeof version === "string";
  return (
    typeof name === "string" && isVersion && Array.isArray(reached) && reached.every((one) => typeof one === "string")
  );
}
