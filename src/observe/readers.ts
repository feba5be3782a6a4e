import type { CatalogEntry } from "../model/catalog.ts";
import type { AppIdentity } from "../model/desired.ts";
import type { Installation } from "../model/observation.ts";
import type { PermissionKnowledge } from "../model/permission.ts";

/** One user's installations, read to the end: what is listed is installed. */
export interface InstallationList {
  readonly installations: readonly Installation[];
  /**
   * False under a role that shows some apps only, and where an entry could not be read: then an app that is not listed may
   * be installed all the same.
   */
  readonly absenceProven: boolean;
  /** Which entries could not be read, for people; left out where all could. */
  readonly doubt?: string;
}

/** Reads what people have. */
export interface InstallationReader {
  /** @throws GraphError of scope `target`, which concerns this user alone, or of scope `run`, which ends the run */
  readInstallations(userId: string): Promise<InstallationList>;
  /**
   * The consent in force for one installation, by a read of its own; unknown where that fails for this one alone, as what
   * is installed is known all the same.
   * @throws GraphError of scope `run` only
   */
  readConsent(userId: string, installationId: string): Promise<PermissionKnowledge>;
}

/** Reads what the app catalog offers now; never from a cache. */
export interface CatalogReader {
  /**
   * One app with all its definitions. A failure that concerns this app alone is `unreadable`, never an exception.
   * @throws GraphError of scope `run` only
   */
  readApp(identity: AppIdentity): Promise<CatalogEntry>;
}
