/** Where a database is, as `TRUEUP_STORE` names it. */
export interface DatabaseAddress {
  /** With the password, for the driver alone. */
  readonly url: string;
  /** For people: user, host, port and database, without the password and without parameters. */
  readonly shown: string;
  /** Takes whatever is secret out of a text that somebody else wrote. */
  readonly withoutSecrets: (text: string) => string;
}

const SCHEMES = ["postgres:", "postgresql:"];
/** Parameters of an address that hold a secret. */
const SECRET_PARAMETERS = ["password", "sslpassword"];

/** True for what is meant as the address of a database. */
export function isDatabaseAddress(text: string): boolean {
  return SCHEMES.some((scheme) => text.toLowerCase().startsWith(scheme));
}

/** Null for what is no address; nobody is shown why, since the text may hold a password. */
export function readAddress(text: string): DatabaseAddress | null {
  const url = URL.parse(text);
  if (url === null || !SCHEMES.includes(url.protocol) || url.hostname === "") return null;
  const user = url.username === "" ? "" : `${url.username}@`;
  const secrets = [url.password, ...SECRET_PARAMETERS.map((name) => url.searchParams.get(name) ?? "")]
    .filter((secret) => secret !== "")
    .flatMap((secret) => [secret, decoded(secret)]);
  return {
    url: text,
    shown: `${SCHEMES[0]}//${user}${url.host}${url.pathname}`,
    withoutSecrets: (line) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), line),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
