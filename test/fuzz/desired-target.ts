import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "../../src/desired/load.ts";
import { renderDiagnostics } from "../../src/report/diagnostics.ts";
import { mutateText } from "./mutate.ts";
import { rawIn, type TextTarget, textTarget } from "./target.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);
/** In a list beside the folder: whoever shows up in a configuration was read from where nothing may be read. */
const OUTSIDER = "outsider@contoso.com";

/** The desired state: an example with changes, as a file in a folder of its own. */
export async function desiredTarget(): Promise<TextTarget> {
  const examples = await readExamples();
  const root = await mkdtemp(join(tmpdir(), "trueup-fuzz-"));
  const folder = join(root, "a", "b");
  await mkdir(folder, { recursive: true });
  for (const place of ["outside.csv", "a/outside.csv"]) await writeFile(join(root, place), `${OUTSIDER}\n`);
  await writeFile(join(folder, "list.csv"), "adele@contoso.com\n");
  return textTarget({
    make: (chance) => mutateText(chance.pick(examples), examples, chance),
    async judge(text) {
      await writeFile(join(folder, "state.yaml"), text);
      const { configuration, diagnostics, files } = await load(folder);
      const errors = diagnostics.filter(({ severity }) => severity === "error").length;
      const outcomes = configuration === null ? diagnostics.map(({ code }) => code) : ["accepted"];
      const finding = (): string | null => {
        if ((configuration === null) !== errors > 0)
          return `${errors} errors, yet configuration is ${configuration === null ? "not" : ""} there`;
        if (JSON.stringify(configuration).includes(OUTSIDER)) return "a list outside of the folder was read";
        return rawIn([...renderDiagnostics(diagnostics, files, { color: false })].join(""));
      };
      return { finding: finding(), outcomes };
    },
    close: () => rm(root, { recursive: true, force: true }),
  });
}

async function readExamples(): Promise<readonly [string, ...string[]]> {
  const names = await readdir(EXAMPLES, { recursive: true });
  const desired = names.filter((name) => /desired\/.*\.ya?ml$/.test(name)).sort();
  const [first, ...others] = await Promise.all(desired.map((name) => readFile(new URL(name, EXAMPLES), "utf8")));
  if (first === undefined) throw new Error("there are no examples");
  return [first, ...others];
}
