import process from "node:process";
import { confirm, multiselect, select } from "@clack/prompts";
import { UsageError } from "../errors.ts";
import { count } from "../init/files.ts";
import { type Pipeline, PIPELINES } from "../init/pipelines.ts";
import type { HeldApp } from "../init/survey.ts";
import { printable } from "../report/facts/printable.ts";

const TO_STDERR = { output: process.stderr };

/** Asks what the flags of `init` did not say. Leaving a question ends the command; nothing was written then. */
export const asker = {
  async apps(found: readonly HeldApp[]): Promise<readonly HeldApp[]> {
    if (found.length < 2) return found;
    const options = found.map((app) => ({
      value: app.catalogId,
      label: printable(app.displayName ?? app.catalogId),
      hint: count(app.holders.size, "person has it", "people have it"),
    }));
    const message = "Which apps shall the desired state manage?";
    const initialValues = found.map(({ catalogId }) => catalogId);
    const chosen = answered(await multiselect({ ...TO_STDERR, message, options, initialValues, required: true }));
    return found.filter(({ catalogId }) => chosen.includes(catalogId));
  },
  async pipeline(): Promise<Pipeline> {
    const options = PIPELINES.map((value) => ({ value, label: LABELS[value] }));
    return answered(await select<Pipeline>({ ...TO_STDERR, message: "Where shall each change be planned?", options }));
  },
  async write(files: number): Promise<boolean> {
    return answered(await confirm({ ...TO_STDERR, message: `Write ${count(files, "file", "files")}?` }));
  },
};

const LABELS: Readonly<Record<Pipeline, string>> = {
  github: "GitHub",
  gitlab: "GitLab",
  "azure-devops": "Azure DevOps",
  none: "nowhere yet",
};

function answered<Value>(answer: Value): Exclude<Value, symbol> {
  if (isAnswer(answer)) return answer;
  throw new UsageError(
    "left without an answer, so nothing was written",
    "give the answers as flags: trueup init --help",
  );
}

function isAnswer<Value>(answer: Value): answer is Exclude<Value, symbol> {
  return typeof answer !== "symbol";
}
