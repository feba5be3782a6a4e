import { printable } from "./printable.ts";

/** Roles that a desired state needs, for people who grant them. */
export interface RoleGrant {
  /** What the roles are for, such as `to plan`. */
  readonly purpose: string;
  readonly roles: readonly { readonly name: string; readonly id: string }[];
}

/** Microsoft Graph as a resource. Source: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in */
const GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";

/**
 * The roles with their ids, and the commands that grant the last (widest) of them to an application.
 * @param clientId null: a placeholder stands for it
 */
export function* renderRoleGrants(grants: readonly RoleGrant[], clientId: string | null): Generator<string> {
  for (const { purpose, roles } of grants) {
    yield `${purpose}:\n`;
    for (const { id, name } of roles) yield `  ${id}  ${name}\n`;
    yield "\n";
  }
  const roles = grants.at(-1)?.roles ?? [];
  const app = printable(clientId ?? "<application (client) id>");
  yield "With the Azure CLI:\n\n";
  yield `  az ad app permission add --id ${app} --api ${GRAPH_APP_ID} --api-permissions ${roles.map(({ id }) => `${id}=Role`).join(" ")}\n`;
  yield `  az ad app permission admin-consent --id ${app}\n\n`;
  yield "With Graph PowerShell, also for a managed identity:\n\n";
  yield "  Connect-MgGraph -Scopes Application.Read.All, AppRoleAssignment.ReadWrite.All\n";
  yield `  $app = Get-MgServicePrincipal -Filter "appId eq '${app}'"\n`;
  yield `  $graph = Get-MgServicePrincipal -Filter "appId eq '${GRAPH_APP_ID}'"\n`;
  yield `  foreach ($role in ${roles.map(({ id }) => `'${id}'`).join(", ")}) {\n`;
  yield "    New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $app.Id -PrincipalId $app.Id -ResourceId $graph.Id -AppRoleId $role\n";
  yield "  }\n";
}
