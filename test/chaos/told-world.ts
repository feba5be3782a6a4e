import { type Exchange, isWhole, tellsEntries, wholeReadings } from "./exchanges.ts";
import type { Assigned, Named, Person, World } from "./world.ts";
import { type Claim, namedBy, rankOf } from "./truth.ts";
import { isBody, itemsOf } from "./wrong-shapes.ts";

/** The directory as one run was told of it until a moment, and which of it was told to the end. */
export interface Told {
  /** The world with only those people and members of whom it was told, be it on the first of several pages. */
  readonly world: World;
  readonly wholeGroups: ReadonlySet<string>;
  readonly everyone: boolean;
}

const DIRECTORY = new Set(["user", "users", "group", "members"]);

/** Whether an answer about the directory was whole, and still not the truth. */
export function isDirectoryLie({ question, fault, status }: Exchange): boolean {
  if (!DIRECTORY.has(question) || fault === null) return false;
  return fault.kind === "wrong-shape" || fault.kind === "emptied" || (fault.kind === "refused" && status !== null);
}

/** What a run can have known when it wrote: the answers of this run alone, that arrived whole before `beforeSeq`. */
export function toldUntil(exchanges: readonly Exchange[], world: World, beforeSeq: number): Told {
  const answered = exchanges.filter(({ answeredSeq }) => answeredSeq !== null && answeredSeq < beforeSeq);
  const of = (question: Exchange["question"]): readonly Exchange[] =>
    answered.filter((exchange) => exchange.question === question);
  const people = new Map<string, Person>();
  const note = (item: Readonly<Record<string, unknown>>): void => {
    const id = String(item["id"]);
    const kind = kindOf(item);
    const before = people.get(id);
    people.set(id, {
      id,
      upn: String(item["userPrincipalName"]),
      kind: before === undefined || before.kind === "able" ? kind : before.kind,
    });
  };
  for (const { told } of of("user").filter(isWhole)) if (isBody(told)) note(told);
  for (const { told } of of("users").filter(tellsEntries)) itemsOf(told).forEach(note);
  const memberPages = of("members");
  for (const { told } of memberPages.filter(tellsEntries)) itemsOf(told).filter(isUser).forEach(note);
  for (const { told } of of("user").filter(tellsWho))
    if (isBody(told) && !people.has(String(told["id"]))) note(withPlans(told));
  const wholeGroups = new Set<string>();
  const groups = world.groups.map((group) => {
    const pages = memberPages.filter(({ path }) => path.startsWith(`/groups/${group.id}/`));
    if (wholeReadings(pages).length > 0) wholeGroups.add(group.id);
    const users = pages.filter(tellsEntries).flatMap(({ told }) => itemsOf(told).filter(isUser));
    return { ...group, users: users.map((item) => String(item["id"])), groups: [] };
  });
  return {
    world: { ...world, people: [...people.values()], groups },
    wholeGroups,
    everyone: wholeReadings(of("users")).length > 0,
  };
}

/** Plans that cannot be read keep nobody from what needs none: whoever has the app can have it. */
function withPlans(told: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Array.isArray(told["assignedPlans"]) ? told : { ...told, assignedPlans: ["unread"] };
}

/** Whether an answer of a wrong shape says who somebody is all the same. */
function tellsWho({ told, status, fault }: Exchange): boolean {
  if (status !== 200 || !isBody(told) || fault?.kind !== "wrong-shape") return false;
  return typeof told["id"] === "string" && told["id"] !== "" && typeof told["userPrincipalName"] === "string";
}

/** As if everything that is there had been told. */
export function toldAll(world: World): Told {
  return { world, wholeGroups: new Set(world.groups.map(({ id }) => id)), everyone: true };
}

/** Whether an entry was read to its end. */
export function isResolved({ world, wholeGroups, everyone }: Told, named: Named): boolean {
  if (named.kind === "everyone") return everyone;
  if (named.kind === "group") return wholeGroups.has(named.id);
  return world.people.some(({ id }) => id === named.id);
}

/**
 * Why a claim is not certain by what was told: with one or another answer to what was not read to its end, the pair would
 * be asked for something else, or for nothing.
 */
export function uncertaintyOf(told: Told, claim: Claim): string | null {
  const assigned = told.world.assigned.filter(({ app }) => app === claim.app);
  const unread = [
    ...new Set(
      assigned
        .flatMap(({ to, except }) => [...to, ...except])
        .filter((named) => mightHold(told, named))
        .map(keyOf),
    ),
  ];
  for (let answers = 0; answers < 2 ** unread.length; answers += 1) {
    const held = new Set(unread.filter((_, index) => (answers & (1 << index)) !== 0));
    const asked = askedOf(told, assigned, claim.user, held);
    if (asked !== askOf(claim.winner))
      return `if ${[...held].join() || "nobody"} of ${unread.join()} held the user: ${asked}`;
  }
  return null;
}

/** Somebody who is named and not found is nobody; a group or an exception that was not read might hold anybody. */
function mightHold(told: Told, named: Named): boolean {
  return (named.kind === "group" || named.kind === "everyone") && !isResolved(told, named);
}

function keyOf(named: Named): string {
  return named.kind === "everyone" ? named.kind : named.id;
}

/** What the assignments ask for a user, if these unread targets held them. */
function askedOf(told: Told, assigned: readonly Assigned[], user: string, held: ReadonlySet<string>): string {
  const holds = (named: Named): boolean => namedBy(told.world, named).has(user) || held.has(keyOf(named));
  const reaching = assigned.flatMap((one) => {
    const ranks = one.to.filter(holds).map(rankOf);
    return ranks.length === 0 || one.except.some(holds) ? [] : [{ one, rank: Math.min(...ranks) }];
  });
  const rank = Math.min(...reaching.map((reached) => reached.rank));
  const ofRank = reaching.filter((reached) => reached.rank === rank).map(({ one }) => one);
  const priority = Math.max(...ofRank.map((one) => one.priority));
  const asks = new Set(ofRank.filter((one) => one.priority === priority).map(askOf));
  return asks.size === 1 ? [...asks].join() : asks.size === 0 ? "nothing" : "a conflict";
}

function askOf({ ensure, version }: Assigned): string {
  return ensure === "absent" ? ensure : `${ensure} ${version}`;
}

function isUser(item: Readonly<Record<string, unknown>>): boolean {
  return item["@odata.type"] === "#microsoft.graph.user";
}

function kindOf({ accountEnabled, userType, assignedPlans }: Readonly<Record<string, unknown>>): Person["kind"] {
  // Beside the other properties, no type is how a member may be told.
  if ((userType ?? "Member") !== "Member") return "guest";
  if (accountEnabled !== true) return "disabled";
  return Array.isArray(assignedPlans) && assignedPlans.length > 0 ? "able" : "without-plan";
}
