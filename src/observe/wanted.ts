import type { DesiredRow, DesiredState } from "../model/desired.ts";
import type { WantedUser } from "./memory.ts";

/**
 * What is wanted for each user, in one text such as `expenses upgraded >=2.3 <3; travel absent`. Users share texts, since
 * most of a tenant is assigned alike.
 */
export function* wantedUsers(desired: DesiredState): Generator<WantedUser> {
  const joined = new Map<string, Map<string, string>>();
  const join = (before: string, text: string): string => {
    const known = joined.get(before) ?? new Map<string, string>();
    joined.set(before, known);
    const whole = known.get(text) ?? (before === "" ? text : `${before}; ${text}`);
    known.set(text, whole);
    return whole;
  };
  const users = new Map<string, { readonly userPrincipalName: string | null; wanted: string }>();
  for (const row of desired.rows) {
    const { id, userPrincipalName } = row.user;
    if (id === null) continue;
    const user = users.get(id) ?? { userPrincipalName, wanted: "" };
    user.wanted = join(user.wanted, wantedText(row));
    users.set(id, user);
  }
  for (const [userId, { userPrincipalName, wanted }] of users) yield { userId, userPrincipalName, wanted };
}

function wantedText({ app, claim }: DesiredRow): string {
  if (claim.kind === "conflict") return `${app.name} conflict`;
  const { ensure, version } = claim.assignment;
  return `${app.name} ${ensure}${version === null ? "" : ` ${version.text}`}`;
}
