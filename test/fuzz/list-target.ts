import { parseUserList } from "../../src/desired/user-list.ts";
import { renderDiagnostics } from "../../src/report/diagnostics.ts";
import { mutateText } from "./mutate.ts";
import { rawIn, type Target } from "./target.ts";

const LISTS: readonly [string, ...string[]] = [
  "userPrincipalName,department\nadele@contoso.com,Finance\nmegan@contoso.com,Sales\n",
  "id;name\n4f1c0f3a-0000-4000-8000-000000000001;adele\n\n# a remark\n4f1c0f3a-0000-4000-8000-000000000002;megan\n",
  'upn\n"adele@contoso.com","Finance, ""North"""\n"megan@contoso.com","line\nbreak"\n',
];

/** A list of users. */
export function listTarget(): Target {
  return {
    async tryOne(chance) {
      const text = mutateText(chance.pick(LISTS), LISTS, chance);
      const cut = chance.number(text.length + 1);
      const { users, diagnostics } = await parseUserList("list.csv", [text.slice(0, cut), text.slice(cut)]);
      const whole = await parseUserList("list.csv", [text]);
      if (JSON.stringify(whole) !== JSON.stringify({ users, diagnostics }))
        return `it depends on where the text is cut (${cut})`;
      const folded = new Set(users.map((user) => user.toLowerCase()));
      if (folded.size !== users.length) return "somebody is in it twice";
      if (users.some((user) => rawIn(user) !== null)) return "a name holds control characters";
      const shown = [...renderDiagnostics(diagnostics, new Map([["list.csv", text]]), { color: false })].join("");
      return rawIn(shown);
    },
    close: () => Promise.resolve(),
  };
}
