import { didYouMean } from "../desired/did-you-mean.ts";
import { GraphError } from "../errors.ts";
import type { CatalogApp, TenantInventory } from "../init/survey.ts";
import type { CatalogEntry, KnownApp } from "../model/catalog.ts";
import type { App, AppIdentity } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { sameName } from "../model/name.ts";
import { idAdvice, type PlanApp } from "../model/plan.ts";

type NamedIds = Pick<CatalogApp, "id" | "externalId" | "displayName">;

/** `did you mean "cf1b…"? It is the manifestId of Contoso Expenses`; null: no app has an id like this one, or one has this very id. */
export function nearAppId(written: string, apps: readonly NamedIds[]): string | null {
  const ids = apps.flatMap(({ id, externalId, displayName }) => [
    { id, field: "catalogId", displayName },
    ...(externalId === null ? [] : [{ id: externalId, field: "manifestId", displayName }]),
  ]);
  if (ids.some(({ id }) => sameName(id, written))) return null;
  const near = didYouMean(
    written,
    ids.map(({ id }) => id),
  );
  const found = near === null ? undefined : ids.find(({ id }) => near.includes(`"${id}"`));
  return found === undefined ? null : `${near} It is the ${found.field} of ${found.displayName ?? "an app"}`;
}

/** The same among the apps that the store knows. */
export function nearKnownId({ identity }: Pick<App, "identity">, known: readonly KnownApp[]): string | null {
  const apps = known.map(({ catalogId, manifestId, displayName }) => ({
    id: catalogId,
    externalId: manifestId,
    displayName,
  }));
  return nearAppId(writtenId(identity), apps);
}

/** The organization's apps; empty where they cannot be read, since a suggestion that cannot be had is none. */
export async function organizationApps(inventory: Pick<TenantInventory, "readApps">): Promise<readonly CatalogApp[]> {
  try {
    return await inventory.readApps("organization");
  } catch (error) {
    if (error instanceof GraphError) return [];
    throw error;
  }
}

/** What was meant by an app's id under which the catalog shows nothing; null: there is no telling, or it shows the app. */
export async function whatWasMeant(
  { identity }: Pick<App, "identity">,
  entry: CatalogEntry,
  inventory: Pick<TenantInventory, "readApps">,
): Promise<string | null> {
  const { state } = entry;
  const id = identity.kind === "catalog" ? identity.catalogId : null;
  if (state === "wrong-field") return idAdvice({ catalog: state, id, displayName: entry.displayName });
  return state === "not-in-catalog" ? nearAppId(writtenId(identity), await organizationApps(inventory)) : null;
}

function writtenId(identity: AppIdentity): string {
  return identity.kind === "catalog" ? identity.catalogId : identity.manifestId;
}

/** Warns of each app that the catalog does not show while it shows one whose id is nearly the same. Reads only where one is missing. */
export async function nearIdWarnings(
  apps: readonly PlanApp[],
  inventory: Pick<TenantInventory, "readApps">,
): Promise<readonly Diagnostic[]> {
  const missing = apps.filter(({ catalog }) => catalog === "not-in-catalog");
  if (missing.length === 0) return [];
  const shown = await organizationApps(inventory);
  return missing.flatMap(({ name, id, manifestId, source }): readonly Diagnostic[] => {
    const written = id ?? manifestId ?? "";
    const near = nearAppId(written, shown);
    if (near === null) return [];
    const message = `the catalog has no app with the id ${written} of ${name}`;
    return [{ code: "near-app-id", severity: "warning", message, hint: near, ...source, related: [] }];
  });
}
