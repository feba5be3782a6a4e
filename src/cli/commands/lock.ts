import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isLockChanged, updateLock } from "../../lock/update-lock.ts";
import { lockText } from "../../lock/lock-text.ts";
import { LOCK_FILE } from "../../model/lock.ts";
import { renderLock } from "../../report/lock.ts";
import { fitted } from "../../report/text/layout.ts";
import { loadState } from "../../session/desired-state.ts";
import { openSession } from "../../session/session.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import { authOption, type Declare, examples, limitsScaleOption, PATH, rateShareOption } from "../options.ts";
import { prepareOutFile } from "../out-file.ts";

/** The flags of `lock`. */
export interface LockFlags {
  readonly check: boolean;
  readonly auth?: string;
  readonly limitsScale: number;
  readonly rateShare: number;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument(...PATH)
    .option("--check", "write nothing, and end with 2 when the lock file is not what the catalog offers", false)
    .addOption(authOption())
    .addOption(limitsScaleOption())
    .addOption(rateShareOption())
    .addHelpText("after", examples("trueup lock teams", "trueup lock teams --check"))
    .action((path: string, flags: LockFlags) => execute((console) => runLock(path, flags, console)));
};

/**
 * `trueup lock`: writes which definitions the catalog offers, for somebody to review. Writes nothing to the tenant.
 * @returns 0; with `--check` 2 when the file is not what is offered; 3 when it cannot be told for some app
 */
export async function runLock(path: string, flags: LockFlags, console: Console): Promise<number> {
  const state = await loadState(path);
  const { lock: before, apps } = state.configuration;
  const options = { ...flags, auth: flags.auth ?? null, remembers: true };
  const session = await openSession(options, console);
  try {
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
