import { ForgeError } from "../forge/forge-error.ts";
import { lockText } from "../lock/lock-text.ts";
import type { LockChange } from "../lock/update-lock.ts";
import type { Lock, LockedDefinition } from "../model/lock.ts";
import type { Permission } from "../model/permission.ts";
import type { Ahead, Branch, ChangeRequest, Forge } from "./forge.ts";
import {
  classOf,
  commitMessage,
  isOwnCommit,
  labelsOf,
  labelsToRemove,
  markerOf,
  type Proposable,
  type Proposal,
  requestText,
  ROBOT_LABEL,
  withdrawnText,
} from "./proposal.ts";
import type { Reach } from "./reach.ts";

/** What became of the proposal of one app. */
export type Proposed =
  | { readonly app: string; readonly kind: "opened" | "updated" | "unchanged"; readonly url: string | null }
  | { readonly app: string; readonly kind: "closed"; readonly url: string | null }
  /** Left alone; `why` is for people, and `isOpen` says whether somebody has to do something about it. */
  | { readonly app: string; readonly kind: "left"; readonly why: string; readonly isOpen: boolean };

/** What is to be proposed, and how. */
export interface Order {
  /** The lock file as it was read here. */
  readonly lock: Lock;
  readonly lockText: string;
  /** From the root of the repository. */
  readonly lockPath: string;
  readonly changes: readonly LockChange[];
  readonly branchPrefix: string;
  readonly approvedFor: (app: string) => readonly Permission[];
  /** Asked where something is to be proposed. */
  readonly reachOf: (app: string) => Promise<Reach>;
  /** The lock file that a text holds; null: it holds none that can be used. */
  readonly parse: (text: string) => Lock | null;
}

/**
 * Brings the change requests of a repository to what the catalog offers: one for each app whose definition is another than the
 * reviewed one, none for the others. What is so already is not touched, nor is what somebody else wrote.
 * @throws ForgeError where the service cannot be asked, or the token may not do it
 */
export async function propose(order: Order, forge: Forge): Promise<readonly Proposed[]> {
  const { changes, branchPrefix } = order;
  const base = await forge.base();
  if (base.lock === null || withoutReturns(base.lock) !== withoutReturns(order.lockText)) {
    const why = "the branch has another lock file than this checkout by now; the next run looks again";
    return changes.filter(isProposable).map(({ app }) => ({ app, kind: "left", why, isOpen: true }));
  }
  const branches = new Map((await forge.branches(branchPrefix)).map((branch) => [branch.name, branch]));
  const proposed: Proposed[] = [];
  for (const change of changes) {
    const name = branchPrefix + change.app;
    const branch = branches.get(name) ?? null;
    branches.delete(name);
    if (change.kind === "kept") proposed.push(unknown(change));
    else if (isProposable(change))
      proposed.push(
        ...(await aside(change.app, async () => [await proposeOne(change, name, branch, base.head, order, forge)])),
      );
    else if (branch !== null)
      proposed.push(...(await aside(change.app, () => withdraw(change.app, branch, base.head, order, forge))));
  }
  for (const [name, branch] of branches) {
    const app = name.slice(branchPrefix.length);
    proposed.push(...(await aside(app, () => withdraw(app, branch, base.head, order, forge))));
  }
  return proposed;
}

/** What is wrong with one branch or one change request alone, which keeps the others from nothing. */
const OF_ONE: ReadonlySet<ForgeError["problem"]> = new Set(["refused", "gone", "uncertain"]);

async function aside(app: string, work: () => Promise<readonly Proposed[]>): Promise<readonly Proposed[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ForgeError) || !OF_ONE.has(error.problem)) throw error;
    return [left(app, [error.message, error.hint ?? hintFor(error)].filter((part) => part !== null).join("; "))];
  }
}

/** Words of the services for a branch that a rule keeps as it is. */
const PROTECTED = /protected|rule violation|not allowed to (?:push|create)|polic(?:y|ies)|TF402455/i;

function hintFor({ message }: ForgeError): string | null {
  return PROTECTED.test(message)
    ? "a rule protects the branch: let this token make, move and delete the branches that TrueUp proposes on"
    : "the next run tries again";
}

function isProposable(change: LockChange): change is Proposable {
  return change.kind === "added" || change.kind === "changed";
}

function unknown({ app, why }: Extract<LockChange, { kind: "kept" }>): Proposed {
  return { app, kind: "left", why: `nothing is proposed: ${why}`, isOpen: true };
}

