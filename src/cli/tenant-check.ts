import { SignInError, UsageError } from "../errors.ts";
import type { TenantAccess } from "./sign-in.ts";

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
