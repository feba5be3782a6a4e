import { printable } from "../../report/facts/printable.ts";
import { storeFiles, withStore } from "../../session/open-store.ts";
import { describeHolder } from "../../session/lease.ts";
import type { Console } from "../console.ts";

/** The flags of `unlock`. */
export interface UnlockFlags {
  readonly yes: boolean;
}

/**
 * `trueup unlock`: shows which run is changing a tenant, by the store that `TRUEUP_STORE` names or all stores of this
 * machine, and with `--yes` ends its lease.
 * @throws UsageError when a store cannot be opened
 */
export async function runUnlock(flags: UnlockFlags, console: Console): Promise<number> {
  const files = await storeFiles(console);
  if (files.length === 0) await console.result(["there is no store, so there is no lease\n"]);
  for (const file of files) {
    const line = await withStore(file, console, async ({ lease }) => {
      const holder = flags.yes ? await lease.breakIt() : await lease.look();
      if (holder === null) return "nobody holds the lease";
      return `${flags.yes ? "broken; it was held" : "held"} by ${describeHolder(holder)}`;
    });
    await console.result([`${printable(`${file}: ${line}`)}\n`]);
  }
  if (!flags.yes) console.notice("to break a lease whose holder is gone for good, give --yes");
  return 0;
}
