import { parentPort, workerData } from "node:worker_threads";
import { runCampaign } from "./campaign.ts";
import type { TargetKind } from "./target.ts";
import type { ThreadData } from "./watched.ts";

/** The thread of `runWatched`: opens a target and tells what came of its campaign. */
const { module, target, firstSeed, cases, current }: ThreadData = workerData;
const { TARGETS }: { readonly TARGETS: readonly TargetKind[] } = await import(module);
const kind = TARGETS.find(({ name }) => name === target);
if (kind === undefined) throw new Error(`${module} has no target ${target}`);
const campaign = await runCampaign(kind, firstSeed, cases, (seed) => Atomics.store(current, 0, seed));
parentPort?.postMessage(campaign, []);
