import { dirname } from "node:path/posix";
import type { Environment } from "../forge/variables.ts";
import { placeInRepository } from "../git/local-repository.ts";
import type { Clock } from "../model/clock.ts";
import type { Plan } from "../model/plan.ts";
import { proposedText } from "../report/proposed.ts";
import type { LoadedState } from "../session/desired-state.ts";
import { proposeLock } from "../session/propose-lock.ts";
import type { Session } from "../session/session.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { InUse } from "./source.ts";

/** Where a controller proposes, and how it tells of it. */
export interface ProposingSetting {
  readonly environment: Environment;
  readonly branchPrefix: string;
  /** The desired state in a repository that is followed; null: it is a folder of this machine. */
  readonly gitPath: string | null;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "noteProposals">;
  /** How an error is said in one line, without secrets. */
  readonly describeError: (error: unknown) => string;
}

/** Proposes after passes what the lock file does not hold. */
export interface Proposing {
  /** Never throws: a proposal that cannot be made is a state of its own, with a beginning and an end, and no failure of the pass. */
  readonly afterPass: (inUse: InUse<LoadedState>, plan: Plan, session: Session) => Promise<void>;
}

/**
 * The proposals of a controller. Passes are made one after another, and what follows one is part of it, so that no two of these
 * are under way at once. Without a difference, the service is asked once only, to close what an earlier process left open.
 */
export function createProposing(setting: ProposingSetting): Proposing {
  const { log, metrics, describeError } = setting;
  let told: string | null = null;
  let isSettled = false;
  return {
    async afterPass(inUse, plan, session) {
      const differs = plan.apps.some(({ lock }) => lock.state === "differs");
      if (inUse.state.configuration.lock === null || (isSettled && !differs)) return;
      try {
        const proposed = await proposeLock(session, inUse.state, {
          ...setting,
          provider: null,
          baseBranch: setting.gitPath === null ? null : branchOf(inUse.ref),
          folder: await folderOf(inUse.state.path, setting),
        });
        for (const one of proposed)
          if (one.kind !== "unchanged") log({ kind: "notice", text: `proposal for ${proposedText(one)}` });
        isSettled = !differs;
        metrics.noteProposals(true);
        if (told !== null) log({ kind: "proposals-recovered" });
        told = null;
      } catch (error) {
        const problem = describeError(error);
        metrics.noteProposals(false);
        if (problem !== told) log({ kind: "proposals-failed", problem });
        told = problem;
      }
    },
  };
}

/** Null for a tag or a commit, into which nothing can be merged: then the environment has to name the branch. */
function branchOf(ref: string | null): string | null {
  return /^refs\/heads\/(.+)$/.exec(ref ?? "")?.[1] ?? null;
}

async function folderOf(path: string, { gitPath, environment }: ProposingSetting): Promise<string> {
  if (gitPath === null) return (await placeInRepository(path, environment)) ?? "";
  return /\.ya?ml$/.test(gitPath) ? dirname(gitPath) : gitPath;
}
