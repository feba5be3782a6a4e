import type { TokenClaims } from "./token.ts";

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
  const permissions = permissionsOf(claims);
  return permissions === null ? "unknown" : permissions.some((permission) => MAY_CONSENT.test(permission));
}

/**
 * Whether an app that is not listed is not installed. False where the token's only permissions on installations show
 * some apps only (`…Self…`, `…Selected…`): for the others the list is empty, without an error.
 * Source: https://learn.microsoft.com/graph/api/userteamwork-list-installedapps#permissions
 */
export function provesAbsence(claims: TokenClaims | null): boolean {
  const onInstallations = (permissionsOf(claims) ?? []).filter((name) => /^TeamsAppInstallation\./i.test(name));
  return onInstallations.length === 0 || onInstallations.some((name) => SHOWS_ALL_INSTALLATIONS.test(name));
}

/**
 * Whether the token is known to show the members of groups that hide them. As a delegated permission it shows only
 * what the signed-in user may see, which proves nothing.
 * Source: https://learn.microsoft.com/graph/permissions-reference#memberreadhidden
 */
export function showsHiddenMembers(claims: TokenClaims | null): boolean {
  return (claims?.roles ?? []).some((role) => role.toLowerCase() === "member.read.hidden");
}

function permissionsOf(claims: TokenClaims | null): readonly string[] | null {
  if (claims === null || (claims.roles === null && claims.scopes === null)) return null;
  return [...(claims.roles ?? []), ...(claims.scopes ?? [])];
}
