import { describe, expect, it } from "vitest";
import type { DefinitionIdentity } from "../../src/model/catalog.ts";
import type { LockComparison, SeenDefinition } from "../../src/model/lock.ts";
import type { PlanApp } from "../../src/model/plan.ts";
import { identityMoved } from "../../src/plan/identity-moved.ts";
import { app } from "../report/builders.ts";

const NOW = "dddddddd-0000-4000-8000-000000000001";
const BEFORE = "dddddddd-0000-4000-8000-000000000002";
const EARLIEST = "dddddddd-0000-4000-8000-000000000003";
const ID = "0d820ecd-0000-4000-8000-000000000002";

function offeredAs(identity: DefinitionIdentity): Partial<PlanApp> {
  return { offered: { version: "2.4.0", permissions: [], identity } };
}

const OFFERED = offeredAs({ state: "known", clientAppId: NOW, bot: false });

const LOCKED: LockComparison = {
  state: "differs",
  class: "new-identity",
  definition: null,
  source: { file: "teamsapps.lock.yaml", line: 1, column: 1 },
};

function seen(version: string, clientAppId: string | null, lastSeenMs = 1, catalogId = ID): SeenDefinition {
  return {
    catalogId,
    version,
    clientAppId,
    permissions: [],
    bot: false,
    digest: `${version} of ${clientAppId}`,
    firstSeenMs: 0,
    lastSeenMs,
  };
}

describe("a consent that goes to another application than before", () => {
  it.each<{ readonly name: string; readonly seen: readonly SeenDefinition[]; readonly says: string }>([
    { name: "than the earlier version", seen: [seen("2.3.0", BEFORE)], says: `with 2.3.0: ${NOW}, before ${BEFORE}` },
    { name: "where there was none", seen: [seen("2.3.0", null)], says: `with 2.3.0: ${NOW}, before none` },
    { name: "within one version", seen: [seen("2.4.0", BEFORE)], says: `with 2.4.0: ${NOW}, before ${BEFORE}` },
    {
      name: "than the last of several",
      seen: [seen("2.1.0", EARLIEST, 1), seen("2.3.0", BEFORE, 3), seen("2.2.0", EARLIEST, 2), seen("2.4.0", NOW, 4)],
      says: `with 2.3.0: ${NOW}, before ${BEFORE}`,
    },
  ])("is told: $name", ({ seen: before, says }) => {
    expect(identityMoved([app(OFFERED)], before)).toEqual([
      expect.objectContaining({
        code: "identity-moved",
        severity: "warning",
        message: `the consent of expenses goes to another Entra application than ${says}`,
        hint: `ask the publisher why; then write clientAppId: ${NOW} under the app, or run trueup lock`,
        line: 3,
        related: [],
      }),
    ]);
  });

  it.each<{ readonly name: string; readonly of: Partial<PlanApp>; readonly seen: readonly SeenDefinition[] }>([
    { name: "nothing was seen before", of: OFFERED, seen: [] },
    { name: "only the same was seen", of: OFFERED, seen: [seen("2.3.0", NOW)] },
    { name: "it is another app's", of: OFFERED, seen: [seen("2.3.0", BEFORE, 1, "another app")] },
    { name: "git pins one", of: { ...OFFERED, clientAppId: NOW }, seen: [seen("2.3.0", BEFORE)] },
    { name: "a lock file decides", of: { ...OFFERED, lock: LOCKED }, seen: [seen("2.3.0", BEFORE)] },
    { name: "nothing is offered", of: { offered: null }, seen: [seen("2.3.0", BEFORE)] },
    {
      name: "who gets it is unknown",
      of: offeredAs({ state: "unknown", detail: "a digest is missing" }),
      seen: [seen("2.3.0", BEFORE)],
    },
    {
      name: "nobody gets it any more",
      of: offeredAs({ state: "known", clientAppId: null, bot: false }),
      seen: [seen("2.3.0", BEFORE)],
    },
    { name: "the catalog does not know the app", of: { ...OFFERED, id: null }, seen: [seen("2.3.0", BEFORE)] },
  ])("is not told where $name", ({ of, seen: before }) => {
    expect(identityMoved([app(of)], before)).toEqual([]);
  });
});
