import type {
  Configuration,
  ExceptionConfiguration,
  PolicyConfiguration,
  RolloutConfiguration,
  TargetConfiguration,
} from "./desired/configuration.ts";
import { type App, identityKey } from "./model/desired.ts";
import { LOCK_FILE } from "./model/lock.ts";
import type { Limit } from "./model/policy.ts";
import type { Gates, Signal, Threshold } from "./model/rollout.ts";
import { describeWindow, type Window } from "./model/window.ts";

/**
 * One guard that a change of the desired state alters. `guard` is its key as the files spell it, such as `maxChanges` or
 * `rollouts.expenses.gates.refusals.halt`; null for a value that is not written. `loosens`: something may happen from now on
 * that could not before, or nobody can tell that it may not.
 */
export interface GuardChange {
  readonly guard: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly loosens: boolean;
}

/**
 * What guards a change alters: limits, brakes, protection, sections, denied versions, exceptions, rollouts. Loosened ones come
 * first. Where nothing was said before, nothing was guarded.
 */
export function compareGuards(head: Configuration, base: Configuration): readonly GuardChange[] {
  if (base.apps.length + base.assignments.length === 0) return [];
  const keys = new Map([...base.apps, ...head.apps].map(({ name, identity }) => [name, identityKey(identity)]));
  const changes = [
    ...changed("tenant", base.tenantId, head.tenantId, base.tenantId !== null),
    ...changed(
      "lock",
      base.lock === null ? null : LOCK_FILE,
      head.lock === null ? null : LOCK_FILE,
      head.lock === null,
    ),
    ...policyChanges(head.policy, base.policy),
    ...appsChanges(head.apps, base.apps),
    ...entries("exceptions", base.exceptions.map(exceptionText), head.exceptions.map(exceptionText)),
    ...leftOutOfLists(base.exceptions, head.exceptions),
    ...pairsOf(head.rollouts, base.rollouts, ({ app }) => keys.get(app) ?? app).flatMap(([after, before]) =>
      rolloutChanges(after, before),
    ),
  ];
  return [...changes.filter(({ loosens }) => loosens), ...changes.filter(({ loosens }) => !loosens)];
}

type Maybe<Value> = Value | null;

function policyChanges(head: PolicyConfiguration, base: PolicyConfiguration): readonly GuardChange[] {
  return [
    ...switched("suspend", base.suspended, head.suspended, "off"),
    ...limit("maxChanges", base.maxChanges, head.maxChanges),
    ...limit("maxRemovals", base.maxRemovals, head.maxRemovals),
    ...limit("maxDue", base.maxDue, head.maxDue),
    ...amount("perRun", base.perRun, head.perRun, "higher"),
    ...amount("perDay", base.perDay, head.perDay, "higher"),
    ...window("window", base.window, head.window),
    ...text("timeZone", base.timeZone, head.timeZone),
    ...entries(
      "protectedUsers",
      base.protectedUsers.map(({ name }) => name),
      head.protectedUsers.map(({ name }) => name),
    ),
    ...Object.keys({ ...base.sections, ...head.sections }).flatMap((section) =>
      sectionChanges(`sections.${section}`, base.sections[section] ?? null, head.sections[section] ?? null),
    ),
  ];
}

/** An exception holds what would act, so one that goes or ends earlier loosens. */
function exceptionText({ app, to, accept, until }: ExceptionConfiguration): string {
  return `${app} for ${to.map(({ name }) => name).join(", ")} until ${until} (${accept.join(", ")})`;
}

/** Whom an exception no longer holds since their list names them no more, though the exception reads as before. */
function leftOutOfLists(
  before: readonly ExceptionConfiguration[],
  after: readonly ExceptionConfiguration[],
): readonly GuardChange[] {
  return pairsOf(after, before, exceptionText).flatMap(([now, then]) =>
    now === null || then === null
      ? []
      : pairsOf(listsOf(now.to), listsOf(then.to), ({ name }) => name).flatMap(([list, earlier]) =>
          list === null || earlier === null
            ? []
            : entries(`exceptions ${list.name}`, earlier.users, list.users).filter(({ loosens }) => loosens),
        ),
  );
}

