/**
 * Whether a path fits a glob. Both are divided at `/`: `**` stands for any number of folders, also none; inside a name `*`
 * stands for any letters and `?` for one. Everything else stands for itself. There are no braces and brackets, and the time
 * it takes grows no faster than the product of the lengths: globs come from files, and one of twenty stars or braces must
 * not stop a run.
 */
export function fitsGlob(path: string, glob: string): boolean {
  return fits(path.split("/"), glob.split("/"), "**", (name, pattern) =>
    fits(Array.from(name), Array.from(pattern), "*", fitsLetter),
  );
}

function fitsLetter(letter: string, pattern: string): boolean {
  return pattern === "?" || pattern === letter;
}

/**
 * Whether `items` fit `patterns`, of which `any` stands for any number of items. Only the latest `any` is tried with one item
 * more when the rest does not fit: what an earlier one could take, the latest can take as well.
 */
function fits(
  items: readonly string[],
  patterns: readonly string[],
  any: string,
  fitsOne: (item: string, pattern: string) => boolean,
): boolean {
  let item = 0;
  let pattern = 0;
  let retry: { readonly pattern: number; item: number } | null = null;
  for (let current = items[item]; current !== undefined; current = items[item]) {
    const wanted = patterns[pattern];
    if (wanted === any) {
      pattern += 1;
      retry = { pattern, item };
    } else if (wanted !== undefined && fitsOne(current, wanted)) {
      item += 1;
      pattern += 1;
    } else if (retry === null) {
      return false;
    } else {
      retry.item += 1;
      item = retry.item;
      pattern = retry.pattern;
    }
  }
  return patterns.slice(pattern).every((left) => left === any);
}
