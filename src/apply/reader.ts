import type { Installation } from "../model/observation.ts";
import type { PermissionKnowledge } from "../model/permission.ts";

/** Reads what a user has now. Errors of scope `target` concern one user; errors of scope `run` end the run. */
export interface InstallationReader {
  /**
   * All of the user's installations. `absenceProven` false: an app that is not listed may be installed all the same.
   * @throws GraphError
   */
  readInstallations(
    userId: string,
  ): Promise<{ readonly installations: readonly Installation[]; readonly absenceProven: boolean }>;
  /**
   * The consent in force for one installation, by a read of its own.
   * @throws GraphError
   */
  readConsent(userId: string, installationId: string): Promise<PermissionKnowledge>;
}
