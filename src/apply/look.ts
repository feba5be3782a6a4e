import { GraphError } from "../errors.ts";
import type { Clock } from "../model/clock.ts";
import { findInstalled } from "../model/installed.ts";
import type { Installation } from "../model/observation.ts";
import type { PermissionKnowledge } from "../model/permission.ts";
import type { PlanApp, PlanRow } from "../model/plan.ts";
import { userIdOf } from "./acting.ts";
import { type Effect, effectOf, type Sight } from "./effect.ts";
import type { InstallationList, InstallationReader } from "./reader.ts";
import type { UserWrites } from "./user-writes.ts";

/** What reading a row's user needs. */
export interface LookPorts {
  readonly installations: InstallationReader;
  readonly clock: Clock;
  /** True: consent that the list does not show is read on its own, as it was for the plan. */
  readonly readConsents: boolean;
  readonly writes: UserWrites;
}

/** A read for one row, or why there is none. A failed read says nothing about the effect. */
export type Look =
  | { readonly state: "seen"; readonly sight: Sight; readonly effect: Effect }
  | { readonly state: "failed"; readonly detail: string };

/**
 * Reads the row's user now.
 * @throws GraphError or SignInError where nothing else would work either
 */
export async function look(row: PlanRow, app: PlanApp, ports: LookPorts): Promise<Look> {
  const userId = userIdOf(row);
  try {
    const { installations, absenceProven } = await readUndisturbed(userId, ports);
    const found = findInstalled({ catalogId: app.id, manifestId: app.manifestId }, installations);
    const own = found.own === null ? null : await withConsent(userId, found.own, row, ports);
    const sight = { installed: { ...found, own }, absenceProven, at: ports.clock.now() };
    return { state: "seen", sight, effect: effectOf(row, app, sight) };
  } catch (error) {
    if (error instanceof GraphError && error.scope === "target") return { state: "failed", detail: error.message };
    throw error;
  }
}

/** What the user has, read while no row of this run changes it. Ends, as a run sends so many writes and no more. */
async function readUndisturbed(userId: string, { installations, writes }: LookPorts): Promise<InstallationList> {
  for (;;) {
    await writes.answered(userId);
    const before = writes.sent(userId);
    const list = await installations.readInstallations(userId);
    if (writes.sent(userId) === before) return list;
  }
}

async function withConsent(userId: string, own: Installation, row: PlanRow, ports: LookPorts): Promise<Installation> {
  if (!ports.readConsents || row.consent.length === 0 || own.consent.state === "known") return own;
  return { ...own, consent: await readConsent(userId, own.id, ports) };
}

/** As for the plan: a consent that cannot be read is unknown; what is installed is known all the same. */
async function readConsent(userId: string, installationId: string, ports: LookPorts): Promise<PermissionKnowledge> {
  try {
    return await ports.installations.readConsent(userId, installationId);
  } catch (error) {
    if (error instanceof GraphError && error.scope === "target") return { state: "unknown" };
    throw error;
  }
}
