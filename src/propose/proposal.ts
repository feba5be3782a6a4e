import { createHash } from "node:crypto";
import type { LockChange } from "../lock/update-lock.ts";
import { LOCK_CLASSES, type LockClass, type LockedDefinition } from "../model/lock.ts";
import { type Permission, permissionsLacking } from "../model/permission.ts";
import { permissionWords } from "../model/permission-words.ts";
import { inert } from "../report/facts/inert.ts";
import { printable } from "../report/facts/printable.ts";
import { count, number } from "../report/facts/wording.ts";
import { code } from "../report/markdown/quoting.ts";
import { lockLines } from "../report/lock.ts";
import type { RequestText } from "./forge.ts";
import type { Reach } from "./reach.ts";

/** A change of the lock file that is to be reviewed. */
export type Proposable = Extract<LockChange, { readonly kind: "added" | "changed" }>;

/** What is proposed for one app. */
export interface Proposal {
  readonly change: Proposable;
  readonly class: LockClass;
  /** The lock file, from the root of the repository. */
  readonly lockPath: string;
  /** What the desired state approves for the app. */
  readonly approved: readonly Permission[];
  readonly reach: Reach;
}

/** By this label, and by no other, a robot may know what it may merge. */
export const ROBOT_LABEL = "trueup-robot-may-merge";

const OWN_LABELS = /^trueup-/;

/** An app that the lock file does not name is one that nobody has reviewed yet. */
export function classOf(change: Proposable): LockClass {
  return change.kind === "added" ? "new-catalog-id" : change.class;
}

/** Labels that a change request is to have. */
export function labelsOf(proposal: Pick<Proposal, "class">): readonly string[] {
  const robot = proposal.class === "same-consent" ? [ROBOT_LABEL] : [];
  return ["trueup-lock", `trueup-${proposal.class}`, ...robot];
}

/** Labels of ours that a change request has and is not to have; those of others stay. */
export function labelsToRemove(has: readonly string[], wanted: readonly string[]): readonly string[] {
  return has.filter((label) => OWN_LABELS.test(label) && !wanted.includes(label));
}

const TRAILER = "TrueUp-Lock";

/** Says which file a commit of ours holds, so that a commit that somebody changed is not taken for ours. */
export function commitMessage({ change }: Proposal, text: string): string {
  const words = lockLines(change)
    .slice(1)
    .map((line) => printable(line.slice(2)));
  const body = words.length === 0 ? "" : `\n${words.join("\n")}\n`;
  return `lock: ${subject(change)}\n${body}\n${TRAILER}: ${digestOfText(text)}\n`;
}

/** Whether a commit with this message, and this lock file, is as we made it. */
export function isOwnCommit(message: string, text: string | null): boolean {
  const said = new RegExp(`^${TRAILER}: (sha256:[0-9a-f]{64})\\s*$`, "m").exec(message)?.[1];
  return text !== null && said === digestOfText(text);
}

