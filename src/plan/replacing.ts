import { act, blocked, type Decision } from "./decision.ts";
import type { RowFacts } from "./facts.ts";

/**
 * Rules speak of the app itself; where somebody has an earlier upload that it replaces, what they decide becomes the way
 * to it: the app is brought where that is needed, and the copy goes when it is there. What blocks the app keeps the copy.
 */
export function withReplaced(decision: Decision, facts: RowFacts): Decision {
  const { installed, app, ensure } = facts;
  if (installed.replaced === null || ensure === null || ensure === "absent") return decision;
  const drift = [...new Set([...decision.drift, "old-copy" as const])];
  const replace = (brings: "install" | "upgrade" | null): Decision => {
    if (app.replacedIsAlso !== null) {
      return blocked("replaces-managed-app", drift, `${installed.replaced?.appId} is the app ${app.replacedIsAlso}`);
    }
    return { ...act("replace", drift, brings === null ? [] : decision.consent), brings };
  };
  switch (decision.verdict) {
    case "blocked":
      return { ...decision, drift };
    case "act":
      return replace(decision.action === "install" || decision.action === "upgrade" ? decision.action : null);
    case "nothing":
      if (decision.reason !== "in-sync" && decision.reason !== "newer-than-offered") return decision;
      return installed.readingOnly && app.offer.state === "none"
        ? blocked(app.offer.reason, drift, app.offer.detail)
        : replace(null);
  }
}
