import { SignInError, UsageError } from "../errors.ts";
import { heldPermissions, missingNeeds, type NeedFacts, needsOf, type PermissionMode } from "../graph/permissions.ts";
import type { TokenClaims } from "../graph/token.ts";
import type { Uses } from "../model/desired.ts";
import type { Plan } from "../model/plan.ts";
import type { TenantAccess } from "./tenant.ts";

/**
 * Makes sure that the token is for the tenant that the desired state names.
 * @param desiredTenantId lower case; null when the desired state names none
 * @throws UsageError when the desired state must name a tenant to write, and does not
 * @throws SignInError when the tenant differs or cannot be told
 */
export function checkTenant(
  desiredTenantId: string | null,
  access: Pick<TenantAccess, "root" | "claims">,
  writes: boolean,
): void {
  const { root, claims } = access;
  const actual = claims?.tenantId ?? null;
  if (desiredTenantId === null) {
    if (!writes || root.loopback) return;
    throw new UsageError(
      "the desired state names no tenant, so apply cannot tell that this is the right one",
      actual === null ? "add a line such as `tenant: 3f6c1f0e-…`" : `if it is, add the line: tenant: ${actual}`,
    );
  }
  if (actual === desiredTenantId || (actual === null && root.loopback)) return;
  if (actual === null) {
    throw new SignInError(
      "tenant-unknown",
      `the token does not say which tenant it is for, and the desired state is for ${desiredTenantId}`,
      "use a token that names its tenant, as those of Microsoft Entra do",
    );
  }
  throw new SignInError(
    "tenant-differs",
    `the token is for tenant ${actual}, and the desired state is for ${desiredTenantId}`,
    "sign in to the other tenant, or pass the other tenant's desired state",
  );
}

/**
 * Names the read permissions that the token seems to lack, one line each. Only a warning: Graph has other permissions
 * that include them, and Graph's own answer decides.
 */
export function readWarnings(claims: TokenClaims | null, uses: Uses): readonly string[] {
  return missing(claims, "plan", uses).map(
    ({ what, least }) => `warning: the token names no permission to ${what}; the least that would do is ${least.name}`,
  );
}

/**
 * Refuses to begin a run that writes with a token that is known to be unable to.
 * @throws SignInError `role-missing`
 */
export function refuseWithoutWriteRole(claims: TokenClaims | null, uses: Uses): void {
  refuse(missing(claims, "apply", uses).filter(({ need }) => need === "changes"));
}

/**
 * Refuses to write a plan that sends consent with a token that is known to be unable to grant it.
 * @throws SignInError `role-missing`
 */
export function refuseWithoutConsentRole(claims: TokenClaims | null, plan: Plan): void {
  const sends = plan.rows.some((row) => row.verdict === "act" && row.consent.length > 0);
  if (!sends) return;
  const uses = { groups: false, everyone: false, consent: true };
  refuse(missing(claims, "apply-with-consent", uses).filter(({ need }) => need === "consent"));
}

function missing(claims: TokenClaims | null, mode: PermissionMode, uses: Uses): readonly NeedFacts[] {
  const held = heldPermissions(claims);
  return held === null ? [] : missingNeeds(held, needsOf(mode, uses));
}

function refuse(lacking: readonly NeedFacts[]): void {
  const [first] = lacking;
  if (first === undefined) return;
  const { what, least } = first;
  throw new SignInError(
    "role-missing",
    `the token may not ${what}, so nothing was written`,
    `the least that would do is ${least.name} (${least.id}); trueup doctor --print-roles shows how to grant it, and a new token is needed then`,
  );
}
