import type { CatalogEntry, Definition } from "../model/catalog.ts";
import type { PermissionKnowledge } from "../model/permission.ts";
import type { Reason } from "../model/reasons.ts";
import { compareVersions, parseVersion, type Version } from "../model/version.ts";

/** What an install or upgrade would bring now: the newest published definition, or why there is none. */
export type Offer =
  | { readonly state: "offered"; readonly version: Version; readonly required: PermissionKnowledge }
  | { readonly state: "none"; readonly reason: Reason; readonly detail: string | null };

/**
 * The newest published definition. Graph takes it without being asked which, so where the newest cannot be told for
 * certain (a version that does not compare, two that compare as equal) nothing is offered.
 */
export function offerOf(entry: CatalogEntry): Offer {
  switch (entry.state) {
    case "unreadable":
      return none("catalog-unreadable", entry.detail);
    case "not-in-catalog":
      return none("app-not-in-catalog", null);
    case "ambiguous":
      return none("app-ambiguous", `catalog ids ${entry.ids.join(" and ")}`);
    case "found":
      return newestPublished(entry.definitions);
  }
}

function newestPublished(definitions: readonly Definition[]): Offer {
  const published = definitions.filter((definition) => definition.publishingState === "published");
  let newest: { version: Version; definition: Definition } | null = null;
  const seen: Version[] = [];
  for (const definition of published) {
    const version = definition.version === null ? null : parseVersion(definition.version);
    if (version === null) return none("version-not-comparable", `published version ${quoted(definition.version)}`);
    const equal = seen.find((other) => compareVersions(other, version) === 0);
    if (equal !== undefined)
      return none("version-not-comparable", `published twice: ${equal.text} and ${version.text}`);
    seen.push(version);
    if (newest === null || compareVersions(version, newest.version) > 0) newest = { version, definition };
  }
  if (newest === null) return none("nothing-published", null);
  return { state: "offered", version: newest.version, required: newest.definition.permissions };
}

/** What the given version requires, as far as the catalog still holds its definition; unknown otherwise. */
export function requiredBy(entry: CatalogEntry, version: Version): PermissionKnowledge {
  if (entry.state !== "found") return { state: "unknown" };
  const same = entry.definitions.filter((definition) => {
    const other = definition.version === null ? null : parseVersion(definition.version);
    return other !== null && compareVersions(other, version) === 0;
  });
  const [only] = same;
  return only !== undefined && same.length === 1 ? only.permissions : { state: "unknown" };
}

function none(reason: Reason, detail: string | null): Offer {
  return { state: "none", reason, detail };
}

function quoted(text: string | null): string {
  return text === null ? "missing" : `"${text}"`;
}
