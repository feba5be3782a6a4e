import type { LockChange, LockUpdate } from "../lock/update-lock.ts";
import { LOCK_CLASSES, type LockedDefinition } from "../model/lock.ts";
import { permissionsLacking } from "../model/permission.ts";
import { permissionWords } from "../model/permission-words.ts";
import { printable } from "./facts/printable.ts";
import { count, permissionText } from "./facts/wording.ts";

/**
 * What becomes of the lock file, an app in a few lines, the counts last.
 * @param checks nothing is written, so each change is one that is lacking
 */
export function* renderLock({ changes }: LockUpdate, checks: boolean): Generator<string> {
  for (const change of changes) for (const line of lockLines(change)) yield `${printable(line)}\n`;
  const [same, kept] = ["same", "kept"].map((kind) => changes.filter((change) => change.kind === kind).length);
  const changed = changes.length - (same ?? 0) - (kept ?? 0);
  const parts = [
    ...(changed > 0 ? [`${count(changed, "app")} ${checks ? "not as the lock file has it" : "changed"}`] : []),
    ...(kept === 0 ? [] : [`${count(kept ?? 0, "app")} not known now`]),
    `${count(same ?? 0, "app")} as reviewed`,
  ];
  yield `${parts.join(", ")}\n`;
}

/** What one change means for whoever reviews it, the class first; without a line for what is as it was. */
export function lockLines(change: LockChange): readonly string[] {
  switch (change.kind) {
    case "same":
      return [];
    case "removed":
      return [`${change.app}: taken out, the desired state does not have it`];
    case "kept":
      return [
        `${change.app}: ${change.before === null ? "no entry" : `stays at ${change.before.version}`}, ${change.why}`,
      ];
    case "added":
      return [`${change.app}: new, ${change.after.version}`, ...wants(change.after, null)];
    case "changed":
      return [
        `${change.app}: ${change.class}, ${LOCK_CLASSES[change.class]}: ${step(change.before, change.after)}`,
        ...wants(change.after, change.before),
      ];
  }
}

function step(before: LockedDefinition, after: LockedDefinition): string {
  return before.version === after.version ? after.version : `${before.version} -> ${after.version}`;
}

/** To whom the consent goes, each permission that comes or goes, and a bot that comes, as lines of their own. */
function wants(after: LockedDefinition, before: LockedDefinition | null): readonly string[] {
  const earlier = before?.permissions ?? [];
  const isAnother = after.clientAppId !== (before?.clientAppId ?? null);
  return [
    ...(isAnother && after.clientAppId !== null
      ? [
          `  the consent goes to ${after.clientAppId}${before === null ? "" : `, before to ${before.clientAppId ?? "nobody"}`}`,
        ]
      : []),
    ...permissionsLacking(after.permissions, earlier).flatMap((permission) => [
      `  wants ${permissionText(permission)}`,
      `    ${permissionWords(permission)}`,
    ]),
    ...permissionsLacking(earlier, after.permissions).map(
      (permission) => `  no longer wants ${permissionText(permission)}`,
    ),
    ...(after.bot && before?.bot !== true ? ["  holds a bot"] : []),
  ];
}
