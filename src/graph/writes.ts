import type { InstallationWriter, WriteAnswer, WriteTurn } from "../apply/writer.ts";
import type { Permission } from "../model/permission.ts";
import type { OutcomeCode } from "../model/reasons.ts";
import type { GraphWords } from "./failures.ts";
import { type GraphRoot, segment } from "./graph-url.ts";
import type { LimitClass } from "./limits.ts";
import type { Requests, WriteRequest, WriteResult } from "./requests.ts";

/** One way to tell a refused write from others. All that is given must fit; the first row that fits wins. */
interface RefusalPattern {
  readonly explains: OutcomeCode;
  /** HTTP status; left out where no source names it. */
  readonly status?: number;
  /** One of Graph's codes, outer or inner, without regard to case. */
  readonly graphCode?: string;
  /** Words in one of the messages. Graph promises nothing about them, so they may explain and never decide. */
  readonly words?: RegExp;
  readonly source: string;
}

/** How Graph's refusals of writes are explained. A row explains a refusal; nothing here can make a success of one. */
const REFUSAL_PATTERNS: readonly RefusalPattern[] = [
  {
    explains: "blocked-by-policy",
    status: 403,
    words: /blocked by app permission policy/i,
    source: "https://github.com/OfficeDev/microsoft-teams-apps-company-communicator/issues/1537",
  },
  {
    explains: "permanent-app",
    status: 403,
    words: /not allowed on a permanent app/i,
    source: "https://github.com/pnp/cli-microsoft365/blob/main/src/m365/teams/commands/user/user-app-upgrade.spec.ts",
  },
  {
    explains: "admin-preinstalled",
    graphCode: "AppIsTenantAdminPreinstalled",
    source: "https://github.com/microsoftgraph/microsoft-graph-docs/issues/13146",
  },
  {
    explains: "admin-preinstalled",
    words: /AppIsTenantAdminPreinstalled|explicitly preinstalled by the tenant admin/i,
    source: "https://github.com/microsoftgraph/microsoft-graph-docs/issues/13146",
  },
  {
    explains: "consent-mismatch",
    status: 400,
    graphCode: "ResourceSpecificPermissionsMismatch",
    source: "https://github.com/byte5ai/omadia-m365-connector",
  },
  {
    explains: "role-missing",
    status: 403,
    words: /missing (?:role|scope) permissions on the request/i,
    source: "https://github.com/MicrosoftDocs/office-docs-powershell/issues/8399",
  },
  {
    explains: "role-missing",
    status: 403,
    words: /is not allowed to manage the Teams App/i,
    source: "https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/478",
  },
  {
    explains: "role-missing",
    status: 403,
    graphCode: "Authorization_RequestDenied",
    source: "https://learn.microsoft.com/graph/json-batching",
  },
];

/** The outcome code that explains a refused write; `refused` where nothing explains it. */
export function explainRefusal(status: number, words: Pick<GraphWords, "codes" | "messages">): OutcomeCode {
  return REFUSAL_PATTERNS.find((pattern) => fits(pattern, status, words))?.explains ?? "refused";
}

function fits(pattern: RefusalPattern, status: number, words: Pick<GraphWords, "codes" | "messages">): boolean {
  if (pattern.status !== undefined && pattern.status !== status) return false;
  const graphCode = pattern.graphCode?.toLowerCase();
  if (graphCode !== undefined && !words.codes.some((code) => code.toLowerCase() === graphCode)) return false;
  const { words: text } = pattern;
  return text === undefined || words.messages.some((message) => text.test(message));
}

/** Installs, upgrades and uninstalls through Graph; each call sends one request, once. */
export function createWriter(options: {
  readonly requests: Pick<Requests, "write">;
  readonly root: GraphRoot;
}): InstallationWriter {
  const { requests, root } = options;

  async function write(
    limitClass: LimitClass,
    method: WriteRequest["method"],
    path: string,
    body: object | null,
    turn: WriteTurn,
  ): Promise<WriteAnswer> {
    const text = body === null ? null : JSON.stringify(body);
    return judge(await requests.write({ class: limitClass, method, url: `${root.url}${path}`, body: text, ...turn }));
  }

  return {
    /** Source: https://learn.microsoft.com/graph/api/userteamwork-post-installedapps */
    install(userId, catalogId, consent, turn) {
      const app = { "teamsApp@odata.bind": `${root.url}/appCatalogs/teamsApps/${segment(catalogId)}` };
      return write("installation-writes", "POST", installedApps(userId), { ...app, ...consentBody(consent) }, turn);
    },
    /** Source: https://learn.microsoft.com/graph/api/userteamwork-teamsappinstallation-upgrade */
    upgrade(userId, installationId, consent, turn) {
      const path = `${installedApps(userId)}/${segment(installationId)}/upgrade`;
      return write("installation-writes", "POST", path, consentBody(consent), turn);
    },
    /** Source: https://learn.microsoft.com/graph/api/userteamwork-delete-installedapps */
    uninstall(userId, installationId, turn) {
      return write("removals", "DELETE", `${installedApps(userId)}/${segment(installationId)}`, null, turn);
    },
  };
}

function installedApps(userId: string): string {
  return `/users/${segment(userId)}/teamwork/installedApps`;
}

/** Null where nothing is to be consented: then nothing is sent. */
function consentBody(consent: readonly Permission[]): object | null {
  if (consent.length === 0) return null;
  const permissions = consent.map(({ value, type }) => ({ permissionValue: value, permissionType: type }));
  return { consentedPermissionSet: { resourceSpecificPermissions: permissions } };
}

function judge(result: WriteResult): WriteAnswer {
  if (result.kind === "not-sent") return result;
  const { requestId } = result;
  if (result.kind === "broken") return { kind: "uncertain", because: "failed", message: result.detail, requestId };
  const { status, words } = result;
  if (status >= 200 && status < 300) return { kind: "accepted", requestId };
  const message = words.line === "" ? `status ${status} without a reason` : words.line;
  if (status === 429) return { kind: "uncertain", because: "throttled", message, requestId };
  if (status >= 400 && status < 500) {
    return { kind: "refused", status, code: explainRefusal(status, words), message, requestId };
  }
  return { kind: "uncertain", because: "failed", message, requestId };
}
