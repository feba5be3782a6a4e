import type { Diagnostic } from "../model/diagnostic.ts";
import type { SeenDefinition } from "../model/lock.ts";
import type { PlanApp } from "../model/plan.ts";

/**
 * Warns of apps whose consent would go to another Entra application than before, where neither a pin nor a lock file says
 * which one was reviewed: those two block it. The warning stays until one of them does.
 * @param seen what the catalog offered so far
 */
export function identityMoved(apps: readonly PlanApp[], seen: readonly SeenDefinition[]): readonly Diagnostic[] {
  return apps.flatMap((app): readonly Diagnostic[] => {
    const { id, offered, clientAppId: pin, lock, name, source } = app;
    if (pin !== null || lock.state !== "no-lock" || offered?.identity.state !== "known") return [];
    const { clientAppId } = offered.identity;
    if (clientAppId === null) return [];
    const before = seen
      .filter((one) => one.catalogId === id?.toLowerCase() && one.clientAppId !== clientAppId)
      .toSorted((a, b) => b.lastSeenMs - a.lastSeenMs)[0];
    if (before === undefined) return [];
    const earlier = before.clientAppId ?? "none";
    return [
      {
        code: "identity-moved",
        severity: "warning",
        message: `the consent of ${name} goes to another Entra application than with ${before.version}: ${clientAppId}, before ${earlier}`,
        hint: `ask the publisher why; then write clientAppId: ${clientAppId} under the app, or run trueup lock`,
        ...source,
        related: [],
      },
    ];
  });
}
