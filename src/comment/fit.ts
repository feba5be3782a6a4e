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
