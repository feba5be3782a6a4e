import { commandLines } from "./command-lines.ts";
import { controllers } from "./controllers.ts";
import { cronJobs } from "./cron-jobs.ts";
import { ending } from "./ending.ts";
import { identity } from "./identity.ts";
import { imagesOf } from "./images.ts";
import { isolation } from "./isolation.ts";
import { memory } from "./memory.ts";
import { network } from "./network.ts";
import { references } from "./references.ts";
import type { Rule } from "./rule.ts";
import { security } from "./security.ts";
import { selectors } from "./selectors.ts";
import { volumes } from "./volumes.ts";

/** Everything that has to hold for a rendering, beyond what Kubernetes itself asks for. `version` is that of this checkout. */
export function rulesFor(version: string): Readonly<Record<string, Rule>> {
  return {
    images: imagesOf(version),
    security,
    memory,
    identity,
    "command lines": commandLines,
    CronJobs: cronJobs,
    controllers,
    ending,
    references,
    volumes,
    selectors,
    network,
    isolation,
  };
}
