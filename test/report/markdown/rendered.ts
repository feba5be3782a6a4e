import MarkdownIt from "markdown-it";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** Two parsers that have nothing in common, both letting HTML through, so that what slips into it is seen. */
const strict = new MarkdownIt({ html: true, linkify: true, breaks: true });

export const RENDERERS: Readonly<Record<string, (markdown: string) => string>> = {
  // GitHub filters some tags out of HTML; without that filter nothing can hide behind it.
  micromark: (markdown) =>
    micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true }),
  "markdown-it": (markdown) => strict.render(markdown),
};

/** The HTML without the contents of code spans: every element, attribute and word that is ours. */
export function skeleton(html: string): string {
  return html.replaceAll(CODE, "<code></code>");
}

/** What the code spans show, in their order. */
export function codeTexts(html: string): readonly string[] {
  return [...html.matchAll(CODE)].map(([, content = ""]) => decoded(content));
}

/** Every start of a tag or a comment in the HTML, with its attributes. */
export function tagsIn(html: string): readonly string[] {
  return [...html.matchAll(/<!--[\s\S]*?-->|<[^>]*>/g)].map(([tag]) => tag);
}

/** For each table, how many cells each of its lines has. */
export function tableShapes(html: string): readonly (readonly number[])[] {
  return [...html.matchAll(/<table>([\s\S]*?)<\/table>/g)].map(([, table = ""]) =>
    [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, line = ""]) => [...line.matchAll(/<t[hd]\b/g)].length),
  );
}

const CODE = /<code>([\s\S]*?)<\/code>/g;

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

function decoded(content: string): string {
  return content.replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
