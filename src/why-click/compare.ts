import type { AppVersionFacts, BotFacts } from "./manifest.ts";

/** Where Microsoft says when an app does not update by itself. */
export const SOURCE = "https://learn.microsoft.com/microsoftteams/apps-update-experience";

/** A documented condition under which people have to accept an update. */
export interface Condition {
  readonly id: ConditionId;
  /** True: it applies. Null: that cannot be told. */
  readonly met: boolean | null;
  /** What the two versions have, for people; null: nothing to add. */
  readonly detail: string | null;
}

/** The conditions, as the page lists them. */
export const CONDITIONS = {
  bot: "adds a bot, or changes the id of one",
  "notification-only": "changes isNotificationOnly of a bot",
  "bot-capabilities": "changes supportsCalling, supportsVideo or supportsFiles of a bot",
  "web-application-info": "changes webApplicationInfo",
  permissions: "adds or removes permissions in authorization",
  "messaging-extension": "adds a messaging extension",
} as const;

type ConditionId = keyof typeof CONDITIONS;

/** Whether people have to accept the update; null: that cannot be told. */
export interface Answer {
  readonly old: AppVersionFacts;
  readonly new: AppVersionFacts;
  readonly mustClick: boolean | null;
  /** Why nothing can be told whatever the conditions say; null: it can. */
  readonly because: string | null;
  readonly conditions: readonly Condition[];
}

/** Compares two versions of one app. */
export function whyClick(before: AppVersionFacts, after: AppVersionFacts): Answer {
  const conditions = [
    botAdded(before, after),
    botChanged("notification-only", ["isNotificationOnly"], before, after),
    botChanged("bot-capabilities", ["supportsCalling", "supportsVideo", "supportsFiles"], before, after),
    infoChanged(before, after),
    permissionsChanged(before, after),
    extensionAdded(before, after),
  ];
  const because =
    before.id !== null && after.id !== null && before.id !== after.id
      ? `they are two apps (${before.id} and ${after.id}), and no update leads from one to the other`
      : null;
  const isMet = conditions.some(({ met }) => met === true);
  const isClear = conditions.every(({ met }) => met !== null);
  const mustClick = because !== null ? null : isMet ? true : isClear ? false : null;
  return { old: before, new: after, mustClick, because, conditions };
}

function botAdded(before: AppVersionFacts, after: AppVersionFacts): Condition {
  // Without a bot none was added, whatever there was before.
  if (after.hasBot === false) return { id: "bot", met: false, detail: null };
  if (before.hasBot === false && after.hasBot === true && after.bots === null)
    return found("bot", ["there was none before"]);
  const [old, bots] = [before.bots, after.bots];
  if (old === null || bots === null) return unknown("bot", "which bots there are cannot be told of both");
  const added = [...bots.keys()].filter((id) => !old.has(id));
  return found(
    "bot",
    added.map((id) => `${id} is new`),
  );
}

function botChanged(
  id: ConditionId,
  flags: readonly (keyof BotFacts)[],
  { bots: old, hasBot: had }: AppVersionFacts,
  { bots, hasBot: has }: AppVersionFacts,
): Condition {
  if (had === false || has === false) return { id, met: false, detail: null };
  if (old === null || bots === null) return unknown(id, "what the bots may do cannot be told of both");
  const changes = [...bots].flatMap(([bot, now]) => {
    const before = old.get(bot);
    if (before === undefined) return [];
    return flags
      .filter((flag) => before[flag] !== now[flag])
      .map((flag) => `${flag} of ${bot}: ${before[flag]} -> ${now[flag]}`);
  });
  return found(id, changes);
}

function infoChanged(before: AppVersionFacts, after: AppVersionFacts): Condition {
  const id = "web-application-info";
  const [old, now] = [before.webApplicationInfo, after.webApplicationInfo];
  if (old === null || now === null) return unknown(id, "it cannot be told of both");
  if (old === now && !(before.isInfoWhole && after.isInfoWhole))
    return unknown(id, "the Entra application is the same, and the rest of it is not told");
  const change = old === "" ? "there was none before" : now === "" ? "there is none any more" : `${old} -> ${now}`;
  return found(id, old === now ? [] : [change]);
}

function permissionsChanged({ permissions: old }: AppVersionFacts, { permissions: now }: AppVersionFacts): Condition {
  if (old === null || now === null) return unknown("permissions", "they cannot be told of both");
  return found("permissions", [
    ...now.filter((name) => !old.includes(name)).map((name) => `${name} is new`),
    ...old.filter((name) => !now.includes(name)).map((name) => `${name} is gone`),
  ]);
}

function extensionAdded(
  { messagingExtensions: old }: AppVersionFacts,
  { messagingExtensions: now }: AppVersionFacts,
): Condition {
  const id = "messaging-extension";
  if (now?.length === 0) return { id, met: false, detail: null };
  if (old === null || now === null) return unknown(id, "they cannot be told of both");
  return found(
    id,
    now.filter((name) => !old.includes(name)).map((name) => `one ${name} is new`),
  );
}

function found(id: ConditionId, changes: readonly string[]): Condition {
  return { id, met: changes.length > 0, detail: changes.length > 0 ? changes.join("; ") : null };
}

function unknown(id: ConditionId, detail: string): Condition {
  return { id, met: null, detail };
}
