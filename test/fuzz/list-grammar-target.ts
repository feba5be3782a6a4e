import { parseUserList } from "../../src/desired/user-list.ts";
import type { Chance } from "./chance.ts";
import type { Target } from "./target.ts";

const USERS = [
  "adele@contoso.com",
  "Adele@Contoso.com",
  "o'brien@contoso.com",
  "zoë@contoso.com",
  "4f1c0f3a-0000-4000-8000-000000000001",
  "zoe_fabrikam.com#EXT#@contoso.com",
] as const;
const HEADERS = ["user", "UPN", "userPrincipalName", "Id", "OBJECTID"] as const;
/** What may stand beside a user, quoted where CSV wants it. */
const OTHERS = [
  "",
  "Finance",
  "Finance, North",
  "a;b",
  'the "best"',
  "two\nlines",
  "# no comment",
  "\n#\n",
  "\r\n",
  " ",
] as const;

/**
 * A list of users that was written by the rules of RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180), in all the ways that
 * they leave open: who is in it is known, and nobody else may come of it.
 */
export function listGrammarTarget(): Target {
  return {
    async tryOne(chance) {
      const { text, users } = anyList(chance);
      const cut = chance.number(text.length + 1);
      const read = await parseUserList("list.csv", [text.slice(0, cut), text.slice(cut)]);
      const [problem] = read.diagnostics;
      if (problem !== undefined) return `${problem.message} in ${JSON.stringify(text)}`;
      const [told, due] = [JSON.stringify(read.users), JSON.stringify(users)];
      return told === due ? null : `${told} instead of ${due} in ${JSON.stringify(text)}`;
    },
    close: () => Promise.resolve(),
  };
}

function anyList(chance: Chance): { readonly text: string; readonly users: readonly string[] } {
  const lineBreak = chance.pick(["\n", "\r\n", "\r"]);
  const separator = chance.pick([",", ";"]);
  const users = new Map<string, string>();
  const lines: string[] = [];
  if (chance.onceIn(2)) lines.push(row(chance.pick(HEADERS), separator, chance));
  for (let count = chance.number(8); count > 0; count -= 1) {
    if (chance.onceIn(5)) lines.push(chance.pick(["", '# a "remark', "#", "#,;"]));
    const user = chance.pick(USERS);
    const folded = user.toLowerCase();
    users.set(folded, users.get(folded) ?? user);
    lines.push(row(user, separator, chance));
  }
  const end = chance.onceIn(3) ? "" : lineBreak;
  return { text: lines.join(lineBreak) + end, users: [...users.values()] };
}

function row(first: string, separator: string, chance: Chance): string {
  const others = Array.from({ length: chance.number(3) }, () => chance.pick(OTHERS));
  return [first, ...others].map((text) => field(text, chance)).join(separator);
}

function field(text: string, chance: Chance): string {
  const isQuoted = /[",;\r\n]/.test(text) || chance.onceIn(4);
  return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
}
