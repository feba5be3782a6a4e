import type { CatalogEntry, Definition, DefinitionIdentity, OfferedDefinition } from "../model/catalog.ts";
import { type PermissionKnowledge, sortPermissions } from "../model/permission.ts";
import type { Reason } from "../model/reasons.ts";
import { compareVersions, parseVersion, type Version } from "../model/version.ts";

/** What an install or upgrade would bring now: the newest published definition, or why there is none. */
export type Offer =
  | {
      readonly state: "offered";
      readonly version: Version;
      readonly required: PermissionKnowledge;
      readonly identity: DefinitionIdentity;
    }
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
    case "wrong-field":
      return none("app-not-in-catalog", null);
    case "ambiguous":
      return none("app-ambiguous", `catalog ids ${entry.ids.join(" and ")}`);
    case "found":
      return newestPublished(entry.definitions);
  }
}

function newestPublished(definitions: readonly Definition[]): Offer {
  const published: { readonly version: Version; readonly definition: Definition }[] = [];
  for (const definition of definitions) {
    if (definition.publishingState !== "published") continue;
    const version = definition.version === null ? null : parseVersion(definition.version);
    if (version === null) return none("version-not-comparable", `published version ${quoted(definition.version)}`);
    published.push({ version, definition });
  }
  published.sort((a, b) => compareVersions(b.version, a.version));
  const twice = published.find(({ version }, at) => {
    const next = published[at + 1];
    return next !== undefined && compareVersions(version, next.version) === 0;
  });
  if (twice !== undefined) {
    const same = published.filter(({ version }) => compareVersions(version, twice.version) === 0);
    const texts = same.map(({ version }) => version.text).toSorted();
    return none("version-not-comparable", `two published definitions are the same version: ${texts.join(" and ")}`);
  }
  const [newest] = published;
  if (newest === undefined) return none("nothing-published", null);
  const { permissions, identity } = newest.definition;
  return { state: "offered", version: newest.version, required: permissions, identity };
}

/** An offer as plans show it; null where nothing is offered. */
export function offeredDefinition(offer: Offer): OfferedDefinition | null {
  if (offer.state === "none") return null;
  const permissions = offer.required.state === "known" ? sortPermissions(offer.required.permissions) : null;
  return { version: offer.version.text, permissions, identity: offer.identity };
}

/** What a version requires, as far as the catalog still holds its definition; unknown otherwise. */
export type RequiredBy = (version: Version) => PermissionKnowledge;

/** Looks at each definition once, however many versions are asked about. */
export function requirementsOf(entry: CatalogEntry): RequiredBy {
  const byRelease = new Map<string, { readonly version: Version; readonly required: PermissionKnowledge }[]>();
  for (const definition of entry.state === "found" ? entry.definitions : []) {
    const version = definition.version === null ? null : parseVersion(definition.version);
    if (version === null) continue;
    const release = version.parts.join(".");
    const others = byRelease.get(release) ?? [];
    byRelease.set(release, others);
    others.push({ version, required: definition.permissions });
  }
  return (asked) => {
    const release = byRelease.get(asked.parts.join(".")) ?? [];
    const same = release.filter(({ version }) => compareVersions(version, asked) === 0);
    const [only] = same;
    return only !== undefined && same.length === 1 ? only.required : { state: "unknown" };
  };
}

function none(reason: Reason, detail: string | null): Offer {
  return { state: "none", reason, detail };
}

function quoted(text: string | null): string {
  return text === null ? "missing" : `"${text}"`;
}
