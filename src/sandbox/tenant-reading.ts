import type { Diagnostic } from "../model/diagnostic.ts";
import type { LocatedYaml } from "./located-yaml.ts";
import type { CatalogApp, TenantUser } from "./tenant.ts";
import type { TenantFile } from "./tenant-file-shape.ts";
import type { Names } from "./tenant-names.ts";

/** What is known while a file is read. */
export interface Reading {
  readonly file: LocatedYaml<TenantFile>;
  readonly problems: Diagnostic[];
  readonly users: Names<TenantUser>;
  readonly groups: Names<string>;
  readonly apps: Names<CatalogApp>;
  /** The people of each population, in the order of the file. */
  readonly people: readonly (readonly TenantUser[])[];
}
