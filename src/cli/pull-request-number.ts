import { InvalidArgumentError } from "commander";
import { wholeNumber } from "../comment/variables.ts";

/** The number of a pull request, as a flag. */
export function parsePullRequestNumber(text: string): number {
  const number = wholeNumber(text);
  if (number === null) throw new InvalidArgumentError("give the number of the pull request, such as 42.");
  return number;
}
