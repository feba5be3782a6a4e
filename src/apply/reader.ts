import type { Installation } from "../model/observation.ts";
import type { PermissionKnowledge } from "../model/permission.ts";

/** All that a user has. `absenceProven` false: an app that is not listed may be installed all the same. */
export interface InstallationList {
  readonly installations: readonly Installation[];
  readonly absenceProven: boolean;
}

/** Reads what a user has now. Errors of scope `target` concern one user; errors of scope `run` end the run. */
export interface InstallationReader {
  /** @throws GraphError */
  readInstallations(userId: string): Promise<InstallationList>;
  /**
   * The consent in force for one installation, by a read of its own.
   * @throws GraphError
   */
  readConsent(userId: string, installationId: string): Promise<PermissionKnowledge>;
}