type ListTarget = Extract<TargetConfiguration, { kind: "usersFrom" }>;

function listsOf(targets: readonly TargetConfiguration[]): readonly ListTarget[] {
  return targets.filter((target) => target.kind === "usersFrom");
}

/** A section that is not named may stand anywhere, so a first place tightens, and one place more loosens. */
function sectionChanges(
  guard: string,
  before: Maybe<readonly string[]>,
  after: Maybe<readonly string[]>,
): readonly GuardChange[] {
  const loosens = before !== null && (after === null || after.some((place) => !before.includes(place)));
  return changed(guard, before?.join(", ") ?? null, after?.join(", ") ?? null, loosens);
}

/**
 * An app is the same under another name. One that goes leaves nothing to guard, unless another comes: the same app may be
 * named by its other id from now on, and what guarded it must not go unseen.
 */
function appsChanges(head: readonly App[], base: readonly App[]): readonly GuardChange[] {
  const pairs = pairsOf(head, base, ({ identity }) => identityKey(identity));
  const isNewOne = pairs.some(([, before]) => before === null);
  return pairs.flatMap(([after, before]) => {
    if (before === null) return [];
    if (after !== null) return appChanges(after, before);
    return isNewOne ? appChanges(unguarded(before), before) : [];
  });
}

function unguarded(app: App): App {
  return { ...app, clientAppId: null, suspended: false, deny: [], repairConsent: "report", replaces: null };
}

function appChanges(after: App, before: App): readonly GuardChange[] {
  const of = (key: string): string => `apps.${after.name}.${key}`;
  return [
    ...changed(of("clientAppId"), before.clientAppId, after.clientAppId, before.clientAppId !== null),
    ...switched(of("suspend"), before.suspended, after.suspended, "off"),
    ...entries(of("deny"), deniedBy(before), deniedBy(after)),
    ...changed(of("repairConsent"), before.repairConsent, after.repairConsent, after.repairConsent !== "report"),
    ...changed(of("replaces.id"), before.replaces?.id ?? null, after.replaces?.id ?? null, after.replaces !== null),
    ...(before.replaces === null
      ? []
      : amount(of("replaces.removals"), before.replaces.removals, after.replaces?.removals ?? 0, "higher")),
  ];
}

function deniedBy({ deny }: App): readonly string[] {
  return deny.map(({ versions }) => versions.text);
}

function rolloutChanges(
  after: Maybe<RolloutConfiguration>,
  before: Maybe<RolloutConfiguration>,
): readonly GuardChange[] {
  if (before === null || after === null) {
    const guard = `rollouts.${(after ?? before)?.app ?? ""}`;
    return changed(guard, ringsOf(before), ringsOf(after), after === null);
  }
  const of = (key: string): string => `rollouts.${after.app}.${key}`;
  return [
    ...ringChanges(of, after, before),
    ...gateChanges(of, after.gates, before.gates),
    ...window(of("window"), before.window, after.window),
    ...duration(of("after"), before.afterMs, after.afterMs, "lower"),
    ...duration(of("expires"), before.expiresMs, after.expiresMs, "higher"),
    ...changed(of("urgent"), before.urgent, after.urgent, after.urgent !== null),
    ...changed(of("resume"), haltName(before), haltName(after), after.resume !== null),
  ];
}

