import { UsageError } from "../errors.ts";

/** The name of a comment whose text brings none and for which none was given. */
const DEFAULT_MARKER = "default";

/** No `--`, which would end the HTML comment, and nothing that Markdown or HTML could read. */
const NAME = /^(?!.*--)[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,62}[A-Za-z0-9])?$/;
/** The space may come encoded, as other writers of markers leave it. */
const MARKER_LINE = /^<!-- trueup:plan(?:(?: |%20)(\S+))? -->$/;

/** A text whose first line is the invisible marker by which its comment is found again. */
export interface MarkedText {
  readonly marker: string;
  readonly text: string;
}

/**
 * Makes sure that `text` begins with one marker line, and that it is the one that was asked for.
 * @param wanted the name that was asked for; null: the one that the text brings
 * @throws UsageError for a name that cannot stand in a marker
 */
export function markText(text: string, wanted: string | null): MarkedText {
  if (wanted !== null && !NAME.test(wanted)) {
    throw new UsageError(
      `"${wanted}" cannot name a comment`,
      "use up to 64 letters, digits, dots, slashes, underscores and single hyphens, beginning and ending with a letter or digit",
    );
  }
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  const brought = MARKER_LINE.exec(lines[0]?.trim() ?? "");
  const body = brought === null ? lines : lines.slice(1);
  const own = brought?.[1] !== undefined && NAME.test(brought[1]) ? brought[1] : DEFAULT_MARKER;
  const name = wanted ?? own;
  const marker = markerLine(name);
  return { marker, text: `${marker}\n${body.join("\n").replace(/^\n+/, "")}` };
}

/** `<!-- trueup:plan NAME -->`: no service shows an HTML comment to readers. */
function markerLine(name: string): string {
  return `<!-- trueup:plan ${name} -->`;
}

/** True when the first line of a comment is this marker; a text that quotes it further down is somebody's answer. */
export function carriesMarker(text: string, marker: string): boolean {
  return (
    text
      .trimStart()
      .split(/\r\n|\r|\n/, 1)[0]
      ?.trimEnd() === marker
  );
}
