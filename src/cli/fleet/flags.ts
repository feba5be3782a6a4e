import type { Listen } from "../../controller/http.ts";
import type { FreezeFlags } from "../commands/freeze.ts";
import type { TenantFlags } from "../options.ts";

/** The flags of `fleet`. Each action takes some of them, and refuses the others. */
export interface FleetFlags
  extends Omit<TenantFlags, "format" | "showUsers" | "summary" | "out" | "user" | "progress"> {
  /** Names of fleet.yaml; empty: all. */
  readonly tenant: readonly string[];
  readonly format: "text" | "json";
  readonly prometheus: boolean;
  /** Where pages are served; left out, or off: nowhere. */
  readonly listen?: Listen | "off";
  readonly publicUrl?: string;
  /** In lower case. */
  readonly pageUserHeader?: string;
  /** A folder for pages. */
  readonly html?: string;
  /** So many tenants at the same time. */
  readonly concurrency: number;
  readonly detailedExitcode: boolean;
  readonly strict: boolean;
  readonly manifestId: readonly string[];
  readonly catalogId: readonly string[];
  readonly fromStore: boolean;
  readonly permission?: string;
  readonly reason?: string;
  readonly until?: FreezeFlags["until"];
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly apply: boolean;
  readonly once: boolean;
  readonly suspendFile?: string;
  readonly gitUrl?: string;
  readonly gitRef: string;
  readonly gitPath: string;
  /** Milliseconds. */
  readonly gitInterval: number;
  readonly verifySignatures: boolean;
  readonly workspace?: string;
  readonly logFormat: "auto" | "json" | "text";
  readonly showUsers: boolean;
}
