import type { PlanUser } from "../../model/plan.ts";
import type { People } from "../pseudonyms.ts";
import type { PageRow } from "./row-state.ts";

/** Somebody who was searched for, with all of their rows. */
export interface FoundPerson {
  readonly user: PlanUser;
  /** How the page may speak of them: never by more than what was typed. */
  readonly label: string | null;
  readonly rows: readonly PageRow[];
}

/** Who fits what was typed; `similar` only where people are named, and only when nobody fits. */
export interface Search {
  readonly found: readonly FoundPerson[];
  readonly similar: readonly string[];
}

/** Nobody has a longer name. */
export const LONGEST_NAME = 320;

/** How many people, and how many names that are alike, are shown. */
const SHOWN = 20;

const PSEUDONYM = /^u-[a-z2-7]{8,16}$/;

/**
 * Looks for a person by principal name, object id, or what the desired state calls them, without regard to case; by
 * pseudonym where people have them. Where people are not named a name has to be typed whole, and does not lead to the
 * pseudonym: the page could be asked for everybody otherwise.
 */
export function findPerson(rows: readonly PageRow[], typed: string, people: People): Search {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "" || wanted.length > LONGEST_NAME) return { found: [], similar: [] };
  const byName = gather(rows, (user) => namesOf(user).includes(wanted));
  if (byName.length > 0) {
    return {
      found: byName.map((person) => ({ ...person, label: people.named ? people.label(person.user) : null })),
      similar: [],
    };
  }
  if (people.named) return { found: [], similar: similarNames(rows, wanted) };
  if (!PSEUDONYM.test(wanted)) return { found: [], similar: [] };
  const byPseudonym = gather(rows, (user) => people.label(user) === wanted);
  return { found: byPseudonym.map((person) => ({ ...person, label: wanted })), similar: [] };
}

/** Everybody whom the rows are about, at most twenty: for a plan that was filtered by people. */
export function everybodyIn(rows: readonly PageRow[], people: People): readonly FoundPerson[] {
  return gather(rows, () => true).map((person) => ({
    ...person,
    label: people.named ? people.label(person.user) : null,
  }));
}

function gather(rows: readonly PageRow[], fits: (user: PlanUser) => boolean): readonly Omit<FoundPerson, "label">[] {
  const found = new Map<string, { user: PlanUser; rows: PageRow[] }>();
  // Rows share their users, so everybody is looked at once.
  const judged = new Map<PlanUser, boolean>();
  for (const row of rows) {
    let isFitting = judged.get(row.user);
    if (isFitting === undefined) {
      isFitting = fits(row.user);
      judged.set(row.user, isFitting);
    }
    if (!isFitting) continue;
    const identity = row.user.id ?? row.user.asWritten;
    const person = found.get(identity) ?? { user: row.user, rows: [] };
    found.set(identity, person);
    person.rows.push(row);
  }
  return [...found.values()].slice(0, SHOWN);
}

function similarNames(rows: readonly PageRow[], wanted: string): readonly string[] {
  const names = new Set<string>();
  for (const { user } of rows) {
    const name = user.userPrincipalName ?? user.asWritten;
    if (name.toLowerCase().includes(wanted)) names.add(name);
    if (names.size === SHOWN) break;
  }
  return [...names];
}

function namesOf({ id, userPrincipalName, asWritten }: PlanUser): readonly (string | undefined)[] {
  return [id?.toLowerCase(), userPrincipalName?.toLowerCase(), asWritten.toLowerCase()];
}
