/** Environment variables, handed in: this room does not read them itself. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value without white space around it; null where the variable is not set or empty, as pipelines leave a secret that is missing. */
export function readVariable(environment: Environment, name: string): string | null {
  const value = environment[name]?.trim() ?? "";
  return value === "" ? null : value;
}

/** True for `1` and `true` in any case, as the Azure SDKs read their switches. */
export function readSwitch(environment: Environment, name: string): boolean {
  return /^(?:1|true)$/i.test(readVariable(environment, name) ?? "");
}
