import desiredState from "../../../schemas/desired-state.schema.json" with { type: "json" };
import type { Console } from "../console.ts";
import { type Declare, examples } from "../options.ts";

/** Its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .addHelpText("after", examples("trueup schema >desired-state.schema.json"))
    .action(() => execute((console) => runSchema(console)));
};

/** `trueup schema`: the JSON Schema of the desired state, for editors. */
export async function runSchema(console: Console): Promise<number> {
  await console.result([`${JSON.stringify(desiredState, null, 2)}\n`]);
  return 0;
}
