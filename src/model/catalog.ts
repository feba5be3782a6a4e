import type { Permission, PermissionKnowledge } from "./permission.ts";

/** What an app is called, by the desired state and by the catalog; null: not told. */
export interface KnownApp {
  /** Graph: `teamsApp.id`, lower case. */
  readonly catalogId: string;
  readonly manifestId: string | null;
  /** In the desired state that was used last. */
  readonly name: string | null;
  readonly displayName: string | null;
}

/** All by which somebody may name it. */
export function namesOf({ catalogId, manifestId, name, displayName }: KnownApp): readonly string[] {
  return [name, displayName, catalogId, manifestId].filter((text) => text !== null);
}

/** Who gets the consent of a definition, and whether it holds a bot; unknown where the catalog did not say both. */
export type DefinitionIdentity =
  | {
      readonly state: "known";
      /** The Entra application that gets the consent (Graph: `authorization.clientAppId`), lower case; null: none does. */
      readonly clientAppId: string | null;
      readonly bot: boolean;
    }
  | { readonly state: "unknown"; readonly detail: string };

/** One version of an app in the catalog (Graph: `teamsAppDefinition`). */
export interface Definition {
  readonly id: string;
  /** As the catalog spells it; null when it gave none. */
  readonly version: string | null;
  /** Graph's `publishingState`; only `published` ones can be offered. */
  readonly publishingState: string | null;
  /** What this definition requires to be consented. */
  readonly permissions: PermissionKnowledge;
  readonly identity: DefinitionIdentity;
}

/** The newest published definition of an app: everything that an approval covers. */
export interface OfferedDefinition {
  readonly version: string;
  /** What it requires to be consented, sorted; null: unknown. */
  readonly permissions: readonly Permission[] | null;
  readonly identity: DefinitionIdentity;
}

/** What the catalog says about one app of the desired state. */
export type CatalogEntry =
  | {
      readonly state: "found";
      /** Graph: `teamsApp.id` */
      readonly id: string;
      /** Graph: `teamsApp.externalId`, the manifest id; null for Store apps. */
      readonly externalId: string | null;
      readonly displayName: string | null;
      /** Graph: `store`, `organization` or `sideloaded`. */
      readonly distributionMethod: string | null;
      readonly definitions: readonly Definition[];
    }
  | { readonly state: "not-in-catalog" }
  /** Not under this id, but another app has it in the other field: a manifest id was written for a catalog id, or the reverse. */
  | { readonly state: "wrong-field"; readonly displayName: string | null }
  /** Two or more catalog entries for one manifest id; their catalog ids, sorted. */
  | { readonly state: "ambiguous"; readonly ids: readonly string[] }
  | { readonly state: "unreadable"; readonly detail: string };
