/** What each row says anew grows with the square when it names thousands; the plan itself lists them all. */
const MOST_NAMED = 5;

/** The first few, told, and how many more there are. */
export function firstFew<Item>(items: readonly Item[], told: (item: Item) => string, between = "; "): string {
  const more = items.length - MOST_NAMED;
  const named = items.slice(0, MOST_NAMED).map(told).join(between);
  return more > 0 ? `${named}${between}and ${more} more` : named;
}
