import { printable } from "../../report/facts/printable.ts";
import { describeHolder } from "../../session/lease.ts";
import { noStoreText, storesToChange, withStore } from "../../session/open-store.ts";
import type { Console } from "../console.ts";
import { type Declare, examples } from "../options.ts";

/** The flags of `lease`. */
export interface LeaseFlags {
  readonly break: boolean;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .option("--break", "end the lease of another run", false)
    .addHelpText("after", examples("trueup lease", "trueup lease --break"))
    .action((flags: LeaseFlags) => execute((console) => runLease(flags, console)));
};

/** The former name of `lease --break`. */
export const declareUnlock: Declare = (command, execute) => {
  command
    .option("--yes", "as lease --break", false)
    .action(({ yes }: { readonly yes: boolean }) => execute((console) => runLease({ break: yes }, console)));
};

/**
 * `trueup lease`: shows which run is changing a tenant, by the store that `TRUEUP_STORE` names or all stores of this
 * machine, and with `--break` ends its lease.
 * @throws UsageError when a store cannot be opened, or `TRUEUP_STORE` or `AZURE_TENANT_ID` names one that is not there
 */
export async function runLease(flags: LeaseFlags, console: Console): Promise<number> {
  const files = await storesToChange(console);
  if (files.length === 0) await console.result([`${printable(noStoreText(console))}, so there is no lease\n`]);
  for (const file of files) {
    const line = await withStore(file, console, async ({ lease }) => {
      const holder = flags.break ? await lease.breakIt() : await lease.look();
      if (holder === null) return "nobody is changing this tenant";
      return `${flags.break ? "broken; the lease was held" : "the lease is held"} by ${describeHolder(holder)}`;
    });
    await console.result([`${printable(`${file}: ${line}`)}\n`]);
  }
  if (!flags.break && files.length > 0)
    console.notice("to break the lease of a run that is gone for good, give --break");
  return 0;
}
