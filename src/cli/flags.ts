import { InvalidArgumentError } from "commander";
import type { Limit } from "../model/policy.ts";

/** The flags that `plan`, `apply` and `drift` share, as commander gives them after the parsers below. */
export interface TenantFlags {
  readonly format: "text" | "json";
  readonly out?: string;
  readonly consent: boolean;
  readonly maxChanges?: Limit;
  readonly app: readonly string[];
  readonly user: readonly string[];
  readonly limitsScale: number;
  /** A way to sign in by name. */
  readonly auth?: string;
}

/** `100` or `20%`, as `policy.maxChanges` is written. */
export function parseLimit(text: string): Limit {
  const match = /^(\d+)(%?)$/.exec(text);
  const amount = Number(match?.[1]);
  if (match === null || !Number.isSafeInteger(amount)) {
    throw new InvalidArgumentError("give a whole number such as 250, or a share such as 20%.");
  }
  if (match[2] === "") return { kind: "count", count: amount };
  if (amount > 100) throw new InvalidArgumentError("a share is at most 100%.");
  return { kind: "percent", percent: amount };
}

/** A factor above 0, such as `0.5`. */
export function parseScale(text: string): number {
  const scale = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || scale <= 0 || scale > 10_000) {
    throw new InvalidArgumentError("give a factor above 0, such as 0.5.");
  }
  return scale;
}

/** A whole number of milliseconds. */
export function parseMilliseconds(text: string): number {
  const ms = Number(text);
  if (!/^\d+$/.test(text) || ms > 3_600_000) {
    throw new InvalidArgumentError("give a whole number of milliseconds, at most 3600000.");
  }
  return ms;
}

/** A TCP port; 0 lets the system choose one. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("give a port from 0 to 65535.");
  return port;
}

/** Gathers a flag that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
