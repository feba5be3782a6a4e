/** What `--annotations github` prints: commands of our own, in which data is escaped. */
const ANNOTATION = /^::(?:error|warning) /;

/**
 * A line for the log of a job, in which nothing that came with data is a command. A runner takes a line that begins with
 * `::` for one, behind white space too, and one that has `##[` anywhere in it:
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function logLine(line: string): string {
  if (ANNOTATION.test(line)) return line;
  return line.replace(/^(\s*):(?=:)/, "$1\uFFFD").replaceAll(/##(?=\[)/g, "#\uFFFD");
}