/** Rings are compared by their place, as people move on by it. */
function ringChanges(
  of: (key: string) => string,
  after: RolloutConfiguration,
  before: RolloutConfiguration,
): readonly GuardChange[] {
  if (after.rings.length !== before.rings.length) {
    return changed(of("rings"), ringsOf(before), ringsOf(after), after.rings.length < before.rings.length);
  }
  return after.rings.flatMap((ring, index) => {
    const earlier = before.rings[index];
    if (earlier === undefined) return [];
    const key = (name: string): string => of(`rings.${ring.name}.${name}`);
    const [now, then] = [membersOf(ring), membersOf(earlier)];
    return [
      ...(now.share === null || then.share === null
        ? changed(key("to"), then.text, now.text, true)
        : amount(key("share"), then.share, now.share, "higher", (share) => `${share}%`)),
      ...listedAnew(key("to"), earlier, ring),
      ...duration(key("soak"), earlier.soakMs, ring.soakMs, "lower"),
      ...switched(key("proof"), earlier.needsProof, ring.needsProof, "off"),
    ];
  });
}

function membersOf({ members }: RolloutConfiguration["rings"][number]): {
  readonly share: number | null;
  readonly text: string;
} {
  if (members.kind === "share") return { share: percent(members.share), text: `${percent(members.share)}%` };
  if (members.kind === "everybody-else") return { share: null, text: "everybody else" };
  return { share: null, text: members.to.map(({ kind, name }) => `${kind} ${name}`).join(", ") };
}

/** Whom a list brings into a ring from now on: they get a version earlier than they would have. */
function listedAnew(
  guard: string,
  before: RolloutConfiguration["rings"][number],
  after: RolloutConfiguration["rings"][number],
): readonly GuardChange[] {
  if (before.members.kind !== "named" || after.members.kind !== "named") return [];
  return pairsOf(listsOf(after.members.to), listsOf(before.members.to), ({ name }) => name).flatMap(([now, then]) => {
    if (now === null || then === null) return [];
    const come = now.users.filter((user) => !then.users.includes(user)).length;
    return come === 0
      ? []
      : changed(
          `${guard} ${now.name}`,
          `users: ${then.users.length}`,
          `users: ${now.users.length}, new: ${come}`,
          true,
        );
  });
}

function gateChanges(of: (key: string) => string, after: Gates, before: Gates): readonly GuardChange[] {
  return [
    ...threshold(of("gates.refusals.halt"), before.refusals?.halt ?? null, after.refusals?.halt ?? null),
    ...amount(of("gates.refusals.atLeast"), before.refusals?.atLeast ?? 0, after.refusals?.atLeast ?? 0, "higher"),
    ...threshold(of("gates.readBack.halt"), before.readBack?.halt ?? null, after.readBack?.halt ?? null),
    ...threshold(of("gates.unverified.wait"), before.unverified?.wait ?? null, after.unverified?.wait ?? null),
    ...amount(of("gates.removals.harmful"), harmful(before), harmful(after), "higher", (share) => `${share}%`),
    ...before.signals.flatMap((signal) => signalChange(of, signal, after)),
  ];
}

/** What another question or another answer lets through cannot be told from outside. */
function signalChange(of: (key: string) => string, signal: Signal, after: Gates): readonly GuardChange[] {
  const now = after.signals.find(({ name }) => name === signal.name) ?? null;
  if (now !== null && JSON.stringify(now) === JSON.stringify(signal)) return [];
  const guard = of(`gates.signals.${signal.name}`);
  return [{ guard, before: "as it was", after: now === null ? null : "another", loosens: true }];
}

function harmful({ removals }: Gates): number | null {
  return removals === null ? null : percent(removals.harmful);
}

function threshold(guard: string, before: Maybe<Threshold>, after: Maybe<Threshold>): readonly GuardChange[] {
  return bound(guard, thresholdBound(before), thresholdBound(after));
}

function limit(guard: string, before: Maybe<Limit>, after: Maybe<Limit>): readonly GuardChange[] {
  return bound(guard, limitBound(before), limitBound(after));
}

/** How much is let through, as a number or as a share in percent. */
interface Bound {
  readonly size: number;
  readonly unit: "" | "%";
}

function thresholdBound(one: Maybe<Threshold>): Maybe<Bound> {
  if (one === null) return null;
  return one.kind === "count" ? { size: one.count, unit: "" } : { size: percent(one.share), unit: "%" };
}

