import { inert } from "../facts/inert.ts";

/** A piece of HTML that is whole and safe: made by {@link html} only. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text is escaped, HTML is kept, null is nothing. */
export type HtmlValue = string | number | Html | null | readonly HtmlValue[];

/** HTML in which every value is text, unless it is HTML made here. Attribute values have to stand in double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = parts[0] ?? "";
  for (const [index, value] of values.entries()) text += `${textOf(value)}${parts[index + 1] ?? ""}`;
  return new Html(text);
}

/** A style sheet, and nothing else: it must not hold `</style`. */
export function styleElement(css: string): Html {
  return new Html(`<style>${css}</style>`);
}

/** How many characters of a name are shown. */
const NAME_LENGTH = 80;

/** How many characters of a sentence that came with the data are shown. */
export const SENTENCE_LENGTH = 300;

/**
 * Text from the tenant, from files or from services, on its own in its direction of writing. Control, invisible and
 * direction-turning characters become U+FFFD, and what is too long ends with an ellipsis.
 */
export function data(text: string, limit = NAME_LENGTH): Html {
  const shown = inert(text, limit);
  return html`<bdi>${shown.trim() === "" ? "(empty)" : shown}</bdi>`;
}

/** The same for what people type and look for as it is: names of apps, versions, commits. */
export function code(text: string, limit = NAME_LENGTH): Html {
  return html`<code>${data(text, limit)}</code>`;
}

/** What somebody reads of a piece of HTML: without its elements, in one line. */
export function plainText(value: HtmlValue): string {
  return textOf(value)
    .replaceAll(/<br>/g, " ")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => CHARACTERS.get(entity) ?? entity)
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** As much of a commit as tells it from others. */
export function commitCode(commit: string): Html {
  return code(commit.slice(0, 12));
}

function textOf(value: HtmlValue): string {
  if (value === null) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "number") return `${value}`;
  if (typeof value === "string") return escape(value);
  return value.map(textOf).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const CHARACTERS = new Map(Object.entries(ENTITIES).map(([character, entity]) => [entity, character]));

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** `2026-01-05 08:00 UTC`, for machines as well. */
export function time(ms: number): Html {
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}