function withoutReturns(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

async function proposeOne(
  change: Proposable,
  name: string,
  branch: Branch | null,
  base: string,
  order: Order,
  forge: Forge,
): Promise<Proposed> {
  const { app } = change;
  const requests = await forge.requests(name);
  const open = requests.find(({ state }) => state === "open") ?? null;
  if (open !== null && !isOf(open, app, order))
    return left(app, `the ${forge.request} from ${name} is not one of TrueUp, or somebody took its first line out`);
  const ahead = branch === null ? null : await forge.ahead(branch, base);
  if (branch !== null && ahead !== null && !isOurs(ahead, order))
    return left(
      app,
      `the branch ${name} holds commits of somebody else, which TrueUp does not push over; merge it, or delete the branch`,
    );
  if (open === null && isRefused(requests, change, order))
    return {
      app,
      kind: "left",
      why: `somebody closed the ${forge.request} for this definition; reopen it to have it`,
      isOpen: false,
    };
  const text = textWith(change, ahead, order);
  const proposal: Proposal = {
    change,
    class: classOf(change),
    lockPath: order.lockPath,
    approved: order.approvedFor(app),
    reach: await order.reachOf(app),
  };
  const wanted = labelsOf(proposal);
  // What a robot may merge is never more than the label says, so the label goes before the commit comes.
  const isTaken = open !== null && open.labels.includes(ROBOT_LABEL) && !wanted.includes(ROBOT_LABEL);
  if (isTaken) await forge.unlabel(open, ROBOT_LABEL);
  const isPushed = ahead === null || ahead.commits === 0 || ahead.lock !== text;
  if (isPushed)
    await forge.push({
      branch: name,
      base,
      over: branch?.head ?? null,
      message: commitMessage(proposal, text),
      text,
      isThere: true,
    });
  const said = requestText(proposal, forge.longest, forge.request);
  const body = forge.harmless(said.body);
  if (open === null) {
    const { url } = await forge.open(name, { title: said.title, body }, wanted);
    return { app, kind: "opened", url };
  }
  const isEdited = open.title !== said.title || !isSame(open.body, body);
  if (isEdited) await forge.edit(open, { title: said.title, body });
  const isLabelled = await relabel(open, wanted, forge);
  return { app, kind: isPushed || isEdited || isLabelled ? "updated" : "unchanged", url: open.url };
}

function left(app: string, why: string): Proposed {
  return { app, kind: "left", why, isOpen: true };
}

function isOf({ body }: ChangeRequest, app: string, { lockPath }: Order): boolean {
  const marker = markerOf(body);
  return marker !== null && marker.app === app && marker.lockPath === lockPath;
}

/** A branch that is at most one commit ahead, which changes the lock file alone and as we changed it. */
function isOurs({ commits, message, files, lock }: Ahead, { lockPath }: Order): boolean {
  if (commits === 0) return true;
  return commits === 1 && files.every((file) => file === lockPath) && isOwnCommit(message, lock);
}

/** Whether the newest request for this definition was closed by somebody who did not merge it. */
function isRefused(requests: readonly ChangeRequest[], { app, after }: Proposable, order: Order): boolean {
  const newest = requests.find(
    (request) => isOf(request, app, order) && markerOf(request.body)?.digest === after.digest,
  );
  return newest?.state === "closed" && markerOf(newest.body)?.state === "open";
}

/** The lock file with the entry of one app replaced. A definition that the branch holds already keeps its date there. */
function textWith({ app, after }: Proposable, ahead: Ahead | null, { lock, parse }: Order): string {
  const there = ahead?.lock == null ? undefined : parse(ahead.lock)?.apps.get(app);
  const entry: LockedDefinition = there?.digest === after.digest && there.catalogId === after.catalogId ? there : after;
  return lockText({ ...lock, apps: new Map([...lock.apps, [app, entry]]) });
}

function isSame(one: string, other: string): boolean {
  return withoutReturns(one).trim() === withoutReturns(other).trim();
}

async function relabel(open: ChangeRequest, wanted: readonly string[], forge: Forge): Promise<boolean> {
  const surplus = labelsToRemove(open.labels, wanted);
  for (const label of surplus) await forge.unlabel(open, label);
  const lacking = wanted.filter((label) => !open.labels.includes(label));
  if (lacking.length > 0) await forge.label(open, lacking);
  return surplus.length + lacking.length > 0;
}

/** Closes what has no reason any more, and deletes its branch unless somebody else wrote there. */
async function withdraw(
  app: string,
  branch: Branch,
  base: string,
  order: Order,
  forge: Forge,
): Promise<readonly Proposed[]> {
  const open = (await forge.requests(branch.name)).find(
    ({ state, body }) => state === "open" && markerOf(body) !== null,
  );
  if (open === undefined || !isOf(open, app, order)) return [];
  const why = "the catalog offers what the lock file holds, or the desired state does not have the app";
  const { title, body } = withdrawnText(open.title, open.body, why);
  await forge.close(open, { title, body: body.slice(0, forge.longest) });
  try {
    if (isOurs(await forge.ahead(branch, base), order)) await forge.deleteBranch(branch);
  } catch (error) {
    // A branch that stays is untidy, and no proposal.
    if (!(error instanceof ForgeError)) throw error;
  }
  return [{ app, kind: "closed", url: open.url }];
}
