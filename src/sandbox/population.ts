import type { FilePopulation, FileRange } from "./tenant-file-shape.ts";

/** `user{n}@contoso.com` -> `user007@contoso.com` for the seventh of some hundred. */
export function numbered({ upn, displayName, count }: FilePopulation, n: number) {
  const number = String(n).padStart(String(count).length, "0");
  const name = displayName ?? upn.split("@")[0] ?? upn;
  return { upn: upn.replaceAll("{n}", number), displayName: name.replaceAll("{n}", number) };
}

/** The numbers of a population, counted from 1, that a range names. */
export function numbersIn(count: number, range: FileRange & { readonly offset?: number }): readonly number[] {
  const numbers: number[] = [];
  const last = Math.min(count, range.to ?? count);
  for (let n = (range.from ?? 1) + (range.offset ?? 0); n <= last; n += range.every ?? 1) numbers.push(n);
  return numbers;
}
