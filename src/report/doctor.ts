import { spread } from "../plan-file/json-layout.ts";
import { printable } from "./facts/printable.ts";
import { setLine, type Style, styleFor, USUAL_COLUMNS } from "./text/layout.ts";

/** One thing that was looked at. */
export interface Check {
  /** Stable, kebab-case, for example `sign-in`. */
  readonly code: string;
  readonly title: string;
  readonly state: "ok" | "warning" | "failed" | "skipped";
  readonly detail: string;
  /** What to do; null where there is nothing to do. */
  readonly hint: string | null;
}

/** What `doctor` found. */
export interface Diagnosis {
  readonly tenantId: string | null;
  readonly identity: string | null;
  readonly signIn: string | null;
  readonly cloud: string | null;
  readonly graph: string | null;
  /** ISO time; null where the token does not say. */
  readonly tokenEndsAt: string | null;
  /** Null where the token does not name its permissions. */
  readonly roles: {
    readonly held: readonly string[];
    readonly missing: readonly string[];
    readonly excess: readonly string[];
  } | null;
  readonly checks: readonly Check[];
}

/** Whether nothing failed. */
export function isHealthy(diagnosis: Diagnosis): boolean {
  return diagnosis.checks.every(({ state }) => state !== "failed");
}

interface Shown {
  readonly color: boolean;
  /** How wide the terminal is; null: there is none, or it does not tell. */
  readonly columns: number | null;
}

/** For people, line by line; each piece ends with a line break. */
export function* renderDiagnosis(diagnosis: Diagnosis, options: Shown): Generator<string> {
  const style = styleFor(options.color);
  const columns = options.columns ?? USUAL_COLUMNS;
  const facts: readonly (readonly [string, string | null])[] = [
    ["tenant", diagnosis.tenantId],
    ["identity", diagnosis.identity],
    ["sign-in", diagnosis.signIn],
    ["cloud", diagnosis.cloud],
    ["graph", diagnosis.graph],
    ["token ends", diagnosis.tokenEndsAt],
  ];
  for (const [name, value] of facts) yield `${name.padEnd(11)}${printable(value ?? "not known")}\n`;
  const held = diagnosis.roles === null ? "not known" : list(diagnosis.roles.held);
  for (const line of setLine(`permissions held: ${printable(held)}`, columns)) yield `${line}\n`;
  yield "\n";
  for (const check of diagnosis.checks) yield* checkLines(check, style, columns);
  yield "\n";
  for (const line of setLine(conclusion(diagnosis, style), columns)) yield `${line}\n`;
}

/** The same as JSON. */
export function diagnosisJson(diagnosis: Diagnosis): string {
  return `${spread({ formatVersion: "1.0", kind: "diagnosis", healthy: isHealthy(diagnosis), ...diagnosis })}\n`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}

const MARKS = { ok: "ok     ", warning: "warning", failed: "FAILED ", skipped: "skipped" } as const;

function* checkLines({ title, state, detail, hint }: Check, style: Style, columns: number): Generator<string> {
  const paint = { ok: style.good, warning: style.caution, failed: style.bad, skipped: style.title }[state];
  for (const line of setLine(`${paint(MARKS[state])}  ${printable(title)}`, columns)) yield `${line}\n`;
  for (const line of setLine(`         ${printable(detail)}`, columns)) yield `${line}\n`;
  if (hint === null) return;
  for (const line of setLine(`         hint: ${printable(hint)}`, columns)) yield `${line}\n`;
}

/** Checks whose warning speaks against calling anything ready. */
const UNDOCUMENTED: readonly string[] = ["roles-delegated", "cloud"];

function conclusion(diagnosis: Diagnosis, style: Style): string {
  const failed = diagnosis.checks.filter(({ state }) => state === "failed").length;
  if (failed > 0) return style.bad(`${failed} of ${diagnosis.checks.length} checks failed`);
  if (diagnosis.checks.some(({ code }) => UNDOCUMENTED.includes(code))) {
    return style.caution("not known to be ready: what this sign-in may do is not documented");
  }
  const warned = diagnosis.checks.some(({ state }) => state === "warning");
  return warned ? style.caution("ready to plan; see the warnings before you apply") : style.good("ready");
}

/** Roles that a desired state needs, for people who grant them. */
interface RoleGrant {
  /** What the roles are for, such as `to plan`. */
  readonly purpose: string;
  readonly roles: readonly { readonly name: string; readonly id: string }[];
}

/** Microsoft Graph as a resource. Source: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in */
const GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";

/** Roles of Azure, not of Graph. Source: https://learn.microsoft.com/graph/change-notifications-delivery-event-hubs */
const HUB_ROLES = [
  { id: "a638d3c7-ab3a-418d-83e6-5f17a39d4fde", name: "Azure Event Hubs Data Receiver", who: "this application" },
  {
    id: "2b629674-e913-4c01-ae53-ef4638d8f975",
    name: "Azure Event Hubs Data Sender",
    who: "Microsoft Graph Change Tracking (0bf30f3b-4a52-48df-9a82-234910c4a086)",
  },
];

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
  yield "To hear of changes by an event hub (run --events-url EventHub:…), in Azure, on that hub:\n";
  for (const { id, name, who } of HUB_ROLES) yield `  ${id}  ${name}, for ${who}\n`;
  yield "\n";
  yield "To follow users and groups by their changes (--directory delta): nothing more.\n\n";
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