function limitBound(one: Maybe<Limit>): Maybe<Bound> {
  if (one === null) return null;
  return one.kind === "count" ? { size: one.count, unit: "" } : { size: one.percent, unit: "%" };
}

/** A share and a number can be compared for one tenant only, so one in place of the other counts as loosened; none at all does not. */
function bound(guard: string, before: Maybe<Bound>, after: Maybe<Bound>): readonly GuardChange[] {
  const isTighter =
    after !== null && (before === null || after.size === 0 || (before.unit === after.unit && after.size < before.size));
  return changed(guard, boundText(before), boundText(after), !isTighter);
}

function boundText(one: Maybe<Bound>): string | null {
  return one === null ? null : `${one.size}${one.unit}`;
}

/** `looser`: in which direction more may happen. A limit that is taken away loosens, a new one does not. */
function amount(
  guard: string,
  before: Maybe<number>,
  after: Maybe<number>,
  looser: "higher" | "lower",
  show: (value: number) => string = String,
): readonly GuardChange[] {
  const isLooser = before !== null && (after === null || (looser === "higher" ? after > before : after < before));
  return changed(guard, before === null ? null : show(before), after === null ? null : show(after), isLooser);
}

function duration(
  guard: string,
  before: Maybe<number>,
  after: Maybe<number>,
  looser: "higher" | "lower",
): readonly GuardChange[] {
  return amount(guard, before, after, looser, (ms) =>
    ms % 86_400_000 === 0 ? `${ms / 86_400_000}d` : `${ms / 3_600_000}h`,
  );
}

/** Hours that differ may hold new ones, so only a first window tightens. */
function window(guard: string, before: Maybe<Window>, after: Maybe<Window>): readonly GuardChange[] {
  const shown = (one: Maybe<Window>): string | null => (one === null ? null : describeWindow(one));
  return changed(guard, shown(before), shown(after), before !== null);
}

function text(guard: string, before: string, after: string): readonly GuardChange[] {
  return changed(guard, before, after, true);
}

function switched(guard: string, before: boolean, after: boolean, looser: "on" | "off"): readonly GuardChange[] {
  return changed(guard, String(before), String(after), after === (looser === "on"));
}

/** Of a list whose every entry guards: each entry that goes or comes is a change of its own. */
function entries(guard: string, before: readonly string[], after: readonly string[]): readonly GuardChange[] {
  return [
    ...before
      .filter((entry) => !after.includes(entry))
      .map((entry) => ({ guard, before: entry, after: null, loosens: true })),
    ...after
      .filter((entry) => !before.includes(entry))
      .map((entry) => ({ guard, before: null, after: entry, loosens: false })),
  ];
}

function changed(guard: string, before: string | null, after: string | null, loosens: boolean): readonly GuardChange[] {
  return before === after ? [] : [{ guard, before, after, loosens }];
}

function ringsOf(rollout: Maybe<RolloutConfiguration>): string | null {
  return rollout === null ? null : rollout.rings.map(({ name }) => name).join(", ");
}

function haltName({ resume }: RolloutConfiguration): string | null {
  return resume === null ? null : `${resume.digest}/${resume.number}`;
}

/** What both sides have under one name, and what only one has. */
function pairsOf<Item>(
  head: readonly Item[],
  base: readonly Item[],
  nameOf: (item: Item) => string,
): readonly (readonly [Item | null, Item | null])[] {
  const [after, before] = [
    new Map(head.map((item) => [nameOf(item), item])),
    new Map(base.map((item) => [nameOf(item), item])),
  ];
  return [...new Set([...after.keys(), ...before.keys()])]
    .sort()
    .map((name) => [after.get(name) ?? null, before.get(name) ?? null]);
}

/** Without the last digits that binary fractions leave: 0.07 is 7. */
function percent(share: number): number {
  return Number((share * 100).toFixed(6));
}
