import { type Permission, parsePermissionType, samePermissions } from "../model/permission.ts";
import { type Answer, notUnderstood, refuse, type SandboxRequest } from "./answers.ts";
import type { Dials } from "./dials.ts";
import { mayConsent } from "./roles.ts";
import type { TenantState } from "./state.ts";
import type { AppDefinition, CatalogApp } from "./tenant.ts";
import type { WriteBody } from "./write-body.ts";

/** The permissions that a write consents to; null: it says nothing about them. */
export type Consent = readonly Permission[] | null;

/** @throws Refused (400) for a set of unexpected shape */
export function sentConsent(body: WriteBody): Consent {
  const set = body.get("consentedPermissionSet") ?? null;
  if (set === null) return null;
  const list: unknown = typeof set === "object" ? Reflect.get(set, "resourceSpecificPermissions") : undefined;
  if (!Array.isArray(list)) throw notUnderstood("'consentedPermissionSet' has no list of permissions.");
  return list.map(readPermission);
}

function readPermission(entry: unknown): Permission {
  const isObject = typeof entry === "object" && entry !== null;
  const value: unknown = isObject ? Reflect.get(entry, "permissionValue") : undefined;
  const type: unknown = isObject ? Reflect.get(entry, "permissionType") : undefined;
  const known = typeof type === "string" ? parsePermissionType(type) : null;
  if (typeof value !== "string" || known === null) {
    throw notUnderstood(`'${JSON.stringify(entry)}' is no resource-specific permission.`);
  }
  return { value, type: known };
}

/**
 * Why the consent of a write is refused; null: it is right. It must be what the definition requires, and may be left out
 * when that is nothing, or delegated permissions only.
 */
export function consentRefusal(
  state: TenantState,
  request: SandboxRequest,
  app: CatalogApp,
  definition: AppDefinition,
  sent: Consent,
): Answer | null {
  const required = definition.permissions ?? [];
  if (required.length > 0 && !state.personalScopeConsent) {
    const message = "Resource-specific consent in personal scope is switched off for this tenant.";
    return refuse(403, "Forbidden", message, "AccessDenied");
  }
  const mayBeLeftOut = required.every(({ type }) => type === "delegated");
  const isRight = sent === null ? mayBeLeftOut : samePermissions(sent, required);
  const isGranting = sent !== null && sent.length > 0;
  if (isRight && (!isGranting || mayConsent(request.caller, app.clientAppId))) return null;
  // Source: https://github.com/byte5ai/omadia-m365-connector
  return refuse(400, "ResourceSpecificPermissionsMismatch", "The consented permissions do not match those of the app.");
}

/** What an installation holds after an accepted write. */
export function recordedConsent(definition: AppDefinition, sent: Consent, dials: Dials): readonly Permission[] {
  if (sent !== null) return sent;
  return dials.consentWhenLeftOut === "required" ? (definition.permissions ?? []) : [];
}
