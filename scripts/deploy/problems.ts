import { readRendering } from "./rendering.ts";
import { rulesFor } from "./rules/rules.ts";

/** Everything that is wrong with what kustomize wrote, a line each; rules see the objects that have a valid shape. */
export async function problemsOf(rendered: string, version: string): Promise<readonly string[]> {
  const { objects, problems } = readRendering(rendered);
  const found = await Promise.all(
    Object.entries(rulesFor(version)).map(async ([name, rule]) =>
      (await rule(objects)).map((problem) => `${name}: ${problem}`),
    ),
  );
  return [...problems, ...found.flat()];
}
