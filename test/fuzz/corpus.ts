import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { chanceOf, noting, repeating } from "./chance.ts";
import { minimise, minimiseText } from "./minimise.ts";
import { pollution, type Target, type TargetKind, type TextTarget } from "./target.ts";

/** The inputs that are kept: one folder for each target, one file for each input. */
export const CORPUS = new URL("corpus/", import.meta.url);

/** An input of the corpus. */
export interface Kept {
  readonly target: string;
  /** `finding-…` for what was once a finding, else the outcome that the input is kept for. */
  readonly name: string;
  readonly content: string;
}

/** So often an input is judged anew, where the judge has something to choose. */
const TIMES = 20;

/** Everything that is kept for a target. */
export async function keptFor({ name }: TargetKind): Promise<readonly Kept[]> {
  const folder = new URL(`${folderOf(name)}/`, CORPUS);
  const files = await readdir(folder).catch(() => []);
  return Promise.all(
    files.map(async (file) => ({
      target: name,
      name: file.replace(/\.\w+$/, ""),
      content: await readFile(new URL(file, folder), "utf8"),
    })),
  );
}

/** What is wrong with what comes of a kept input; null: nothing. */
export async function replay(target: Target, { name, content }: Kept): Promise<string | null> {
  if (!isOfTexts(target)) return outcomeOf(() => target.tryOne(repeating(choicesIn(content))));
  for (let seed = 0; seed < TIMES; seed += 1) {
    const judged = await judge(target, content, seed);
    if (judged.finding !== null) return judged.finding;
    if (!name.startsWith("finding-") && !judged.outcomes.includes(name)) return `does not come to ${name} any more`;
  }
  return null;
}

/** The smallest input that still comes to what the case of a seed came to; null: that was no finding. */
export async function minimiseCase(target: Target, seed: number): Promise<string | null> {
  if (isOfTexts(target)) {
    const text = target.make(chanceOf(seed));
    const { finding } = await judge(target, text, seed);
    if (finding === null) return null;
    return minimiseText(text, async (some) => kindOf((await judge(target, some, seed)).finding) === kindOf(finding));
  }
  const { chance, choices } = noting(seed);
  const finding = await outcomeOf(() => target.tryOne(chance));
  if (finding === null) return null;
  const smallest = await minimise(choices, async (some) => {
    return kindOf(await outcomeOf(() => target.tryOne(repeating(some)))) === kindOf(finding);
  });
  return `${JSON.stringify(smallest)}\n`;
}

/** Keeps the smallest input for each outcome that none is kept for so far; their names. */
export async function gather(kind: TargetKind, target: TextTarget, seeds: number): Promise<readonly string[]> {
  const known = new Set((await keptFor(kind)).map(({ name }) => name));
  const added: string[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const text = target.make(chanceOf(seed));
    for (const outcome of (await judge(target, text, seed)).outcomes) {
      if (known.has(outcome)) continue;
      known.add(outcome);
      const content = await minimiseText(text, async (some) => {
        const { finding, outcomes } = await judge(target, some, seed);
        return finding === null && outcomes.includes(outcome);
      });
      await keep(kind, { target: kind.name, name: outcome, content });
      added.push(outcome);
    }
  }
  return added;
}

/** Writes an input into the corpus. */
export async function keep(kind: TargetKind, { name, content }: Kept): Promise<URL> {
  const folder = new URL(`${folderOf(kind.name)}/`, CORPUS);
  await mkdir(folder, { recursive: true });
  const file = new URL(`${name}.${kind.extension ?? "json"}`, folder);
  await writeFile(file, content);
  return file;
}

/** Whether inputs of the target are texts that can be kept as they are; of others the numbers that made them are kept. */
export function isOfTexts(target: Target): target is TextTarget {
  return "judge" in target;
}

async function judge(
  target: TextTarget,
  text: string,
  seed: number,
): Promise<{ finding: string | null; outcomes: readonly string[] }> {
  let outcomes: readonly string[] = [];
  const finding = await outcomeOf(async () => {
    const judged = await target.judge(text, chanceOf(seed));
    outcomes = judged.outcomes;
    return judged.finding;
  });
  return { finding, outcomes };
}

async function outcomeOf(run: () => Promise<string | null>): Promise<string | null> {
  try {
    return (await run()) ?? pollution();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Findings of one kind differ in numbers and in what of the input they show. */
function kindOf(finding: string | null): string | null {
  return finding?.split("\n")[0]?.replaceAll(/\d+|"[^"]*"/g, "…") ?? null;
}

function choicesIn(content: string): readonly number[] {
  const choices: unknown = JSON.parse(content);
  if (!Array.isArray(choices) || !choices.every((one) => typeof one === "number"))
    throw new Error("not a list of numbers");
  return choices;
}

function folderOf(target: string): string {
  return target.replaceAll(" ", "-");
}
