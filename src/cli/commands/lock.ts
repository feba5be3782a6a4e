import { Option } from "commander";
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UsageError } from "../../errors.ts";
import { type Provider, PROVIDERS } from "../../forge/variables.ts";
import { placeInRepository } from "../../git/local-repository.ts";
import { isLockChanged, updateLock } from "../../lock/update-lock.ts";
import { lockText } from "../../lock/lock-text.ts";
import { LOCK_FILE } from "../../model/lock.ts";
import { renderProposed } from "../../report/proposed.ts";
import { renderLock } from "../../report/lock.ts";
import { fitted } from "../../report/text/layout.ts";
import { type LoadedState, loadState } from "../../session/desired-state.ts";
import { proposeLock } from "../../session/propose-lock.ts";
import { openSession, type Session } from "../../session/session.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import {
  authOption,
  branchPrefixOption,
  type Declare,
  examples,
  limitsScaleOption,
  PATH,
  rateShareOption,
} from "../options.ts";
import { prepareOutFile } from "../out-file.ts";

/** The flags of `lock`. */
export interface LockFlags {
  readonly check: boolean;
  readonly propose: boolean;
  readonly provider?: Provider;
  readonly branchPrefix: string;
  readonly auth?: string;
  readonly limitsScale: number;
  readonly rateShare: number;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument(...PATH)
    .option("--check", "write nothing, and end with 2 when the lock file is not what the catalog offers", false)
    .addOption(
      new Option("--propose", "write nothing here, and open or update one pull request for each app that differs")
        .default(false)
        .conflicts("check"),
    )
    .addOption(
      new Option(
        "--provider <service>",
        "where the repository is; without it, as the pipeline's variables say",
      ).choices(PROVIDERS),
    )
    .addOption(branchPrefixOption())
    .addOption(authOption())
    .addOption(limitsScaleOption())
    .addOption(rateShareOption())
    .addHelpText("after", examples("trueup lock teams", "trueup lock teams --check", "trueup lock teams --propose"))
    .action((path: string, flags: LockFlags) => execute((console) => runLock(path, flags, console)));
};

/**
 * `trueup lock`: writes which definitions the catalog offers, for somebody to review. Writes nothing to the tenant.
 * @returns 0; with `--propose` as {@link proposeChanges}; with `--check` 2 when the file is not what is offered; 3 when it cannot be told for some app
 */
export async function runLock(path: string, flags: LockFlags, console: Console): Promise<number> {
  const state = await loadState(path);
  const { lock: before, apps } = state.configuration;
  const options = { ...flags, auth: flags.auth ?? null, remembers: true };
  const session = await openSession(options, console);
  try {
    if (flags.propose) return await proposeChanges(path, state, session, flags, console);
    const { tenantId, offerOf } = await session.readOffers(state);
    const update = updateLock(apps, offerOf, { before, tenantId, nowMs: systemClock.now() });
    const isChanged = isLockChanged(before, update);
    if (isChanged && !flags.check) await writeLock(path, lockText(update.lock));
    await console.result([fitted([...renderLock(update, flags.check)].join(""), console.resultColumns)]);
    if (isChanged && flags.check) console.notice(`hint: run trueup lock, and have the change of ${LOCK_FILE} reviewed`);
    if (isChanged && flags.check) return 2;
    return update.changes.some(({ kind }) => kind === "kept") ? 3 : 0;
  } finally {
    await session.close();
  }
}

/** @returns 0: every proposal is as it should be; 3: something is left to somebody, or cannot be told */
async function proposeChanges(
  path: string,
  state: LoadedState,
  session: Session,
  { provider, branchPrefix }: LockFlags,
  console: Console,
): Promise<number> {
  const { environment } = console;
  const folder = await placeInRepository(path, environment);
  if (folder === null)
    throw new UsageError(`${path} is not in the repository that is checked out`, "run it in the checkout");
  const proposed = await proposeLock(session, state, {
    provider: provider ?? null,
    environment,
    baseBranch: null,
    folder,
    branchPrefix,
    clock: systemClock,
    random: Math.random,
  });
  await console.result([fitted([...renderProposed(proposed)].join(""), console.resultColumns)]);
  return proposed.some((one) => one.kind === "left" && one.isOpen) ? 3 : 0;
}

/** Beside the desired state: in its folder, or in that of its one file. */
async function writeLock(path: string, text: string): Promise<void> {
  const folder = (await stat(path)).isDirectory() ? path : dirname(path);
  const file = await prepareOutFile(join(folder, LOCK_FILE), "the lock file");
  try {
    await file.write([text]);
  } finally {
    await file.discard();
  }
}
