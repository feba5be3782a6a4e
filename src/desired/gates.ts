import type { Condition, Gates, RemovalsGate, Signal, Threshold } from "../model/rollout.ts";
import { shown } from "./did-you-mean.ts";
import { createDuplicateCheck } from "./duplicates.ts";
import { durationMs } from "./duration.ts";
import { errorAt, type Problem } from "./problem.ts";
import type { ParsedFile } from "./schema-check.ts";
import type { Gates as WrittenGates, Signal as WrittenSignal } from "./schema.d.ts";
import type { Path } from "./yaml-file.ts";

const DEFAULT_TRIES = 20;
const DEFAULT_ERROR = 0.01;
const DEFAULT_EVERY = "15m";

/** The gates of a rollout, and what is wrong with them. */
interface ReadGates {
  readonly gates: Gates;
  readonly diagnostics: readonly Problem[];
}

/** Reads `gates` of the rollout at `path`. */
export function readGates(file: ParsedFile, path: Path, written: WrittenGates): ReadGates {
  const signals = (written.signals ?? []).map((signal, index) => readSignal(file, [...path, "signals", index], signal));
  const names = createDuplicateCheck();
  for (const [index, { name }] of (written.signals ?? []).entries())
    names.note(name, `the signal "${name}"`, file.valueAt([...path, "signals", index, "name"]));
  const removals = written.removals === undefined ? null : readRemovals(written.removals);
  const isUndecidable = removals !== null && !canDecide(removals);
  return {
    gates: {
      refusals:
        written.refusals === undefined
          ? null
          : { halt: threshold(written.refusals.halt), atLeast: written.refusals.atLeast ?? DEFAULT_TRIES },
      readBack: written.readBack === undefined ? null : { halt: threshold(written.readBack.halt) },
      unverified: written.unverified === undefined ? null : { wait: threshold(written.unverified.wait) },
      removals,
      signals: signals.flatMap(({ signal }) => (signal === null ? [] : [signal])),
    },
    diagnostics: [
      ...signals.flatMap(({ diagnostics }) => diagnostics),
      ...names.diagnostics,
      ...(isUndecidable ? [undecidable(file, [...path, "removals"])] : []),
    ],
  };
}

/** A share such as `2%` as a fraction of 1. */
export function fraction(text: string): number {
  return Number.parseFloat(text) / 100;
}

function threshold(written: number | string): Threshold {
  return typeof written === "number" ? { kind: "count", count: written } : { kind: "share", share: fraction(written) };
}

function readRemovals(written: NonNullable<WrittenGates["removals"]>): RemovalsGate {
  const { within, harmful, falseHalts, missedHarm } = written;
  return {
    withinMs: durationMs(within),
    harmful: fraction(harmful),
    falseHalts: falseHalts === undefined ? DEFAULT_ERROR : fraction(falseHalts),
    missedHarm: missedHarm === undefined ? DEFAULT_ERROR : fraction(missedHarm),
  };
}

/** Nothing but chance may be wrong now and then, and both errors together have to be rarer than a coin's. */
function canDecide({ withinMs, harmful, falseHalts, missedHarm }: RemovalsGate): boolean {
  return withinMs > 0 && harmful > 0 && harmful <= 0.9 && isRare(falseHalts) && isRare(missedHarm);
}

function isRare(share: number): boolean {
  return share > 0 && share < 0.5;
}

function undecidable(file: ParsedFile, path: Path): Problem {
  const message = "the removals gate can never decide with these numbers";
  const hint =
    "within is more than 0s, harmful above 0% and up to 90%, falseHalts and missedHarm above 0% and below 50%";
  return errorAt(file.keyAt(path), "rollout-undecided", message, { hint });
}

interface ReadSignal {
  readonly signal: Signal | null;
  readonly diagnostics: readonly Problem[];
}

function readSignal(file: ParsedFile, path: Path, written: WrittenSignal): ReadSignal {
  const { name, prometheus, get, every = DEFAULT_EVERY } = written;
  const diagnostics: Problem[] = [];
  const refuse = (at: Path, message: string, hint: string): void =>
    void diagnostics.push(errorAt(file.valueAt(at), "rollout-signal", message, { hint }));
  const source = sourceOf(written);
  if (source === null) {
    refuse(
      path,
      `the signal "${name}" has ${get === undefined ? "no source" : "two sources"}`,
      "write prometheus, or get with a pointer",
    );
    return { signal: null, diagnostics };
  }
  if (get !== undefined && !isSafeAddress(get))
    refuse(
      [...path, "get"],
      `${shown(get)} is no address to ask`,
      "write https://…, or http:// and an address of this machine",
    );
  for (const key of ["pointer", "tokenFrom"] as const)
    if (get === undefined && written[key] !== undefined)
      refuse([...path, key], `${key} says nothing beside prometheus`, "take it out: it belongs to get");
  const ok = condition(written.ok);
  const fail = written.fail === undefined ? null : condition(written.fail);
  for (const [key, one] of [
    ["ok", ok],
    ["fail", fail],
  ] as const)
    if (prometheus !== undefined && one?.kind === "text")
      refuse(
        [...path, key],
        `${shown(one.text)} is no comparison, and a query gives a number`,
        'write one such as "< 3"',
      );
  if (JSON.stringify(ok) === JSON.stringify(fail))
    refuse([...path, "fail"], "ok and fail are the same", "let fail be what must not be");
  return { signal: { name, source, ok, fail, everyMs: durationMs(every) }, diagnostics };
}

/** Where a signal is asked for; null: nowhere, or in two places. */
function sourceOf({ prometheus, get, pointer = "", tokenFrom }: WrittenSignal): Signal["source"] | null {
  if (get === undefined) return prometheus === undefined ? null : { kind: "prometheus", query: prometheus };
  return prometheus === undefined ? { kind: "get", url: get, pointer, tokenFrom: tokenFrom ?? null } : null;
}

const COMPARISON = /^\s*(<=|>=|==|<|>)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/i;

function condition(written: string | number | boolean): Condition {
  if (typeof written === "number") return { kind: "number", operator: "==", than: written };
  const [, sign, than] = COMPARISON.exec(String(written)) ?? [];
  const operator = OPERATORS.find((one) => one === sign);
  if (operator === undefined) return { kind: "text", text: String(written) };
  return { kind: "number", operator, than: Number(than) };
}

const OPERATORS = ["<", "<=", ">", ">=", "=="] as const;

/** What is asked for from elsewhere is encrypted; nobody puts a password into an address. */
function isSafeAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.password !== "") return false;
  return (
    url.protocol === "https:" ||
    (url.protocol === "http:" && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname))
  );
}
