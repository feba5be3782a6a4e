import type { Is, Line, Step } from "./lines.ts";
import type { Situation } from "./situation.ts";
import { ADDED, LINES, REPAIR, REPLACE, type Word } from "./table.ts";
import { WORDS } from "./words.ts";

// The second engine: it plays the tables of docs/decision-table.md, from which `table.ts` is made.

/** What the table comes to. */
export interface Ruling {
  readonly verdict: string;
  /** The action of `act`, else the reason. */
  readonly why: string;
  readonly drift: ReadonlySet<string>;
  readonly consent: readonly string[];
}

/** What was decided so far, for the words that ask for it. */
export interface SoFar extends Ruling {
  readonly anewSends: () => boolean;
}

/** The tables; a test hands over falsified ones. */
export interface Tables {
  readonly lines: readonly Line[];
  readonly added: typeof ADDED;
  readonly repair: readonly Step[];
  readonly replace: readonly Step[];
}

/** As docs/decision-table.md has them. */
export const TABLES: Tables = { lines: LINES, added: ADDED, repair: REPAIR, replace: REPLACE };

/** What the tables say of a situation. */
export function rule(situation: Situation, tables: Tables = TABLES): Ruling {
  const line = firstOf(tables.lines, wordsOf(situation, null));
  const sent = line.verdict === "act" && line.why !== "uninstall" ? requiredConsent(situation) : [];
  const drift = driftOf(line, situation, tables);
  const decided = { verdict: line.verdict, why: line.why, drift, consent: sent };
  const counted = { ...decided, drift: new Set([...drift, ...added(situation, decided, tables)]) };
  return follow(tables.replace, situation, follow(tables.repair, situation, counted, tables), tables);
}

function requiredConsent({ offered, mayConsent }: Situation): readonly string[] {
  if (typeof offered === "string" || offered.requires === "unknown") return ["nothing may be granted on unknown"];
  return grant(offered.requires, mayConsent !== false);
}

/** All that is required; of delegated permissions alone nothing, by a token that cannot consent. */
export function grant(requires: readonly string[], mayConsent: boolean): readonly string[] {
  return !mayConsent && requires.every((permission) => permission.startsWith("d:")) ? [] : requires;
}

function added(situation: Situation, decided: Ruling, tables: Tables): readonly string[] {
  const is = wordsOf(situation, soFar(situation, decided, tables));
  return tables.added.filter(({ applies }) => applies(is)).map(({ drift }) => drift);
}

function follow(steps: readonly Step[], situation: Situation, decided: Ruling, tables: Tables): Ruling {
  const step = firstOf(steps, wordsOf(situation, soFar(situation, decided, tables)));
  const fact = step.drift === "as decided" ? [] : [step.drift.replace("and ", "")];
  return {
    verdict: orBefore(step.verdict, decided.verdict),
    why: orBefore(step.why, decided.why),
    drift: new Set([...decided.drift, ...fact]),
    consent: { required: requiredConsent(situation), none: [] }[step.consent] ?? decided.consent,
  };
}

function orBefore(cell: string, before: string): string {
  return cell === "as decided" ? before : cell;
}

function soFar(situation: Situation, decided: Ruling, { lines }: Tables): SoFar {
  const anewSends = (): boolean => {
    const anew = lines.filter(({ number }) => number === 11 || number >= 14);
    return firstOf(anew, wordsOf(situation, null)).verdict === "act" && requiredConsent(situation).length > 0;
  };
  return { ...decided, anewSends };
}

function wordsOf(situation: Situation, decided: SoFar | null): Is {
  return (word: Word) => WORDS[word](situation, decided);
}

function driftOf({ drift }: Line, situation: Situation, tables: Tables): ReadonlySet<string> {
  const is = wordsOf(situation, null);
  switch (drift) {
    case "–":
      return new Set();
    case "as without the copy":
      return rule({ ...situation, otherCopy: false }, tables).drift;
    case "unknown or missing":
      return new Set([is("installed") ? "unknown" : "missing"]);
    case "behind":
      if (!is("installed")) return new Set(["missing"]);
      return new Set(!is("latest") && is("installed in range") ? [] : ["outdated"]);
    default:
      return new Set([drift]);
  }
}

function firstOf<One extends { readonly applies: (is: Is) => boolean }>(table: readonly One[], is: Is): One {
  const first = table.find(({ applies }) => applies(is));
  if (first === undefined) throw new Error("no line of the table applies");
  return first;
}
