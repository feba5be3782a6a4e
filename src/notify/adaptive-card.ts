import type { Message, Piece, Topic } from "./message.ts";

const COLORS: Readonly<Record<Topic, string>> = {
  trouble: "Attention",
  recovered: "Good",
  rollout: "Accent",
  changed: "Default",
  test: "Accent",
};

/**
 * The body for a workflow of Microsoft Teams that begins when a webhook request is received: a message with one Adaptive
 * Card. What came with the data stands in `TextRun`s only, which know no Markdown:
 * https://learn.microsoft.com/adaptive-cards/schema-explorer/text-run
 */
export function teamsBody({ title, topic, lines, origin }: Message): string {
  const heading = { type: "TextRun", text: `TrueUp: ${title}`, weight: "Bolder", size: "Large", color: COLORS[topic] };
  const card = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    body: [block([heading]), ...lines.map((pieces) => block(pieces.map(run)))],
    ...(origin.page === null ? {} : { actions: [{ type: "Action.OpenUrl", title: "Status page", url: origin.page }] }),
  };
  const contentType = "application/vnd.microsoft.card.adaptive";
  return JSON.stringify({ type: "message", attachments: [{ contentType, contentUrl: null, content: card }] });
}

function block(inlines: readonly unknown[]): unknown {
  return { type: "RichTextBlock", inlines };
}

function run({ text, isData }: Piece): unknown {
  return isData ? { type: "TextRun", text: harmless(text), fontType: "Monospace" } : { type: "TextRun", text };
}

/**
 * In case a client reads more into a text than it should: no tag (`<at>`), no function (`{{DATE(…)}}`), no link of Markdown,
 * no address. A range of versions, such as `>=2.3 <3`, stays as it is, so that it can be copied.
 */
function harmless(text: string): string {
  return text
    .replaceAll(/<(?=[^\s\d=])/g, "‹")
    .replaceAll("{{", "{ {")
    .replaceAll("](", "] (")
    .replaceAll("://", ":∕∕");
}
