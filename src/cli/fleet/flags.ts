import type { RepositorySettings } from "../../controller/followed-source.ts";
import type { Listen } from "../../controller/http.ts";
import type { FreezeFlags } from "../commands/freeze.ts";
import type { RunFlags, TenantFlags } from "../options.ts";

/** What `fleet work`, and `fleet status --listen`, take as `run` does. */
type AsOfRun =
  | keyof RepositorySettings
  | "gitInterval"
  | "apply"
  | "once"
  | "suspendFile"
  | "publicUrl"
  | "pageUserHeader"
  | "logFormat"
  | "showUsers";

/** The flags of `fleet`. Each action takes some of them, and refuses the others. */
export interface FleetFlags
  extends Omit<TenantFlags, "format" | "showUsers" | "summary" | "out" | "user" | "progress">,
    Pick<RunFlags, AsOfRun> {
  /** Names of fleet.yaml; empty: all. */
  readonly tenant: readonly string[];
  readonly format: "text" | "json";
  readonly prometheus: boolean;
  /** Where pages are served; left out, or off: nowhere. */
  readonly listen?: Listen | "off";
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
}
