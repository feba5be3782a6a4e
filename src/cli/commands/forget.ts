import { printable } from "../../report/facts/printable.ts";
import { noStoreText, storesToChange, withStore } from "../../session/open-store.ts";
import type { Console } from "../console.ts";
import { type Declare, examples } from "../options.ts";

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument("<user>", "principal name or object id")
    .addHelpText("after", examples("trueup forget adele@contoso.com"))
    .action((user: string) => execute((console) => runForget(user, console)));
};

/**
 * `trueup forget USER`: deletes all that is known of one person from the store that `TRUEUP_STORE` names, or from all
 * stores of this machine.
 * @returns 0, also when nothing was known of the person, which was the wish
 * @throws UsageError when a store cannot be opened, or `TRUEUP_STORE` or `AZURE_TENANT_ID` names one that is not there
 */
export async function runForget(user: string, console: Console): Promise<number> {
  const files = await storesToChange(console);
  const who = printable(user);
  if (files.length === 0) await console.result([`${printable(noStoreText(console))}, so nothing is known of ${who}\n`]);
  for (const file of files) {
    const rows = await withStore(file, console, (store) => store.forget(user));
    const counted = rows === 1 ? "1 row" : `${rows} rows`;
    const what = rows === 0 ? `nothing is known of ${who}` : `${counted} about ${who} deleted`;
    await console.result([`${printable(file)}: ${what}\n`]);
  }
  return 0;
}
