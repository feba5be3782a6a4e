import { didYouMean } from "../../desired/did-you-mean.ts";
import { describeFreeze, type Freeze, type Freezes } from "../../model/freeze.ts";
import { UTC } from "../../model/time-zone.ts";
import { printable } from "../../report/facts/printable.ts";
import { otherNamesOf } from "../../session/freezable-app.ts";
import { noStoreText, storesToChange, withStore } from "../../session/open-store.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Store } from "../../store/store.ts";
import type { Console } from "../console.ts";
import { type Declare, examples } from "../options.ts";
import { appOption, freezeReceipt, whoAsks } from "./freeze.ts";

/** The flags of `thaw`. */
export interface ThawFlags {
  readonly app?: string;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command.argument("[path]", "the desired state, to know an app by its name and by its id", ".");
  appOption(command, "end only the freeze of this app: its name, or its id")
    .addHelpText("after", examples("trueup thaw", "trueup thaw --app expenses"))
    .action((path: string, flags: ThawFlags) => execute((console) => runThaw(path, flags, console)));
};

/**
 * `trueup thaw`: ends freezes, in the store that `TRUEUP_STORE` names or all stores of this machine.
 * @returns 0, also when nothing was frozen, which was the wish
 * @throws UsageError when a store cannot be opened, or `TRUEUP_STORE` or `AZURE_TENANT_ID` names one that is not there
 */
export async function runThaw(path: string, { app }: ThawFlags, console: Console): Promise<number> {
  const files = await storesToChange(console);
  if (files.length === 0) await console.result([`${printable(noStoreText(console))}, so nothing is frozen\n`]);
  for (const file of files) {
    const { ended, left } = await withStore(file, console, (store) => endFreezes(store, app ?? null, path));
    const lines = [
      ...(ended.length === 0 ? [app === undefined ? "nothing was frozen" : noFreezeOf(app, left)] : []),
      ...ended.map((freeze) => `ended: ${describeFreeze(freeze, UTC)}`),
      ...(left.state === "known" ? left.inForce : []).map((freeze) => `still in force: ${describeFreeze(freeze, UTC)}`),
    ];
    await console.result(lines.map((line) => `${printable(`${file}: ${line}`)}\n`));
  }
  return 0;
}

/**
 * Ends the freezes of an app, by whatever name of it, or all; gives those that were in force, and what still is.
 * @param path the desired state, which knows apps by name and id
 */
export async function endFreezes(
  { freezes, receipts, apps }: Pick<Store, "freezes" | "receipts" | "apps">,
  app: string | null,
  path: string,
): Promise<{ readonly ended: readonly Freeze[]; readonly left: Freezes }> {
  const ended = [...(await freezes.thaw(app))];
  const others = app === null || ended.length > 0 ? [] : await otherNamesOf(app, await apps.all(), path);
  for (const name of others) ended.push(...(await freezes.thaw(name)));
  for (const one of ended) await receipts.keep(freezeReceipt("thawed", one, whoAsks(), systemClock.now()), null);
  return { ended, left: await freezes.inForce() };
}

function noFreezeOf(app: string, left: Freezes): string {
  const frozen = left.state === "known" ? left.inForce.flatMap((freeze) => freeze.app ?? []) : [];
  const near = didYouMean(app, frozen);
  return `no freeze of ${app}${near === null ? "" : `; ${near}`}`;
}
