import { parseUserList } from "../../src/desired/user-list.ts";
import { renderDiagnostics } from "../../src/report/diagnostics.ts";
import type { Chance } from "./chance.ts";
import { mutateText } from "./mutate.ts";
import { rawIn, type TextTarget, textTarget } from "./target.ts";

const LISTS: readonly [string, ...string[]] = [
  "userPrincipalName,department\nadele@contoso.com,Finance\nmegan@contoso.com,Sales\n",
  "id;name\n4f1c0f3a-0000-4000-8000-000000000001;adele\n\n# a remark\n4f1c0f3a-0000-4000-8000-000000000002;megan\n",
  'upn\n"adele@contoso.com","Finance, ""North"""\n"megan@contoso.com","line\nbreak"\n',
];

/** A list of users. */
export function listTarget(): TextTarget {
  return textTarget({
    make: (chance) => mutateText(chance.pick(LISTS), LISTS, chance),
    async judge(text, chance) {
      const whole = await parseUserList("list.csv", [text]);
      const outcomes = whole.users.length > 0 ? ["users"] : [];
      const codes = whole.diagnostics.map(({ code }) => code);
      return { finding: await findingIn(text, whole, chance), outcomes: [...outcomes, ...codes] };
    },
    close: () => Promise.resolve(),
  });
}

type ParsedList = Awaited<ReturnType<typeof parseUserList>>;

async function findingIn(text: string, whole: ParsedList, chance: Chance): Promise<string | null> {
  const cut = chance.number(text.length + 1);
  const { users, diagnostics } = await parseUserList("list.csv", [text.slice(0, cut), text.slice(cut)]);
  if (JSON.stringify(whole) !== JSON.stringify({ users, diagnostics }))
    return `it depends on where the text is cut (${cut})`;
  const folded = new Set(users.map((user) => user.toLowerCase()));
  if (folded.size !== users.length) return "somebody is in it twice";
  if (users.some((user) => rawIn(user) !== null)) return "a name holds control characters";
  return rawIn([...renderDiagnostics(diagnostics, new Map([["list.csv", text]]), { color: false })].join(""));
}
