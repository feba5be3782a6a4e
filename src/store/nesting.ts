/** Which groups are within which others: of each group, in one set. A group that has none is not in it. */
export type Nesting = ReadonlyMap<string, ReadonlySet<string>>;

/** Groups by the groups that they have as direct members. */
export function nestingOf(edges: readonly (readonly [outer: string, inner: string])[]): Nesting {
  const nesting = new Map<string, Set<string>>();
  for (const [outer, inner] of edges) {
    const known = nesting.get(outer) ?? new Set<string>();
    nesting.set(outer, known.add(inner));
  }
  return nesting;
}

/**
 * What of the groups within groups, however deep, is another after direct members changed: a set for each group whose own
 * changed, empty where nothing is left. Circles are fine; a group in a circle is within itself.
 * @param closure of `before`
 */
export function nestingChanges(before: Nesting, after: Nesting, closure: Nesting): Nesting {
  const sources = new Set([...before.keys(), ...after.keys()].filter((id) => differ(before.get(id), after.get(id))));
  // Whoever reaches nobody whose members changed has only the ways that it had.
  const isAffected = (id: string): boolean => sources.has(id) || (closure.get(id)?.intersection(sources).size ?? 0) > 0;
  const affected = [...new Set([...before.keys(), ...after.keys()])].filter(isAffected);
  const stays = (id: string): ReadonlySet<string> | undefined => (isAffected(id) ? undefined : closure.get(id));
  const changed = new Map<string, ReadonlySet<string>>();
  for (const id of affected) {
    const reached = reachedFrom(id, after, stays);
    if (differ(closure.get(id), reached)) changed.set(id, reached);
  }
  return changed;
}

/** All groups that can be reached; of those in `stays` it is known already what they reach. */
function reachedFrom(
  start: string,
  direct: Nesting,
  stays: (id: string) => ReadonlySet<string> | undefined,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(direct.get(start) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    const known = stays(id);
    if (known === undefined) open.push(...(direct.get(id) ?? []));
    else for (const inner of known) reached.add(inner);
  }
  return reached;
}

function differ(a: ReadonlySet<string> = new Set(), b: ReadonlySet<string> = new Set()): boolean {
  return a.size !== b.size || a.difference(b).size > 0;
}
