import type { KnownApp } from "../../model/catalog.ts";
import { type Row, textOrNull } from "./row.ts";

/** What this program noted of an app. */
export function knownApp(row: Row): KnownApp {
  const { app_id: catalogId, manifest_id: manifestId, name, display_name: displayName } = row;
  return {
    catalogId: String(catalogId),
    manifestId: textOrNull(manifestId),
    name: textOrNull(name),
    displayName: textOrNull(displayName),
  };
}
