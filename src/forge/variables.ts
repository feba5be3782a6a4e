import { UsageError } from "../errors.ts";
import { ForgeError } from "./forge-error.ts";

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The services whose pull requests can be written to. */
export const PROVIDERS = ["github", "gitlab", "azure-devops"] as const;

/** One of them. */
export type Provider = (typeof PROVIDERS)[number];

/**
 * A variable that the pipeline sets.
 * @throws UsageError when it is missing or empty
 */
export function requiredVariable(environment: Environment, name: string, setBy: string): string {
  const value = environment[name] ?? "";
  if (value === "") throw new UsageError(`${name} is not set`, `${setBy} sets it; elsewhere set it yourself`);
  return value;
}

/**
 * A token, when it can stand in a header. That there is none is no mistake of the command line: pipelines keep tokens from
 * runs for forks.
 * @throws ForgeError `no-token`, without showing it
 */
export function tokenVariable(environment: Environment, name: string, hint: string): string {
  const token = environment[name] ?? "";
  if (token === "") throw new ForgeError("no-token", `${name} is not set`, hint);
  if (/^[\u0021-\u007e]+$/.test(token)) return token;
  throw new ForgeError("no-token", `${name} holds white space or characters that no token has`, hint);
}

/** A whole number above 0, as number or in digits; else null. */
export function wholeNumber(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 ? number : null;
}

/** An address that may stand in a link of Markdown; null for anything else. */
export function webUrl(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  if (!isWeb || url.username !== "" || url.password !== "") return null;
  return url.href.replaceAll(/[()<>]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
