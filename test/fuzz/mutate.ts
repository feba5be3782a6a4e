import type { Chance } from "./chance.ts";
import { hostileText, hostileValue } from "./hostile.ts";

/** A text with a few changes, as by a slip, a broken transfer, a bad merge, or on purpose. */
export function mutateText(text: string, others: readonly [string, ...string[]], chance: Chance): string {
  let changed = text;
  for (let round = 0; round <= chance.number(4); round += 1) changed = changeOnce(changed, others, chance);
  return changed;
}

function changeOnce(text: string, others: readonly [string, ...string[]], chance: Chance): string {
  const [from, to] = span(text, chance);
  const [before, middle, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  switch (chance.number(9)) {
    case 0:
      return before + after;
    case 1:
      return before + middle + middle + after;
    case 2:
      return before + hostileText(chance) + after;
    case 3:
      return before + hostileText(chance) + middle + after;
    case 4: {
      const other = chance.pick(others);
      return before + other.slice(...span(other, chance)) + after;
    }
    case 5:
      return before + String.fromCharCode(chance.number(0x300)) + after;
    case 6:
      return text.slice(0, to);
    case 7:
      return before + middle.split("").toReversed().join("") + after;
    default:
      return before + JSON.stringify(hostileValue(chance)) + after;
  }
}

/** Mostly short ones, at borders of words and lines as well as within them. */
function span(text: string, chance: Chance): [number, number] {
  const from = chance.number(text.length + 1);
  return [from, Math.min(text.length, from + chance.number(chance.onceIn(5) ? 200 : 12))];
}

/** A value of JSON with one place in it replaced, taken away, or put in twice. */
export function mutateValue(value: unknown, chance: Chance): unknown {
  if (chance.onceIn(8)) return hostileValue(chance);
  if (Array.isArray(value)) {
    if (value.length === 0 || chance.onceIn(4)) return [...value, chance.onceIn(2) ? value[0] : hostileValue(chance)];
    const place = chance.number(value.length);
    return value.map((item: unknown, index) => (index === place ? mutateValue(item, chance) : item));
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0 || chance.onceIn(6)) {
      return Object.fromEntries([...entries, [hostileText(chance), hostileValue(chance)]]);
    }
    const place = chance.number(entries.length);
    if (chance.onceIn(4)) return Object.fromEntries(entries.filter((_entry, index) => index !== place));
    return Object.fromEntries(
      entries.map(([key, item], index) => [key, index === place ? mutateValue(item, chance) : item]),
    );
  }
  return hostileValue(chance);
}
