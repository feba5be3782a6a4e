import { InvalidArgumentError } from "commander";
import type { Limit } from "../model/policy.ts";
import type { BudgetLimit } from "./budget.ts";
import type { ProgressForm } from "./progress.ts";

/** The flags that `plan`, `apply` and `drift` share, as commander gives them after the parsers below. */
export interface TenantFlags {
  readonly format: "text" | "json" | "markdown";
  /** Name people in Markdown, where they have pseudonyms otherwise. */
  readonly showUsers: boolean;
  readonly out?: string;
  readonly consent: boolean;
  readonly maxChanges?: Limit;
  readonly app: readonly string[];
  readonly user: readonly string[];
  readonly limitsScale: number;
  /** The part of Graph's limits to use, above 0 up to 1. */
  readonly rateShare: number;
  /** Readings younger than that are used as they are, in milliseconds. */
  readonly maxAge: number;
  /** So long a write of an earlier run may stay invisible before it is repeated, in milliseconds. */
  readonly settle: number;
  readonly budget?: BudgetLimit;
  readonly progress: ProgressForm;
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

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `30m`, `6h`, `1d` or `0`, in milliseconds. */
export function parseDuration(text: string): number {
  if (text === "0") return 0;
  const match = /^(\d+)([smhd])$/.exec(text);
  const [amount, unit] = [Number(match?.[1]), match?.[2]];
  if (unit === undefined || !isUnit(unit) || !Number.isSafeInteger(amount) || amount * UNIT_MS[unit] > LONGEST_MS) {
    throw new InvalidArgumentError("give a whole number with a unit: 90s, 30m, 6h or 1d; at most 366d.");
  }
  return amount * UNIT_MS[unit];
}

const LONGEST_MS = 366 * UNIT_MS.d;

function isUnit(text: string): text is keyof typeof UNIT_MS {
  return Object.hasOwn(UNIT_MS, text);
}

/** `30m` or `5000`, a number of requests. */
export function parseBudget(text: string): BudgetLimit {
  if (/^[1-9]\d{0,8}$/.test(text)) return { kind: "requests", requests: Number(text) };
  if (!/^\d+[smhd]$/.test(text) || parseDuration(text) === 0) {
    throw new InvalidArgumentError(
      "give how long a run may take, such as 30m, or how many requests it may send, such as 5000.",
    );
  }
  return { kind: "duration", ms: parseDuration(text), text };
}

/** A share above 0 up to 1, such as `0.9`. */
export function parseShare(text: string): number {
  const share = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || share <= 0 || share > 1) {
    throw new InvalidArgumentError("give a share above 0 and at most 1, such as 0.9.");
  }
  return share;
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
