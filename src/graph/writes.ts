import type { InstallationWriter, WriteAnswer, WriteTurn } from "../apply/writer.ts";
import type { Permission } from "../model/permission.ts";
import { type GraphRoot, segment } from "./graph-url.ts";
import type { GraphWords } from "./failures.ts";
import type { LimitClass } from "./limits.ts";
import { explainRefusal } from "./refusals.ts";
import type { Requests, WriteRequest, WriteResult } from "./requests.ts";

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
  const message = refusalLine(status, words);
  if (status === 429) return { kind: "uncertain", because: "throttled", message, requestId };
  if (status >= 400 && status < 500) {
    return { kind: "refused", status, code: explainRefusal(status, words), message, requestId };
  }
  return { kind: "uncertain", because: "failed", message, requestId };
}

/** Begins with what refusals of one kind have in common: without a code the words may name somebody. */
function refusalLine(status: number, words: GraphWords): string {
  if (words.line === "") return `status ${status} without a reason`;
  return words.code === null ? `status ${status}: ${words.line}` : words.line;
}
