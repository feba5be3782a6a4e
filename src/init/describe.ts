import { compareText } from "../model/order.ts";
import type { GroupMembers, HeldApp, Person, Survey, TenantGroup } from "./survey.ts";

/** One way to name many people. */
export type Crowd = { readonly kind: "everyone" } | { readonly kind: "group"; readonly group: TenantGroup };

/** Whom an app's assignment names, so that it reaches exactly those who have it, and those of whom that is not known. */
export interface Description {
  readonly crowds: readonly (Crowd & {
    /** Of the people it reaches, those who have the app. */
    readonly have: number;
    /** Those who are known not to have it, who are excepted. */
    readonly haveNot: number;
  })[];
  /** Those who have the app and are in no crowd. */
  readonly listed: readonly Person[];
  /** Those in a crowd who do not have the app. */
  readonly excepted: readonly Person[];
  /** Ids of accounts that are in a crowd and not among the people, excepted too. */
  readonly strangers: readonly string[];
  /** Those who may have the app, since what they have was not read, and who are in no crowd. */
  readonly notRead: readonly Person[];
}

interface Candidate {
  readonly crowd: Crowd;
  readonly have: readonly string[];
  readonly haveNot: readonly string[];
  readonly notRead: readonly string[];
}

/** A description with more groups than that is harder to read than a list. */
const MOST_CROWDS = 20;
/** So few are as easily listed. */
const FEWEST_IN_CROWD = 3;
/** Of those in a crowd at most so large a part may have to be excepted. */
const MOST_EXCEPTED_SHARE = 0.1;
/** An exception costs as much reading as so many people that need not be listed. */
const PRICE_OF_EXCEPTION = 3;

/** Finds the fewest groups that describe who has an app: each time the one that saves the most lines. */
export function describeHolders(app: HeldApp, survey: Survey): Description {
  const people = new Map(survey.people.map((person) => [person.id, person]));
  const candidates = candidatesFor(app, survey, people);
  const covered = new Set<string>();
  const excepted = new Set<string>();
  const chosen: Candidate[] = [];
  while (chosen.length < MOST_CROWDS) {
    const best = bestOf(candidates, covered, excepted);
    if (best === null) break;
    chosen.push(best);
    for (const id of best.have) covered.add(id);
    for (const id of best.haveNot) excepted.add(id);
  }
  const reached = new Set(chosen.flatMap(({ notRead }) => notRead));
  const known = (ids: Iterable<string>): readonly Person[] =>
    [...ids].flatMap((id) => people.get(id) ?? []).sort(byName);
  return {
    crowds: chosen.map(({ crowd, have, haveNot }) => ({ ...crowd, have: have.length, haveNot: haveNot.length })),
    listed: known([...app.holders.keys()].filter((id) => !covered.has(id))),
    excepted: known(excepted),
    strangers: [...excepted].filter((id) => !people.has(id)).sort(compareText),
    notRead: survey.people.filter(({ id, read }) => !read && !app.holders.has(id) && !reached.has(id)).sort(byName),
  };
}

function candidatesFor(
  { holders }: HeldApp,
  { groups, people }: Survey,
  known: ReadonlyMap<string, Person>,
): readonly Candidate[] {
  const candidate = (crowd: Crowd, members: readonly string[]): Candidate => ({
    crowd,
    have: members.filter((id) => holders.has(id)),
    haveNot: members.filter((id) => !holders.has(id) && known.get(id)?.read !== false),
    notRead: members.filter((id) => !holders.has(id) && known.get(id)?.read === false),
  });
  const everyone = people.filter(({ ofEveryone }) => ofEveryone).map(({ id }) => id);
  const byGroup = groups.toSorted(inOrder).map(({ group, members }) => candidate({ kind: "group", group }, members));
  return [candidate({ kind: "everyone" }, everyone), ...byGroup].filter(
    ({ have, haveNot }) =>
      have.length >= FEWEST_IN_CROWD && haveNot.length <= (have.length + haveNot.length) * MOST_EXCEPTED_SHARE,
  );
}

function inOrder(a: GroupMembers, b: GroupMembers): number {
  return compareText(a.group.displayName ?? "", b.group.displayName ?? "") || compareText(a.group.id, b.group.id);
}

/** The first of the best, so that everyone wins over a group of the same people. */
function bestOf(
  candidates: readonly Candidate[],
  covered: ReadonlySet<string>,
  excepted: ReadonlySet<string>,
): Candidate | null {
  let best: { readonly candidate: Candidate; readonly gain: number } | null = null;
  for (const candidate of candidates) {
    const added = candidate.have.filter((id) => !covered.has(id)).length;
    const toExcept = candidate.haveNot.filter((id) => !excepted.has(id)).length;
    const gain = added - PRICE_OF_EXCEPTION * toExcept;
    if (added >= FEWEST_IN_CROWD && gain > (best?.gain ?? 0)) best = { candidate, gain };
  }
  return best?.candidate ?? null;
}

function byName(a: Person, b: Person): number {
  return compareText(a.userPrincipalName ?? a.id, b.userPrincipalName ?? b.id) || compareText(a.id, b.id);
}
