import type { Diagnostic } from "../model/diagnostic.ts";
import type { LoadedState } from "../session/desired-state.ts";

/** The tenants that one folder manages, as its fleet.yaml says. Nothing of their desired states is in it. */
export interface Fleet {
  /** The folder, as it was given. */
  readonly path: string;
  /** Sorted by name. */
  readonly tenants: readonly TenantEntry[];
  /** Names of tenants by the order in which a new version reaches them. Who is in none comes after all of them. */
  readonly rings: readonly (readonly string[])[];
  /** Of the schedules. */
  readonly timeZone: string;
  /** What a person may not have meant; the files are relative to the folder of the fleet. */
  readonly warnings: readonly Diagnostic[];
  readonly files: ReadonlyMap<string, string>;
}

/** One tenant of fleet.yaml: it can be worked on, or what is said of it cannot be used. */
export type TenantEntry = ListedTenant | RefusedTenant;

/** A tenant that can be worked on; its desired state may have errors all the same. */
export interface ListedTenant {
  readonly state: "listed";
  readonly name: string;
  /** Lower case. */
  readonly tenantId: string;
  /** The folder of its desired state. */
  readonly path: string;
  readonly credentials: CredentialReference;
  /** Where fleet.yaml says so; where it says nothing of them, where the tenant stands. */
  readonly credentialsLine: number;
  /** Cron, in the time zone of the fleet; null: neither it nor the fleet has one. */
  readonly schedule: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** From 0; who is named in no ring is in the one after the last. */
  readonly ring: number;
}

/** A tenant of which nothing is done until somebody mends a file. */
export interface RefusedTenant {
  readonly state: "refused";
  readonly name: string;
  /** With at least one error; the files are relative to the folder of the fleet. */
  readonly diagnostics: readonly Diagnostic[];
  readonly files: ReadonlyMap<string, string>;
}

/** Where the credentials of a tenant are. `process`: those of this process serve every tenant. */
export type CredentialReference =
  | { readonly kind: "process" }
  | { readonly kind: "environment"; readonly prefix: string }
  /** `path` is absolute. */
  | { readonly kind: "file"; readonly path: string };

/** The desired state of one tenant of a fleet. */
export type TenantState = LoadedTenant | RefusedTenant;

/** A desired state without errors, whose tenant is the one of fleet.yaml. */
export interface LoadedTenant {
  readonly state: "loaded";
  readonly name: string;
  readonly loaded: LoadedState;
}
