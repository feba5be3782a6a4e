/** So often a smaller input is tried before the smallest one so far has to do. */
const MOST_TRIES = 2_000;

/**
 * Takes away of a list whatever can go while it still does what it is kept for: halves first, single items last.
 * @param keeps whether a smaller list still does it
 */
export async function minimise<Item>(
  items: readonly Item[],
  keeps: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let smallest = items;
  let tries = 0;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < smallest.length && tries < MOST_TRIES; tries += 1) {
      const shorter = [...smallest.slice(0, from), ...smallest.slice(from + size)];
      if (await keeps(shorter)) smallest = shorter;
      else from += size;
    }
  }
  return smallest;
}

/** As {@link minimise}, of a text: its lines first, then its characters. */
export async function minimiseText(text: string, keeps: (text: string) => Promise<boolean>): Promise<string> {
  const lines = await minimise(text.split(/(?<=\n)/), (some) => keeps(some.join("")));
  return (await minimise(Array.from(lines.join("")), (some) => keeps(some.join("")))).join("");
}
