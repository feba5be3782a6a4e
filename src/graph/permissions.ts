import type { Uses } from "../model/desired.ts";
import type { TokenClaims } from "./token.ts";

/** What a run does, as far as permissions go: each mode needs what the ones before it need. */
export type PermissionMode = "plan" | "apply" | "apply-with-consent";

/** What a run has to be allowed. */
export type Need = "users" | "group-members" | "catalog" | "installations" | "changes" | "consent";

/** An application permission of Microsoft Graph. */
interface GraphRole {
  readonly name: string;
  readonly id: string;
}

/** One need: the least role that meets it, and how any other that does is recognized. */
export interface NeedFacts {
  readonly need: Need;
  readonly what: string;
  readonly least: GraphRole;
  /** Application permissions; delegated ones have the same names, those on installations without `.All`. */
  readonly metBy: RegExp;
}

/**
 * Least roles with their ids, and what else does. Roles for the caller's own or for selected apps are counted as meeting
 * a need: which apps they are good for only Graph can tell.
 * Source: https://learn.microsoft.com/graph/permissions-reference
 */
const NEEDS: readonly NeedFacts[] = [
  {
    need: "users",
    what: "read users",
    least: { name: "User.Read.All", id: "df021288-bdef-4463-88db-98f22de89214" },
    metBy: /^(User\.ReadWrite|User\.Read|Directory\.ReadWrite|Directory\.Read)\.All$/i,
  },
  {
    need: "group-members",
    what: "read the members of groups",
    least: { name: "GroupMember.Read.All", id: "98830695-27a2-44f7-8c18-0c3ebc9698f6" },
    metBy:
      /^(GroupMember\.ReadWrite|GroupMember\.Read|Group\.ReadWrite|Group\.Read|Directory\.ReadWrite|Directory\.Read)\.All$/i,
  },
  {
    need: "catalog",
    what: "read the app catalog",
    least: { name: "AppCatalog.Read.All", id: "e12dae10-5a57-4817-b79d-dfbec5348930" },
    metBy: /^AppCatalog\.((Read|ReadWrite)\.All|Submit)$/i,
  },
  {
    need: "installations",
    what: "read what people have installed",
    least: { name: "TeamsAppInstallation.ReadForUser.All", id: "9ce09611-f4f7-4abd-a629-a05450422a97" },
    metBy:
      /^TeamsAppInstallation\.(Read\.All|(Read|ReadWrite|ReadWriteAndConsent|Manage)(Self|Selected)?ForUser(\.All)?)$/i,
  },
  {
    need: "changes",
    what: "install, upgrade and uninstall",
    least: { name: "TeamsAppInstallation.ReadWriteForUser.All", id: "74ef0291-ca83-4d02-8c7e-d2391e6a444f" },
    metBy: /^TeamsAppInstallation\.(ReadWrite|ReadWriteAndConsent|Manage)(Self|Selected)?ForUser(\.All)?$/i,
  },
  {
    need: "consent",
    what: "install and upgrade with consent",
    least: { name: "TeamsAppInstallation.ReadWriteAndConsentForUser.All", id: "32ca478f-f89e-41d0-aaf8-101deb7da510" },
    metBy: /^TeamsAppInstallation\.(ReadWriteAndConsent(Self|Selected)?|Manage(Self|Selected)?)ForUser(\.All)?$/i,
  },
];

/** What a mode needs for a desired state, in the order of `NEEDS`. */
export function needsOf(mode: PermissionMode, uses: Uses): readonly NeedFacts[] {
  return NEEDS.filter(({ need }) => {
    if (need === "group-members") return uses.groups;
    if (need === "changes") return mode !== "plan";
    return need !== "consent" || mode === "apply-with-consent";
  });
}

/**
 * The least roles for a mode: of the roles on installations the widest that is needed includes the others.
 * Source: https://learn.microsoft.com/graph/permissions-reference
 */
export function leastRoles(mode: PermissionMode, uses: Uses): readonly GraphRole[] {
  const needed = needsOf(mode, uses);
  const widest = needed.filter(({ need }) => ON_INSTALLATIONS.includes(need)).at(-1);
  return needed.filter((facts) => !ON_INSTALLATIONS.includes(facts.need) || facts === widest).map(({ least }) => least);
}

const ON_INSTALLATIONS: readonly Need[] = ["installations", "changes", "consent"];

/** The permissions that a token names; null for an opaque token and one that names none, about which nothing is known. */
export function heldPermissions(claims: TokenClaims | null): readonly string[] | null {
  if (claims === null || (claims.roles === null && claims.scopes === null)) return null;
  return [...(claims.roles ?? []), ...(claims.scopes ?? [])];
}

/** The needs that no held permission meets. */
export function missingNeeds(held: readonly string[], needed: readonly NeedFacts[]): readonly NeedFacts[] {
  return needed.filter(({ metBy }) => !held.some((permission) => metBy.test(permission)));
}

/** What a token holds beyond the least permissions of a mode. Those of every token of a person are not counted. */
interface Excess {
  /** Can be taken away, all of them together: what is left meets each need as well as before. */
  readonly needless: readonly string[];
  /** Meets a need that nothing else does, and allows more than the least permission would. */
  readonly wide: readonly string[];
}

