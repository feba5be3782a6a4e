import type { Permission } from "../model/permission.ts";
import { type AppDefinition, type CatalogApp, derivedId, type Tenant } from "./tenant.ts";
import type { FileApp, FileBuiltIn, FilePermission } from "./tenant-file-shape.ts";

/** An app of the catalog. */
export function readApp(app: FileApp): CatalogApp {
  const isStore = app.distributionMethod === "store";
  return {
    id: app.id?.toLowerCase() ?? derivedId("app", app.name),
    externalId: isStore ? null : (app.externalId?.toLowerCase() ?? derivedId("manifest", app.name)),
    displayName: app.displayName ?? app.name,
    distributionMethod: app.distributionMethod ?? "organization",
    clientAppId: app.clientAppId?.toLowerCase() ?? null,
    definitions: app.definitions.map(
      (definition): AppDefinition => ({
        version: definition.version,
        publishingState: definition.publishingState ?? "published",
        permissions: definition.permissionsShown === false ? null : readPermissions(definition.permissions),
      }),
    ),
  };
}

/** An app that everybody has, whatever the catalog says. */
export function readBuiltIn({ name, id, version }: FileBuiltIn): Tenant["builtIn"][number] {
  const app = {
    id: id?.toLowerCase() ?? derivedId("app", name),
    externalId: null,
    displayName: name,
    distributionMethod: "store",
    clientAppId: null,
  } as const;
  return { app, version };
}

/** Permissions; one without a type is an application's. */
export function readPermissions(permissions: readonly FilePermission[] = []): readonly Permission[] {
  return permissions.map(({ value, type }) => ({ value, type: type ?? "application" }));
}
