import { type TenantReport } from "./headline.ts";
import { printable } from "./printable.ts";

/** `trueup apply teams --app expenses`: what somebody would run after reading the report; null: nothing has to be run. */
export function nextCommand(document: TenantReport): string | null {
  const command = commandAfter(document);
  if (command === null) return null;
  const { source, filters } = document;
  const words = [
    source.path,
    ...filters.apps.flatMap((name) => ["--app", name]),
    ...filters.users.flatMap((name) => ["--user", name]),
  ];
  return ["trueup", command, ...words.map(shellWord)].join(" ");
}

function commandAfter({ kind, summary, judgement }: TenantReport): "plan" | "apply" | null {
  const isSettled = judgement.state === "as-desired" || judgement.state === "held-as-meant";
  switch (kind) {
    case "plan":
      return summary.act > 0 ? "apply" : null;
    case "drift":
    case "result":
      return isSettled ? null : "plan";
  }
}

/** A word with nothing that a shell would take for more. */
function shellWord(word: string): string {
  const shown = printable(word);
  return /^[\w./@:-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
