import { ConfigError, GraphError, InternalError, messageOf, SignInError, SourceError, UsageError } from "../errors.ts";
import { ForgeError } from "../forge/forge-error.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { printable } from "../report/facts/printable.ts";

/**
 * What a person is told about an error that ended a command, line by line. The way out is part of it; where in the code
 * it happened is shown with `--debug` only.
 */
export function describeFailure(error: unknown, options: { readonly color: boolean; readonly debug: boolean }): string {
  const lines = [...explanation(error, options.color)];
  if (options.debug && error instanceof Error) lines.push(...whereItHappened(error));
  return lines.join("\n");
}

/** The same in one line, for a log. */
export function describeInOneLine(error: unknown): string {
  const lines = [...explanation(error, false)].flatMap((text) => text.split("\n")).map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .join("; ")
    .replace(/^error: /, "");
}

/**
 * The stack, a line for each frame. Its text is one line, or a line break in it would make frames of what is none. Causes and
 * properties are left out: they can hold a request with its token.
 */
function* whereItHappened({ name, message, stack = "" }: Error): Iterable<string> {
  yield printable(`${name}: ${message}`);
  const beginning = stack.indexOf(message);
  const frames = beginning === -1 ? stack : stack.slice(beginning + message.length);
  for (const line of frames.split("\n")) if (/^\s+at /.test(line)) yield printable(line);
}

function* explanation(error: unknown, color: boolean): Iterable<string> {
  if (error instanceof ConfigError) {
    yield [...renderDiagnostics(error.diagnostics, error.files, { color })].join("").trimEnd();
    return;
  }
  if (
    error instanceof UsageError ||
    error instanceof SignInError ||
    error instanceof SourceError ||
    error instanceof ForgeError
  ) {
    yield `error: ${printable(error.message)}`;
    if (error.hint !== null) yield `  hint: ${printable(error.hint)}`;
    return;
  }
  if (error instanceof GraphError) {
    yield `error: ${printable(error.message)}`;
    if (error.requestId !== null) yield `  request-id: ${printable(error.requestId)}`;
    return;
  }
  const message = messageOf(error);
  yield `error: ${error instanceof InternalError ? "" : "unexpected: "}${printable(message)}`;
  yield "  hint: this is a defect of trueup; run again with --debug and report what it prints, without names of people";
}
