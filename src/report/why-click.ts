import { type Answer, CONDITIONS, SOURCE } from "../why-click/compare.ts";
import { spread } from "../plan-file/json-layout.ts";
import { printable } from "./facts/printable.ts";
import { setLine, styleFor, USUAL_COLUMNS } from "./text/layout.ts";

const ANSWERS = {
  yes: "people-have-to",
  no: "nobody-has-to",
  unknown: "cannot-be-told",
} as const;

const HEADLINES = {
  yes: "People have to click: Teams does not bring this update by itself.",
  no: "Nobody has to click: Teams brings this update by itself.",
  unknown: "Whether people have to click cannot be told.",
} as const;

/** For people, line by line. */
export function* renderWhyClick(
  answer: Answer,
  { color, columns }: { readonly color: boolean; readonly columns: number | null },
): Generator<string> {
  const style = styleFor(color);
  const said = keyOf(answer.mustClick);
  const paint = { yes: style.caution, no: style.good, unknown: style.caution }[said];
  const lines = [
    `${called(answer.old)} -> ${called(answer.new)}`,
    ...(answer.because === null ? [] : [answer.because]),
    ...answer.conditions.map(
      ({ id, met, detail }) =>
        `  ${{ yes: "yes", no: "no ", unknown: "?  " }[keyOf(met)]}  ${CONDITIONS[id]}${detail === null ? "" : `: ${detail}`}`,
    ),
    `The conditions are those of ${SOURCE}. Where an admin installed or pinned the app, Teams updates it all the same.`,
  ];
  const width = columns ?? USUAL_COLUMNS;
  for (const set of setLine(HEADLINES[said], width)) yield `${paint(style.title(set))}\n`;
  for (const line of lines) for (const set of setLine(printable(line), width)) yield `${set}\n`;
}

/** As JSON. */
export function whyClickJson({ old, new: now, mustClick, because, conditions }: Answer): string {
  return `${spread({
    formatVersion: "1.0",
    kind: "why-click",
    old: named(old),
    new: named(now),
    answer: ANSWERS[keyOf(mustClick)],
    because,
    conditions: conditions.map(({ id, met, detail }) => ({
      id,
      condition: CONDITIONS[id],
      met,
      detail,
      source: SOURCE,
    })),
  })}\n`;
}

function named({ name, version }: Answer["old"]) {
  return { name, version };
}

function keyOf(met: boolean | null): keyof typeof ANSWERS {
  return met === null ? "unknown" : met ? "yes" : "no";
}

function called({ name, version }: Answer["old"]): string {
  return name === version ? version : `${name} ${version}`;
}