function digestOfText(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** `expenses 2.4.0 -> 2.5.0, more-consent` */
function subject(change: Proposable): string {
  const { app, after } = change;
  const before =
    change.kind === "added" || change.before.version === after.version ? "" : `${change.before.version} -> `;
  return `${app} ${inert(`${before}${after.version}`)}, ${classOf(change)}`;
}

/** Why a change request of ours was closed by us; one that somebody else closed says nothing. */
type MarkerState = "open" | "withdrawn";

/** What the first line of a text of ours says. */
export interface Marker {
  readonly lockPath: string;
  readonly app: string;
  readonly digest: string;
  readonly state: MarkerState;
}

const MARKER = /^<!-- trueup:lock (\S+) (\S+) (sha256:[0-9a-f]{64}) (open|withdrawn) -->/;

/** Null: the text is not ours. */
export function markerOf(body: string): Marker | null {
  const [, path = "", app = "", digest = "", state] = MARKER.exec(body.trimStart()) ?? [];
  if (state === undefined) return null;
  return { lockPath: decode(path), app, digest, state: state === "open" ? "open" : "withdrawn" };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function markerLine({ lockPath, app, digest, state }: Marker): string {
  return `<!-- trueup:lock ${encodeURIComponent(lockPath).replaceAll("--", "-%2D")} ${app} ${digest} ${state} -->`;
}

/** The text of a change request that we close, since its reason has gone. */
export function withdrawnText(title: string, body: string, why: string): RequestText {
  const marker = markerOf(body);
  if (marker === null) return { title, body };
  const rest = body.trimStart().replace(MARKER, "").trimStart();
  return { title, body: `${markerLine({ ...marker, state: "withdrawn" })}\n**Closed by TrueUp:** ${why}.\n\n${rest}` };
}

/**
 * What reviewers read. Where a service takes less, first the words that explain go, then the last permissions, which are
 * counted; the file of the change request has them all.
 * @param request `pull request`, as the service calls it
 */
export function requestText(proposal: Proposal, longest: number, request: string): RequestText {
  const title = `lock: ${subject(proposal.change)}`;
  const wants = wantsLines(proposal.change, true);
  const brief = wantsLines(proposal.change, false);
  const whole = bodyOf(proposal, wants, request);
  if (whole.length <= longest) return { title, body: whole };
  for (let shown = brief.length; shown > 0; shown -= 1) {
    const more = brief.length - shown;
    const cut = more === 0 ? brief : [...brief.slice(0, shown), `- and ${count(more, "more line")}: see the file`];
    const body = bodyOf(proposal, cut, request);
    if (body.length <= longest) return { title, body };
  }
  return { title, body: bodyOf(proposal, ["- see the file: what changes is too long for this text"], request) };
}

function bodyOf(proposal: Proposal, wants: readonly string[], request: string): string {
  const { change, lockPath } = proposal;
  const { app, after } = change;
  const before = change.kind === "added" ? null : change.before;
  const step = before === null ? code(after.version) : `${code(before.version)} -> ${code(after.version)}`;
  const held = before === null ? "does not name it yet" : "holds another one";
  const paragraphs = [
    `The catalog offers a definition of **${app}** that nobody has reviewed: ${code(lockPath, 300)} ${held}. Until this ${request} is merged, it reaches nobody.`,
    `**${proposal.class}**: ${LOCK_CLASSES[proposal.class]}.`,
    [`- version ${step}`, ...identityLines(after, before), ...wants].join("\n"),
    ...approvalParagraph(proposal),
    reachText(proposal.reach),
    proposal.class === "same-consent"
      ? `A robot may merge this: the label ${code(ROBOT_LABEL)} says so.`
      : "A person has to merge this: it is more than a new version with the same consent.",
    `TrueUp keeps this ${request} up to date and closes it when its reason has gone. It stops where somebody else adds a commit. Close it to refuse this definition.`,
  ];
  const marker = markerLine({ lockPath, app, digest: after.digest, state: "open" });
  return `${marker}\n${paragraphs.join("\n\n")}\n`;
}

function whom(id: string | null): string {
  return id === null ? "nobody" : code(id);
}

/** To whom the consent goes, and a bot: they come before everything else. */
function identityLines(after: LockedDefinition, before: LockedDefinition | null): readonly string[] {
  const isMoved = before === null ? after.clientAppId !== null : before.clientAppId !== after.clientAppId;
  const earlier = before === null ? "" : `, before to ${whom(before.clientAppId)}`;
  return [
    ...(before !== null && before.catalogId !== after.catalogId
      ? [`- it is ${code(after.catalogId)} of the catalog, before ${code(before.catalogId)}`]
      : []),
    ...(isMoved ? [`- the consent goes to ${whom(after.clientAppId)}${earlier}`] : []),
    ...(after.bot && before?.bot !== true ? ["- it holds a bot: it may talk to people"] : []),
    ...(before?.bot === true && !after.bot ? ["- it holds no bot any more"] : []),
  ];
}

function wantsLines(change: Proposable, explains: boolean): readonly string[] {
  const { after } = change;
  const earlier = change.kind === "added" ? [] : change.before.permissions;
  const words = (permission: Permission): string => (explains ? `: ${permissionWords(permission)}` : "");
  const line = (permission: Permission): string =>
    `${plain(permission.value)}${words(permission)} (${permission.type})`;
  return [
    ...permissionsLacking(after.permissions, earlier).map((permission) => `- wants ${line(permission)}`),
    ...permissionsLacking(earlier, after.permissions).map((permission) => `- no longer wants ${line(permission)}`),
    ...(after.permissions.length === 0 ? ["- it requires no permission"] : []),
  ];
}

/** What has nothing in it that a renderer could take for more stands as it is. */
function plain(text: string): string {
  return /^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/.test(text) && text.length <= 128 ? text : code(text);
}

/** The lock file approves no permission, and neither does this change. */
function approvalParagraph({ change, approved }: Proposal): readonly string[] {
  const lacking = permissionsLacking(change.after.permissions, approved);
  if (lacking.length === 0) return [];
  const shown = lacking.slice(0, 20).map(({ value, type }) => `${plain(value)} (${type})`);
  const more = lacking.length - shown.length;
  const list = `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return [
    `**Not approved yet:** ${list}. Merging this is not enough: whoever owns \`permissions:\` of ${change.app} has to approve it there.`,
  ];
}

function reachText(reach: Reach): string {
  if (reach.state === "unknown") return `**Reaches:** not known: ${inert(reach.why, 300)}.`;
  const { people, unread, rings } = reach;
  const perhaps = unread === 0 ? "" : `, and perhaps ${count(unread, "person", "people")} who could not be read`;
  const head = `**Reaches** ${count(people, "person", "people")}${perhaps}`;
  if (rings === null) return `${head}, ring by ring; how many are in each is not known without a store.`;
  if (rings.length === 0) return `${head}.`;
  const rows = rings.map((ring) => `| ${code(ring.name).replaceAll("|", "\\|")} | ${number(ring.people)} |`);
  return `${head}, ring by ring:\n\n| ring | people |\n| --- | ---: |\n${rows.join("\n")}`;
}
