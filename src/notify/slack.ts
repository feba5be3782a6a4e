import type { Message, Piece } from "./message.ts";

/** A section holds at most so many characters: https://docs.slack.dev/reference/block-kit/blocks/section-block */
const LONGEST_SECTION = 2900;

/**
 * The body for an incoming webhook of Slack. What came with the data stands in code spans, in which Slack makes no links,
 * mentions or emphasis; what could begin one of Slack's own marks is escaped everywhere:
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function slackBody({ title, lines, origin }: Message): string {
  const shown = escape(`TrueUp: ${title}`);
  const blocks = sections(lines.map(lineText)).map(section);
  const link = origin.page === null ? [] : [section(`<${escape(origin.page)}|Status page>`)];
  return JSON.stringify({ text: shown, blocks: [section(`*${shown}*`), ...blocks, ...link] });
}

function section(text: string): unknown {
  // `verbatim`: Slack does not look for addresses and names by itself.
  return { type: "section", text: { type: "mrkdwn", text, verbatim: true } };
}

function lineText(pieces: readonly Piece[]): string {
  return pieces.map(({ text, isData }) => (isData ? codeSpan(text) : escape(text))).join("");
}

function codeSpan(text: string): string {
  const inside = escape(text);
  return inside.trim() === "" ? "(blank)" : `\`${inside}\``;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** As many whole lines in a section as it holds; no line is as long as that. */
function sections(lines: readonly string[]): readonly string[] {
  const texts: string[] = [];
  let text = "";
  for (const line of lines) {
    if (text !== "" && text.length + line.length > LONGEST_SECTION) {
      texts.push(text);
      text = "";
    }
    text += `${text === "" ? "" : "\n"}${line}`;
  }
  if (text !== "") texts.push(text);
  return texts;
}
