import type { PlanException } from "../../model/exception.ts";
import { howItStands } from "../facts/exceptions.ts";
import { printable } from "../facts/printable.ts";
import { count, place } from "../facts/wording.ts";
import { type Style, wrap } from "./layout.ts";

/** Deviations that somebody accepts: what for, until when, and who has to be asked. */
export function* exceptionsSection(exceptions: readonly PlanException[], style: Style): Generator<string> {
  if (exceptions.length === 0) return;
  const told = exceptions.map((exception) => ({ exception, ...howItStands(exception) }));
  const title = told.some(({ isDue }) => isDue) ? style.caution : style.title;
  yield title(`Exceptions: ${count(exceptions.length, "exception")} in the desired state`);
  for (const { exception, standing } of told) {
    const { app, owner, reason, accept, source } = exception;
    yield* wrap("  ", `${place(source)}: ${printable(app)}, ${standing}`);
    yield* wrap("    ", `accepts ${accept.join(", ")}; owner ${printable(owner)}: ${printable(reason)}`);
  }
}
