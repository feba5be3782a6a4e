import type { Destination, Surroundings } from "./destination.ts";
import { findOnAzureDevOps } from "./find-on-azure-devops.ts";
import { findOnGitHub } from "./find-on-github.ts";
import { findOnGitLab } from "./find-on-gitlab.ts";
import type { Provider } from "./provider.ts";

/**
 * Finds the pull request, the API and the token in the variables that the service's own pipelines set.
 * @throws UsageError naming the variable that is missing or of no use
 */
export function findDestination(provider: Provider, surroundings: Surroundings): Destination {
  switch (provider) {
    case "github":
      return findOnGitHub(surroundings);
    case "gitlab":
      return findOnGitLab(surroundings);
    case "azure-devops":
      return findOnAzureDevOps(surroundings);
  }
}
