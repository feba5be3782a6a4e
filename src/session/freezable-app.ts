import { existsSync } from "node:fs";
import { didYouMean } from "../desired/did-you-mean.ts";
import type { Configuration } from "../desired/configuration.ts";
import { load } from "../desired/load.ts";
import { UsageError } from "../errors.ts";
import type { KnownApp } from "../model/catalog.ts";
import type { AppIdentity } from "../model/desired.ts";
import { sameName } from "../model/name.ts";
import { isObjectId } from "../model/object-id.ts";
import { withStore } from "./open-store.ts";
import type { Surroundings } from "./tenant.ts";

/**
 * Looks whether an app that is to be frozen is one that runs would recognize: by a name of the desired state or of its lock,
 * or by an id. A freeze of a name that nothing bears would stop nothing.
 * @param files stores; those that are not there know nothing
 * @param path the desired state
 * @returns what is to be said loudly; null: the app is known
 * @throws UsageError for a name that is neither in a store nor in the desired state
 */
export async function checkFreezable(
  written: string,
  files: readonly string[],
  path: string,
  around: Pick<Surroundings, "notice">,
): Promise<string | null> {
  const stored: KnownApp[] = [];
  for (const file of files.filter((one) => existsSync(one)))
    stored.push(...(await withStore(file, around, ({ apps }) => apps.all())));
  if (stored.flatMap(frozenBy).some((name) => sameName(name, written))) return null;
  const { configuration } = await load(path);
  const known = [...stored.flatMap(frozenBy), ...(configuration === null ? [] : namesInGit(configuration))];
  if (known.some((name) => sameName(name, written))) return null;
  const near = nearest(written, stored, known);
  if (isObjectId(written))
    return known.length === 0
      ? null
      : `no run and no desired state here knows an app with this id${near === null ? "" : `; ${near}`}`;
  if (known.length === 0)
    return `whether there is an app "${written}" could not be compared with anything: no run noted an app in the store, and there is no desired state that can be read at ${path}. If no app has this name, the freeze stops nothing`;
  throw new UsageError(
    `neither the store nor the desired state at ${path} has an app "${written}", so the freeze would stop nothing`,
    near ?? "give a name of the desired state, the path of another desired state, or the app's id",
  );
}

/** By which names, and ids, an app may have been frozen that somebody names so; those that the desired state at a path knows too. */
export async function otherNamesOf(
  written: string,
  stored: readonly KnownApp[],
  path: string,
): Promise<readonly string[]> {
  const { configuration } = await load(path);
  const inGit = configuration?.apps.map(({ name, identity }) => [name, idOf(identity)]) ?? [];
  const all = [...stored.map(frozenBy), ...inGit].filter((names) => names.some((name) => sameName(name, written)));
  return [...new Set(all.flat())].filter((name) => !sameName(name, written));
}

/** What a run compares a freeze with; the name that the catalog shows is not among it. */
function frozenBy({ name, catalogId, manifestId }: KnownApp): readonly string[] {
  return [name, catalogId, manifestId].filter((text) => text !== null);
}

function namesInGit({ apps, lock }: Configuration): readonly string[] {
  return [...apps.flatMap(({ name, identity }) => [name, idOf(identity)]), ...(lock?.apps.keys() ?? [])];
}

function idOf(identity: AppIdentity): string {
  return identity.kind === "catalog" ? identity.catalogId : identity.manifestId;
}

/** Whoever writes what the catalog shows means the app that is shown so. */
function nearest(written: string, stored: readonly KnownApp[], known: readonly string[]): string | null {
  const shown = stored.find(({ displayName }) => sameName(displayName, written));
  return shown === undefined ? didYouMean(written, known) : `did you mean "${shown.name ?? shown.catalogId}"?`;
}
