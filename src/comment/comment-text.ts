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

/** What is said at the end of a text that was cut. */
interface CutNotice {
  /** `GitHub`, in the sentence. */
  readonly service: string;
  /** Where the whole can be read; null when nobody knows. */
  readonly runUrl: string | null;
}

/** The room that the closing of open blocks may take. */
const CLOSING_ROOM = 1_000;

/**
 * The text, at most `longest` UTF-16 code units long: cut between lines where there is one to cut between, never inside a
 * character, with open code blocks, folded sections and HTML comments closed, and a sentence that says so at its end.
 */
export function fitText(text: string, longest: number, notice: CutNotice): string {
  if (text.length <= longest) return text;
  const sentence = cutSentence(text.length, longest, notice);
  const kept = withoutOpenComment(cutAtLine(text, longest - sentence.length - CLOSING_ROOM));
  return `${kept}${closeBlocks(kept)}\n\n${sentence}\n`;
}

function cutSentence(length: number, longest: number, { service, runUrl }: CutNotice): string {
  const where = runUrl === null ? "the log and the files of the run" : `[the run](${runUrl})`;
  const sizes = `the whole has ${grouped(length)} characters, a comment on ${service} holds ${grouped(longest)}`;
  return `**Cut here:** ${sizes}. What is missing is in ${where}.`;
}

function cutAtLine(text: string, length: number): string {
  const start = text.slice(0, length);
  const lastLine = start.lastIndexOf("\n");
  // A text of one giant line is cut in the line, but not between the halves of a character.
  return lastLine > length / 2 ? start.slice(0, lastLine) : start.replace(/[\uD800-\uDBFF]$/, "");
}

function withoutOpenComment(text: string): string {
  const open = text.lastIndexOf("<!--");
  return open >= 0 && text.indexOf("-->", open) < 0 ? text.slice(0, open) : text;
}

function closeBlocks(text: string): string {
  let fence: string | null = null;
  let folded = 0;
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    if (fence === null) {
      folded += count(line, /<details\b/gi) - count(line, /<\/details>/gi);
      fence = mark;
    } else if (mark !== null && mark.startsWith(fence) && line.trim() === mark) {
      fence = null;
    }
  }
  const fenceEnd = fence === null ? "" : `\n${fence.slice(0, CLOSING_ROOM / 4)}`;
  return `${fenceEnd}${"\n\n</details>".repeat(Math.min(Math.max(0, folded), 40))}`;
}

function count(line: string, pattern: RegExp): number {
  return line.match(pattern)?.length ?? 0;
}

function grouped(amount: number): string {
  return String(amount).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** True when a service that may change line ends, and white space at both ends, keeps this text already. */
export function isSameText(kept: string, wanted: string): boolean {
  return plain(kept) === plain(wanted);
}

function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}
