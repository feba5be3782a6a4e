import { createGitSource } from "../git/remote-repository.ts";
import type { Clock } from "../model/clock.ts";
import { createPeople, type People, readPseudonymKey } from "../report/facts/people.ts";
import type { LoadedState } from "../session/desired-state.ts";
import { readHubOf } from "../session/hub.ts";
import type { RunOptions } from "../session/run.ts";
import type { SessionOptions } from "../session/session.ts";
import { systemClock } from "../session/system-clock.ts";
import { type Dispatchers, openDispatchers, type Surroundings } from "../session/tenant.ts";
import type { Controller } from "./controller.ts";
import type { Listen } from "./http.ts";
import type { Log } from "./log.ts";
import { openReceiverConnections, type ReceiverConnections } from "./notifications.ts";
import type { Source } from "./source.ts";

/** What a controller is asked for. Durations are in milliseconds. */
export interface ControllerSettings {
  /** False: drift is only reported. */
  readonly apply: boolean;
  /** One pass, for an external scheduler. */
  readonly once: boolean;
  /** A cron expression; without one there is no pass by the clock. */
  readonly schedule?: string;
  readonly timeZone: string;
  readonly jitter: number;
  readonly deadline: number;
  /** 0: the catalog is looked at by passes only. */
  readonly catalogInterval: number;
  readonly gitUrl?: string;
  readonly gitRef: string;
  readonly gitPath: string;
  /** How often the source is looked at. */
  readonly gitInterval: number;
  readonly verifySignatures: boolean;
  /** A folder for what git fetches. */
  readonly workspace?: string;
  readonly suspendFile?: string;
  /** Whether what the lock file does not hold is proposed after a pass. */
  readonly propose: boolean;
  readonly branchPrefix: string;
  readonly listen: Listen | "off";
  /** Where people see the status page. */
  readonly publicUrl?: string;
  /** Where Graph reaches `POST /notifications`, or the event hub that it sends to; left out: nobody tells of changes. */
  readonly eventsUrl?: string;
  /** The header, in lower case, in which a proxy names whom it has signed in; without it, the page asks nobody. */
  readonly pageUserHeader?: string;
  readonly showUsers: boolean;
}

/** What a controller needs of the process that it is in. */
export interface ControllerSurroundings {
  readonly environment: Surroundings["environment"];
  readonly log: Log;
  /** How an error is said in one line, without secrets. */
  readonly describeError: (error: unknown) => string;
  readonly version: string;
  /** Aborted when the controller is to end. */
  readonly stop: AbortSignal;
  /** Told how to ask for a pass, once the controller has begun: what is thrown before that is a matter of the settings. */
  readonly began: (request: Controller["request"]) => void;
  /** The real one without it. */
  readonly ground?: Ground;
  /** What the fleet of the folder adds to its desired state. */
  readonly ofFleet?: Pick<LoadedState, "comesAfter">;
  /** Where the desired state comes from, in the place of the path or the repository. */
  readonly desiredState?: Source<LoadedState>;
}

/** What lies below a controller: time, chance, and the ways to everything outside of the process. */
export interface Ground {
  readonly clock: Clock;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  /** The ways to Graph, for one session. */
  readonly dispatchers: () => Dispatchers;
  readonly receivers: () => ReceiverConnections;
  readonly git: typeof createGitSource;
  readonly hub: typeof readHubOf;
  /** How often the brake, and what is frozen, are looked at between passes, in milliseconds. */
  readonly brakeEveryMs: number;
}

/** That of a process of its own. */
export const REAL_GROUND: Ground = {
  clock: systemClock,
  random: Math.random,
  dispatchers: openDispatchers,
  receivers: openReceiverConnections,
  git: createGitSource,
  hub: readHubOf,
  brakeEveryMs: 5_000,
};

/** What each pass is run with. */
export type PassOptions = SessionOptions & Omit<RunOptions, "writes" | "announce" | "progress">;

/** Made anew for each page and message: pseudonyms are remembered for as long, or everybody would be in the end. */
export function peopleOf(
  { showUsers }: Pick<ControllerSettings, "showUsers">,
  { environment }: Pick<ControllerSurroundings, "environment">,
): () => People {
  const key = readPseudonymKey(environment["TRUEUP_PSEUDONYM_KEY"]);
  return () => createPeople({ showUsers, key });
}
