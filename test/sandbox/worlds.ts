import { sandboxToken } from "../../src/sandbox/roles.ts";
import { derivedId } from "../../src/sandbox/tenant.ts";
import type { RequestOptions } from "./tenant-client.ts";

export const ADELE = derivedId("user", "adele@contoso.com");
export const MEGAN = derivedId("user", "megan@contoso.com");
export const NOBODY = "00000000-0000-4000-8000-000000000000";
export const EXPENSES = "0a4c8f6e-7b0e-4d1e-9a57-52f4f0a4c001";
export const NOTES = "0a4c8f6e-7b0e-4d1e-9a57-52f4f0a4c002";
export const CAMERA = "0a4c8f6e-7b0e-4d1e-9a57-52f4f0a4c003";
export const DRAFT = "0a4c8f6e-7b0e-4d1e-9a57-52f4f0a4c004";
export const CLIENT_APP = "7f2f6a1c-3b1d-4e55-8f0a-9d6d0c1b2a01";

/** Two people, and apps that need consent, none, or a delegated one. */
export const TENANT = `
users: [{ upn: adele@contoso.com }, { upn: megan@contoso.com, teams: false }]
groups: [{ name: Finance, members: [{ user: megan@contoso.com }] }]
catalog:
  - name: expenses
    id: ${EXPENSES}
    clientAppId: ${CLIENT_APP}
    definitions:
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }
      - { version: 2.10.0, permissions: [{ value: TeamsActivity.Send.User }, { value: CameraStream.Read.User, type: delegated }] }
      - { version: 3.0.0, publishingState: submitted }
      - { version: 3.1.0, publishingState: rejected }
  - { name: notes, id: ${NOTES}, definitions: [{ version: "1.0" }, { version: 1.2.0 }] }
  - { name: camera, id: ${CAMERA}, definitions: [{ version: 1.0.0, permissions: [{ value: CameraStream.Read.User, type: delegated }] }] }
  - { name: draft, id: ${DRAFT}, definitions: [{ version: 1.0.0, publishingState: submitted }] }
installations:
  adele@contoso.com:
    - { app: expenses, version: 2.4.0, consent: [{ value: TeamsActivity.Send.User }] }
    - { app: notes, version: "1.0" }
`;

export const SEND = { permissionValue: "TeamsActivity.Send.User", permissionType: "application" };
export const WATCH = { permissionValue: "CameraStream.Read.User", permissionType: "delegated" };

/** A `consentedPermissionSet` for a body. */
export function consent(...permissions: readonly object[]): object {
  return { consentedPermissionSet: { resourceSpecificPermissions: permissions } };
}

/** The path of what a user has. */
export function installed(user: string): string {
  return `/users/${user}/teamwork/installedApps`;
}

/** The path of one installation. */
export function installationOf(user: string, appId: string): string {
  return `${installed(user)}/${Buffer.from(`${user}##${appId}`).toString("base64")}`;
}

/** A request with a JWT that has these application permissions, and no others. */
export function asCaller(roles: readonly string[], appId?: string): RequestOptions {
  const own = appId === undefined ? {} : { appId };
  return { token: sandboxToken({ tenantId: "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01", roles, ...own }) };
}
