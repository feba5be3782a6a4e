import { parseConstraint } from "../model/constraint.ts";
import type { App, AppIdentity, Denied, Replaces } from "../model/desired.ts";
import type { SourceLocation } from "../model/diagnostic.ts";
import { type Permission, sortPermissions } from "../model/permission.ts";
import { approvalKey } from "./configuration.ts";
import { shown } from "./did-you-mean.ts";
import { createDuplicateCheck } from "./duplicates.ts";
import { errorAt, type Problem } from "./problem.ts";
import type { CheckedApp, ParsedFile } from "./schema-check.ts";

/** The apps of all files, sorted by name, each once. */
interface Apps<Item> {
  readonly apps: readonly Item[];
  /** Where each approved permission stands, by {@link approvalKey}. */
  readonly approvedAt: ReadonlyMap<string, SourceLocation>;
  readonly diagnostics: readonly Problem[];
}

/** Brings the `apps` sections together. */
export function readApps(files: readonly ParsedFile[]): Apps<Omit<App, "lock">> {
  const names = createDuplicateCheck();
  const ids = createDuplicateCheck();
  const apps = new Map<string, Omit<App, "lock">>();
  const approvedAt = new Map<string, SourceLocation>();
  const diagnostics: Problem[] = [];
  const replacedIds: { readonly name: string; readonly id: string; readonly at: SourceLocation }[] = [];
  for (const file of files) {
    for (const [name, written] of Object.entries(file.value.apps ?? {})) {
      const source = file.keyAt(["apps", name]);
      const isFirst = names.note(name, `app "${name}"`, source);
      const identity = identityOf(written);
      if (identity === null) {
        if (written.leftOut !== true) diagnostics.push(appIdProblem(written, name, file));
        continue;
      }
      ids.note(idOf(identity), `the app id ${idOf(identity)}`, file.valueAt(["apps", name, ID_KEYS[identity.kind]]));
      const { approved, places, diagnostics: twice } = readPermissions(file, name, written);
      for (const [key, place] of places) if (isFirst) approvedAt.set(key, place);
      diagnostics.push(...twice);
      const { deny, diagnostics: wrongDeny } = readDeny(file, name, written);
      diagnostics.push(...wrongDeny);
      const clientAppId = written.clientAppId?.toLowerCase() ?? null;
      const [owner, suspended] = [written.owner ?? null, written.suspend ?? false];
      const { replaces, diagnostics: replacing } = readReplaces(file, name, written, identity);
      diagnostics.push(...replacing);
      if (replaces !== null)
        replacedIds.push({ name, id: replaces.id, at: file.valueAt(["apps", name, "replaces", "id"]) });
      const repairConsent = written.repairConsent ?? "report";
      const app = { name, identity, approved, clientAppId, owner, deny, repairConsent, replaces, suspended, source };
      if (isFirst) apps.set(name, app);
    }
  }
  // Also an id that another app has as its own: two rows of one person would then write to the same copy.
  for (const { name, id, at } of replacedIds) ids.note(id, `the app id ${id}, which app "${name}" replaces,`, at);
  const sorted = [...apps.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { apps: sorted, approvedAt, diagnostics: [...diagnostics, ...names.diagnostics, ...ids.diagnostics] };
}

const ID_KEYS = { manifest: "manifestId", catalog: "catalogId" } as const;

/** Ids are GUIDs, which compare without case. Null unless exactly one of the two is given. */
function identityOf({ manifestId, catalogId }: CheckedApp): AppIdentity | null {
  if (manifestId !== undefined && catalogId !== undefined) return null;
  if (manifestId !== undefined) return { kind: "manifest", manifestId: manifestId.toLowerCase() };
  return catalogId === undefined ? null : { kind: "catalog", catalogId: catalogId.toLowerCase() };
}

function idOf(identity: AppIdentity): string {
  return identity.kind === "manifest" ? identity.manifestId : identity.catalogId;
}

function appIdProblem(written: CheckedApp, name: string, file: ParsedFile): Problem {
  const hint = "organization apps have a manifestId, Store apps a catalogId: write one of the two";
  const message = written.manifestId === undefined ? "has no id" : "has both manifestId and catalogId";
  return errorAt(file.keyAt(["apps", name]), "app-id", `app "${name}" ${message}`, { hint });
}

/** Versions are ranges as assignments write them; `latest` names none. */
function readDeny(file: ParsedFile, name: string, written: CheckedApp) {
  const deny: Denied[] = [];
  const diagnostics: Problem[] = [];
  for (const [index, entry] of (written.deny ?? []).entries()) {
    if (entry === null) continue;
    const { versions, reason = null } = entry;
    const at = file.valueAt(["apps", name, "deny", index, "versions"]);
    const parsed = parseConstraint(versions);
    const hint = 'name versions, such as "2.4.0" or ">=2.4 <2.5"; to change nothing at all write suspend: true';
    if (!parsed.ok) diagnostics.push(errorAt(at, "invalid-version", parsed.message, { hint: parsed.hint }));
    else if (parsed.constraint.latest) {
      diagnostics.push(
        errorAt(at, "invalid-version", `${shown(versions)} names no version that could be denied`, { hint }),
      );
    } else deny.push({ versions: parsed.constraint, reason });
  }
  return { deny, diagnostics };
}

function readReplaces(file: ParsedFile, name: string, { replaces: written }: CheckedApp, identity: AppIdentity) {
  if (written === undefined) return { replaces: null, diagnostics: [] };
  const replaces: Replaces = { id: written.id.toLowerCase(), removals: written.removals };
  if (idOf(identity) !== replaces.id) return { replaces, diagnostics: [] };
  const hint = "write the catalog id of the earlier upload, which is another one than this app's";
  const at = file.valueAt(["apps", name, "replaces", "id"]);
  return { replaces: null, diagnostics: [errorAt(at, "replaces-itself", `app "${name}" replaces itself`, { hint })] };
}

function readPermissions(file: ParsedFile, name: string, written: CheckedApp) {
  const once = createDuplicateCheck();
  const permissions: Permission[] = [];
  const places = new Map<string, SourceLocation>();
  for (const [index, entry] of (written.permissions ?? []).entries()) {
    const permission: Permission =
      typeof entry === "string"
        ? { value: entry, type: "application" }
        : { value: entry.value, type: entry.type?.toLowerCase() === "delegated" ? "delegated" : "application" };
    const { value, type } = permission;
    const at = file.valueAt(["apps", name, "permissions", index]);
    if (once.note(`${value} ${type}`, `permission ${value} (${type}) of app "${name}"`, at)) {
      permissions.push(permission);
      places.set(approvalKey(name, permission), at);
    }
  }
  return { approved: sortPermissions(permissions), places, diagnostics: once.diagnostics };
}