/** Tells what can be taken away from what is only wider than it has to be. */
export function excessPermissions(held: readonly string[], mode: PermissionMode, uses: Uses): Excess {
  const isLeast = isLeastIn([mode], uses);
  const isUseful = (name: string): boolean => uses.everyone && name.toLowerCase() === ACCOUNT_TYPES_ROLE.toLowerCase();
  const beyond = held.filter((name) => !isLeast(name) && !isUseful(name) && !OF_EVERY_PERSON.has(name.toLowerCase()));
  const needed = needsOf(mode, uses);
  const needless: string[] = [];
  for (const permission of beyond) {
    const left = held.filter((name) => !needless.includes(name));
    const others = left.filter((name) => name !== permission);
    if (needed.every((need) => reachOf(others, need) >= reachOf(left, need))) needless.push(permission);
  }
  // Whoever may do less than the mode needs holds nothing wide.
  const isLeastOfLess = isLeastIn(MODES.slice(0, MODES.indexOf(mode)), uses);
  const isWide = (name: string): boolean => !FOR_SOME_APPS.test(name) && !isLeastOfLess(name);
  return { needless, wide: beyond.filter((name) => !needless.includes(name) && isWide(name)) };
}

const MODES: readonly PermissionMode[] = ["plan", "apply", "apply-with-consent"];

function isLeastIn(modes: readonly PermissionMode[], uses: Uses): (permission: string) => boolean {
  const least = new Set(modes.flatMap((mode) => leastRoles(mode, uses)).map(({ name }) => name.toLowerCase()));
  return (permission) => least.has(permission.toLowerCase()) || least.has(`${permission.toLowerCase()}.all`);
}

/** How far permissions meet a need: 0 not at all, 1 for some apps only, 2 for all. */
function reachOf(held: readonly string[], { metBy }: NeedFacts): number {
  const meeting = held.filter((permission) => metBy.test(permission));
  return Math.max(0, ...meeting.map((permission) => (FOR_SOME_APPS.test(permission) ? 1 : 2)));
}

const FOR_SOME_APPS = /(?:Self|Selected)ForUser/i;

const OF_EVERY_PERSON: ReadonlySet<string> = new Set(["openid", "profile", "email", "offline_access", "user.read"]);

/**
 * The permissions that list every installation of a user, without and with the `.All` of application permissions.
 * Source: https://learn.microsoft.com/graph/permissions-reference
 */
const SHOWS_ALL_INSTALLATIONS =
  /^TeamsAppInstallation\.(?:Read|(?:Read|ReadWrite|ReadWriteAndConsent)ForUser)(?:\.All)?$/i;

/** The permissions that may grant consent while installing or upgrading. Source: as above */
const MAY_CONSENT = /^TeamsAppInstallation\.(?:ReadWriteAndConsent\w*|ManageSelected)ForUser(?:\.All)?$/i;

/** Whether the token may grant consent; `unknown` for an opaque token and for one that names no permissions at all. */
export function mayConsent(claims: TokenClaims | null): boolean | "unknown" {
  const permissions = heldPermissions(claims);
  return permissions === null ? "unknown" : permissions.some((permission) => MAY_CONSENT.test(permission));
}

/**
 * Whether an app that is not listed is not installed. False where the token's only permissions on installations show
 * some apps only (`…Self…`, `…Selected…`): for the others the list is empty, without an error.
 * Source: https://learn.microsoft.com/graph/api/userteamwork-list-installedapps#permissions
 */
export function provesAbsence(claims: TokenClaims | null): boolean {
  const onInstallations = (heldPermissions(claims) ?? []).filter((name) => /^TeamsAppInstallation\./i.test(name));
  return onInstallations.length === 0 || onInstallations.some((name) => SHOWS_ALL_INSTALLATIONS.test(name));
}

/**
 * Whether the token may subscribe to installations of everybody; an opaque one may.
 * Source: https://learn.microsoft.com/graph/teams-changenotifications-appinstallation#personal-scope
 */
export function maySubscribe(claims: TokenClaims | null): boolean {
  const held = heldPermissions(claims);
  return held === null || (claims?.roles ?? []).some((role) => SUBSCRIBES.test(role));
}

const SUBSCRIBES = /^TeamsAppInstallation\.(Read|(Read|ReadWrite(Self)?|ReadWriteAndConsent(Self)?)ForUser)\.All$/i;

/** Tells rooms and shared devices from people. Source: https://learn.microsoft.com/graph/permissions-reference */
export const ACCOUNT_TYPES_ROLE = "TeamsUserConfiguration.Read.All";

/** Whether the token may show what Teams takes accounts for; an opaque one may. */
export function mayShowAccountTypes(claims: TokenClaims | null): boolean {
  const held = heldPermissions(claims);
  return held === null || held.some((name) => name.toLowerCase() === ACCOUNT_TYPES_ROLE.toLowerCase());
}

/**
 * Whether the token is known to show the members of groups that hide them. As a delegated permission it shows only
 * what the signed-in user may see, which proves nothing.
 * Source: https://learn.microsoft.com/graph/permissions-reference#memberreadhidden
 */
export function showsHiddenMembers(claims: TokenClaims | null): boolean {
  return (claims?.roles ?? []).some((role) => role.toLowerCase() === "member.read.hidden");
}
