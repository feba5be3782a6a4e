import { errorCode, messageOf } from "../../errors.ts";
import type { DatabaseAddress } from "./address.ts";

/** What a code of the database means for whoever set it up: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const SAID: Readonly<Record<string, string>> = {
  "28P01": "it refuses the user name or the password",
  "28000": "it does not let this user in",
  "3D000": "there is no such database",
  "42501": "this user may not do what is needed",
  "53300": "it has no connection left",
  "57P01": "it was shut down",
  "57P03": "it is starting up or shutting down",
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the name of the host cannot be looked up now",
  ECONNRESET: "the connection broke",
};

/** Why the database could not be used, in one line, and never with its password. */
export function explain(error: unknown, { withoutSecrets }: Pick<DatabaseAddress, "withoutSecrets">): string {
  const code = errorCode(error) ?? "";
  const words = withoutSecrets(messageOf(error)).replaceAll(/\s+/g, " ").trim();
  const said = SAID[code];
  return said === undefined ? words : `${said} (${[code, words].filter((one) => one !== "").join(": ")})`;
}
